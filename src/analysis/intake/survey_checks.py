"""What is wrong with the answers of the survey, counted: who is left, which question, what time."""

import pandas as pd

from analysis.intake import cells, survey_exports
from analysis.intake.gathering import Gathering
from analysis.intake.survey_exports import Export
from analysis.study import Study
from analysis.vocabulary import (
    AGAINST_SKIP_LOGIC,
    ANSWERED,
    ANSWERED_NOTHING,
    CONSENT_REFUSED,
    OF_INSTITUTIONS,
    RECEIVED,
    RESPONDENTS,
    SOURCE_SET_ASIDE,
)

ITEMS = ("respondent_id", "panel", "question", "change_id", "status")
# Questions that only say of whom, of what and when: nobody is asked them.
UNPUT = ("change", "start", "end")


def items(export: Export, study: Study, people: pd.DataFrame, changes: pd.Series) -> pd.DataFrame:
    """What became of each question, by the people whose answers are used.

    ``people`` are under the rows of the main sheet, ``changes`` (which one was shown) under those
    of the repeat group. Returns the columns of ``survey_items``, and ``instance``.
    """
    found = survey_exports.items(export, study)
    is_used = found["submission"].isin(people.index) & ~found["question"].isin(UNPUT)
    found = found[is_used].join(people[["respondent_id", "panel"]], on="submission")
    return found.assign(change_id=found["instance"].map(changes))


def in_turn(shown: pd.DataFrame, asked: pd.DataFrame) -> pd.DataFrame:
    """What was said of each change, without what the form says was not to be asked."""
    against = asked[asked["status"].eq(AGAINST_SKIP_LOGIC)].groupby("question")["instance"]
    rows = against.apply(set).to_dict()
    said = [column for column in shown if column in rows]
    return shown.assign(**{c: shown[c].mask(shown.index.isin(rows[c])) for c in said})


def times(people: pd.DataFrame, found: Gathering) -> pd.DataFrame:
    """When each of these people began and ended; a cell that is no time is a fault."""
    read = {name: found.values(cells.moments(people[name])) for name in ("began", "ended")}
    return people[["respondent_id", "panel"]].assign(**read)


def flow(n_received: int, panels: pd.Series, n_heard: int, n_answered: int) -> pd.DataFrame:
    """Table ``survey_flow``. ``panels`` are of those who consented, ``n_heard`` of those heard
    before whose source is in use."""
    n_before = int(panels.eq(RESPONDENTS).sum())
    n_submissions = {
        RECEIVED: n_received,
        CONSENT_REFUSED: n_received - len(panels),
        OF_INSTITUTIONS: len(panels) - n_before,
        SOURCE_SET_ASIDE: n_before - n_heard,
        ANSWERED_NOTHING: n_heard - n_answered,
        ANSWERED: n_answered,
    }
    steps = range(1, len(n_submissions) + 1)
    table = pd.Series(n_submissions).rename_axis("reason").rename("n_submissions").reset_index()
    return table.assign(step=steps)
