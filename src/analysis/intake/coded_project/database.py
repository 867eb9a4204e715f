"""An SQLite file that may be hostile, opened for reading and never written to."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from analysis.faults import BadInput, Fault

MAGIC = b"SQLite format 3\x00"
# The longest text or blob of a cell, in bytes: far above any transcript.
MAX_CELL = 200_000_000


class Database:
    """An open database: its plain tables, by name and column name."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        # Views and virtual tables could run what their author likes.
        listed = connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND rootpage > 0"
        )
        self.tables = {name for (name,) in listed if isinstance(name, str)}

    def rows(self, table: str, *columns: str) -> Iterator[tuple[Any, ...]]:
        """Rows of some columns; a column that this version of the tool lacks is None.

        A table that is not there has no rows.
        """
        if table not in self.tables:
            return iter(())
        there = {row[1] for row in self._connection.execute(f'PRAGMA table_info("{table}")')}
        chosen = ", ".join(f'"{c}"' if c in there else f'NULL AS "{c}"' for c in columns)
        return self._connection.execute(f'SELECT {chosen} FROM "{table}" ORDER BY rowid')


@contextmanager
def opened(path: Path, known_as: str) -> Iterator[Database]:
    """A database, open for reading.

    Raises BadInput for one that is damaged, or still open in its tool: what is not yet written
    into it would be missed.
    """
    journal = Path(f"{path}-wal")
    if journal.is_file() and journal.stat().st_size:
        cure = "Close the project in its tool, so that everything is written into the file."
        raise BadInput([Fault(known_as, "still open in the tool that made it", cure=cure)])
    address = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
    try:
        with closing(sqlite3.connect(address, uri=True)) as connection:
            connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, MAX_CELL)
            connection.execute("PRAGMA trusted_schema = OFF")
            connection.execute("PRAGMA query_only = ON")
            yield Database(connection)
    except sqlite3.Error:
        cure = "Open it in the tool that made it, and save a copy."
        rule = "truncated or damaged: its database cannot be read"
        raise BadInput([Fault(known_as, rule, cure=cure)]) from None


def position(value: object) -> int:
    """A position; what is no whole number from 0 on lies outside every text."""
    return value if isinstance(value, int) and 0 <= value < 1 << 40 else -1
