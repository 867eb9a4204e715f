"""One variable of a labelled file: its answers as codes, their labels, the missing values."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd
from pandas.api.extensions import ExtensionArray

from analysis.faults import Fault
from analysis.intake.labelled import codes
from analysis.intake.labelled.opening import DTA, Opened

LOWEST, HIGHEST = -1.797e308, 1.797e308  # beyond these, SPSS writes its lowest and highest number
NO_DAY = "a date that no calendar has"
MEND = "Mend the date in the file, or leave the variable out."
BLANKS = "two of its values differ only in blanks"


@dataclass(frozen=True)
class Column:
    """A variable: ``answers`` as codes, a blank missing, and which are declared missing values.

    ``labels`` by code. ``missing`` are the codes found or labelled that are declared missing,
    ``rule`` is how the file or the caller declares them.
    """

    name: str
    label: str
    measure: str
    kind: str
    answers: ExtensionArray
    is_missing: np.ndarray
    labels: dict[str, str]
    missing: frozenset[str]
    rule: str
    faults: list[Fault] = field(default_factory=list)


def column(found: Opened, name: str, more_missing: Iterable[str] = ()) -> Column:
    """A variable of the file; ``more_missing`` are codes that its file does not declare missing."""
    more, ranges = frozenset(more_missing), found.meta.missing_ranges.get(name, [])
    kind_of = codes.stata_kind if found.form == DTA else codes.spss_kind
    kind = kind_of(found.shown(name), found.stored(name))
    values, labels = found.values[name], found.meta.variable_value_labels.get(name) or {}
    # Each value is looked at once: a survey has few of them and many cells.
    each = list(dict.fromkeys(values))
    place = {value: number for number, value in enumerate(each)}
    at = np.fromiter(map(place.__getitem__, values), dtype=np.int32, count=len(values))
    distinct = {*each, *labels} - {None}
    declared = {value for value in distinct if _is_declared(value, ranges, kind)}
    texts, lost = {}, set()
    for value in distinct:
        try:
            texts[value] = _text(value, found, name, codes.NUMBER if value in declared else kind)
        except (OverflowError, ValueError):
            lost.add(value)
    declared |= {value for value, text in texts.items() if text in more}
    missing = frozenset(texts[value] for value in declared if texts.get(value))
    tags = {text for text in missing if text.startswith(".") and kind != codes.TEXT}
    rows = [row for row, value in enumerate(values, 1) if value in lost] if lost else []
    faults = [Fault(found.file, NO_DAY, row=row, column=name, cure=MEND) for row in rows]
    if kind == codes.TEXT and len(set(map(_spelled, distinct))) > len(set(texts.values())):
        faults.append(Fault(found.file, BLANKS, column=name))
    return Column(
        name=name,
        label=(found.meta.column_names_to_labels.get(name) or "").strip(),
        measure=found.meta.variable_measure.get(name, "unknown"),
        kind=kind,
        answers=pd.array([texts.get(value) or None for value in each], dtype="str").take(at),
        is_missing=np.array([value in declared for value in each], dtype=bool).take(at),
        labels={texts[v]: label.strip() for v, label in labels.items() if texts.get(v)},
        missing=missing,
        rule="; ".join([*map(_worded, ranges), *sorted(tags), *sorted(more)]),
        faults=faults,
    )


def _spelled(value: Any) -> Any:
    return value.rstrip() if isinstance(value, str) else value


def _is_declared(value: Any, ranges: list[dict], kind: str) -> bool:
    if isinstance(value, str) and kind != codes.TEXT:
        return True  # a number of Stata that is .a to .z comes as its letter
    if kind == codes.TEXT:
        return any(value.strip() == each["lo"].strip() for each in ranges)
    return any(each["lo"] <= value <= each["hi"] for each in ranges)


def _text(value: Any, found: Opened, name: str, kind: str) -> str:
    if isinstance(value, str):
        is_tag = found.form == DTA and not found.stored(name).startswith("string")
        return f".{value}" if is_tag else codes.of_text(value)
    if kind in (codes.NUMBER, codes.TEXT):
        return codes.of_number(value, found.stored(name))
    if found.form == DTA:
        return codes.of_stata_date(value, kind, codes.stata_unit(found.shown(name)))
    return codes.of_spss_date(value, kind)


def _worded(each: dict) -> str:
    """A range as SPSS writes it: ``99``, ``LO THRU -1``."""
    low, high = each["lo"], each["hi"]
    if isinstance(low, str):
        return low.strip()
    ends = (
        "LO" if low <= LOWEST else codes.of_number(low),
        "HI" if high >= HIGHEST else codes.of_number(high),
    )
    return ends[0] if low == high else " THRU ".join(ends)
