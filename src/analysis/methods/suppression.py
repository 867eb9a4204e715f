"""Complementary suppression: what must be hidden beside the small cells of a published table.

After Hundepool and others, Statistical Disclosure Control (Wiley 2012), chapter 4: a total minus
the cells shown gives a lone hidden cell away, so that a second one has to be hidden with it. The
cells are chosen one by one, smallest first, and not by an optimiser; what all totals together
still tell of each hidden cell is then worked out exactly, as an intruder would.
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from scipy.optimize import linprog

_SLACK = 1e-6  # people; below it a difference is the solver's rounding


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
    """Hide further cells until the totals no longer give a hidden one away.

    ``counts`` are the people behind each cell (blank: no such cell), ``hidden`` marks the cells
    hidden for their smallness, ``lines`` tells along which lines totals are published.

    In every line whose total is large enough to be published, what is hidden must be several
    cells that together hold at least ``smallest_cell`` people; and all totals taken together must
    leave each hidden cell ``smallest_cell`` people wide open. Else the smallest further cell is
    hidden too, a zero only where nothing else is left. Raises ValueError where no cell is left to
    hide with.
    """
    hidden = hidden.copy()
    while (beside := _given_away(counts, hidden, lines, smallest_cell)) is not None:
        spare = counts[beside & ~hidden].dropna()
        if spare.empty:
            msg = "a hidden cell stands alone under its total: join categories, or drop the total"
            raise ValueError(msg)
        hidden[spare.mask(spare.eq(0), float("inf")).sort_values(kind="stable").index[0]] = True
    return hidden


def _given_away(
    counts: pd.Series, hidden: pd.Series, lines: list[pd.Series], smallest_cell: int
) -> pd.Series | None:
    """The cells beside one that is given away, as a mask; None where none is."""
    line = _open_line(counts, hidden, lines, smallest_cell)
    if line is not None or not hidden.any():
        return line
    # Where each cell lies on one line, what is hidden there can be split in any way: no doubt less.
    if len(lines) == 1:
        return None
    totals = [total for line in lines for total in _totals(counts, line, smallest_cell)]
    cells = hidden.index[hidden & counts.notna()]
    wide = smallest_cell - _SLACK
    narrow = next((cell for cell in cells if doubt(cell, counts[cells], totals) < wide), None)
    if narrow is None:
        return None
    return pd.concat([total for total in totals if total[narrow]], axis=1).any(axis=1)


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


def _totals(counts: pd.Series, line: pd.Series, smallest_cell: int) -> list[pd.Series]:
    """Of each total that is large enough to be published, the cells it adds up, as a mask."""
    sums = counts.groupby(line).sum()
    return [line.eq(place) for place in sums.index[sums.ge(smallest_cell)]]


def doubt(cell: object, secret: pd.Series, totals: list[pd.Series]) -> float:
    """How far apart the least and the most are that a hidden cell can hold, given the totals.

    ``secret`` are the counts of all hidden cells, ``totals`` masks of the cells that each total
    adds up. Two linear programs, as in Hundepool and others, section 4.3: several totals can pin
    down a cell that none gives away alone. Infinite where no total binds the cell.
    """
    adds = [total[secret.index].to_numpy(float) for total in totals if total[secret.index].any()]
    if not any(total[cell] for total in totals):
        return float("inf")
    goal = np.asarray(secret.index == cell, float)
    sums = [add @ secret.to_numpy(float) for add in adds]
    least, most = (
        linprog(sign * goal, A_eq=np.array(adds), b_eq=sums, method="highs").fun for sign in (1, -1)
    )
    return -most - least
