"""Complementary suppression: what must be hidden beside the small cells of a published table.

After Hundepool and others, Statistical Disclosure Control (Wiley 2012), chapter 4: a total minus
the cells shown gives a lone hidden cell away, so that a second one has to be hidden with it. The
cells are chosen line by line, smallest first, and not by an optimiser.
"""

from collections.abc import Sequence

import pandas as pd


def lines(table: pd.DataFrame, within: Sequence[str], by: Sequence[str]) -> list[pd.Series]:
    """For each dimension of ``within``, the line each row lies on: all others held fixed.

    ``within`` and ``by`` together tell the rows of ``table`` apart. Raises ValueError otherwise.
    """
    dimensions = [*within, *by]
    if table.duplicated(dimensions).any():
        msg = f"rows share {', '.join(dimensions)}; name the table's other dimensions in by"
        raise ValueError(msg)
    whole = pd.Series(0, index=table.index)
    held = [[other for other in dimensions if other != dimension] for dimension in within]
    return [table.groupby(others, dropna=False).ngroup() if others else whole for others in held]


def protect(
    counts: pd.Series, hidden: pd.Series, lines: list[pd.Series], smallest_cell: int
) -> pd.Series:
    """Hide further cells until no line's total gives a hidden one away.

    ``counts`` are the people behind each cell (blank: no such cell), ``hidden`` marks the cells
    hidden for their smallness, ``lines`` tells along which lines totals are published.

    In every line whose total is large enough to be published, what is hidden must be several
    cells that together hold at least ``smallest_cell`` people; else the smallest further cell
    is hidden too, a zero only where nothing else is left. Raises ValueError where no cell is
    left to hide with.
    """
    hidden = hidden.copy()
    while (line := _open_line(counts, hidden, lines, smallest_cell)) is not None:
        spare = counts[line & ~hidden].dropna()
        if spare.empty:
            msg = "a hidden cell stands alone under its total: join categories, or drop the total"
            raise ValueError(msg)
        hidden[spare.mask(spare.eq(0), float("inf")).sort_values(kind="stable").index[0]] = True
    return hidden


def _open_line(
    counts: pd.Series, hidden: pd.Series, lines: list[pd.Series], smallest_cell: int
) -> pd.Series | None:
    """The first line whose total and shown cells give away what is hidden in it, as a mask."""
    for line in lines:
        secret = counts[hidden].groupby(line[hidden]).agg(["size", "sum"])
        totals = counts.groupby(line).sum()[secret.index]
        thin = secret["size"].eq(1) | secret["sum"].lt(smallest_cell)
        given_away = secret.index[thin & totals.ge(smallest_cell)]
        if len(given_away):
            return line.eq(given_away[0])
    return None
