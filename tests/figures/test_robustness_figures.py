"""The exhibits of other ways to the same verdicts, and of what was planted."""

import numpy as np
import pandas as pd
from drawn import said, title

from analysis.disclosure import release, release_classes, together
from analysis.exhibits.planted import draw_planted
from analysis.exhibits.variation_wording import CHOICES, KINDS, standing
from analysis.exhibits.variations import draw_specification_curve, draw_variations
from analysis.methods.triangulation.variations import choices
from analysis.vocabulary import VARIATION_KINDS
from frame import frame

NUMBERS = ["n_variations", "n_holds", "n_weakens", "n_turns", "n_appears"]
HEADLINES = frame("""
    domain    kind           variation      n_variations  n_holds  n_weakens  n_turns  n_appears
    advocacy  without_state  .              19            12       5          2        0
    justice   without_state  .              19            19       0          0        0
    advocacy  choice         small_regions  1             1        0          0        0
    justice   choice         small_regions  1             1        0          0        0
""")
CELLS = frame("kind variation flipped\nwithout_state . 0.05\nchoice small_regions 0.2\n")


def varied(study, headlines=HEADLINES, cells=CELLS):
    words = ["kind", "variation"]
    return together(
        headline=release_classes(headlines, study, ["domain", *words], work=NUMBERS),
        cells=release_classes(cells, study, words, work=["flipped"]),
    )


def test_every_kind_and_choice_has_words(study):
    assert set(KINDS) == set(VARIATION_KINDS)
    assert set(choices(study)) <= set(CHOICES)


def test_the_title_says_which_headline_holds_and_each_row_counts_its_variations(study):
    figure = draw_variations(varied(study))
    message = "The headline on justice holds in every other way, that on advocacy in 13 of 20"
    assert title(figure) == message
    words = said(figure)
    for text in ("12", "19", "Without one state", CHOICES["small_regions"], "another verdict"):
        assert text in words
    assert words.index("Without one state") < words.index(CHOICES["small_regions"])


def test_where_no_headline_is_said_the_title_says_so(study):
    silent = HEADLINES.assign(**dict.fromkeys(NUMBERS[1:], 0))
    assert title(draw_variations(varied(study, silent))).startswith("No headline")
    assert title(draw_variations(varied(study, HEADLINES.head(0), CELLS.head(0))))


def curve(study, n_people):
    rows = pd.DataFrame({
        "domain": "justice", "kind": ["base", "without_state", "choice"], "order": [3, 1, 2],
        "said_probability": [0.95, 0.55, 0.9], "n_people": n_people,
    })  # fmt: skip
    return release(rows, study, hide=["said_probability"], keep=["order"])


def test_the_curve_tells_the_least_probability_of_each_headline(study):
    figure = draw_specification_curve(curve(study, 40))
    assert title(figure).endswith("Justice 0.55")
    assert "Without one state" in said(figure)
    assert title(draw_specification_curve(curve(study, 4))).startswith("No headline")


def test_a_headline_steady_shaky_or_turning_is_said_with_its_name(study):
    marks = pd.DataFrame({"domain": ["advocacy", "justice"], "stability": ["shaky", "steady"]})
    assert standing(marks, study) == "steady on justice and shaky on advocacy"
    assert standing(marks.assign(stability=np.nan), study).startswith("no headline")


FOUND = frame("""
    meaning         n_cells  n_declared_right  n_declared_wrong  n_likely_right  n_likely_wrong  n_open
    same_direction  9        4                 1                 2               0               2
    people_only     6        0                 0                 0               0               6
""")  # noqa: E501


def test_right_and_wrong_verdicts_are_told_apart(study):
    held = frame("line n_intervals n_hold\ndirection 15 14\n")
    numbers = [column for column in FOUND if column.startswith("n_")]
    both = together(
        meaning=release_classes(FOUND, study, ["meaning"], work=numbers),
        line=release_classes(held, study, ["line"], work=["n_intervals", "n_hold"]),
    )
    figure = draw_planted(both)
    assert "4 of 5 declared and 2 of 2 likely" in title(figure)
    assert "14 of 15" in said(figure) and "declared, wrong" in said(figure)
    empty = together(
        meaning=release_classes(FOUND.head(0), study, ["meaning"], work=numbers),
        line=release_classes(held.head(0), study, ["line"], work=["n_intervals", "n_hold"]),
    )
    assert "not known" in title(draw_planted(empty))
