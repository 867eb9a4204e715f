"""Which further cells must be hidden, on tables small enough to solve by hand."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.methods.suppression import doubt, lines, protect
from frame import frame

SMALLEST = 10


def hidden_in(counts: list, smallest_cell: int = SMALLEST) -> list[bool]:
    """What is hidden of one line whose total is published."""
    people = pd.Series(counts)
    small = people.between(1, smallest_cell - 1)
    return protect(people, small, [pd.Series(0, people.index)], smallest_cell).tolist()


@pytest.mark.parametrize(
    ("counts", "hidden"),
    [
        ([20, 30, 40], [False, False, False]),
        ([5, 30, 20], [True, False, True]),  # alone, 5 is the total less 50
        ([5, 4, 30], [True, True, True]),  # two cells, but 9 people together
        ([5, 5, 30], [True, True, False]),
        ([5, 0, 30], [True, False, True]),  # a zero hides nothing
        ([5, 0], [True, False]),  # the total itself is too small to be published
    ],
)
def test_a_total_gives_no_hidden_cell_away(counts, hidden):
    assert hidden_in(counts) == hidden


@given(st.lists(st.integers(0, 40), min_size=2, max_size=9))
def test_in_a_single_line_every_hidden_cell_is_left_wide_open(counts):
    people = pd.Series(counts, dtype=float)
    if people.sum() < SMALLEST or not people.between(1, SMALLEST - 1).any():
        return
    hidden = pd.Series(hidden_in(counts))
    whole = pd.Series(True, people.index)
    for cell in people.index[hidden]:
        assert doubt(cell, people[hidden], [whole]) >= SMALLEST - 1e-6


def test_a_cell_that_nothing_can_hide_is_refused():
    people = pd.Series([12.0])
    with pytest.raises(ValueError, match="stands alone"):
        protect(people, pd.Series([True]), [pd.Series([0])], SMALLEST)


def test_both_ways_through_a_table_are_closed():
    table = frame("""
        group   domain    n_people
        unions  advocacy  5
        unions  justice   20
        unions  equality  30
        judges  advocacy  21
        judges  justice   22
        judges  equality  40
        firms   advocacy  31
        firms   justice   41
        firms   equality  50
    """)
    small = table["n_people"].lt(SMALLEST)
    hidden = protect(table["n_people"], small, lines(table, ["group", "domain"], []), SMALLEST)
    assert hidden[small].all()
    for dimension in ("group", "domain"):
        assert not hidden.groupby(table[dimension]).sum().eq(1).any()
    assert not hidden.all()


def test_rows_that_share_a_place_are_refused():
    table = frame("group domain\nunions advocacy\nunions advocacy\n")
    with pytest.raises(ValueError, match="group, domain"):
        lines(table, ["group", "domain"], [])
