"""Opening SPSS and Stata files with pyreadstat: what it gives, or a fault that says what to do.

Its lists are taken, not its data frames: in those, a blank of a whole-number variable of Stata
comes out as 0 once a declared missing value stood above it (pyreadstat 1.3.7).
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyreadstat
from pyreadstat import PyreadstatError, ReadstatError

from analysis.faults import BadInput, Fault, refuse
from analysis.intake.encodings import is_utf8_misread

SAV, ZSAV, POR, DTA = "SPSS (.sav)", "SPSS, compressed (.zsav)", "SPSS, portable (.por)", "Stata"
READERS: dict[str, Callable] = {
    SAV: pyreadstat.read_sav,
    ZSAV: pyreadstat.read_sav,
    POR: pyreadstat.read_por,
    DTA: pyreadstat.read_dta,
}
# What each kind of file begins with; a portable file says what it is after five lines of titles.
SIGNS = {SAV: (b"$FL2",), ZSAV: (b"$FL3",), DTA: (b"<stata_dta>",)}
OLD_STATA = {105, 108, *range(110, 116)}  # the first byte is the release
PORTABLE, PORTABLE_WITHIN = b"SPSSPORT", 1000
# A file cannot hold more values than this for each of its bytes: compression of .zsav gives up to
# about a thousand bytes for one (zlib), and every value takes one in the others.
MOST_VALUES = {SAV: 1, ZSAV: 1100, DTA: 1}
REFUSED = (
    ReadstatError, PyreadstatError, ValueError, IndexError, KeyError, OverflowError, MemoryError,
    TypeError, SystemError,
)  # fmt: skip
SAVE_AGAIN = "Fetch the file again, or open it in its program and save it anew."
NAME_ENCODING = 'Name the encoding that it was written in, such as encoding="WINDOWS-1252".'
# Letters that no text holds: what could not be read, and marks of control.
UNREAD = "\ufffd"


@dataclass(frozen=True)
class Opened:
    """A file as pyreadstat gives it: lists of values by variable, and its metadata."""

    file: str
    form: str
    values: dict[str, list[Any]]
    meta: Any

    def stored(self, variable: str) -> str:
        """How the values are stored: ``double``, ``float``, ``string`` ..."""
        return self.meta.readstat_variable_types[variable]

    def shown(self, variable: str) -> str:
        """The format that they are shown in, as the program names it."""
        return self.meta.original_variable_types[variable] or ""


def names(path: Path, file: str, encoding: str | None) -> tuple[str, list[str]]:
    """The kind of the file, and its variables. Raises BadInput."""
    form = _form(path, file)
    _, meta = _read(path, file, form, encoding, metadataonly=True)
    count = (meta.number_rows or 0) * meta.number_columns
    if count > path.stat().st_size * MOST_VALUES.get(form, count):
        rule = "it claims more values than it can hold: truncated, damaged or hostile"
        raise BadInput([Fault(file, rule, cure=SAVE_AGAIN)])
    return form, meta.column_names


def opened(path: Path, file: str, form: str, variables: list[str], encoding: str | None) -> Opened:
    """The values of ``variables``, nothing else. Raises BadInput, also for mistaken encodings."""
    options = {} if form == POR else {"user_missing": True}
    values, meta = _read(path, file, form, encoding, usecols=variables, **options)
    found = Opened(file, form, dict(values), meta)
    short = meta.number_rows is not None and any(len(v) < meta.number_rows for v in values.values())
    refuse([Fault(file, "rows are missing at its end", cure=SAVE_AGAIN)] if short else [])
    refuse(_mistaken(found, is_named=encoding is not None))
    return found


def _form(path: Path, file: str) -> str:
    try:
        with path.open("rb") as lines:
            begin = lines.read(PORTABLE_WITHIN)
    except OSError:
        cure = "docs/data.md lists the files of a study."
        raise BadInput([Fault(file, "no such file, or not readable", cure=cure)]) from None
    form = next((form for form, signs in SIGNS.items() if begin.startswith(signs)), "")
    if not form and PORTABLE in begin.replace(b"\r", b"").replace(b"\n", b""):
        form = POR
    if not form and begin and begin[0] in OLD_STATA:
        form = DTA
    if not form:
        rule = "not a file of SPSS (.sav, .zsav, .por) or Stata (.dta)" if begin else "empty"
        raise BadInput([Fault(file, rule, cure=SAVE_AGAIN)])
    return form


def _read(
    path: Path, file: str, form: str, encoding: str | None, **options: Any
) -> tuple[dict[str, list], Any]:
    if encoding and form != POR:
        options["encoding"] = encoding
    try:
        return READERS[form](
            path, output_format="dict", disable_datetime_conversion=True, **options
        )
    except REFUSED as error:
        told = str(error)
        is_text = isinstance(error.__cause__ or error, UnicodeError)
        is_encoding = is_text or "encoding" in told or "character" in told
        rule = "its texts are not in the encoding it names" if is_encoding else "cannot be read"
        cure = NAME_ENCODING if is_encoding else SAVE_AGAIN
        raise BadInput([Fault(file, rule, cure=cure)]) from None


def _mistaken(found: Opened, *, is_named: bool) -> list[Fault]:
    """A fault for each variable whose texts were read in another encoding than they are in."""
    faults = []
    for variable, values in found.values.items():
        labels = found.meta.variable_value_labels.get(variable, {}).values()
        texts = {found.meta.column_names_to_labels.get(variable) or "", variable, *labels}
        if found.stored(variable).startswith("string"):
            texts |= set(values) - {None}
        if any(UNREAD in text for text in texts):
            cure = "Save it as .sav." if found.form == POR else NAME_ENCODING
            rule = "letters of its texts or labels could not be read"
            faults.append(Fault(found.file, rule, column=variable, cure=cure))
        elif not is_named and any(map(is_utf8_misread, texts)):
            rule = "its texts or labels are UTF-8 that was taken for another encoding"
            cure = 'Name the encoding: encoding="UTF-8".'
            faults.append(Fault(found.file, rule, column=variable, cure=cure))
    return faults
