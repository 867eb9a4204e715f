"""Numbers about people, classes, and public figures: what of them may be shown."""

import re
from collections.abc import Sequence
from typing import Any

import pandas as pd
from pandas.api.types import is_bool_dtype, is_numeric_dtype

from analysis import store
from analysis.disclosure.released import STATE_COLUMNS, Released, require, seal
from analysis.methods.suppression import lines, protect
from analysis.study import Study
from analysis.vocabulary import PUBLIC

# Counts that speak of people: they leave through ``release`` alone.
COUNTS_OF_PEOPLE = (
    "n_people", "n_sources", "n_asked", "n_raised", "n_unasked", "n_respondents", "n_accounts",
    "n_stories", "n_passed",
)  # fmt: skip
# Measures made of what people said; so is every share.
SAID_BY_PEOPLE = (
    "direction", "direction_lower", "direction_upper", "prominence", "prominence_lower",
    "prominence_upper", "probability", "said_probability", "people_better", "people_worse",
)  # fmt: skip
# Of two sources each reads the other's answer out of what is told of both (Hundepool and others
# 2012, section 4.2.1: a minimum of three contributors).
FEWEST_SOURCES = 3
# A count and the part of it that is counted beside it: what is left over is known too.
PARTS = (("n_asked", "n_raised"),)
# A text that is a number could be any count in disguise; a period (2021, 2021Q3) is none.
_NUMBER = re.compile(r"\s*[-+]?\s*\d[\d.,\s]*%?\s*")
_YEAR = re.compile(r"(19|20)\d\d")


def release(
    table: pd.DataFrame,
    study: Study,
    people: str = "n_people",
    hide: Sequence[str] = (),
    within: Sequence[str] = (),
    by: Sequence[str] = (),
    keep: Sequence[str] = (),
) -> Released:
    """Hide the numbers that rest on fewer than ``study.smallest_cell`` people, and the count.

    ``people`` counts the people, sources or cases behind each row: above zero and too few, it
    and every ``hide`` column are blanked and ``is_suppressed`` is true. Zero is shown as zero.
    Hidden like them is what speaks of one or two sources, a share (``*_share``) of none or of
    all of fewer than twice the smallest cell, since it tells what each of them said, and a
    number in a row that counts nobody.
    ``within`` names the dimensions over which totals are published elsewhere, so that further
    cells must be hidden lest a total give a hidden one away; ``by`` the table's other dimensions.
    ``keep`` names numbers that say nothing of the people counted (a rank, a threshold).

    Raises ValueError for a column that is absent, confidential, or a number not named in any
    of these; for numbers of people by state; for rows that hold values but no count; where totals
    would give a cell away.
    """
    named = [people, *hide, *within, *by, *keep]
    table = table.reset_index(drop=True)
    if "is_suppressed" in table:
        msg = "is_suppressed: already released; release the table it was made from"
        raise ValueError(msg)
    require(table, named)
    _refuse_numbers(table, named)
    _refuse_states(table, people)
    counts = _counts(table, people, hide)
    hidden = counts.gt(0) & counts.lt(study.smallest_cell) | _telling(table, counts, hide, study)
    if within:
        hidden = protect(counts, hidden, lines(table, within, by), study.smallest_cell)
    blanked = {column: table[column].mask(hidden) for column in [people, *hide]}
    shown = table.assign(**blanked, is_suppressed=hidden)
    return seal(shown, study, study.provenance, is_protected=bool(within))


def release_classes(
    table: pd.DataFrame, study: Study, columns: Sequence[str], public: Sequence[str] = (),
    work: Sequence[str] = (),
) -> Released:  # fmt: skip
    """Release the ``columns`` of a table that holds only words: ids, names, verdicts, yes and no.

    Two kinds of number may stand beside them: ``public`` ones, read from public indicators, and
    numbers about the ``work`` (projects, changes, codes, agreement between coders), which count
    nobody heard. Raises ValueError naming any other column that holds a number or a date.
    """
    chosen = [*columns, *public, *work]
    require(table, chosen)
    posing = [c for c in (*public, *work) if _speaks_of_people(c)]
    if posing:
        msg = f"{', '.join(posing)}: speaks of people, so it leaves through release alone"
        raise ValueError(msg)
    others = [column for column in columns if not _holds_classes(table[column])]
    if others:
        msg = f"{', '.join(others)}: not a class; use release, or name it as public or work"
        raise ValueError(msg)
    return seal(table[chosen], study, study.provenance)


def release_public(table: pd.DataFrame, study: Study) -> Released:
    """Release a table as it is, where everything read so far in this process is public.

    Raises ValueError otherwise.
    """
    if store.provenance() != PUBLIC:
        msg = f"not only public figures were read: {store.provenance()}"
        raise ValueError(msg)
    return seal(table, study, PUBLIC)


def _refuse_numbers(table: pd.DataFrame, named: Sequence[str]) -> None:
    """A number that nobody named could be the very one to hide (n_raised beside n_asked)."""
    others = [c for c in table if c not in named and not _holds_classes(table[c])]
    if others:
        names = ", ".join(map(str, others))
        msg = f"{names}: name it in hide, or in keep or by if it tells nothing"
        raise ValueError(msg)


def _refuse_states(table: pd.DataFrame, people: str) -> None:
    """By state, with a domain or without, only classes of what people said may leave."""
    places = [column for column in STATE_COLUMNS if column in table]
    if places and people in COUNTS_OF_PEOPLE:
        msg = f"{places[0]}: no number of people leaves by state; give classes to release_classes"
        raise ValueError(msg)


def _speaks_of_people(column: str) -> bool:
    return column in (*COUNTS_OF_PEOPLE, *SAID_BY_PEOPLE) or column.endswith("_share")


def _telling(
    table: pd.DataFrame, counts: pd.Series, hide: Sequence[str], study: Study
) -> pd.Series:
    """Rows that tell what a few people said, though there are enough people behind them."""
    sources = table[[column for column in hide if column in COUNTS_OF_PEOPLE]]
    shares = table[[column for column in hide if column.endswith("_share")]]
    values = table[[column for column in hide if is_numeric_dtype(table[column])]]
    left = [sources[all_] - sources[part] for all_, part in PARTS if {all_, part} <= {*sources}]
    counted = pd.concat([sources, *left], axis=1)
    is_few = counted.gt(0) & counted.lt(FEWEST_SOURCES)
    is_small = counts.gt(0) & counts.lt(2 * study.smallest_cell)
    is_unanimous = is_small & shares.isin([0, 1]).any(axis=1)
    rests_on_nobody = counts.eq(0) & (values.notna() & values.ne(0)).any(axis=1)
    return is_few.any(axis=1) | is_unanimous | rests_on_nobody


def _holds_classes(column: pd.Series) -> bool:
    values = column.dropna()
    return is_bool_dtype(column) or all(_is_class(value) for value in values)


def _is_class(value: Any) -> bool:
    if isinstance(value, str):
        return not _NUMBER.fullmatch(value) or bool(_YEAR.fullmatch(value))
    return isinstance(value, bool)


def _counts(table: pd.DataFrame, people: str, hide: Sequence[str]) -> pd.Series:
    counts = table[people]
    if not is_numeric_dtype(counts) or is_bool_dtype(counts) or counts.lt(0).any():
        msg = f"{people}: must count people, from zero up"
        raise ValueError(msg)
    uncounted = counts.isna()
    if table.loc[uncounted, list(hide)].notna().any(axis=None):
        msg = f"{people}: blank in rows that hold values, so nobody can say how few they rest on"
        raise ValueError(msg)
    return counts.astype(float)
