"""An SQLite file that may be hostile, opened for reading and never written to."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

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

    def rows(self, table: str, *columns: str) -> Iterator[tuple[str | None, ...]]:
        """Rows of some columns, every cell as text; None where it is NULL.

        A column that this version of the tool lacks is None, and a table that is not there has no
        rows. SQLite lets any cell hold anything: a number in a memo, a text among positions.
        """
        if table not in self.tables:
            return iter(())
        there = {row[1] for row in self._connection.execute(f'PRAGMA table_info("{table}")')}
        chosen = ", ".join(f'"{c}"' if c in there else f'NULL AS "{c}"' for c in columns)
        cells = self._connection.execute(f'SELECT {chosen} FROM "{table}" ORDER BY rowid')
        return (tuple(map(_text, row)) for row in cells)


@contextmanager
def opened(path: Path, known_as: str) -> Iterator[Database]:
    """A database, open for reading.

    Raises BadInput for one that is damaged, or still open in its tool: what is not yet written
    into it would be missed.
    """
    journals = [Path(f"{path}-{kind}") for kind in ("wal", "journal")]
    if any(journal.is_file() and journal.stat().st_size for journal in journals):
        cure = "Close the project in its tool, so that everything is written into the file."
        raise BadInput([Fault(known_as, "still open in the tool that made it", cure=cure)])
    address = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
    try:
        with closing(sqlite3.connect(address, uri=True)) as connection:
            connection.text_factory = _decoded
            connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, MAX_CELL)
            connection.execute("PRAGMA trusted_schema = OFF")
            connection.execute("PRAGMA query_only = ON")
            yield Database(connection)
    except (sqlite3.Error, UnicodeDecodeError):  # the latter in a message of SQLite's own
        cure = "Open it in the tool that made it, and save a copy."
        rule = "truncated or damaged: its database cannot be read"
        raise BadInput([Fault(known_as, rule, cure=cure)]) from None


def _decoded(cell: bytes) -> str:
    return cell.decode("utf-8", "replace")


def _text(cell: object) -> str | None:
    if cell is None or isinstance(cell, str):
        return cell
    if isinstance(cell, bytes):
        return _decoded(cell)
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)
