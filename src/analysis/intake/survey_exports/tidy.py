"""The answers of an export as tidy tables: of submissions, of rounds, of choices."""

import pandas as pd

from analysis.intake.gathering import Gathering
from analysis.intake.survey_exports import answers
from analysis.intake.survey_exports.export import Export, Sheet
from analysis.intake.survey_exports.missing import is_missing
from analysis.study import Study


def submissions(export: Export, study: Study, found: Gathering) -> pd.DataFrame:
    """One row per submission, under its row in the sheet, with the answers to what was asked for.

    A ``select_one`` gives the choice's name, a ``select_multiple`` the names of those chosen with a
    space between; one of the study's missing values becomes a blank. What stands twice, is not on
    its list, contradicts itself or was not on offer is a fault.
    """
    found.add(list(export.sheets[""].faults))
    return _without_missing(export, "", study)


def repeated(export: Export, repeat: str, study: Study, found: Gathering) -> pd.DataFrame:
    """One row per round of a repeat group, with its answers; ``submission`` is the main row.

    Within another repeat group, ``around`` is the row of that one's round. A row without a
    submission is a fault, and one whose references disagree.
    """
    sheet = export.sheets[repeat]
    found.add(list(sheet.faults))
    table = _without_missing(export, repeat, study)
    table = table.assign(submission=export.submission(repeat))
    if export.form_of(repeat).repeats[repeat].repeat:
        table = table.assign(around=sheet.parent)
    return table


def chosen(export: Export, question: str, study: Study, found: Gathering) -> pd.DataFrame:
    """A ``select_multiple``: one row per submission that answered and choice, with ``is_chosen``.

    The index is the row of the submission, or of the round. Blank in all its columns is not asked
    and gives no row; a missing value gives none either. No box ticked is an answer, where the tool
    tells it from a question that was not put.
    """
    form = export.form_with(question)
    sheet = export.sheets[form.questions[question].repeat]
    found.add([fault for fault in sheet.faults if fault.column == question])
    declared = study.missing_of(question)
    names = dict.fromkeys(
        name
        for each in export.forms
        if question in each.questions
        for name in each.names(question)
        if name not in declared
    )
    given = sheet.answers[question]
    is_answered = _is_answered(export, sheet, question)
    is_answered &= ~is_missing(given, form.questions[question], study)
    padded = " " + given[is_answered].fillna("") + " "
    ticked = {name: padded.str.contains(f" {name} ", regex=False) for name in names}
    table = pd.DataFrame(ticked, index=padded.index, dtype=bool)
    tidy = table.melt(var_name="choice", value_name="is_chosen", ignore_index=False)
    return tidy.sort_index(kind="stable")


def _is_answered(export: Export, sheet: Sheet, question: str) -> pd.Series:
    given = sheet.answers[question].notna()
    if question in sheet.table:
        given |= sheet.table[question].notna()
    if export.tool.ticked_apart:
        for form in (form for form in export.forms if question in form.questions):
            given |= answers.each(sheet.table, form, question).notna().any(axis=1)
    return given


def _without_missing(export: Export, repeat: str, study: Study) -> pd.DataFrame:
    read = export.sheets[repeat].answers
    made = {}
    for name in (name for name in export.asked if name in read):
        question = export.form_with(name).questions[name]
        missing = is_missing(read[name], question, study)
        made[name] = read[name].mask(missing) if missing.any() else read[name]
    return pd.DataFrame(made, index=read.index)
