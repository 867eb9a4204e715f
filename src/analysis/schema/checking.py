"""A table against its declaration: checked, referred to, and described."""

from dataclasses import replace
from typing import Any

import pandas as pd
import pandera.pandas as pa
from pandas.api.types import is_bool_dtype, is_integer_dtype
from pandera.errors import SchemaErrors

from analysis.faults import Fault, at, refuse
from analysis.schema.tables import TABLES
from analysis.study import Study

# What is said of a cell; its value never is.
TWICE = "stands twice"
OTHER_KIND = "of another kind than declared (a text for a number or date, a part for a whole)"
_BROKEN = {
    "greater_than_or_equal_to": "below {min_value}",
    "greater_than": "not above {min_value}",
    "less_than_or_equal_to": "above {max_value}",
    "str_matches": "not written as declared ({description})",
}


def about(name: str) -> dict[str, dict[str, Any]]:
    """What was declared of each column of a table, by column name."""
    columns = TABLES[name].to_schema().columns
    return {column: declared.metadata for column, declared in columns.items()}


def checked(
    name: str, table: pd.DataFrame, study: Study, file: str = "", sheet: str = ""
) -> pd.DataFrame:
    """The table with its declared columns and types, sorted by its key.

    ``table``'s index holds the row each record had in ``file``, so that a fault can name it.
    Raises BadInput with every fault found: a missing or unknown column, a blank, a type, a
    bound, a repeated key, a value off its closed list.
    """
    place = file or f"table {name}"
    schema = TABLES[name].to_schema()
    _refuse_columns(place, sheet, table, list(schema.columns))
    table = table[list(schema.columns)]
    faults = _blanks(schema, table) + _off_list(name, table, study)
    # Blanks are told by now; among them pandera would take a missing yes or no for an answer.
    table = table.dropna(subset=_required(schema))
    # Pandera fails where two rows bear the same number, as the parts of one row do.
    rows, table = table.index, table.reset_index(drop=True)
    try:
        typed = schema.validate(table, lazy=True)
        wrong = _bent(table, typed)
    except SchemaErrors as errors:
        wrong = _by_row([fault for e in errors.schema_errors for fault in _faults_of(e, table)])
    faults += [f if f.row is None else replace(f, row=rows[f.row]) for f in wrong]
    refuse(at(faults, place, sheet))
    return typed.sort_values(key(name), kind="stable").reset_index(drop=True)


def key(name: str) -> list[str]:
    """The columns that identify a row."""
    schema = TABLES[name].to_schema()
    return list(schema.unique or [c for c, column in schema.columns.items() if column.unique])


def _refuse_columns(place: str, sheet: str, table: pd.DataFrame, declared: list[str]) -> None:
    missing = [c for c in declared if c not in table.columns]
    unknown = [c for c in table.columns if c not in declared]
    refuse(
        [Fault(place, "column missing", sheet, column=c) for c in missing]
        + [Fault(place, "column not declared", sheet, column=str(c)) for c in unknown]
    )


def _required(schema: pa.DataFrameSchema) -> list[str]:
    return [name for name, column in schema.columns.items() if not column.nullable]


def _blanks(schema: pa.DataFrameSchema, table: pd.DataFrame) -> list[Fault]:
    return [
        Fault("", "blank, but must be given", row=row, column=column)
        for column in _required(schema)
        for row in table.index[table[column].isna()]
    ]


def _bent(table: pd.DataFrame, typed: pd.DataFrame) -> list[Fault]:
    """What became another value when it was typed: 2.5 a whole 2, a text a yes."""
    faults = []
    for column in typed:
        if is_integer_dtype(typed[column]) or is_bool_dtype(typed[column]):
            given, kept = table[column].dropna(), typed[column].dropna()
            bent = given.index[given.ne(kept)]
            faults += [Fault("", OTHER_KIND, row=row, column=column) for row in bent]
    return faults


def _by_row(faults: list[Fault]) -> list[Fault]:
    """Without the faults that only say again, of a whole column, what others say of its rows."""
    told = {fault.column for fault in faults if fault.row is not None}
    return [fault for fault in faults if fault.row is not None or fault.column not in told]


def _off_list(name: str, table: pd.DataFrame, study: Study) -> list[Fault]:
    faults = []
    for column, declared in about(name).items():
        closed = declared["closed"]
        if not closed:
            continue
        allowed = study.closed(closed) if isinstance(closed, str) else closed
        strays = table.index[table[column].notna() & ~table[column].isin(allowed)]
        listed = f"study.yaml: {closed}" if isinstance(closed, str) else ", ".join(closed)
        rule = f"not on the list ({listed})"
        faults += [Fault("", rule, row=row, column=column) for row in strays]
    return faults


def _faults_of(error: Any, table: pd.DataFrame) -> list[Fault]:
    """Pandera's error without its values: only which check failed, and where."""
    column, cases = getattr(error.schema, "name", None) or "", error.failure_cases
    if error.reason_code.name == "SERIES_CONTAINS_DUPLICATES":
        rows = table.index[table[column].duplicated()]
        return [Fault("", TWICE, row=row, column=column) for row in rows]
    if error.reason_code.name == "DUPLICATES":
        columns = error.schema.unique
        rows = table.index[table.duplicated(columns)]
        return [Fault("", f"{TWICE}: {', '.join(columns)}", row=row) for row in rows]
    rule = _rule(error)
    if isinstance(cases, pd.DataFrame) and "index" in cases and cases["index"].notna().any():
        return [Fault("", rule, row=int(row), column=column) for row in cases["index"].dropna()]
    return [Fault("", rule, column=column)]


def _rule(error: Any) -> str:
    # A check that could not even be made met a value of another kind.
    if error.reason_code.name != "DATAFRAME_CHECK" or error.check.name not in _BROKEN:
        return OTHER_KIND
    declared = {**error.check.statistics, **error.schema.metadata}
    return _BROKEN[error.check.name].format(**declared)


def stray_references(tables: dict[str, pd.DataFrame], files: dict[str, str]) -> list[Fault]:
    """References to rows that do not exist, among the ``tables`` given.

    ``files`` names the raw file of each table, for the report. A table that is not given is not
    checked against. A reference is counted, not quoted.
    """
    faults = []
    for name, table in tables.items():
        for column, declared in about(name).items():
            other, _, other_column = declared["refers"].partition(".")
            if other not in tables:
                continue
            strays = table[column].dropna()
            n_strays = (~strays.isin(tables[other][other_column])).sum()
            if n_strays:
                rule = f"{n_strays} of {len(strays)} refer to no row of {files.get(other, other)}"
                faults.append(Fault(files.get(name, name), rule, column=column))
    return faults


def dictionary() -> pd.DataFrame:
    """The data dictionary: one row per table and column."""
    rows = []
    for name, table in TABLES.items():
        schema = table.to_schema()
        for column, declared in about(name).items():
            closed = declared["closed"]
            rows.append(
                {
                    "table": name,
                    "grain": " ".join((table.__doc__ or "").split()),
                    "column": column,
                    "key": column in key(name),
                    "type": str(schema.columns[column].dtype),
                    **{
                        part: declared[part]
                        for part in ("description", "unit", "missing", "refers")
                    },
                    "closed list": closed if isinstance(closed, str) else ", ".join(closed),
                    "confidential": declared["confidential"],
                }
            )
    return pd.DataFrame(rows)
