"""An export of KoboToolbox, read by its form: one sheet of submissions, one per repeat group.

Only the questions asked for are taken over. Device, place, telephone, recordings, and the person
who held the tablet stay behind unread, because what is not carried cannot leak.
"""

from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pandas as pd

from analysis.faults import Fault, refuse
from analysis.intake import cells, sheets
from analysis.intake.conditions import Unreadable, parsed
from analysis.intake.conditions import questions as of_condition
from analysis.intake.gathering import Gathering, gathered
from analysis.intake.survey_form import SELECT_MULTIPLE, SELECT_ONE, Form, Question
from analysis.study import Study

# What the export adds to the questions: a submission, and a repeat's row within one.
INDEX, UUID = "_index", "_uuid"
PARENT_INDEX, PARENT_UUID = "_parent_index", "_submission__uuid"
TITLE_LENGTH = 31  # letters that Excel allows in a sheet's name
YES, NO = "1", "0"
AGAIN = (
    'Export again from KoboToolbox as XLS with "XML values and headers", groups in the headers, '
    "and selections as one column and one per choice."
)


@dataclass(frozen=True)
class Sheet:
    """One sheet as it stands: a column per question, under its name in the form, and the keys.

    A choice of a ``select_multiple`` has the column ``question/choice``. ``headers`` gives the
    sheet's own name of a column, for a fault to name.
    """

    title: str
    table: pd.DataFrame
    headers: dict[str, str]


@dataclass(frozen=True)
class Export:
    """An export: its form, its file as the user knows it, and its sheets by repeat ("": main)."""

    form: Form
    file: str
    sheets: dict[str, Sheet]
    asked: tuple[str, ...] = ()

    def gathering(self, study: Study, repeat: str = "", **declared: str) -> Gathering:
        """Where the faults of a sheet are kept; ``declared`` gives questions by declared column."""
        sheet = self.sheets[repeat]
        named = {column: sheet.headers[question] for column, question in declared.items()}
        return Gathering(study, self.file, sheet.title, sheet.headers | named)


def read(study: Study, path: Path, form: Form, questions: list[str]) -> Export:
    """The columns of ``questions`` and the keys; blank rows are left out.

    Raises BadInput for a sheet or a column that is missing; one that is headed by a label, not by
    the question's name, is told apart, since the cure is another export.
    """
    rows = sheets.read_sheets(study, path)
    wanted: dict[str, list[Question]] = {"": []}
    for name in questions:
        wanted.setdefault(form.questions[name].repeat, []).append(form.questions[name])
    seen = needed(form, questions)
    reads = {
        repeat: partial(_sheet, study, path, rows, repeat or form.title, asked, form, seen)
        for repeat, asked in wanted.items()
    }
    return Export(form, study.known_as(path), gathered(reads), tuple(questions))


def needed(form: Form, questions: list[str]) -> set[str]:
    """The questions that the conditions of ``questions`` refer to."""
    found: set[str] = set()
    for name in questions:
        for condition in form.questions[name].relevant:
            try:
                found |= of_condition(parsed(condition)) & set(form.questions)
            except Unreadable:
                continue
    return found - set(questions)


def _sheet(
    study: Study, path: Path, rows: dict[str, list[list[str]]], title: str,
    asked: list[Question], form: Form, seen: set[str],
) -> Sheet:  # fmt: skip
    file, title = study.known_as(path), title[:TITLE_LENGTH]
    refuse([] if title in rows else [Fault(file, f'no sheet "{title}"', cure=AGAIN)])
    table = sheets.as_table(study, path, title, rows[title], (), more=True)
    keys = (PARENT_INDEX, PARENT_UUID) if asked and asked[0].repeat else (INDEX, UUID)
    headers = {key: key for key in keys}
    for question in asked:
        header = _header(question, table.columns)
        headers[question.name] = header
        if question.kind == SELECT_MULTIPLE:
            each = {f"{question.name}/{c}": f"{header}/{c}" for c in form.names(question.name)}
            headers |= each
    labels = {question.name: question.labels for question in asked}
    refuse(
        Fault(file, _absence(labels.get(name, ()), table.columns), title, 1, header, AGAIN)
        for name, header in headers.items()
        if header not in table.columns
    )
    for name in seen:
        question = form.questions[name]
        if question.repeat == (asked[0].repeat if asked else ""):
            header = _header(question, table.columns)
            headers |= {name: header} if header in table.columns else {}
    table = table.dropna(how="all")[list(headers.values())]
    return Sheet(title, table.set_axis(list(headers), axis=1), headers)


