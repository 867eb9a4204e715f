"""What may be shown: a table that was released, with the study and provenance it came from."""

from collections.abc import Sequence
from dataclasses import InitVar, dataclass, field
from typing import Any

import pandas as pd

from analysis import schema, store
from analysis.study import Study
from analysis.vocabulary import PROVENANCES, PUBLIC, RESTRICTED, SYNTHETIC

# Said of every exhibit, by provenance and language.
STAMPS = {
    PUBLIC: {
        "en": "Public figures: from the publishers named, none from the people heard.",
        "es": "Cifras públicas: de las fuentes citadas, ninguna de las personas escuchadas.",
    },
    SYNTHETIC: {
        "en": "Synthetic study: says nothing about real people, projects or states.",
        "es": "Estudio sintético: nada dice de personas, proyectos o estados reales.",
    },
    RESTRICTED: {
        "en": "Restricted: made from confidential interviews, not to be passed on.",
        "es": "Restringido: hecho con entrevistas confidenciales, no debe circular.",
    },
}
# Said instead where synthetic accounts stand beside the name of a real state, or of several.
JOINED = {
    "en": "Synthetic study, synthetic accounts: says nothing about this state or its people.",
    "es": "Estudio sintético, relatos sintéticos: nada dicen de este estado o su gente.",
}
JOINED_MANY = {
    "en": "Synthetic study, synthetic accounts: says nothing about these states or their people.",
    "es": "Estudio sintético, relatos sintéticos: nada dicen de estos estados o su gente.",
}
STATE_COLUMNS = ("state", "place")

# Each points to one interview, passage or story, and so to the few people in it.
SOURCE_IDS = ("source_id", "segment_id", "account_id", "folio")
# Set on what a notebook shows by those who show only released tables and findings.
SHOWN = "released"

_SEAL = object()


class Blank(ValueError):
    """The value asked for is not known: there was nothing to compute it from."""


class Suppressed(ValueError):
    """The value asked for rests on too few people to be told."""


def stamp(provenance: str, language: str = "en", *, n_states: int = 0) -> str:
    """What an exhibit of this provenance, beside the names of so many states, is not."""
    if n_states and provenance == SYNTHETIC:
        return (JOINED if n_states == 1 else JOINED_MANY)[language]
    return STAMPS[provenance][language]


@dataclass(frozen=True, eq=False)
class Released:
    """A table that may be shown, with the provenance and the study it was released under.

    Only ``seal`` makes one, for the doors of this room. ``table`` gives a copy, so that
    nothing can be written into what was released. ``is_protected`` where large cells may be
    hidden beside small ones.
    """

    provenance: str
    study: Study
    _content: pd.DataFrame = field(repr=False)
    is_protected: bool = False
    seal: InitVar[object] = None

    def __post_init__(self, seal: object) -> None:
        if seal is not _SEAL:
            msg = "a table is released by disclosure.release, release_classes or release_public"
            raise ValueError(msg)

    @property
    def table(self) -> pd.DataFrame:
        """The released rows; where ``is_suppressed``, the hidden columns are blank."""
        return self._content.copy()

    @property
    def min_cell(self) -> int:
        """Fewest people a number shown may rest on."""
        return self.study.smallest_cell

    @property
    def hidden_mark(self) -> str:
        """What stands for a hidden number: also true where it was hidden to protect another."""
        return "hidden" if self.is_protected else f"<{self.min_cell}"

    @property
    def n_states(self) -> int:
        """How many states its rows stand beside, by name."""
        named = [self._content[column] for column in STATE_COLUMNS if column in self._content]
        return max((int(states.nunique()) for states in named), default=0)

    def stamp(self, language: str = "en", *, joins_states: bool = False) -> str:
        """What it may not be taken for; say ``joins_states`` where no column shows it."""
        return stamp(self.provenance, language, n_states=self.n_states or int(joins_states))

    def value(self, column: str, **where: Any) -> Any:
        """The one value of ``column`` in the row where each named column has the value given.

        Raises Suppressed where it is hidden, Blank where it is blank, ValueError where no row fits
        or several do.
        """
        rows = self._content
        require(rows, [column, *where])
        for name, wanted in where.items():
            rows = rows[rows[name].eq(wanted)]
        if len(rows) != 1:
            msg = f"{column}: {len(rows)} rows fit ({', '.join(where)}), not one"
            raise ValueError(msg)
        value = rows[column].iloc[0]
        if pd.isna(value):
            if "is_suppressed" in rows and rows["is_suppressed"].iloc[0]:
                msg = f"{column}: suppressed ({self.hidden_mark})"
                raise Suppressed(msg)
            msg = f"{column}: blank"
            raise Blank(msg)
        return value.item() if hasattr(value, "item") else value


def together(**parts: Released) -> Released:
    """Released tables as one, their rows below each other, for an exhibit that draws them all.

    ``part`` names the table that a row is from; a column that it does not have is blank there.
    Nothing is told that its parts do not tell: no row is joined to another. Raises ValueError
    for parts of different studies.
    """
    studies = [released.study for released in parts.values()]
    if any(study != studies[0] for study in studies):
        msg = "only tables of one study are put together"
        raise ValueError(msg)
    tables = [released.table.assign(part=name) for name, released in parts.items()]
    table = pd.concat(tables, ignore_index=True)
    if "is_suppressed" in table:
        table["is_suppressed"] = table["is_suppressed"].eq(True)
    provenance = max((part.provenance for part in parts.values()), key=PROVENANCES.index)
    is_protected = any(part.is_protected for part in parts.values())
    return seal(table, studies[0], provenance, is_protected=is_protected)


def refused_names() -> frozenset[str]:
    """Columns that no released table may hold.

    They are the ids of sources and every column that any table declares confidential, even if
    another declares the same word openly: the ``date`` of a change leaves under a name of its
    own. Counts (``n_``) are spared, because ``release`` judges them by their size.
    """
    declared = {
        column
        for name in schema.TABLES
        for column, about in schema.about(name).items()
        if about["confidential"] and not column.startswith("n_")
    }
    return frozenset(declared.union(SOURCE_IDS))


def seal(
    table: pd.DataFrame, study: Study, provenance: str, *, is_protected: bool = False
) -> Released:
    """Release a table as it is, under the most binding provenance: for the doors of this room.

    Raises ValueError for a confidential column.
    """
    confidential = sorted(refused_names().intersection(table.columns))
    if confidential:
        msg = f"{', '.join(confidential)}: confidential, never released"
        raise ValueError(msg)
    binding = max(provenance, store.provenance(), key=PROVENANCES.index)
    content = table.reset_index(drop=True).copy()
    content.attrs.clear()  # a note left there would travel past every check
    return Released(binding, study, content, is_protected, seal=_SEAL)


def require(table: pd.DataFrame, columns: Sequence[str]) -> None:
    """Raise ValueError where a column is absent."""
    absent = [column for column in columns if column not in table.columns]
    if absent:
        msg = f"{', '.join(absent)}: no such column; the table has {', '.join(map(str, table))}"
        raise ValueError(msg)
