"""Agreement between coders: coefficients, intervals, units of text, codes."""

from analysis.methods.agreement.annex import annex
from analysis.methods.agreement.codes import (
    ALL_TEXT,
    EITHER,
    agreement_by_code,
    counts_by_code,
)
from analysis.methods.agreement.every_interval import every_interval
from analysis.methods.agreement.leaving_out import without_each_coder, without_each_part
from analysis.methods.agreement.scales import Scale
from analysis.methods.agreement.tables import (
    MEASURES,
    agreement,
    agreement_by,
    is_paradox,
    unit_counts,
)
from analysis.methods.agreement.two_coders import cohen_kappa, kappa_by_pair

__all__ = [
    "ALL_TEXT",
    "EITHER",
    "MEASURES",
    "Scale",
    "agreement",
    "agreement_by",
    "agreement_by_code",
    "annex",
    "cohen_kappa",
    "counts_by_code",
    "every_interval",
    "is_paradox",
    "kappa_by_pair",
    "unit_counts",
    "without_each_coder",
    "without_each_part",
]
