"""An XLSForm as people write it, read without compiling it.

Of the standard (xlsform.org) what a survey of ours needs is read: types, names, labels, groups,
repeats, choices, and the conditions under which something is asked or offered. Spellings that the
tools accept are accepted; calculations are left to the tablet that ran the form.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from analysis.faults import Fault, refuse
from analysis.intake import sheets
from analysis.intake.cells import plain
from analysis.intake.survey_exports.form import (
    OTHER,
    SELECT_MULTIPLE,
    SELECT_ONE,
    Choice,
    Form,
    Group,
    Question,
)
from analysis.intake.survey_exports.xlsform_rows import LABEL, kind_of, lists, text, wording
from analysis.study import Study

SURVEY, CHOICES, SETTINGS = "survey", "choices", "settings"
# Other spellings of the columns that are read, small and with underscores.
SPELLINGS = {
    SURVEY: {"relevance": "relevant", "choice_filters": "choice_filter"},
    CHOICES: {"value": "name", "list": "list_name"},
}
_BRACKET = re.compile(r"(begin|end)[ _](group|repeat)")
YES = ("yes", "true", "true()")


@dataclass
class _Walk:
    """The groups open at a row of the survey sheet, and what was found so far."""

    open: list[tuple[str, Group]] = field(default_factory=list)
    questions: dict[str, Question] = field(default_factory=dict)
    groups: dict[str, Group] = field(default_factory=dict)
    repeats: dict[str, Group] = field(default_factory=dict)
    faults: list[tuple[int | None, str, str]] = field(default_factory=list)

    @property
    def repeat(self) -> str:
        """The innermost repeat group that is open."""
        return next((g.name for kind, g in reversed(self.open) if kind == "repeat"), "")

    def path(self, name: str) -> str:
        """The path of something that stands here."""
        return "/".join(filter(None, [self.open[-1][1].path if self.open else "", name]))

    def relevant(self, row: pd.Series) -> tuple[str, ...]:
        """The conditions of the groups that are open, and the row's own."""
        above = self.open[-1][1].relevant if self.open else ()
        own = text(row, "relevant")
        return (*above, own) if own else above


def read(study: Study, path: Path) -> Form:
    """The form in a workbook.

    Blank rows, disabled ones, capitals in a type, ``begin repeat`` for ``begin_repeat`` and
    further sheets are taken as they come. Raises BadInput for a sheet or column that is missing, a
    question or repeat group without a name or with another's, a group that is not closed and a
    list without choices.
    """
    file = study.known_as(path)
    rows = sheets.read_sheets(study, path)
    rows = {name.strip().lower(): table for name, table in rows.items()}
    absent = [name for name in (SURVEY, CHOICES) if name not in rows]
    refuse(Fault(file, "no such sheet", sheet) for sheet in absent)
    survey = _table(study, path, SURVEY, rows[SURVEY], ("type", "name"))
    listed = lists(_table(study, path, CHOICES, rows[CHOICES], ("list_name", "name")))
    walk = _walked(survey.dropna(how="all"), file)
    refuse(
        Fault(file, f"no choices for the list of {q.name}", CHOICES, column="list_name")
        for q in walk.questions.values()
        if q.choices and q.choices not in listed
    )
    settings = _table(study, path, SETTINGS, rows.get(SETTINGS, []), ())
    title, version = (_setting(settings, name) for name in ("form_title", "version"))
    return Form(
        file, title or path.stem, walk.questions, _with_other(walk.questions, listed), walk.groups,
        walk.repeats, version,
    )  # fmt: skip


def _table(
    study: Study, path: Path, sheet: str, rows: list[list[str]], columns: tuple[str, ...]
) -> pd.DataFrame:
    header, *body = rows or [[]]
    header = [_spelled(name, SPELLINGS.get(sheet, {})) for name in header]
    return sheets.as_table(study, path, sheet, [header, *body], columns, more=True)


def _spelled(name: str, spellings: Mapping[str, str]) -> str:
    """A column's name, small and with underscores; a label keeps its language as it is."""
    if LABEL.fullmatch(name.strip()):
        return name
    bare = re.sub(r"\s+", "_", name.strip().lower())
    return spellings.get(bare, bare)


def _setting(settings: pd.DataFrame, name: str) -> str:
    given = settings.get(name, pd.Series(dtype="str")).dropna()
    return given.iloc[0] if len(given) else ""


def _walked(survey: pd.DataFrame, file: str) -> _Walk:
    walk = _Walk()
    for number, row in survey.iterrows():
        kind, name = plain(text(row, "type")), text(row, "name")
        bracket = _BRACKET.fullmatch(kind)
        if text(row, "disabled").lower() in YES:
            continue
        if bracket:
            _bracket(walk, number, *bracket.groups(), row)
        elif kind or name:
            _question(walk, number, kind, name, row)
    walk.faults += [
        (None, "type", f'the {kind} "{group.name}" is never ended') for kind, group in walk.open
    ]
    refuse(Fault(file, rule, SURVEY, row, column) for row, column, rule in walk.faults)
    return walk


def _bracket(walk: _Walk, number: int, edge: str, kind: str, row: pd.Series) -> None:
    if edge == "end":
        if walk.open and walk.open[-1][0] == kind:
            walk.open.pop()
        else:
            walk.faults.append((number, "type", f"ends a {kind} that did not begin"))
        return
    name = text(row, "name")
    group = Group(name, walk.path(name), walk.repeat, wording(row), walk.relevant(row))
    if kind == "repeat":
        if not name:
            walk.faults.append((number, "name", "blank, but must be given"))
        elif name in walk.repeats:
            walk.faults.append((number, "name", "another repeat group has this name"))
        walk.repeats[name] = group
    walk.groups[group.path] = group
    walk.open.append((kind, group))


def _question(walk: _Walk, number: int, kind: str, name: str, row: pd.Series) -> None:
    if kind == "note":
        if name:
            walk.questions.setdefault(name, Question(name, kind, walk.path(name), wording(row)))
        return
    if not kind or not name:
        walk.faults.append((number, "name" if kind else "type", "blank, but must be given"))
        return
    if kind in (SELECT_ONE, SELECT_MULTIPLE, "select one", "select multiple"):
        walk.faults.append((number, "type", "names no list of choices"))
        return
    if name in walk.questions:
        walk.faults.append((number, "name", "another question has this name"))
    kind, listed, has_other = kind_of(kind, text(row, "type"))
    question = Question(
        name, kind, walk.path(name), wording(row), walk.repeat, listed, walk.relevant(row),
        text(row, "choice_filter"), text(row, "constraint"),
    )  # fmt: skip
    walk.questions[name] = question
    if has_other:
        other, is_other = f"{name}_{OTHER}", f"selected(${{{name}}}, '{OTHER}')"
        relevant = (*question.relevant, is_other)
        walk.questions[other] = Question(
            other, "text", walk.path(other), repeat=walk.repeat, relevant=relevant
        )


def _with_other(
    questions: Mapping[str, Question], lists: dict[str, tuple[Choice, ...]]
) -> dict[str, tuple[Choice, ...]]:
    """The lists, with the choice that ``or_other`` adds to those of such questions."""
    for question in questions.values():
        names = {choice.name for choice in lists.get(question.choices, ())}
        if question.choices and f"{question.name}_{OTHER}" in questions and OTHER not in names:
            lists = lists | {question.choices: (*lists[question.choices], Choice(OTHER))}
    return lists
