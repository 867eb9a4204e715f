"""From the scores of studies to figures, each with its Monte Carlo error."""

import numpy as np
import pandas as pd
from scipy import stats

from analysis.calibration.scoring import P_TIED, SCORE

STUDY = ["generator", "scenario"]
UNIFORM = "uniform"


def figures(scored: pd.DataFrame) -> pd.DataFrame:
    """One row per generator, scenario and score: ``n_studies``, ``value`` and its ``error``.

    ``value`` is the ratio of the totals. Studies, not cells, are independent: the error is that of
    a ratio of means over all studies of the scenario, also those in which nothing was counted.
    Source: Cochran 1977, Sampling Techniques, section 2.11. Tie-broken p have no row here.
    """
    scored = scored[scored["score"].ne(P_TIED)]
    n_studies = scored.groupby(STUDY)["number"].nunique().rename("n_studies")
    by = [*STUDY, *SCORE]
    sums = scored.groupby(by)[["total", "n"]].sum().rename(columns={"n": "n_all", "total": "all"})
    value = (sums["all"] / sums["n_all"]).rename("value")
    each = scored.join(value, on=by)
    squares = (
        ((each["total"] - each["value"] * each["n"]) ** 2).groupby([each[c] for c in by]).sum()
    )
    table = pd.concat([value, sums["n_all"], squares.rename("squares")], axis=1).reset_index()
    table = table.join(n_studies, on=STUDY)
    k = table["n_studies"]
    table["error"] = np.sqrt(k / (k - 1).where(k.gt(1)) * table["squares"]) / table["n_all"]
    return table[[*by, "n_studies", "value", "error"]]


def uniform(scored: pd.DataFrame) -> pd.DataFrame:
    """By scenario and test, the p of Kolmogorov and Smirnov that tie-broken p are uniform.

    Rows as in ``figures``, of the score ``uniform``; ``error`` is missing.
    """
    given = scored[scored["score"].eq(P_TIED)].groupby([*STUDY, "of", "place"])
    found = given["total"].agg(lambda p: stats.kstest(p, "uniform").pvalue).rename("value")
    table = pd.concat([found, given["number"].nunique().rename("n_studies")], axis=1).reset_index()
    table = table.assign(score=UNIFORM, level="", error=np.nan)
    return table[[*STUDY, *SCORE, "n_studies", "value", "error"]]
