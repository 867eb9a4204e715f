"""Design-based estimation: what a sample says of the population it was drawn from.

A design-based estimate rests on how the sample was drawn, and on nothing else: each row counts as
many as its weight says, and its standard error follows from strata, sampling units and population
sizes (Taylor linearization). Every estimate is computed twice, by ``svy`` and by the short code in
``linearization``, and refused where the two disagree.
"""

from analysis.methods.estimation.agreement import Disagreement
from analysis.methods.estimation.calibration import post_stratify, rake
from analysis.methods.estimation.design import BadDesign, Design
from analysis.methods.estimation.effects import effective_size
from analysis.methods.estimation.estimators import mean, proportion, quantile, ratio, total
from analysis.methods.estimation.layout import single_psu_strata

__all__ = [
    "BadDesign",
    "Design",
    "Disagreement",
    "effective_size",
    "mean",
    "post_stratify",
    "proportion",
    "quantile",
    "rake",
    "ratio",
    "single_psu_strata",
    "total",
]
