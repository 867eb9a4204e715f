"""What became of each question in each submission: answered, declined, left blank, not asked.

A blank alone says nothing: a question may have been skipped by the form, or by the person. The
form's own conditions tell the two apart, where they can be evaluated.
"""

import numpy as np
import pandas as pd

from analysis.intake.survey_exports.conditions import Truth, evaluated
from analysis.intake.survey_exports.export import Export
from analysis.intake.survey_exports.missing import is_missing
from analysis.intake.survey_exports.seen import View
from analysis.intake.survey_exports.xpath import Unreadable, parsed
from analysis.study import Study
from analysis.vocabulary import (
    AGAINST_SKIP_LOGIC,
    ANSWERED,
    ITEM_STATUSES,
    LEFT_BLANK,
    MISSING_VALUE,
    NOT_ASKED,
    UNKNOWN,
)

COLUMNS = ("submission", "instance", "question", "status")


def items(export: Export, study: Study) -> pd.DataFrame:
    """One row per question asked for, submission and round of its repeat group.

    ``submission`` is the row of the main sheet; ``instance`` the row of the repeat group's sheet,
    missing for a question outside one; ``question`` its name in the form; ``status`` one of
    ITEM_STATUSES, both categorical. A question whose condition could not be evaluated is
    ``unknown``, whether or not something was given; a ``select_multiple`` with no box ticked is
    ``blank``. A repeat group that a submission does not have gives no rows.
    """
    asked: dict[tuple, Truth] = {}
    found = [_of_question(export, name, study, asked) for name in export.asked]
    if not found:
        return pd.DataFrame({column: [] for column in COLUMNS})
    table = pd.concat(found, ignore_index=True)
    return table.assign(question=table["question"].astype("category"))[list(COLUMNS)]


def unread(export: Export) -> dict[str, str]:
    """The questions of which a condition or a filter could not be evaluated, and why."""
    found: dict[str, str] = {}
    for form in export.forms:
        for name in (name for name in export.asked if name in form.questions):
            question = form.questions[name]
            choice = next(iter(form.choices(name)), None)
            view = View(export, form, question.repeat, name, choice)
            for condition in (*question.relevant, *filter(None, [question.choice_filter])):
                try:
                    evaluated(parsed(condition), view.nothing, 0)
                except Unreadable as why:
                    found.setdefault(name, str(why))
    return found


def _of_question(
    export: Export, name: str, study: Study, known: dict[tuple, Truth]
) -> pd.DataFrame:
    form = export.form_with(name)
    repeat = form.questions[name].repeat
    sheet = export.sheets[repeat]
    answers = sheet.answers[name]
    given = answers.notna() | (sheet.table[name].notna() if name in sheet.table else False)
    codes = _codes(
        given, is_missing(answers, form.questions[name], study), _asked(export, name, known)
    )
    rows = pd.Series(sheet.table.index, index=sheet.table.index, dtype="Int64")
    return pd.DataFrame(
        {
            "submission": (export.submission(repeat) if repeat else rows).to_numpy(),
            "instance": (rows if repeat else rows.mask(rows.notna())).to_numpy(),
            "question": name,
            "status": pd.Categorical.from_codes(codes, categories=list(ITEM_STATUSES)),
        }
    )


def _codes(given: pd.Series, missing: pd.Series, asked: Truth) -> np.ndarray:
    """The place of each row's status in ITEM_STATUSES: the first of these that holds."""
    rules = {
        UNKNOWN: ~asked.is_known,
        AGAINST_SKIP_LOGIC: ~asked.holds & given.to_numpy(dtype=bool),
        NOT_ASKED: ~asked.holds,
        MISSING_VALUE: missing.to_numpy(dtype=bool),
        ANSWERED: given.to_numpy(dtype=bool),
    }
    places = [ITEM_STATUSES.index(status) for status in rules]
    return np.select(list(rules.values()), places, ITEM_STATUSES.index(LEFT_BLANK))


def _asked(export: Export, name: str, known: dict[tuple, Truth]) -> Truth:
    """Whether the conditions of each row's form, its own and its groups', put the question.

    ``known`` keeps what was evaluated: many questions stand under one condition.
    """
    repeat = export.form_with(name).questions[name].repeat
    form = export.sheets[repeat].form.to_numpy()
    holds, is_known = np.zeros(len(form), dtype=bool), np.ones(len(form), dtype=bool)
    for number, each in enumerate(export.forms):
        if name in each.questions:
            conditions = each.questions[name].relevant
            # A lone point is the question itself.
            own = name if any("." in condition for condition in conditions) else ""
            key = (number, repeat, conditions, own)
            if key not in known:
                known[key] = View(export, each, repeat, name).holds(conditions)
            truth = known[key]
            holds = np.where(form == number, truth.holds, holds)
            is_known = np.where(form == number, truth.is_known, is_known)
    return Truth(holds, is_known)
