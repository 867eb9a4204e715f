"""What is drawn: the title, everything written, and whether it can be read."""

from itertools import combinations
from unittest.mock import patch

import matplotlib

matplotlib.use("agg")
import matplotlib.pyplot as plt
from matplotlib.figure import Figure
from matplotlib.text import Text
from matplotlib.transforms import Bbox

from analysis.exhibits import house

SLACK_IN = 0.02  # so far the boxes of two texts may run into each other: letters stand inside them


def title(figure: Figure) -> str:
    """The message, once the drawing has been found legible."""
    assert_legible(figure)
    return house.title_of(figure).replace("\N{NO-BREAK SPACE}", " ")


def said(figure: Figure) -> str:
    """Everything written in the figure."""
    return "\n".join(text for text, _ in texts(figure))


def texts(figure: Figure) -> list[tuple[str, Bbox]]:
    """Each text that is really drawn, and its place in inches."""
    house.settle(figure)
    found, draw = {}, Text.draw

    def note(text: Text, renderer: object) -> None:
        if text.get_visible() and text.get_text().strip():
            extent = text.get_window_extent(renderer)
            found[id(text)] = (
                text.get_text(),
                extent.transformed(figure.dpi_scale_trans.inverted()),
            )
        draw(text, renderer)

    with plt.style.context(house.STYLE), patch.object(Text, "draw", note):
        figure.draw_without_rendering()
    return list(found.values())


def assert_legible(figure: Figure) -> None:
    """No text overlaps another or leaves the area that is saved."""
    found = texts(figure)
    area = house.extent(figure)
    outside = [
        text for text, box in found
        if box.x0 < area.x0 - SLACK_IN or box.x1 > area.x1 + SLACK_IN
        or box.y0 < area.y0 - SLACK_IN or box.y1 > area.y1 + SLACK_IN
    ]  # fmt: skip
    assert not outside
    assert area.width < house.WIDTH_IN + 0.1, "a text widens the figure"
    over = [
        (one, other)
        for (one, a), (other, b) in combinations(found, 2)
        if min(a.x1, b.x1) - max(a.x0, b.x0) > SLACK_IN
        and min(a.y1, b.y1) - max(a.y0, b.y0) > SLACK_IN
    ]
    assert not over, over
