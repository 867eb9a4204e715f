"""Public indicators: register, values, breaks, what each is used for, and printed figures."""

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
    "indicator_uses": Path("indicators/indicator_uses.csv"),
    "indicator_checks": Path("indicators/indicator_checks.csv"),
}
# Without them no rate and no change is computed, and nothing is held against print.
NEED_NOT_BE = ("indicator_uses", "indicator_checks")
# Columns that a file need not have: few studies have a figure of no state.
NEED_NOT_HAVE = {"indicator_uses": ("part_of",)}
NUMBERS = {
    "indicator_values": ("value", "lower", "upper", "n"),
    "indicator_uses": ("per",),
    "indicator_checks": ("published", "rounded_to"),
}
WINDOWS = ("baseline_first", "baseline_last", "endline_first", "endline_last")


def read(study: Study) -> dict[str, pd.DataFrame]:
    """Each table as text, one row per row of its file, which the index counts (header: row 1)."""
    note(words.PUBLIC)
    reads = {}
    for name, path in FILES.items():
        reader = sheets.read_csv_if_any if name in NEED_NOT_BE else sheets.read_csv
        reader = partial(reader, optional=NEED_NOT_HAVE.get(name, ()))
        reads[name] = partial(reader, study, study.raw / path, schema.about(name))
    return gathered(reads)


def clean(raw: dict[str, pd.DataFrame], study: Study) -> dict[str, pd.DataFrame]:
    """Tables ``indicators`` and ``indicator_`` ``values``, ``breaks``, ``uses`` and ``checks``.

    Raises BadInput with every fault of the files: a text for a number, a value outside its
    interval, an interval with one end, an indicator without a register entry, a window that ends
    before it begins, and whatever the declarations refuse.
    """
    files = {name: study.known_as(study.raw / path) for name, path in FILES.items()}
    found = {name: Gathering(study, file) for name, file in files.items()}
    tables = dict(raw)
    for name, columns in NUMBERS.items():
        read = {column: found[name].values(cells.numbers(raw[name][column])) for column in columns}
        tables[name] = raw[name].assign(**read)
    found["indicator_values"].add(_interval_faults(tables["indicator_values"]))
    found["indicator_uses"].add(_use_faults(tables["indicator_uses"]))
    tables = {name: found[name].checked(name, table) for name, table in tables.items()}
    refuse(
        [fault for gathering in found.values() for fault in gathering.faults]
        + schema.stray_references(tables, files)
    )
    return tables


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


def _use_faults(uses: pd.DataFrame) -> list[Fault]:
    """Half a rate, a part of itself, half a window, windows not one after the other."""
    given = uses[list(WINDOWS)].notna()
    whole = uses[given.all(axis=1)]
    # Periods of one kind stand in the order of their letters: 2022Q4 before 2023Q1.
    kinds = whole[list(WINDOWS)].apply(lambda periods: periods.str.replace(r"\d", "", regex=True))
    is_mixed = kinds.nunique(axis=1).gt(1)
    first, last, then, end = (whole[column] for column in WINDOWS)
    is_wrong = is_mixed | first.gt(last) | last.ge(then) | then.gt(end)
    rules = {
        "per": (uses["per"].isna() != uses["counted_over"].isna(), "goes with counted_over"),
        "part_of": (uses["part_of"].eq(uses["indicator_id"]), "names the indicator itself"),
        "baseline_first": (given.any(axis=1) & ~given.all(axis=1), "has not all four windows"),
        "endline_first": (is_wrong, "the windows are not one after the other"),
    }
    return [
        Fault("", rule, row=row, column=column)
        for column, (is_broken, rule) in rules.items()
        for row in is_broken.index[is_broken]
    ]
