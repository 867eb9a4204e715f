"""How sure the progress towards a target is, where baseline and value were both measured."""

import numpy as np
import pandas as pd

from analysis.methods.outcomes import SIGNS

N_DRAWS = 4000  # the ends of an interval then err by about a hundredth of its width
SHARE = 0.95
# Share of draws in which there may be no way to go; beyond it no interval is told.
NO_WAY = 0.025
PAIR = ["project_id", "state"]


def with_interval(
    progress: pd.DataFrame, changes: pd.DataFrame, indicators: pd.DataFrame, seed: int
) -> pd.DataFrame:
    """``counts.progress`` with the 95 % interval of each median: ``progress_lower``, ``_upper``.

    ``changes`` comes from ``outcomes.monitored_changes``. Baseline and value of every series are
    drawn again from normal distributions with the standard errors of their shares, and the median
    taken anew: a parametric bootstrap (Efron and Tibshirani 1993, section 6.5). Where a drawn
    baseline has passed the target there is no way to go, and a draw without any is left out; more
    than a fortieth of them, and the interval is missing, as it is where progress is not known.
    """
    drawn = _drawn(changes, indicators, np.random.default_rng(seed))
    ends = [_ends(draws) for _, draws in drawn.groupby(level=PAIR)]
    table = pd.DataFrame(ends, columns=[*PAIR, "progress_lower", "progress_upper"])
    found = progress.merge(table, on=PAIR, how="left")
    unknown = found["progress_share"].isna()
    ends = ["progress_lower", "progress_upper"]
    return found.assign(**found[ends].mask(unknown))


def _drawn(
    changes: pd.DataFrame, indicators: pd.DataFrame, rng: np.random.Generator
) -> pd.DataFrame:
    """Progress in every draw (columns) of every series that has a target (rows, by ``PAIR``)."""
    signs = (
        changes["indicator_id"].map(indicators.set_index("indicator_id")["direction"]).map(SIGNS)
    )
    way = signs * (changes["target_first"] - changes["baseline"])
    known = changes[way.gt(1e-9)].sort_values([*PAIR, "indicator_id"])
    sign = signs[known.index].to_numpy(dtype=float)[:, None]
    baseline = _redrawn(known["baseline"], known["baseline_error"], rng)
    actual = _redrawn(known["actual"], known["actual_error"], rng)
    way = sign * (known["target_first"].to_numpy()[:, None] - baseline)
    share = np.divide(
        sign * (actual - baseline), way, where=way > 0, out=np.full(way.shape, np.nan)
    )
    return pd.DataFrame(share, index=pd.MultiIndex.from_frame(known[PAIR]))


def _redrawn(share: pd.Series, error: pd.Series, rng: np.random.Generator) -> np.ndarray:
    noise = rng.standard_normal((len(share), N_DRAWS))
    return np.clip(share.to_numpy()[:, None] + error.to_numpy()[:, None] * noise, 0, 1)


def _ends(draws: pd.DataFrame) -> tuple[str, str, float, float]:
    """Project, state, and the ends of the interval of the median over their series."""
    medians = draws.median().dropna()
    ends = [np.nan, np.nan]
    if len(medians) >= (1 - NO_WAY) * N_DRAWS:
        ends = list(medians.quantile([(1 - SHARE) / 2, (1 + SHARE) / 2]))
    return (*draws.index[0], *ends)
