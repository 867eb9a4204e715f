"""Where the keys and the questions of a sheet stand, and which are missing."""

from collections.abc import Sequence
from dataclasses import dataclass

from analysis.faults import Fault
from analysis.intake.cells import plain
from analysis.intake.survey_exports.form import SELECT_MULTIPLE, Form, Question
from analysis.intake.survey_exports.headers import Column, Way
from analysis.intake.survey_exports.layout import Layout
from analysis.intake.survey_exports.tools import Tool
from analysis.study import Study

Rounds = tuple[int, ...]


@dataclass(frozen=True)
class Given:
    """What the sheets are read from, and by: ``seen`` are questions that only conditions need."""

    study: Study
    forms: Sequence[Form]
    tool: Tool
    way: Way
    asked: Sequence[str]
    seen: Sequence[str]
    layouts: dict[str, Layout]

    def names(self, repeat: str) -> list[str]:
        """The questions of a repeat group that are read."""
        return [
            name
            for name in (*self.asked, *self.seen)
            if any(name in f.questions and f.questions[name].repeat == repeat for f in self.forms)
        ]


@dataclass(frozen=True)
class Found:
    """The place of a column for each form (its number), and how the file heads it."""

    places: dict[int, int]
    header: str


def columns(
    given: Given, repeat: str, keys: Sequence[str], rounds: Rounds = ()
) -> tuple[dict[str, Found], list[Fault]]:
    """Where the keys and the questions of a sheet stand, and a fault for each that is missing."""
    layout = given.layouts[repeat]
    header = list(layout.raw.header)
    all_forms = range(len(given.forms))
    found = {k: Found(dict.fromkeys(all_forms, header.index(k)), k) for k in keys if k in header}
    missing = [(key, "column missing") for key in keys if key not in header]
    missing += [(key, "column stands twice") for key in keys if header.count(key) > 1]
    for name in given.names(repeat):
        places, wrong = _question(given, layout, repeat, name, rounds)
        found |= places
        missing += wrong if name in given.asked else []
    return found, [
        Fault(layout.raw.file, rule, layout.raw.sheet, 1, column, given.tool.again)
        for column, rule in missing
    ]


def _question(
    given: Given, layout: Layout, repeat: str, name: str, rounds: Rounds
) -> tuple[dict[str, Found], list[tuple[str, str]]]:
    """The columns of a question, of itself and of its choices, and what is wrong with them."""
    found: dict[str, Found] = {}
    wrong: list[tuple[str, str]] = []
    for number, form in enumerate(given.forms):
        question = form.questions.get(name)
        if question is None or question.repeat != repeat:
            continue
        choices = form.names(name) if question.kind == SELECT_MULTIPLE else ()
        wanted = {name: Column(name, "", rounds)}
        wanted |= {f"{name}/{choice}": Column(name, choice, rounds) for choice in choices}
        here = {k: c for k, c in wanted.items() if (number, c) in layout.places}
        for key, column in here.items():
            place = layout.places[number, column]
            places = found[key].places if key in found else {}
            header = found[key].header if key in found else layout.raw.header[place]
            found[key] = Found({**places, number: place}, header)
            if (number, column) in layout.vague:
                wrong.append((header, "more than one column, or more than one question, fits"))
        if not here:
            wrong.append((question.path, _absence(question, layout.raw.header)))
        elif choices and name not in here or len(here) > 1:
            absent = [key for key in wanted if key not in here and key != name]
            head = found[name].header if name in found else question.path
            sign = given.way.choices
            wrong += [(f"{head}{sign}{key.partition('/')[2]}", "column missing") for key in absent]
    return found, list(dict.fromkeys(wrong))


def _absence(question: Question, header: Sequence[str]) -> str:
    headed = {plain(column.rpartition("/")[2]) for column in header}
    is_labeled = any(plain(label.rpartition("/")[2]) in headed for label in question.labels)
    return "column missing: it is headed by its label" if is_labeled else "column missing"
