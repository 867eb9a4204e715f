"""An XLSForm: which questions were asked, where they stand, and the choices they offer.

Of the standard (xlsform.org) only what a survey of ours needs is read: types, names, labels,
groups, repeats and choices; conditions and calculations are left to the tablet that ran the form.
"""

import re
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from analysis.faults import Fault, refuse
from analysis.intake import sheets
from analysis.intake.cells import plain
from analysis.study import Study

SURVEY, CHOICES, SETTINGS = "survey", "choices", "settings"
SELECT_ONE, SELECT_MULTIPLE = "select_one", "select_multiple"
_BRACKET = re.compile(r"(begin|end)[ _](group|repeat)")
_SELECT = re.compile(r"select[ _](one|multiple) (\S+)")


@dataclass(frozen=True)
class Question:
    """One question of a form.

    ``path`` heads its column in an export (``intro/folio``); ``repeat`` is the repeat group it
    stands in and ``choices`` its list of choices, "" where there is none.
    """

    name: str
    kind: str
    path: str
    labels: tuple[str, ...] = ()
    repeat: str = ""
    choices: str = ""


@dataclass(frozen=True)
class Form:
    """A form: its questions by name, and each list of choices as ``{wording: name}``.

    ``file`` as the user knows it. A wording is a choice's name or, in any language, its label;
    a label that two choices of a list share is left out.
    """

    file: str
    title: str
    questions: dict[str, Question]
    choices: dict[str, dict[str, str]]

    def wordings(self, question: str) -> dict[str, str]:
        """The choices of a question, by every wording."""
        return self.choices[self.questions[question].choices]

    def names(self, question: str) -> tuple[str, ...]:
        """The names of a question's choices, in the order of the form."""
        return tuple(dict.fromkeys(self.wordings(question).values()))


@dataclass
class _Walk:
    """The groups open at a row of the survey sheet, and what was found so far."""

    open: list[tuple[str, str]] = field(default_factory=list)
    questions: dict[str, Question] = field(default_factory=dict)
    faults: list[tuple[int, str, str]] = field(default_factory=list)

    @property
    def repeat(self) -> str:
        """The repeat group that is open."""
        return next((name for kind, name in self.open if kind == "repeat"), "")


def read(study: Study, path: Path) -> Form:
    """The form in a workbook.

    Blank rows, capitals in a type and ``begin repeat`` for ``begin_repeat`` are taken as they
    come. Raises BadInput for a sheet or column that is missing, a question without a name or with
    another's, a group that is not closed, a repeat within a repeat and a list without choices.
    """
    file = study.known_as(path)
    rows = sheets.read_sheets(study, path)
    absent = [name for name in (SURVEY, CHOICES) if name not in rows]
    refuse(Fault(file, "no such sheet", sheet) for sheet in absent)
    survey = sheets.as_table(study, path, SURVEY, rows[SURVEY], ("type", "name"), more=True)
    choices = sheets.as_table(study, path, CHOICES, rows[CHOICES], ("list_name", "name"), more=True)
    questions = _questions(survey.dropna(how="all"), file)
    lists = {
        str(name): _wordings(items) for name, items in choices.groupby("list_name", sort=False)
    }
    refuse(
        Fault(file, f"no choices for the list of {q.name}", CHOICES, column="list_name")
        for q in questions.values()
        if q.choices and q.choices not in lists
    )
    return Form(file, _title(study, path, rows), questions, lists)


def _title(study: Study, path: Path, rows: dict[str, list[list[str]]]) -> str:
    settings = sheets.as_table(study, path, SETTINGS, rows.get(SETTINGS, []), (), more=True)
    given = settings.get("form_title", pd.Series(dtype="str")).dropna()
    return given.iloc[0] if len(given) else path.stem


def _questions(survey: pd.DataFrame, file: str) -> dict[str, Question]:
    walk = _Walk()
    for number, row in survey.iterrows():
        kind = plain(row["type"]) if pd.notna(row["type"]) else ""
        name = row["name"] if pd.notna(row["name"]) else ""
        bracket = _BRACKET.fullmatch(kind)
        if bracket:
            _bracket(walk, number, *bracket.groups(), name)
        elif kind or name:
            _question(walk, number, kind, name, row)
    walk.faults += [
        (None, "type", f'the {kind} "{name}" is never ended') for kind, name in walk.open
    ]
    refuse(Fault(file, rule, SURVEY, row, column) for row, column, rule in walk.faults)
    return walk.questions


def _bracket(walk: _Walk, number: int, edge: str, kind: str, name: str) -> None:
    if edge == "end":
        if walk.open and walk.open[-1][0] == kind:
            walk.open.pop()
        else:
            walk.faults.append((number, "type", f"ends a {kind} that did not begin"))
        return
    if kind == "repeat" and walk.repeat:
        walk.faults.append((number, "type", "a repeat within a repeat is not read"))
    walk.open.append((kind, name))


def _question(walk: _Walk, number: int, kind: str, name: str, row: pd.Series) -> None:
    if kind == "note":
        return
    if not kind or not name:
        walk.faults.append((number, "name" if kind else "type", "blank, but must be given"))
        return
    if kind in (SELECT_ONE, SELECT_MULTIPLE):
        walk.faults.append((number, "type", "names no list of choices"))
        return
    if name in walk.questions:
        walk.faults.append((number, "name", "another question has this name"))
    # The name of a list keeps its capitals, unlike the type before it.
    select = _SELECT.match(kind)
    if select:
        kind = {"one": SELECT_ONE, "multiple": SELECT_MULTIPLE}[select[1]]
    listed = re.split(r"\s+", row["type"].strip())
    choices = listed[-1 - (listed[-1] == "or_other")] if select else ""
    path = "/".join([*(group for _, group in walk.open), name])
    walk.questions[name] = Question(name, kind, path, tuple(_labels(row)), walk.repeat, choices)


def _labels(row: pd.Series) -> list[str]:
    """The wordings of a row: ``label``, ``label::English (en)``, ``label:es`` ..."""
    given = row[[c for c in row.index if re.fullmatch(r"label(\s*:.*)?", c, re.IGNORECASE)]]
    return given.dropna().tolist()


def _wordings(items: pd.DataFrame) -> dict[str, str]:
    items = items.dropna(subset="name")
    names = {name: name for name in items["name"]}
    meanings: dict[str, set[str]] = {}
    for _, item in items.iterrows():
        for label in _labels(item):
            meanings.setdefault(plain(label), set()).add(item["name"])
    known = {plain(name) for name in names}
    clear = {label: m for label, m in meanings.items() if len(m) == 1 and label not in known}
    return names | {label: name for label, (name,) in clear.items()}
