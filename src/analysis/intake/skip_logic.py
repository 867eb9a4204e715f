"""What became of each question in each submission: answered, declined, left blank, not asked.

A blank alone says nothing: a question may have been skipped by the form, or by the person. The
form's own conditions tell the two apart, where they can be evaluated.
"""

import numpy as np
import pandas as pd

from analysis.intake.conditions import Truth, Unreadable, Values, always, evaluated, parsed, unknown
from analysis.intake.kobo import INDEX, PARENT_INDEX, Export
from analysis.intake.survey_form import NUMBERS, Question
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
    ``unknown``, whether or not something was given. A repeat group that a submission does not have
    gives no rows.
    """
    found = [_of_question(export, export.form.questions[name], study) for name in export.asked]
    if not found:
        return pd.DataFrame({column: [] for column in COLUMNS})
    table = pd.concat(found, ignore_index=True)
    return table.assign(question=table["question"].astype("category"))[list(COLUMNS)]


def _of_question(export: Export, question: Question, study: Study) -> pd.DataFrame:
    table = export.sheets[question.repeat].table
    given = table[question.name]
    codes = _codes(given.notna(), given.isin(study.missing_codes), _asked(export, question))
    status = pd.Categorical.from_codes(codes, categories=list(ITEM_STATUSES))
    rows = pd.Series(table.index, index=table.index, dtype="Int64")
    submission = _parents(export, question.repeat) if question.repeat else rows
    instance = rows if question.repeat else rows.mask(rows.notna())
    return pd.DataFrame(
        {
            "submission": submission.to_numpy(),
            "instance": instance.to_numpy(),
            "question": question.name,
            "status": status,
        }
    )


def _codes(given: pd.Series, is_missing: pd.Series, asked: Truth) -> np.ndarray:
    """The place of each row's status in ITEM_STATUSES: the first of these that holds."""
    rules = {
        UNKNOWN: ~asked.is_known,
        AGAINST_SKIP_LOGIC: ~asked.holds & given.to_numpy(),
        NOT_ASKED: ~asked.holds,
        MISSING_VALUE: is_missing.to_numpy(),
        ANSWERED: given.to_numpy(),
    }
    places = [ITEM_STATUSES.index(status) for status in rules]
    return np.select(list(rules.values()), places, ITEM_STATUSES.index(LEFT_BLANK))


def _asked(export: Export, question: Question) -> Truth:
    """Whether the form's conditions, its own and its groups', put the question in each row."""
    n_rows = len(export.sheets[question.repeat].table)
    asked = always(n_rows)
    for condition in question.relevant:
        try:
            asked &= evaluated(
                parsed(condition), lambda name: _values(export, question, name), n_rows
            )
        except Unreadable:
            asked &= unknown(n_rows)
    return asked


def _values(export: Export, question: Question, name: str) -> Values:
    """The answers to a question as they are seen from another's rows."""
    refers = export.form.questions.get(question.name if name == "." else name)
    if refers is None or refers.repeat not in ("", question.repeat):
        msg = f"no {name} in sight"
        raise Unreadable(msg)
    if refers.name not in export.sheets[refers.repeat].table:
        msg = f"{name} is not in the export"
        raise Unreadable(msg)
    answers = export.sheets[refers.repeat].table[refers.name]
    if refers.repeat != question.repeat:
        answers = answers.reindex(_parents(export, question.repeat))
    texts = answers.fillna("").to_numpy(dtype=object)
    return Values(texts, np.ones(len(texts), dtype=bool), refers.kind in NUMBERS)


def _parents(export: Export, repeat: str) -> pd.Series:
    main = export.sheets[""].table.drop_duplicates(INDEX)
    rows = pd.Series(main.index, index=main[INDEX], dtype="Int64")
    return export.sheets[repeat].table[PARENT_INDEX].map(rows).astype("Int64")
