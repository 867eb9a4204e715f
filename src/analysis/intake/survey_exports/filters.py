"""Choices that the form's filter (``choice_filter``) did not offer, given all the same."""

import pandas as pd

from analysis.faults import Fault
from analysis.intake.survey_exports.export import Export
from analysis.intake.survey_exports.form import Form, Question
from analysis.intake.survey_exports.seen import View

RULE = "a choice that the form's filter did not offer here"
CURE = "Correct it where the survey is held, or mend the filter of the form, and export again."


def faults(export: Export, repeat: str) -> list[Fault]:
    """A fault for each answer of a sheet with a choice that was not on offer.

    A filter that cannot be evaluated finds nothing, and is told in the report of the reading.
    """
    found = []
    for number, form in enumerate(export.forms):
        is_its = export.sheets[repeat].form.eq(number).to_numpy()
        for name in export.asked:
            question = form.questions.get(name)
            if question and question.repeat == repeat and question.choice_filter:
                rows = _wrong(export, form, question)
                rows = rows[is_its[export.sheets[repeat].table.index.get_indexer(rows)]]
                found += [Fault("", RULE, row=row, column=name, cure=CURE) for row in rows]
    return found


def _wrong(export: Export, form: Form, question: Question) -> pd.Index:
    answers = export.sheets[question.repeat].answers[question.name].fillna("")
    given = " " + answers + " "
    wrong = pd.Series(False, index=answers.index)
    for choice in form.choices(question.name):
        has_it = given.str.contains(f" {choice.name} ", regex=False)
        if has_it.any():
            view = View(export, form, question.repeat, question.name, choice)
            offered = view.holds((question.choice_filter,))
            wrong |= has_it & offered.is_known & ~offered.holds
    return wrong.index[wrong]
