"""The evaluation: raw files -> intake -> methods -> disclosure -> exhibits -> report."""
