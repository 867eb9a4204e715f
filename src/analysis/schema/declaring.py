"""How a table is declared: its columns, their units, and what a blank means."""

from typing import Any

import pandera.pandas as pa


def Field(  # noqa: N802  (reads as a declaration)
    *,
    description: str,
    unit: str = "",
    missing: str = "",
    closed: str | tuple[str, ...] = (),
    refers: str = "",
    confidential: bool = False,
    **checks: Any,
) -> Any:
    """Declare a column.

    ``missing`` says what a blank means, and allows it; without it a blank is a fault. ``closed``
    is the name of a closed list of the study, or the list itself. ``refers`` names the table and
    column that must hold the value. ``confidential`` columns never leave ``data/processed``.
    """
    about = {
        "description": description, "unit": unit, "missing": missing, "closed": closed,
        "refers": refers, "confidential": confidential,
    }  # fmt: skip
    return pa.Field(nullable=bool(missing), metadata=about, **checks)


class Table(pa.DataFrameModel):
    """One processed table. Columns are exactly those declared; the index carries nothing."""

    class Config:
        strict = True
        coerce = True
