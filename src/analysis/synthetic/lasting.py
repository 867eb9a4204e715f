"""How likely respondents find it that a change lasts: what is planted, and what each of them says.

The levels are cut from a logistic scale, as in the proportional-odds model (Agresti, Analysis of
Ordinal Categorical Data, 2010, chapter 3): what is planted is where a change, a group and a person
stand on it, in log-odds.
"""

import numpy as np
import pandas as pd

from analysis.study import Study
from analysis.synthetic.streams import Generator, pick
from analysis.synthetic.survey import PREFERS_NOT
from analysis.vocabulary import ANSWERS, RECOGNIZING, RESPONDENTS

# Where a change stands that truly lasts, and one that does not; what changes, groups and people
# differ by beyond that, as standard deviations; what agreeing only in part takes off.
LASTS = {True: 1.1, False: -0.5}
CHANGE_SD, GROUP_SD, PERSON_SD = 0.3, 0.8, 0.9
IN_PART = 0.6
STEP = 1.6  # from one cut between two levels to the next
NOT_ANSWERED, NOT_SAID = 0.06, 0.02


def truth(study: Study, changes: pd.DataFrame, rng: Generator) -> pd.DataFrame:
    """One row per panel, group (blank for institutions) and change: ``log_odds`` of lasting.

    ``changes`` are those of ``truth_changes``. People of one group or institution differ by a
    standard deviation of ``person_sd``.
    """
    others = [panel for panel in study.closed("validation_panels") if panel != RESPONDENTS]
    kinds = [(RESPONDENTS, group) for group in study.closed("groups")] + [(p, "") for p in others]
    of_change = {
        row.change_id: LASTS[row.is_sustained] + CHANGE_SD * rng.normal()
        for row in changes.itertuples()
    }
    rows = []
    for panel, group in kinds:
        of_group = GROUP_SD * rng.normal()
        for change, log_odds in of_change.items():
            rows.append((panel, group, change, round(log_odds + of_group, 4), PERSON_SD))
    return pd.DataFrame(rows, columns=["panel", "group", "change_id", "log_odds", "person_sd"])


def said(
    study: Study, people: pd.DataFrame, shown: pd.DataFrame, truth: pd.DataFrame, rng: Generator
) -> pd.Series:
    """The level given to each row of ``shown``; "" where it was not asked or not answered."""
    place = truth.set_index(["panel", "group", "change_id"])["log_odds"]
    who = people.set_index("respondent_id")[["panel", "group"]]
    leaning = {person: PERSON_SD * rng.normal() for person in who.index}
    levels, given = study.closed("lasting_levels"), []
    for row in shown.itertuples():
        panel, group = who.loc[row.respondent_id]
        log_odds = place[panel, group, row.change_id] + leaning[row.respondent_id]
        level = _level(levels, log_odds - IN_PART * (row.answer == ANSWERS[1]), rng)
        weights = NOT_ANSWERED, NOT_SAID, 1 - NOT_ANSWERED - NOT_SAID
        told = pick(rng, ("", PREFERS_NOT, level), weights)
        given.append(told if row.answer in RECOGNIZING else "")
    return pd.Series(given, index=shown.index, dtype="object")


def _level(levels: tuple[str, ...], log_odds: float, rng: Generator) -> str:
    cuts = STEP * (np.arange(1, len(levels)) - len(levels) / 2)
    return levels[int((log_odds + rng.logistic() > cuts).sum())]
