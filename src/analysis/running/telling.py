"""What a run says: where it is, and where and why it stopped; never a confidential value."""

import re
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from nbformat import NotebookNode

# The one kind of error whose text is written to be shown: it names files, rows and rules only.
SAFE_ERROR = "BadInput"
WITHHELD = "message withheld, it may quote confidential data"
WIDTH = 100  # characters of a progress line
CLEAR = "\r\033[K"  # back to the start of a terminal's line, and empty it


@dataclass(frozen=True)
class Place:
    """A code cell as JupyterLab shows it: ``number`` is its ``[n]`` after Run All Cells."""

    number: int
    heading: str


def places(notebook: NotebookNode) -> dict[str, Place]:
    """The place of each code cell that has code, by cell id."""
    found, heading = {}, ""
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            headings = re.findall(r"^#+\s+(.+?)\s*$", cell.source, flags=re.MULTILINE)
            heading = headings[-1] if headings else heading
        elif cell.cell_type == "code" and cell.source.strip():
            found[cell.id] = Place(len(found) + 1, heading)
    return found


class Progress:
    """One line per notebook: rewritten cell by cell on a terminal, written once in a log."""

    def __init__(self, name: str, where: dict[str, Place], out: TextIO | None = None) -> None:
        self.name, self.where, self.out = name, where, out or sys.stderr
        self.start = time.monotonic()
        self.last: Place | None = None

    def cell(self, cell: NotebookNode, **_: object) -> None:
        """Say that a cell begins; called by the notebook client."""
        self.last = self.where.get(cell.id, self.last)
        if self.last and self.out.isatty():
            of = f"cell {self.last.number} of {len(self.where)}"
            self._write(f"{self.name}: {of}, {self.last.heading}, {self._seconds():.0f} s", "")

    def end(self, outcome: str) -> None:
        """Say how the notebook ended."""
        n_cells, seconds = len(self.where), self._seconds()
        self._write(f"{self.name}: {n_cells} cells, {outcome}, {seconds:.1f} s", "\n")

    def _seconds(self) -> float:
        return time.monotonic() - self.start

    def _write(self, line: str, end: str) -> None:
        self.out.write(f"{CLEAR if self.out.isatty() else ''}{line[:WIDTH]}{end}")
        self.out.flush()


def failure(
    notebook: Path, place: Place | None, n_cells: int, error: str, text: str,
    parameters: dict[str, object], copy: Path | None,
) -> str:  # fmt: skip
    """What a person needs to find the fault. ``text`` is shown only of an error that is safe."""
    where = f"cell {place.number} of {n_cells}, under {place.heading!r}" if place else "no cell yet"
    ran_with = [f"{name} = {_readable(value, notebook)}" for name, value in parameters.items()]
    lines = [
        f"{notebook.name} stopped in {where}: {error}",
        *(text.splitlines() if error == SAFE_ERROR else [WITHHELD]),
        f"It ran with {', '.join(ran_with) or 'its own parameters'}",
        f"To look into it: make lab, and open {notebook.as_posix()}",
    ]
    if copy:
        lines.append(f"The failed copy, confidential like the data: {copy.as_posix()}")
    return "\n  ".join(lines)


def _readable(value: object, notebook: Path) -> object:
    """A folder by its full name, wherever the link to it lies."""
    folder = notebook.parent / value if isinstance(value, str) else None
    return folder.resolve() if folder and "/" in str(value) and folder.exists() else value
