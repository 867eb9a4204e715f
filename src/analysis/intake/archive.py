"""A zip that may be hostile, read in memory: nothing is extracted to disk."""

import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from lzma import LZMAError
from pathlib import Path
from typing import IO

from analysis.faults import BadInput, Fault

# Far above any project of texts, and far below what would fill a machine: files in the zip; bytes
# of a text, and of all texts as often as they are asked for; bytes of the project's XML; and for
# what is not small, its size over its size packed.
MAX_FILES, MAX_TEXT, MAX_TEXTS, MAX_XML, MAX_RATIO = (
    100_000, 200_000_000, 300_000_000, 4_000_000_000, 200,
)  # fmt: skip
SMALL = 1_000_000

AGAIN = "Export the project again from the tool that made it."
_OUTSIDE = re.compile(r"^([A-Za-z]:|[/\\])|(^|[/\\])\.\.([/\\]|$)")
_BROKEN = (zipfile.BadZipFile, zlib.error, LZMAError, EOFError, OSError, struct.error)


class Archive:
    """An open zip. Files are found without regard to the case of their names."""

    def __init__(self, zipped: zipfile.ZipFile, known_as: str) -> None:
        self._zipped, self._known_as, self._n_read = zipped, known_as, 0
        files = [info for info in zipped.infolist() if not info.is_dir()]
        if len(files) > MAX_FILES:
            self._refuse(f"more than {MAX_FILES:,} files inside")
        if any(_OUTSIDE.search(info.filename) for info in files):
            self._refuse("names a file outside itself")
        self._files: dict[str, list[zipfile.ZipInfo]] = {}
        for info in files:
            self._files.setdefault(info.filename.replace("\\", "/").lower(), []).append(info)

    def names(self) -> list[str]:
        """Names of the files, in small letters."""
        return list(self._files)

    def __contains__(self, name: str) -> bool:
        return name in self._files

    def text(self, name: str) -> bytes:
        """The bytes of a file. Raises KeyError for one that is not there."""
        with self.stream(name, MAX_TEXT) as file:
            self._n_read += self._files[name.lower()][0].file_size
            if self._n_read > MAX_TEXTS:
                self._refuse(f"its texts are larger than {MAX_TEXTS // 1_000_000:,} MB in all")
            return file.read()

    def stream(self, name: str, largest: int = MAX_XML) -> IO[bytes]:
        """A file, to be read piece by piece; never more than the size stated in the zip's list."""
        infos = self._files[name.lower()]
        if len(infos) > 1:
            self._refuse("two files inside have one name")
        size, packed = infos[0].file_size, infos[0].compress_size
        if size > largest:
            self._refuse(f"holds a file larger than {largest // 1_000_000:,} MB")
        if size > SMALL and size > MAX_RATIO * packed:
            self._refuse(f"holds a file that unpacks to more than {MAX_RATIO} times its size")
        if infos[0].flag_bits & 1:
            self._refuse("encrypted: save it without a password")
        return self._zipped.open(infos[0])

    def _refuse(self, rule: str) -> None:
        raise BadInput([Fault(self._known_as, rule, cure=AGAIN)])


@contextmanager
def opened(path: Path, known_as: str) -> Iterator[Archive]:
    """A zip, open for reading.

    Raises BadInput for one that is damaged, holds too much, or names a file outside itself.
    """
    try:
        with zipfile.ZipFile(path) as zipped:
            yield Archive(zipped, known_as)
    except BadInput:
        raise
    except _BROKEN:
        rule = "truncated or damaged: its zip cannot be read"
        raise BadInput([Fault(known_as, rule, cure=AGAIN)]) from None
    except (RuntimeError, NotImplementedError):
        raise BadInput([Fault(known_as, "packed in an unknown way", cure=AGAIN)]) from None
