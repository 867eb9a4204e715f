"""Triangulation by state and domain: what people say beside what indicators measure.

``evidence`` says what goes in, ``coder_error`` and ``posterior`` what is drawn from it,
``verdicts`` what two lines say together, ``matrix`` does it for every cell, domain and group of
states, and ``tables`` gives the result as it is shown.
"""

from analysis.methods.triangulation.evidence import (
    EVIDENCE_TABLES,
    Evidence,
    exposure,
    gather,
    people_line,
    said_of_asked,
    studied_cells,
)
from analysis.methods.triangulation.matrix import Matrix, correction, judge, triangulate
from analysis.methods.triangulation.tables import matrix_table, profile_table

__all__ = [
    "EVIDENCE_TABLES", "Evidence", "Matrix", "correction", "exposure", "gather", "judge",
    "matrix_table", "people_line", "profile_table", "said_of_asked", "studied_cells", "triangulate",
]  # fmt: skip
