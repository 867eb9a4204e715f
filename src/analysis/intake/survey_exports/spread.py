"""Repeat groups that a wide export spreads over columns, made into rows again.

A round in which nothing at all was given cannot be told from one that was not held, and gives no
row.
"""

import pandas as pd

from analysis.faults import refuse
from analysis.intake.survey_exports.columns import Given, Rounds, columns
from analysis.intake.survey_exports.export import Sheet
from analysis.intake.survey_exports.tables import decoded, filled


def rounds(given: Given, repeat: str) -> list[Rounds]:
    """The rounds of a repeat group over which the main sheet spreads it, in order."""
    return sorted(_held(given, repeat))


def of_repeat(given: Given, repeat: str, made: dict[str, Sheet]) -> Sheet:
    """The rows of a repeat group, in the order of the submissions and their rounds."""
    layout = given.layouts[repeat]
    form = made[""].form if "" in made else pd.Series(0, index=layout.raw.column(0).index)
    parts, faults, all_found = [], [], {}
    for number, places in sorted(_held(given, repeat).items()):
        found, wrong = columns(given, repeat, (), number)
        faults += wrong
        is_held = pd.concat([layout.raw.column(p).notna() for p in places], axis=1).any(axis=1)
        held = is_held.index[is_held].intersection(form.index)
        part = filled(layout, found, form).reindex(held)
        headers = {name: where.header for name, where in found.items()}
        part = part.assign(**{ORIGIN: held, ROUNDS: [number] * len(part)})
        parts.append(part.assign(**{HEADERS: [headers] * len(part)}))
        all_found = found | all_found
    refuse(faults)
    table = pd.concat(parts).sort_values([ORIGIN, ROUNDS], kind="stable")
    table = table.set_axis(range(2, 2 + len(table)), axis=0)
    origin = table[[ORIGIN, ROUNDS, HEADERS]].set_axis(["row", "rounds", "headers"], axis=1)
    parent = _parents(given, repeat, origin, made)
    of_main = origin["row"].map(form).fillna(0).astype(int)
    table = table.drop(columns=[ORIGIN, ROUNDS, HEADERS])
    return decoded(given, repeat, table, all_found, of_main, parent, origin=origin)


# Names that no question can have.
ORIGIN, ROUNDS, HEADERS = "/row", "/rounds", "/headers"


def _held(given: Given, repeat: str) -> dict[Rounds, list[int]]:
    """The rounds of a repeat group, each with the places of all that stands in it."""
    found: dict[Rounds, list[int]] = {}
    for (number, column), place in given.layouts[repeat].places.items():
        form = given.forms[number]
        within = [r for r in form.above(form.questions[column.question].repeat) if r][::-1]
        if column.rounds and repeat in within:
            found.setdefault(column.rounds[: within.index(repeat) + 1], []).append(place)
    return found


def _parents(given: Given, repeat: str, origin: pd.DataFrame, made: dict[str, Sheet]) -> pd.Series:
    around = next(form for form in given.forms if repeat in form.repeats).repeats[repeat].repeat
    if not around:
        return origin["row"].astype("Int64")
    if around not in made:
        return pd.Series(pd.NA, index=origin.index, dtype="Int64")
    of_around = made[around].origin
    rows = {(row, n): index for index, row, n in of_around[["row", "rounds"]].itertuples()}
    keys = zip(origin["row"], origin["rounds"], strict=True)
    return pd.Series([rows[row, n[:-1]] for row, n in keys], index=origin.index, dtype="Int64")
