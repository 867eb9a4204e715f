"""What a coded project holds, whatever tool it comes from: tidy tables and a report."""

from collections.abc import Iterable
from dataclasses import dataclass, field, fields
from typing import Any

import pandas as pd

from analysis.faults import Fault
from analysis.intake.coded_project.offsets import Choice

# Between the names of a code and of those above it.
BELOW = " > "
# Kinds of source, which are also the kinds of their selections; and a coding of a source as such.
TEXT, PDF, PICTURE, AUDIO, VIDEO, WHOLE = "text", "pdf", "picture", "audio", "video", "whole source"

COLUMNS = {
    "sources": ["name", "kind", "text"],
    "codes": ["code", "name", "parent", "description"],
    "codings": ["source", "kind", "start", "end", "place", "text", "code", "coder", "time"],
    "cases": ["case", "source", "start", "end"],
    "attributes": ["case", "source", "attribute", "type", "value"],
    "sets": ["set", "kind", "member"],
    "notes": ["name", "source", "text", "coder", "time"],
    "coders": ["name"],
}
_POSITIONS = {"start": "Int64", "end": "Int64"}


@dataclass(frozen=True)
class Report:
    """How a project was read.

    ``file`` is its name in faults, ``form`` the kind of file, and ``origin`` what the file says of
    the tool that made it ("" if nothing). ``choice`` has the way of counting positions and the
    scores of the others (none where there was nothing to place). ``irregular`` names, by number,
    what was kept but is not whole: a selection outside its text, a coding by nobody. ``left_out``
    says in words what is not in the tables, and why.
    """

    file: str = ""
    form: str = ""
    origin: str = ""
    choice: Choice | None = None
    irregular: list[Fault] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Project:
    """A coded project. All cells are texts, but for positions; a blank is missing.

    ``sources``: one row per source: ``name`` (unique), ``kind``, ``text`` (its line ends ``\\n``,
    without byte order mark; missing where it has none).
    ``codes``: one row per code, each under its parent: ``code`` (its path: the names from the top,
    joined by " > "; unique), ``name``, ``parent`` (path; missing for a top code), ``description``.
    ``codings``: one row per selection, code and coder, by source: ``source``, ``kind`` (text, pdf,
    picture, audio, video, whole source), ``start`` and ``end`` (code points of the source's text
    from 0, end exclusive; missing where there is no text, or the selection lies outside it),
    ``place`` (where in another medium, as the tool wrote it), ``text``, ``code`` (path), ``coder``
    (missing: not recorded), ``time`` (as written).
    ``cases``: one row per case and what it is linked to: ``case`` (name as it stands), ``source``
    (missing: linked to none), ``start`` and ``end`` (missing: the whole source).
    ``attributes``: one row per attribute of a ``case`` or of a ``source`` (the other is missing):
    ``attribute``, ``type``, ``value``.
    ``sets``: one row per set and member: ``set``, ``kind`` (code, source), ``member``.
    ``notes``: one row per note: ``name``, ``source`` (missing: of the project), ``text``,
    ``coder``, ``time``. ``coders``: one row per coder: ``name`` (unique).
    """

    sources: pd.DataFrame
    codes: pd.DataFrame
    codings: pd.DataFrame
    coders: pd.DataFrame
    cases: pd.DataFrame = None
    attributes: pd.DataFrame = None
    sets: pd.DataFrame = None
    notes: pd.DataFrame = None
    report: Report = Report()

    def __post_init__(self) -> None:
        for name in COLUMNS:
            object.__setattr__(self, name, _tidy(name, getattr(self, name)))

    def tables(self) -> dict[str, pd.DataFrame]:
        """The tables by name."""
        return {f.name: getattr(self, f.name) for f in fields(self) if f.name in COLUMNS}


def _tidy(name: str, table: pd.DataFrame | None) -> pd.DataFrame:
    """With all columns, in order; what a caller did not give is missing."""
    table = pd.DataFrame(columns=COLUMNS[name]) if table is None else table
    if name in ("sources", "codings") and "kind" not in table:
        table = table.assign(kind=TEXT)
    table = table.reindex(columns=COLUMNS[name])
    return table.astype({column: _POSITIONS.get(column, "str") for column in table})


def frame(name: str, rows: Iterable[tuple[Any, ...]]) -> pd.DataFrame:
    """A table of a project from its rows."""
    return pd.DataFrame(list(rows), columns=COLUMNS[name])


def unlike(names: list[str]) -> list[str]:
    """The names with a number behind each that stands twice, so that none is lost."""
    taken, given = set(names), []
    seen: set[str] = set()
    # The number to try next for each name, so that many alike take no longer than as many unlike.
    numbers: dict[str, int] = {}
    for name in names:
        other = name
        while other in seen or (other != name and other in taken):
            number = numbers[name] = numbers.get(name, 1) + 1
            other = f"{name} ({number})"
        seen.add(other)
        given.append(other)
    return given
