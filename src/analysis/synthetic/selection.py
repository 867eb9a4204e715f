"""Which of the invented stories the panels choose, from level to level."""

from collections.abc import Mapping

import pandas as pd

from analysis.study import Study
from analysis.synthetic.streams import Generator, catalogue, of_domain, pick, picks
from analysis.vocabulary import IMPROVED, UNCHANGED, WORSENED

# Share of the stories that no panel got to see, and of those considered that are chosen.
LATE, CHOSEN = 0.06, 0.6
# Panels at the first level, the second, ...; one at every further level.
N_PANELS = (6, 3)
# A story is chosen more often for what it tells: panels like good news.
APPEAL = {IMPROVED: 1.6, UNCHANGED: 0.9, WORSENED: 1.0}
# The second level, or the only one, chooses the first group's stories so many times as readily.
FAVOR = 2.5
DISSENT = 0.15
# From the last story of a round to the first level's meeting, and from one level to the next.
DAYS_APART = pd.Timedelta(days=21)
COLUMNS = [
    "level", "round", "panel", "date", "account_id", "is_chosen", "criterion", "choice_reason",
    "dissent",
]  # fmt: skip


def favors(study: Study) -> pd.DataFrame:
    """One row per level and group: the ``factor`` by which its stories are chosen more readily."""
    levels, groups = study.closed("selection_levels"), study.closed("groups")
    favored = (levels[min(1, len(levels) - 1)], groups[0])
    rows = [(lv, g, FAVOR if (lv, g) == favored else 1.0) for lv in levels for g in groups]
    return pd.DataFrame(rows, columns=["level", "group", "factor"])


def selections(
    study: Study, accounts: pd.DataFrame, sources: pd.DataFrame, favors: pd.DataFrame,
    rng: Generator, appeal: Mapping[str, float] = APPEAL,
) -> pd.DataFrame:  # fmt: skip
    """One row per level, round and story considered: what is chosen goes on to the next level.

    The stories of the first half of the fieldwork are selected in round 1, the others in round 2.
    """
    stories = accounts.merge(sources[["source_id", "group"]], on="source_id")
    stories = stories[rng.random(len(stories)) >= LATE]
    is_later = stories["date"].gt(stories["date"].median())
    rows = []
    for number, part in stories.groupby(is_later.astype(int) + 1):
        last = part["date"].max()
        for place, level in enumerate(study.closed("selection_levels")):
            factor = favors[favors["level"].eq(level)].set_index("group")["factor"]
            part = part.assign(panel=_panels(len(part), place))
            liking = part["direction"].map(appeal) * part["group"].map(factor)
            chosen = _chosen(part, liking, rng)
            rows += [
                (
                    level,
                    number,
                    panel,
                    last + (place + 1) * DAYS_APART,
                    story,
                    *_said(study, story in chosen, rng),
                )
                for panel, story in part[["panel", "account_id"]].itertuples(index=False)
            ]
            part = part[part["account_id"].isin(chosen)]
    return pd.DataFrame(rows, columns=COLUMNS)


def _panels(n_stories: int, place: int) -> list[str]:
    """The panel of each story at a level, in turn."""
    n = N_PANELS[place] if place < len(N_PANELS) else 1
    return [f"Panel {place + 1}.{number % n + 1}" for number in range(n_stories)]


def _chosen(stories: pd.DataFrame, liking: pd.Series, rng: Generator) -> set[str]:
    """The stories that each panel chooses, the more readily the more it likes them."""
    chosen: set[str] = set()
    for _, part in stories.groupby("panel"):
        n = max(1, round(CHOSEN * len(part)))
        chosen |= set(picks(rng, list(part["account_id"]), n, list(liking[part.index])))
    return chosen


def _said(study: Study, is_chosen: bool, rng: Generator) -> tuple[bool, str, str, str]:
    """Whether it was chosen, by which criterion and why, and what was held against that."""
    words = catalogue()["selection"]
    dissent = pick(rng, words["dissent"][is_chosen]) if rng.random() < DISSENT else ""
    if not is_chosen:
        return False, "", "", dissent
    criterion = pick(rng, study.closed("selection_criteria"))
    return True, criterion, pick(rng, of_domain(words["reasons"], criterion)), dissent
