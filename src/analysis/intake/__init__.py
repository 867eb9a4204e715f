"""The only code that opens raw files: ``read`` gives what stands there, ``clean`` tidy tables."""
