"""How a table is written, as its keeper declares it: nothing of it is guessed."""

from collections.abc import Sequence
from dataclasses import dataclass

from analysis.intake.numbers import Marks

TEXT, STATE, NUMBER, WHOLE, PERCENT, DATE, PERIOD = (
    "text", "state", "number", "whole", "percent", "date", "period",
)  # fmt: skip
KINDS = (TEXT, STATE, NUMBER, WHOLE, PERCENT, DATE, PERIOD)


@dataclass(frozen=True)
class Column:
    """A column to be read: its ``name``, and ``headers``, other names that a table may give it.

    Of a header of several rows, the parts are joined: ``Hombres / Total``. With ``may_lack`` the
    column may be missing, with ``must`` every row of data has a value in it. Capitals, accents,
    ``_`` for a space and a footnote's mark make no other name. ``PERCENT`` gives shares from 0 to
    1, ``PERIOD`` texts such as 2021Q3, ``STATE`` codes.
    """

    name: str
    kind: str = TEXT
    headers: tuple[str, ...] = ()
    must: bool = False
    may_lack: bool = False

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            msg = f"{self.name}: no kind of column: {', '.join(KINDS)}"
            raise ValueError(msg)


@dataclass(frozen=True)
class Layout:
    """How a table is laid out and how its cells are written.

    ``key`` names the columns of which no two rows may share the values. ``sheets`` are the names
    that the sheet of a workbook may have; where none has one, it is the only sheet with all the
    columns. ``encoding`` and ``separator`` are of CSV files. A blank ``decimal`` or ``date_order``
    is not declared: then what could be read in two ways must be proved by its column, or is
    refused. ``serial`` is the calendar (1900, 1904) in which whole numbers may count days.
    ``century`` is that of years of two digits in dates. ``header_rows`` are joined to one.
    """

    columns: tuple[Column, ...]
    key: tuple[str, ...] = ()
    sheets: tuple[str, ...] = ()
    encoding: str = "utf-8"
    separator: str = ","
    decimal: str = ""
    thousands: str = ""
    date_order: str = ""
    serial: str = ""
    century: int | None = None
    header_rows: int = 1

    def __post_init__(self) -> None:
        known = [column.name for column in self.columns]
        if len(set(known)) < len(known) or not set(self.key) <= set(known):
            msg = "a column stands twice, or a key is no column"
            raise ValueError(msg)
        _ = self.marks  # refuses marks that contradict each other

    @property
    def marks(self) -> Marks:
        """The marks of its numbers."""
        return Marks(self.decimal, self.thousands)

    @property
    def wordings(self) -> dict[str, Sequence[str]]:
        """What each column may be called."""
        return {column.name: (column.name, *column.headers) for column in self.columns}

    def named(self, *kinds: str) -> list[str]:
        """The columns of these kinds."""
        return [column.name for column in self.columns if column.kind in kinds]
