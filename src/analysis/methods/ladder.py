"""The ladder of evidence of a state's cells: from what is known there up to the verdict."""

import pandas as pd

from analysis.vocabulary import ALL_STATES, EXPOSURE, REGION, STATE


def ladder(
    table: pd.DataFrame, cells: pd.DataFrame, exposed: pd.Series, state: str, region: str
) -> pd.DataFrame:
    """A state's verdict in each domain where it was studied, and those that it can be seen beside.

    ``table`` comes from ``triangulation.matrix_table``; ``cells`` has one row per ``state`` and
    ``domain`` with ``n_indicators``, and ``exposed`` the class of exposure of each of its rows.

    Returns one row per ``domain`` and ``kind``: the state, the states of its class of exposure,
    its region, all studied states; with the columns of ``table`` but ``place``. In rows of the
    state stand ``n_indicators`` (outcome indicators measured there), ``exposure``, the ``grade``
    of the domain's indicators and, where ``cells`` has it, ``stability``.
    """
    here = cells.assign(exposure=exposed)[cells["state"].eq(state)]
    classes = here[["domain", "exposure"]]
    grades = table.loc[table["kind"].eq(ALL_STATES), ["domain", "grade"]]
    kept = ["domain", "exposure", "n_indicators", *here.columns.intersection(["stability"])]
    own = table[table["kind"].eq(STATE) & table["place"].eq(state)].drop(columns="grade")
    own = own.merge(here[kept], on="domain").merge(grades, on="domain", how="left")
    of_place = {STATE: state, REGION: region, ALL_STATES: ALL_STATES}
    beside = table[table["kind"].isin([REGION, ALL_STATES])].drop(columns="grade")
    beside = beside[beside["place"].eq(beside["kind"].map(of_place))].merge(classes["domain"])
    alike = table[table["kind"].eq(EXPOSURE)].drop(columns="grade")
    alike = alike.merge(classes, left_on=["domain", "place"], right_on=["domain", "exposure"])
    rows = [own, alike.drop(columns="exposure"), beside]
    return pd.concat(rows, ignore_index=True).drop(columns="place")
