"""What agreement in the validation survey would be, had everybody heard answered."""

import pandas as pd

from analysis.methods.counts import one_row
from analysis.methods.estimation import Design, post_stratify, ratio
from analysis.methods.lasting import FEWEST_CLUSTERS
from analysis.vocabulary import ANSWERS

SHARES = (
    "agree_share", "lower", "upper", "weighted_share", "weighted_lower", "weighted_upper",
    "least_share", "most_share",
)  # fmt: skip
SIZE = "size"  # what post_stratify calls the number of people in a group


def shown_to_all(
    heard: pd.DataFrame, participants: pd.DataFrame, asked: pd.DataFrame, changes: pd.DataFrame
) -> int:
    """How many answers there would be: changes that each person heard would be shown, added up.

    A person is shown the changes of the domains that any of their sources was asked about.
    ``heard`` comes from ``survey.heard_before``.
    """
    sources = participants[participants["person_id"].isin(heard["person_id"])]
    pairs = sources.merge(asked, on="source_id")[["person_id", "domain"]].drop_duplicates()
    n_changes = changes["domain"].value_counts()
    return int(pairs["domain"].map(n_changes).fillna(0).sum())


def bounds(n_yes: int, n_known: int, n_all: int) -> tuple[float, float]:
    """The least and the most that a share of ``n_all`` can be, of whom ``n_known`` are known.

    All whose answer is missing would say no, or all yes: what holds whatever the reason why it is
    missing. Source: Manski 1995, Identification Problems in the Social Sciences, section 2.3.
    """
    return n_yes / n_all, (n_yes + n_all - n_known) / n_all


def agreement(
    validation: pd.DataFrame, interviews: pd.DataFrame, heard: pd.DataFrame, n_shown: int
) -> pd.DataFrame:
    """The share of answers that agree: as answered, weighted to all heard, and its bounds.

    Returns one row: ``n_people`` (who answered), ``agree_share`` and its 95 % interval ``lower``,
    ``upper``, each respondent a cluster; ``weighted_share`` with ``weighted_lower``,
    ``weighted_upper``, the respondents post-stratified to the stakeholder groups of all heard (as
    if within a group it were by chance who answered); and ``least_share`` and ``most_share``, the
    ``bounds`` had all ``n_shown`` answers been given. Groups of which nobody answered are left out
    of the weights; all is missing where fewer than two people answered. The intervals speak of
    people exchangeable with those heard, and of no population.
    """
    people = _people(validation, interviews)
    if len(people) < FEWEST_CLUSTERS:
        return one_row({"n_people": len(people)}).reindex(columns=["n_people", *SHARES])
    n_heard = heard["group"].value_counts()
    sizes = n_heard[n_heard.index.isin(people["group"])].rename(SIZE).rename_axis("group")
    plain = ratio(people, Design(), "n_agree", "n_answers").iloc[0]
    weighed, design = post_stratify(people, Design(), sizes.reset_index())
    weighted = ratio(weighed, design, "n_agree", "n_answers").iloc[0]
    least, most = bounds(int(people["n_agree"].sum()), int(people["n_answers"].sum()), n_shown)
    ends = ["estimate", "lower", "upper"]
    found = [*plain[ends], *weighted[ends], least, most]
    return one_row({"n_people": len(people)} | dict(zip(SHARES, found, strict=True)))


def _people(validation: pd.DataFrame, interviews: pd.DataFrame) -> pd.DataFrame:
    """One row per respondent who answered: ``group``, ``n_answers`` and ``n_agree`` of them."""
    given = validation.dropna(subset="answer")
    given = given.assign(n_answers=1, n_agree=given["answer"].eq(ANSWERS[0]).astype(int))
    people = given.groupby(["respondent_id", "source_id"], as_index=False)
    people = people[["n_answers", "n_agree"]].sum()
    return people.merge(interviews[["source_id", "group"]], on="source_id")
