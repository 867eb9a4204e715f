"""The data dictionary as a page, from the declarations of the tables.

``python -m analysis.exhibits.dictionary docs/tables.md`` writes it.
"""

import sys
from pathlib import Path

import pandas as pd

from analysis.schema import dictionary
from analysis.store import write_text

HEAD = """\
# Tables

Every processed table and column, written from the declarations in `src/analysis/schema/` by
`make tables`. A column that is part of the key is marked with an asterisk. A blank is allowed only
where its meaning is given. Confidential columns never leave `data/processed/`.
"""

TYPES = {
    "string[pyarrow]": "text", "datetime64[ns]": "date", "float64": "number",
    "int64": "whole number", "bool": "yes or no", "boolean": "yes or no",
}  # fmt: skip


def page() -> str:
    """Every table under a heading, with its grain and its columns."""
    parts = [
        _table(str(name), columns) for name, columns in dictionary().groupby("table", sort=False)
    ]
    return "\n".join([HEAD, *parts])


def _table(name: str, columns: pd.DataFrame) -> str:
    grain = columns["grain"].iloc[0]
    lines = [
        f"## {name}",
        "",
        grain,
        "",
        "| column | type | holds | a blank means |",
        "| --- | --- | --- | --- |",
    ]
    lines += [_row(column) for column in columns.to_dict("records")]
    return "\n".join(lines) + "\n"


def _row(column: dict[str, str]) -> str:
    notes = [
        column["description"],
        f"Unit: {column['unit']}." if column["unit"] else "",
        f"One of: {column['closed list']}." if column["closed list"] else "",
        f"Refers to {column['refers']}." if column["refers"] else "",
        "Confidential." if column["confidential"] else "",
    ]
    mark = "*" if column["key"] else ""
    holds = " ".join(note for note in notes if note)
    return (
        f"| `{column['column']}`{mark} | {TYPES[column['type']]} | {holds} | {column['missing']} |"
    )


if __name__ == "__main__":
    write_text(Path(sys.argv[1]), page())
