"""Triangulation by state and domain: what people say beside what indicators measure.

``evidence`` says what goes in, ``known_errors`` what is known of how coders err, ``coder_error``
and ``posterior`` what is drawn from them, ``verdicts`` what two lines say together, ``matrix`` does
it for every cell, domain and group of states, and ``tables`` gives the result as it is shown.
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
from analysis.methods.triangulation.known_errors import coders_errors, correction
from analysis.methods.triangulation.matrix import Matrix, judge, triangulate
from analysis.methods.triangulation.tables import beside_state, matrix_table

__all__ = [
    "EVIDENCE_TABLES", "Evidence", "Matrix", "beside_state", "coders_errors", "correction",
    "exposure", "gather", "judge", "matrix_table", "people_line", "said_of_asked", "studied_cells",
    "triangulate",
]  # fmt: skip
