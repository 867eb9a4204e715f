"""Bad input, told in one report: where, what rule, what to do; never the value itself."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path


@dataclass(frozen=True)
class Fault:
    """One thing wrong with the input.

    ``file`` as the user knows it; ``row`` as a spreadsheet counts it (the header is row 1);
    ``None`` and ``""`` where a part does not apply. ``rule`` and ``cure`` never quote a value
    that could be confidential.
    """

    file: str
    rule: str
    sheet: str = ""
    row: int | None = None
    column: str = ""
    cure: str = ""

    @property
    def place(self) -> str:
        """The file and, where there is one, its sheet."""
        return f'{self.file}, sheet "{self.sheet}"' if self.sheet else self.file

    def __str__(self) -> str:
        row = "" if self.row is None else f"row {self.row}"
        where = ", ".join(part for part in (row, self.column) if part)
        return f"{where}: {self.rule}" if where else self.rule


class BadInput(ValueError):
    """The input was refused; ``faults`` holds every reason found."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = sorted(
            set(faults), key=lambda f: (f.place, f.row is None, f.row or 0, f.column, f.rule)
        )
        super().__init__(report(self.faults))


def report(faults: list[Fault]) -> str:
    """Word the faults file by file, each file's cures once at its end."""
    parts = []
    for place, group in groupby(faults, key=lambda fault: fault.place):
        found = list(group)
        noun = "fault" if len(found) == 1 else "faults"
        lines = [f"{place}: {len(found)} {noun}"] + [f"  {fault}" for fault in found]
        lines += [f"  -> {cure}" for cure in dict.fromkeys(f.cure for f in found if f.cure)]
        parts.append("\n".join(lines))
    return "\n".join(parts)


def refuse(faults: Iterable[Fault]) -> None:
    """Raise BadInput if there is any fault."""
    faults = list(faults)
    if faults:
        raise BadInput(faults)


def at(faults: Iterable[Fault], file: Path | str, sheet: str = "") -> list[Fault]:
    """The same faults, placed in a file and sheet."""
    return [replace(fault, file=str(file), sheet=sheet) for fault in faults]
