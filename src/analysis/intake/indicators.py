"""Public indicators: the register, their values by place and period, and their breaks."""

from functools import partial
from pathlib import Path

import pandas as pd

from analysis import schema
from analysis import vocabulary as words
from analysis.faults import Fault, refuse
from analysis.intake import cells, sheets
from analysis.intake.gathering import Gathering, gathered
from analysis.store import note
from analysis.study import Study

FILES = {
    "indicators": Path("indicators/indicators.csv"),
    "indicator_values": Path("indicators/indicator_values.csv"),
    "indicator_breaks": Path("indicators/indicator_breaks.csv"),
}
NUMBERS = ("value", "lower", "upper", "n")


def read(study: Study) -> dict[str, pd.DataFrame]:
    """Each table as text, one row per row of its file, which the index counts (header: row 1)."""
    note(words.PUBLIC)
    reads = {
        name: partial(sheets.read_csv, study, study.raw / path, schema.about(name))
        for name, path in FILES.items()
    }
    return gathered(reads)


def clean(raw: dict[str, pd.DataFrame], study: Study) -> dict[str, pd.DataFrame]:
    """Tables ``indicators``, ``indicator_values`` and ``indicator_breaks``.

    Raises BadInput with every fault of the three files: a text for a number, a value outside its
    interval, an interval with one end, an indicator without a register entry, and whatever the
    declarations refuse.
    """
    files = {name: study.known_as(study.raw / path) for name, path in FILES.items()}
    found = {name: Gathering(study, file) for name, file in files.items()}
    values = "indicator_values"
    tables = raw | {values: _numbers(raw[values], found[values])}
    tables = {name: found[name].checked(name, table) for name, table in tables.items()}
    refuse(
        [fault for gathering in found.values() for fault in gathering.faults]
        + schema.stray_references(tables, files)
    )
    return tables


def _numbers(values: pd.DataFrame, found: Gathering) -> pd.DataFrame:
    """The values with their numbers read and their intervals looked at."""
    read = {column: found.values(cells.numbers(values[column])) for column in NUMBERS}
    values = values.assign(**read)
    found.add(_interval_faults(values))
    return values


def _interval_faults(values: pd.DataFrame) -> list[Fault]:
    lower, value, upper = values["lower"], values["value"], values["upper"]
    rules = {
        "lower": (lower > value, "above the value"),
        "upper": (upper < value, "below the value"),
        "value": (lower.isna() != upper.isna(), "has only one end of its interval"),
    }
    return [
        Fault("", rule, row=row, column=column)
        for column, (is_wrong, rule) in rules.items()
        for row in values.index[is_wrong]
    ]