def _header(question: Question, columns: pd.Index) -> str:
    """Its path, or its bare name where the export leaves the groups out."""
    return question.name if question.name in columns else question.path


def _absence(labels: tuple[str, ...], columns: pd.Index) -> str:
    headed = {cells.plain(column.rpartition("/")[2]) for column in columns}
    is_labeled = any(cells.plain(label.rpartition("/")[2]) in headed for label in labels)
    return "column missing: it is headed by its label" if is_labeled else "column missing"


def submissions(export: Export, study: Study, found: Gathering) -> pd.DataFrame:
    """One row per submission, under its row in the sheet, with the answers read.

    A ``select_one`` gives the choice's name, from its name or any label; one of the study's
    missing values becomes a blank. What stands twice is a fault.
    """
    table = export.sheets[""].table
    for key in (INDEX, UUID):
        again = table.index[table[key].duplicated() & table[key].notna()]
        cure = "Remove the copy from the export."
        rule = "this submission stands above"
        found.add([Fault("", rule, row=row, column=key, cure=cure) for row in again])
        blank = table.index[table[key].isna()]
        found.add([Fault("", "blank, but must be given", row=row, column=key) for row in blank])
    return _decoded(export, "", study, found).drop(columns=[INDEX, UUID])


def repeated(export: Export, repeat: str, study: Study, found: Gathering) -> pd.DataFrame:
    """One row per row of a repeat group, its answers read; ``submission`` is its submission's row.

    A row without a submission is a fault, and one whose two references disagree.
    """
    main = export.sheets[""].table.drop_duplicates(INDEX)
    table = _decoded(export, repeat, study, found)
    parent = table[PARENT_INDEX].map(pd.Series(main.index, index=main[INDEX]))
    uuid = table[PARENT_INDEX].map(main.set_index(INDEX)[UUID])
    cure = "Export again: the sheets are not of one export, or rows were sorted apart or removed."
    wrong = {
        "no submission has this number": parent.isna(),
        "another submission has this number": parent.notna() & uuid.ne(table[PARENT_UUID]),
    }
    for rule, is_wrong in wrong.items():
        rows = table.index[is_wrong]
        found.add([Fault("", rule, row=row, column=PARENT_INDEX, cure=cure) for row in rows])
    return table.assign(submission=parent).drop(columns=[PARENT_INDEX, PARENT_UUID])


def chosen(export: Export, question: str, study: Study, found: Gathering) -> pd.DataFrame:
    """A ``select_multiple``: one row per submission that answered and choice, with ``is_chosen``.

    The index is the submission's row. Blank in all its columns is not asked and gives no row; a
    missing value gives none either. The column of all choices and those of each must agree.
    """
    asked = export.form.questions[question]
    table = export.sheets[asked.repeat].table
    names = [name for name in export.form.names(question) if name not in study.missing_codes]
    each = table[[f"{question}/{name}" for name in names]].set_axis(names, axis=1)
    together = table[question].fillna("").str.split().map(set)
    ticked = pd.DataFrame({n: [n in c for c in together] for n in names}, index=table.index)
    is_unknown = together.map(lambda choices: not choices <= {*names, *study.missing_codes})
    is_odd = (each.eq(YES).ne(ticked) | each.notna() & ~each.isin([YES, NO])).any(axis=1)
    listed = f"not on the list ({export.form.file}: {asked.choices})"
    apart = "the column of all choices and those of each choice do not agree"
    for rule, is_wrong in ((listed, is_unknown), (apart, is_odd & ~is_unknown)):
        rows = table.index[is_wrong.astype(bool)]
        found.add([Fault("", rule, row=row, column=question, cure=AGAIN) for row in rows])
    is_missing = together.map(lambda choices: bool(choices & set(study.missing_codes)))
    is_asked = table[question].notna() | each.notna().any(axis=1)
    answered = ticked[is_asked & ~is_missing.astype(bool)]
    tidy = answered.melt(var_name="choice", value_name="is_chosen", ignore_index=False)
    return tidy.sort_index(kind="stable")


def _decoded(export: Export, repeat: str, study: Study, found: Gathering) -> pd.DataFrame:
    sheet = export.sheets[repeat]
    table = sheet.table[[name for name in sheet.table if "/" not in name]]
    table = table.mask(table.isin(study.missing_codes))
    for name in table:
        question = export.form.questions.get(name)
        if question and question.kind == SELECT_ONE:
            listed = f"{export.form.file}: {question.choices}"
            read_ = cells.choices(table[name], export.form.wordings(name), listed)
            table = table.assign(**{name: found.values(read_)})
    # Again: a missing value may have been written as its label.
    return table.mask(table.isin(study.missing_codes))
