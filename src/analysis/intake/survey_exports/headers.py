"""Which question each column of an export answers, however the tool heads it.

A header is a name or a label in one of the form's languages, behind its groups or not, between
signs that differ by tool. The way that fits most columns of the whole export is taken for all.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import product

from analysis.intake.cells import plain
from analysis.intake.survey_exports.form import SELECT_MULTIPLE, Form, Group, Question
from analysis.intake.survey_exports.tools import PRIVATE_COLUMNS, is_added

# What stands between groups, and between a question and one of its choices.
SIGNS = (
    ("/", "/"), (".", "."), ("-", "/"), ("-", "_"), (":", ":"), ("|", "|"), ("-", "-"),
)  # fmt: skip
PLACES = ("latitude", "longitude", "altitude", "precision", "accuracy")
# A round of a repeat group: ``people[1]/age``, ``people/1/age``, ``age_1``.
_ROUNDS = (re.compile(r"\[(\d+)\]"), re.compile(r"(?<=[/.:|-])(\d+)[/.:|-]"))
_LAST = re.compile(r"_(\d+)$")


# Which groups stand before a question: all, those within its repeat group, repeated ones, or none.
ALL, WITHIN, REPEATED, NONE = "all", "within its repeat group", "repeat groups only", "none"


@dataclass(frozen=True)
class Way:
    """How an export heads its columns; ``language`` is None where by names."""

    language: str | None
    before: str
    groups: str
    choices: str


@dataclass(frozen=True)
class Column:
    """What a column holds: a question's answers, or whether one of its choices was ticked.

    ``rounds`` counts the rounds of the repeat groups around it, outermost first, where the sheet
    spreads them over columns. ``part`` is a part of a place, or the address of a file.
    """

    question: str
    choice: str = ""
    rounds: tuple[int, ...] = ()
    part: bool = False


Known = Mapping[str, tuple[Column, ...]]


def ways(form: Form, headers: Iterable[str]) -> Iterator[Way]:
    """Every way in which columns may be headed whose signs occur in the headers."""
    used = set("".join(headers))
    signs = [pair for n, pair in enumerate(SIGNS) if n == 0 or set(pair) & used]
    befores = (ALL, WITHIN, REPEATED, NONE) if form.groups else (ALL,)
    for language, before, pair in product((None, *form.languages), befores, signs):
        yield Way(language, before, *pair)


def best(forms: Iterable[Form], headers: Iterable[str]) -> tuple[Way, int]:
    """The way that knows most of the headers, and how many; the first of several."""
    headers, found = list(headers), {}
    most = sum(not is_added(h) and plain(h) not in PRIVATE_COLUMNS for h in headers)
    for form in forms:
        for way in ways(form, headers):
            known = spelled(form, way)
            n = sum(bool(columns(form, known, way, header)) for header in headers)
            found[way] = max(found.get(way, 0), n)
            if n >= most:
                return way, n
    way = max(found, key=found.__getitem__)
    return way, found[way]


def spelled(form: Form, way: Way) -> Known:
    """The columns that a header may stand for, without the rounds of repeat groups.

    Several where the header does not tell them apart.
    """
    known: dict[str, dict[Column, None]] = {}
    repeats = {repeat.path for repeat in form.repeats.values()}
    for question in form.questions.values():
        head = _head(form, question, way, repeats)
        for text, column in _columns(form, question, head, way):
            known.setdefault(_key(text, way), {})[column] = None
    return {text: tuple(found) for text, found in known.items()}


def columns(form: Form, known: Known, way: Way, header: str) -> tuple[Column, ...]:
    """What a header may stand for, with its rounds; of several readings all."""
    text = _key(header, way)
    spread = {
        Column(column.question, column.choice, rounds, column.part)
        for rounds, bare in _unspread(text)
        for column in known.get(bare, ())
        if len(rounds) == _depth(form, column.question)
    }
    return (*known.get(text, ()), *sorted(spread, key=lambda c: (c.question, c.choice)))


def _key(text: str, way: Way) -> str:
    """Names are told apart by their capitals, labels are not."""
    return text if way.language is None else plain(text)


def _depth(form: Form, question: str) -> int:
    return sum(1 for repeat in form.above(form.questions[question].repeat) if repeat)


def _unspread(header: str) -> Iterator[tuple[tuple[int, ...], str]]:
    """A header without the numbers that may be rounds, and these."""
    for pattern in _ROUNDS:
        numbers = tuple(int(number) for number in pattern.findall(header))
        if numbers:
            yield numbers, pattern.sub("", header)
    numbers: tuple[int, ...] = ()
    while last := _LAST.search(header):
        numbers, header = (int(last[1]), *numbers), header[: last.start()]
        yield numbers, header


def _head(form: Form, question: Question, way: Way, repeats: set[str]) -> str:
    """How a question is headed, behind the groups that the way puts before it."""
    names = question.path.split("/")
    paths = ["/".join(names[: n + 1]) for n in range(len(names) - 1)]
    within = max((n + 1 for n, path in enumerate(paths) if path in repeats), default=0)
    kept = {
        ALL: paths,
        WITHIN: paths[within:],
        REPEATED: [path for path in paths if path in repeats],
        NONE: [],
    }[way.before]
    groups = [form.groups[path] for path in kept]
    return way.groups.join(_called(item, way) for item in (*groups, question))


def _called(item: Group | Question, way: Way) -> str:
    return item.name if way.language is None else _label(item.wording, way, item.name)


def _label(wording: Mapping[str, str], way: Way, name: str) -> str:
    return wording.get(way.language or "", name)


def _columns(form: Form, question: Question, head: str, way: Way) -> Iterator[tuple[str, Column]]:
    """The headers of a question, of its choices, and of the parts of a place or a file."""
    name = question.name
    yield head, Column(name)
    if question.kind == SELECT_MULTIPLE:
        for choice in form.choices(name):
            label = (
                choice.name if way.language is None else _label(choice.wording, way, choice.name)
            )
            yield f"{head}{way.choices}{label}", Column(name, choice.name)
            if way.choices == "_":
                # A minus is no part of a variable's name.
                yield f"{head}_{choice.name.replace('-', '_')}", Column(name, choice.name)
    elif question.kind.startswith("geo") or question.kind == "start-geopoint":
        before, sign, last = head.rpartition(way.groups)
        for part in PLACES:
            yield f"{before}{sign}_{last}_{part}", Column(name, part=True)
            yield f"{head}-{part.capitalize()}", Column(name, part=True)
            yield f"{head}{part.capitalize()}", Column(name, part=True)
            yield f"{head}{part}", Column(name, part=True)
    elif question.kind in ("audio", "image", "video", "file", "background-audio"):
        yield f"{head}_URL", Column(name, part=True)
