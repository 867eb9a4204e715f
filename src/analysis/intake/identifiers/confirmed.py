"""Values that a person has decided to mask: names, places, organizations.

A CSV that the person keeps outside the checkout: ``value``, ``kind``; other columns are not read.
"""

import csv
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from analysis.faults import BadInput, Fault, refuse
from analysis.intake.identifiers.candidate import END, NAMED, START, Candidate
from analysis.intake.identifiers.finding import CONFIRMED, FIXED_FORMATS, Search
from analysis.intake.identifiers.folding import View, folded
from analysis.study import in_work_tree

COLUMNS = ("value", "kind")
CURE = f"Columns: value, kind; kinds: {', '.join(CONFIRMED)}."
# Surer than a likely telephone, less sure than a check digit that fits.
BETWEEN = r"(?:[ \-]{0,3}\n[ ]{0,3}|[ \-]{1,3})"


def read_confirmed(path: Path) -> list[tuple[str, str]]:
    """Value and kind of each row. Raises BadInput, naming rows and never a value."""
    if in_work_tree(path):
        rule = "confirmed values may not lie inside a git work tree"
        raise BadInput([Fault(path.name, rule, cure="Keep the file outside the checkout.")])
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            rows = list(csv.DictReader(lines, strict=True))
    except (OSError, UnicodeDecodeError, csv.Error):
        raise BadInput([Fault(path.name, "not a CSV file in UTF-8", cure=CURE)]) from None
    if rows and not set(COLUMNS) <= rows[0].keys():
        raise BadInput([Fault(path.name, "not the columns of confirmed values", cure=CURE)])
    refuse(_faults(path.name, rows))
    return [(row["value"].strip(), row["kind"].strip()) for row in rows]


def _faults(file: str, rows: list[dict[str, str]]) -> Iterator[Fault]:
    for number, row in enumerate(rows, start=2):
        if len(re.findall(r"[A-ZÑ0-9]", folded(row["value"] or ""))) < 2:
            yield Fault(file, "too short to be looked for", row=number, column="value", cure=CURE)
        if (row["kind"] or "").strip() not in (*CONFIRMED, *FIXED_FORMATS):
            yield Fault(file, "no kind that is known", row=number, column="kind", cure=CURE)


def search_for(values: Iterable[tuple[str, str]]) -> Search:
    """A search that finds these values, whatever their capitals, accents and line ends.

    Takes time in proportion to the number of values, too.
    """
    kinds = {" ".join(_words(value)): kind for value, kind in values}
    spelled = sorted(kinds, key=len, reverse=True)
    pattern = re.compile(START + "(?:" + "|".join(map(_pattern, spelled)) + ")" + END)

    def search(view: View) -> Iterator[Candidate]:
        for match in pattern.finditer(view.text) if spelled else ():
            value = " ".join(_words(match.group()))
            yield Candidate(*match.span(), kinds[value], value, NAMED)

    return search


def _words(value: str) -> list[str]:
    """Words without what joins them; Ñ as N, because many write it so."""
    return re.findall(r"[^ \n\-]+", folded(value).replace("Ñ", "N"))


def _pattern(value: str) -> str:
    words = (re.escape(word).replace("N", "[NÑ]") for word in value.split(" "))
    return BETWEEN.join(words)
