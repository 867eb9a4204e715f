"""Loading and saving processed tables: through their declaration, atomic, byte-stable.

Each table carries its provenance in its file. What a table, figure or finding was made from is
not left to its author: ``provenance()`` is the most binding of everything this process has read
so far, and no merge or copy of a table can lose it.
"""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from analysis import schema
from analysis.faults import BadInput, Fault
from analysis.study import Study
from analysis.vocabulary import PROVENANCES, PUBLIC

_read_so_far = {PUBLIC}


def note(provenance: str) -> None:
    """Record that data of this provenance were read; intake calls it for every raw file."""
    _read_so_far.add(provenance)


def provenance() -> str:
    """The most binding provenance read so far in this process."""
    return max(_read_so_far, key=PROVENANCES.index)


def save(study: Study, **tables: pd.DataFrame) -> None:
    """Check every table, then write each to ``data/processed``; none is written if one is refused.

    Raises BadInput.
    """
    checked = {name: schema.checked(name, table, study) for name, table in tables.items()}
    study.processed.mkdir(parents=True, exist_ok=True)
    for name, table in checked.items():
        content = pa.Table.from_pandas(table, preserve_index=False)
        content = content.replace_schema_metadata(
            {**(content.schema.metadata or {}), b"provenance": provenance().encode()}
        )
        with replacing(study.processed / f"{name}.parquet") as file:
            pq.write_table(content, file, compression="zstd")


def load(study: Study, *names: str) -> pd.DataFrame | tuple[pd.DataFrame, ...]:
    """Load one table, or several in the order named, and note their provenance.

    Raises BadInput where a table was not built yet or no longer fits its declaration.
    """
    tables = tuple(_load(study, name) for name in names)
    return tables[0] if len(tables) == 1 else tables


def _load(study: Study, name: str) -> pd.DataFrame:
    path = study.processed / f"{name}.parquet"
    try:
        content = pq.read_table(path)
    except FileNotFoundError:
        cure = "Run: make all"
        raise BadInput([Fault(study.known_as(path), "not built yet", cure=cure)]) from None
    except pa.ArrowInvalid:
        cure = "Remove it, and run: make all"
        raise BadInput([Fault(study.known_as(path), "not a Parquet table", cure=cure)]) from None
    note((content.schema.metadata or {}).get(b"provenance", study.provenance.encode()).decode())
    return schema.checked(name, content.to_pandas(), study, study.known_as(path))


@contextmanager
def replacing(path: Path, mode: int = 0o666) -> Iterator[BinaryIO]:
    """Write a file aside and rename it when complete, so that a kill leaves the old one whole.

    ``mode`` is who may read and write it, less what the user's umask takes away.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, aside = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
        umask = os.umask(0)
        os.umask(umask)
        os.chmod(aside, mode & ~umask)
        os.replace(aside, path)
    except BaseException:
        Path(aside).unlink(missing_ok=True)
        raise


def write_text(path: Path, text: str) -> None:
    """Write a text file atomically, with Unix line ends."""
    with replacing(path) as file:
        file.write(text.encode("utf-8"))
