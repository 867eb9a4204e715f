"""What holds for every figure: letters, colors, and no file written."""

from itertools import combinations

import matplotlib

matplotlib.use("agg")
import numpy as np
import pytest
from drawn import assert_legible
from matplotlib.colors import to_rgb

from analysis.exhibits import house
from analysis.exhibits.cell import VERDICT_COLORS


def test_the_check_finds_what_overlaps_and_what_is_cut_off():
    figure, ax = house.sheet(1)
    ax.text(1, 0.5, "one word")
    ax.text(1.2, 0.5, "another")
    with pytest.raises(AssertionError):
        assert_legible(figure)
    figure, ax = house.sheet(1)
    ax.text(6, 0.5, "much too far to the right")
    with pytest.raises(AssertionError):
        assert_legible(figure)


# Machado, Oliveira and Fernandes (2009), table 1, severity 1.0; on linear RGB.
DEUTERANOPIA = np.array([
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.011820, 0.042940, 0.968881],
])  # fmt: skip


def test_kinds_of_verdict_are_told_apart_without_red_and_green():
    seen = [DEUTERANOPIA @ np.array(to_rgb(color)) ** 2.2 for color in {*VERDICT_COLORS.values()}]
    assert min(np.linalg.norm(a - b) for a, b in combinations(seen, 2)) > 0.2


@pytest.mark.parametrize("color", [*house.COLORS, *VERDICT_COLORS.values(), house.HIDDEN])
def test_letters_on_a_color_keep_the_contrast_of_large_text(color):
    inks = {ink: house.contrast(ink, color) for ink in ("white", house.INK)}
    assert house.ink_on(color) == max(inks, key=inks.get)
    assert max(inks.values()) >= 3  # WCAG 2.2, 1.4.3


def test_the_lines_of_a_title_are_of_much_the_same_length():
    figure = house.nothing("These are a few words more than one line of bold letters can ever hold")
    (heading,) = [text for text in figure.texts if text.get_gid() == house.TITLE]
    assert_legible(figure)
    lines_ = heading.get_text().split("\n")
    assert len(lines_) == 2 and min(map(len, lines_)) > 20
