"""Figure of the rubric: how the contributions were rated, and how far the raters agree."""

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis.disclosure import Released
from analysis.exhibits.house import HIDDEN, MUTED, SHARES, STYLE, WIDTH_IN, entitle, ink_on, nothing
from analysis.exhibits.sentences import lower
from analysis.exhibits.wording import percent
from analysis.methods.rubric import low_levels
from analysis.study import Study


def draw_ratings(released: Released) -> Figure:
    """Stacked shares of the ratings of each criterion, from the lowest level to the highest.

    The table holds two parts: ``rating`` (``rubric.ratings``), and ``alike``
    (``rubric.rated_alike``), whose alpha stands beside each criterion.
    """
    study, table = released.study, released.table
    criteria = study.labels("rubric_criteria", short=True)
    levels = study.labels("rubric_levels", short=True)
    given = table[table["part"].eq("rating")]
    grid = given.pivot(index="criterion", columns="rating", values="n_ratings")
    grid = grid.reindex(index=criteria, columns=levels).fillna(0)
    if not grid.to_numpy().sum():
        return nothing("Where is the evidence weakest? No contribution was rated")
    shares = grid.div(grid.sum(axis=1).where(grid.sum(axis=1).gt(0)), axis=0).fillna(0)
    with plt.style.context(STYLE):
        fig, ax = plt.subplots(figsize=(WIDTH_IN, 0.36 * len(grid) + 1.1), layout="constrained")
        left = np.zeros(len(grid))
        for level, name in levels.items():
            color = shade(level, study)
            ax.barh(
                range(len(grid)), shares[level], left=left, color=color, height=0.7,
                edgecolor="white", lw=0.8, label=name,
            )  # fmt: skip
            _count(ax, left, shares[level], grid[level], color)
            left = left + shares[level].to_numpy()
        ax.set_yticks(range(len(grid)), list(criteria.values()))
        ax.invert_yaxis()
        ax.tick_params(axis="y", length=0)
        ax.xaxis.set_major_formatter(lambda share, _: percent(share))
        ax.set(xlim=(0, 1.42), xticks=np.linspace(0, 1, 6))
        ax.set_xlabel("Share of the ratings; in the bars, their number", loc="left")
        ax.spines["bottom"].set_bounds(0, 1)
        _alike(ax, table[table["part"].eq("alike")].set_index("criterion"), list(criteria))
        fig.legend(loc="outside lower center", ncols=len(levels))
        entitle(
            fig, _lowest(shares, study),
            "Ratings of the contributions by each rater; right: how far the raters agree "
            "(Krippendorff's ordinal alpha, 95 % interval)",
        )  # fmt: skip
    return fig


def _alike(ax: Axes, table: pd.DataFrame, criteria: list[str]) -> None:
    for place, criterion in enumerate(criteria):
        row = table.loc[criterion]
        word = "undefined" if pd.isna(row["alpha"]) else f"{row['alpha']:.2f}"
        if pd.notna(row["lower"]):
            word += f" ({row['lower']:.2f} to {row['upper']:.2f})"
        ax.text(1.03, place, word, va="center", fontsize=8.5, color=MUTED)


def _count(
    ax: Axes, left: np.ndarray, shares: pd.Series, counts: pd.Series, color: str | tuple
) -> None:
    for place, (start, share, n) in enumerate(zip(left, shares, counts, strict=True)):
        if share > 0.04:
            middle = (start + share / 2, place)
            ax.text(
                *middle, f"{n:,.0f}", ha="center", va="center", fontsize=8.5, color=ink_on(color)
            )


def _lowest(shares: pd.DataFrame, study: Study) -> str:
    low = shares[low_levels(study.closed("rubric_levels"))].sum(axis=1)
    name = study.labels("rubric_criteria", short=True)[low.idxmax()]
    return (
        f"Where is the evidence weakest? Below the middle of the scale are {percent(low.min())} to "
        f"{percent(low.max())} of the ratings, most in {lower(name)}"
    )


def shade(rating: str, study: Study) -> str | tuple:
    """The higher the rating, the darker."""
    levels = study.closed("rubric_levels")
    return SHARES(levels.index(rating) / (len(levels) - 1)) if rating in levels else HIDDEN
