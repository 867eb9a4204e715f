"""The rows of CSV files, in the encoding and with the separator that they are declared to have."""

import csv
from pathlib import Path

from analysis.faults import BadInput, Fault, refuse
from analysis.intake.encodings import misreading
from analysis.study import Study

UTF8 = "utf-8"
NO_FILE = "no such file"
LISTED = "docs/data.md lists the files of a study."


def read_rows(
    study: Study, path: Path, encoding: str = UTF8, separator: str = ","
) -> list[list[str]]:
    """Every row of a CSV file, as long as it is; a blank one has no fields.

    A byte order mark is no text. Raises BadInput for a file that is missing, empty or not in its
    encoding, also where it can be read in it but makes no sense.
    """
    file = study.known_as(path)
    is_utf8 = encoding.lower().replace("_", "-") in (UTF8, "utf8")
    try:
        with path.open(encoding="utf-8-sig" if is_utf8 else encoding, newline="") as lines:
            # Strict: a quotation mark that is never closed would swallow the rows after it.
            rows = list(csv.reader(lines, delimiter=separator, strict=True))
    except FileNotFoundError:
        raise BadInput([Fault(file, NO_FILE, cure=LISTED)]) from None
    except (UnicodeError, LookupError, csv.Error):
        cure = "Save it as CSV UTF-8."
        if not is_utf8:
            cure = f"{cure[:-1]}, or declare the encoding that it is in."
        raise BadInput([Fault(file, f"not a CSV file in {encoding.upper()}", cure=cure)]) from None
    refuse([] if rows else [Fault(file, "empty: not even a header")])
    refuse([] if is_utf8 else _misread(file, rows))
    return rows


def _misread(file: str, rows: list[list[str]]) -> list[Fault]:
    """A fault for the first row whose texts make no sense, for each reason."""
    rules = {}
    for number, row in enumerate(rows, 1):
        rules.setdefault(misreading(" ".join(row)), number)
    cure = "Declare the encoding that it is in."
    return [Fault(file, rule, row=row, cure=cure) for rule, row in rules.items() if rule]
