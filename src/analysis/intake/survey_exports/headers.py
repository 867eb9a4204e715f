"""Which question each column of an export answers, however the tool heads it.

A header is a name or a label in one of the form's languages, behind its groups or not, between
signs that differ by tool. The way that fits most columns of the whole export is taken for all.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import product

from analysis.intake.cells import plain
from analysis.intake.survey_exports.form import SELECT_MULTIPLE, Form, Question

# What stands between groups, and between a question and one of its choices.
SIGNS = (
    ("/", "/"), (".", "."), ("-", "/"), ("-", "_"), (":", ":"), ("|", "|"), ("-", "-"),
)  # fmt: skip
PLACES = ("latitude", "longitude", "altitude", "precision", "accuracy")
# A round of a repeat group: ``people[1]/age``, ``people/1/age``, ``age_1``.
_ROUNDS = (re.compile(r"\[(\d+)\]"), re.compile(r"(?<=[/.:|-])(\d+)[/.:|-]"))
_LAST = re.compile(r"_(\d+)$")


@dataclass(frozen=True)
class Way:
    """How an export heads its columns; ``language`` is None where by names."""

    language: str | None
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
    for language, (groups, choices) in product((None, *form.languages), signs):
        yield Way(language, groups, choices)


def best(forms: Iterable[Form], headers: Iterable[str]) -> tuple[Way, int]:
    """The way that knows most of the headers, and how many; the first of several."""
    headers, forms = list(headers), list(forms)
    found: dict[Way, int] = {}
    for form in forms:
        for way in ways(form, headers):
            known = spelled(form, way)
            n = sum(bool(columns(form, known, header)) for header in headers)
            found[way] = max(found.get(way, 0), n)
    way = max(found, key=found.__getitem__)
    return way, found[way]


def spelled(form: Form, way: Way) -> Known:
    """The columns that a header may stand for, without the rounds of repeat groups.

    Several where the header does not tell them apart. The whole path comes before a part of it.
    """
    known: dict[str, dict[Column, int]] = {}
    for question in form.questions.values():
        heads = _heads(form, question, way)
        for rank, head in enumerate(heads):
            for text, column in _columns(form, question, head, way):
                ranked = known.setdefault(_key(text, way), {})
                ranked[column] = min(rank, ranked.get(column, rank))
    return {
        text: tuple(c for c, rank in ranked.items() if rank == min(ranked.values()))
        for text, ranked in known.items()
    }


def columns(form: Form, known: Known, header: str) -> tuple[Column, ...]:
    """What a header may stand for, with its rounds; of several readings all."""
    text = _plain_or_same(header, known)
    direct = known.get(text, ())
    spread = {column for rounds, bare in _unspread(text) for column in _with(rounds, known, bare)}
    fits = [c for c in spread if len(c.rounds) == _depth(form, c.question)]
    # A question in a repeat group may stand in a sheet of its own, without rounds.
    return (*direct, *sorted(fits, key=lambda c: (c.question, c.choice)))


def _plain_or_same(header: str, known: Known) -> str:
    return header if header in known else (plain(header) if plain(header) in known else header)


def _key(text: str, way: Way) -> str:
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


def _with(rounds: tuple[int, ...], known: Known, bare: str) -> Iterator[Column]:
    for column in known.get(bare, ()) or known.get(plain(bare), ()):
        yield Column(column.question, column.choice, rounds, column.part)


def _heads(form: Form, question: Question, way: Way) -> list[str]:
    """The question behind all its groups, those within its repeat group, repeats only, and bare."""
    names = question.path.split("/")
    paths = ["/".join(names[: n + 1]) for n in range(len(names) - 1)]
    repeats = {repeat.path for repeat in form.repeats.values()}
    within = max((n + 1 for n, path in enumerate(paths) if path in repeats), default=0)
    if way.language is not None:
        names = [_label(form.groups[p].wording, way, n) for p, n in zip(paths, names, strict=False)]
        names.append(_label(question.wording, way, question.name))
    rounds = [name for path, name in zip(paths, names, strict=False) if path in repeats]
    parts = (names, names[within:], [*rounds, names[-1]], names[-1:])
    return list(dict.fromkeys(way.groups.join(part) for part in parts))


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
