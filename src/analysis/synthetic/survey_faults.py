"""What goes wrong in a survey: answers where none were asked for, clocks, haste, blanks.

Each fault is planted by its own hand and recorded, so that what is found can be held against it.
"""

from datetime import datetime, timedelta

import pandas as pd

from analysis.study import Study
from analysis.synthetic.fieldwork import WITHDRAWN
from analysis.synthetic.streams import Generator, pick, picks
from analysis.synthetic.survey import PREFERS_NOT
from analysis.vocabulary import (
    ANSWERS,
    CONSENT_REFUSED,
    ENDED_BEFORE_BEGUN,
    OUTSIDE_FIELDWORK,
    RECOGNIZING,
    RESPONDENTS,
    SOURCE_SET_ASIDE,
    TOO_SHORT,
)

# Of the changes somebody disagrees with, how often it is told all the same whether they last.
TOLD_ALL_THE_SAME = 0.08
N_GROUP_GIVEN = 2  # people of institutions who name a group, which only those heard are asked for
N_TIMES = {ENDED_BEFORE_BEGUN: 2, OUTSIDE_FIELDWORK: 2, TOO_SHORT: 3}
SET_BACK, FAST = timedelta(hours=3), timedelta(seconds=80)
CLOCK_LOST = timedelta(days=400)  # before the fieldwork: a tablet whose battery ran out
BLANK, MISSING, AGAINST = "blank", "missing_value", "against_skip_logic"
COLUMNS = ["respondent_id", "change_id", "question", "kind"]


def withdrawn(people: pd.DataFrame, sources: pd.DataFrame) -> pd.DataFrame:
    """One person of each source that was withdrawn once the person had answered."""
    gone = sources[sources["consent"].eq(WITHDRAWN)]
    first = len(people) + 1
    return pd.DataFrame(
        {
            "respondent_id": [f"R{number:03}" for number in range(first, first + len(gone))],
            "panel": RESPONDENTS, "source_id": gone["source_id"].tolist(),
            "group": gone["group"].tolist(), "language": gone["language"].tolist(),
            "is_consenting": True,
        }
    )  # fmt: skip


def told_all_the_same(study: Study, shown: pd.DataFrame, rng: Generator) -> pd.Series:
    """The column ``lasting`` with some levels given to changes that are not agreed with."""
    levels, is_told = study.closed("lasting_levels"), shown["answer"].eq(ANSWERS[-1])
    given = [
        pick(rng, levels) if is_asked and rng.random() < TOLD_ALL_THE_SAME else said
        for is_asked, said in zip(is_told, shown["lasting"], strict=True)
    ]
    return pd.Series(given, index=shown.index, dtype="object")


def groups_given(study: Study, people: pd.DataFrame, rng: Generator) -> pd.Series:
    """The column ``group`` with one named by a few people of institutions."""
    others = people.index[people["panel"].ne(RESPONDENTS)].tolist()
    given = {row: pick(rng, study.closed("groups")) for row in picks(rng, others, N_GROUP_GIVEN)}
    return people["group"].mask(people.index.isin(given), pd.Series(given, dtype="object"))


def times(people: pd.DataFrame, rng: Generator) -> pd.DataFrame:
    """One row per submission whose time is odd: ``respondent_id`` and ``kind``, no two of one."""
    consenting = people.loc[people["is_consenting"], "respondent_id"].tolist()
    kinds = [kind for kind, n in N_TIMES.items() for _ in range(n)]
    drawn = picks(rng, consenting, len(kinds))
    return pd.DataFrame({"respondent_id": drawn, "kind": kinds[: len(drawn)]})


def moved(study: Study, start: datetime, end: datetime, kind: str) -> tuple[datetime, datetime]:
    """When the submission says it began and ended."""
    if kind == ENDED_BEFORE_BEGUN:
        return start, start - SET_BACK
    if kind == OUTSIDE_FIELDWORK:
        lost = datetime.combine(study.fieldwork.start, start.time()) - CLOCK_LOST
        return lost, lost + (end - start)
    return start, start + FAST


def truth(
    study: Study, people: pd.DataFrame, shown: pd.DataFrame, named: pd.Series, times: pd.DataFrame
) -> pd.DataFrame:
    """One row per fault: ``respondent_id``, ``change_id`` (blank outside), ``question``, ``kind``.

    Of the questions, those that call for an answer: not the comment. In a study without a missing
    value, what was not said is left blank.
    """
    unsaid = {"": BLANK, PREFERS_NOT: MISSING if study.missing_codes else BLANK}
    gone = people.loc[~people["is_consenting"], "respondent_id"]
    parts = [
        pd.DataFrame({"respondent_id": gone, "question": "consent", "kind": CONSENT_REFUSED}),
        times.assign(question="end"),
        _of_people(people, named, unsaid[PREFERS_NOT]),
        _of_answers(shown, unsaid),
    ]
    return pd.concat(parts, ignore_index=True).reindex(columns=COLUMNS)


def _of_people(people: pd.DataFrame, named: pd.Series, unsaid: str) -> pd.DataFrame:
    rows = []
    for person in people[people["is_consenting"]].itertuples():
        is_heard = person.panel == RESPONDENTS
        if not is_heard and person.group:
            rows.append((person.respondent_id, "group", AGAINST))
        if is_heard and person.is_withdrawn:
            rows.append((person.respondent_id, "folio", SOURCE_SET_ASIDE))
        given = named.get(person.respondent_id)
        if is_heard and given is None:
            rows.append((person.respondent_id, "priorities", BLANK))
        if given == [PREFERS_NOT]:
            rows.append((person.respondent_id, "priorities", unsaid))
    return pd.DataFrame(rows, columns=["respondent_id", "question", "kind"])


def _of_answers(shown: pd.DataFrame, unsaid: dict[str, str]) -> pd.DataFrame:
    is_asked = shown["answer"].isin(RECOGNIZING)
    kinds = {
        "answer": shown["answer"].map(unsaid),
        "lasting": shown["lasting"].map(unsaid).where(is_asked, AGAINST),
    }
    kinds["lasting"] = kinds["lasting"].mask(~is_asked & shown["lasting"].eq(""))
    parts = [
        shown[["respondent_id", "change_id"]].assign(question=question, kind=kind)
        for question, kind in kinds.items()
    ]
    return pd.concat(parts).dropna(subset="kind")
