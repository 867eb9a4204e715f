"""The house style: one width, colours told apart without red and green, a message for a title.

A figure is drawn inside ``plt.style.context(STYLE)``. Its title, subtitle and foot lines stand
outside the area that matplotlib lays out, above and below it, so that they fit any layout;
``extent`` is what has to be saved.
"""

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap, to_rgb
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.textpath import text_to_path
from matplotlib.transforms import Bbox

STYLE = "analysis.exhibits.house"
WIDTH_IN = 6.3  # the text of a printed A4 page; on a phone 10-point letters stay readable
MARGIN_IN = 0.08

INK = "#1a1a1a"
MUTED = "#595959"
HIDDEN = "#d9d9d9"  # a suppressed cell; a blank one stays white
COLORS = ("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#D55E00", "#56B4E9", "#000000")
SHARES = LinearSegmentedColormap.from_list("shares", ["#f3f7fb", "#7fb3d5", "#0072b2", "#00304d"])

# gid of each text, by which it is found again
TITLE = "title"
STAMP = "stamp"
_SIZES = {TITLE: 12.0, "subtitle": 10.0, "foot": 8.5, STAMP: 8.5}  # points
_LINE = 1.3  # distance of lines, in letter sizes
_NARROWER = (0.5, 0.6, 0.7, 0.8, 0.9, 1.0)  # parts of the width tried, lest one word stand alone


def entitle(figure: Figure, title: str, subtitle: str = "") -> None:
    """Set the message above the figure, in bold, and under it what is measured and in what unit."""
    top = figure.get_figheight()
    if subtitle:
        top = _write_above(figure, subtitle, top, "subtitle")
    _write_above(figure, title, top, TITLE, weight="bold")


def sheet(height_in: float) -> tuple[Figure, Axes]:
    """A figure of text and boxes: its axes measure inches from the upper left corner."""
    figure = plt.figure(figsize=(WIDTH_IN, height_in))
    ax = figure.add_axes((0, 0, 1, 1), xlim=(0, WIDTH_IN), ylim=(height_in, 0))
    ax.axis("off")
    return figure, ax


def nothing(title: str, subtitle: str = "") -> Figure:
    """An exhibit that says why there is nothing to draw."""
    with plt.style.context(STYLE):
        figure, _ = sheet(0.1)
        entitle(figure, title, subtitle)
    return figure


def ink_on(color: str | tuple) -> str:
    """White or ink, whichever is read more easily on the color."""
    return max(("white", INK), key=lambda ink: contrast(ink, color))


def contrast(one: str | tuple, other: str | tuple) -> float:
    """Contrast ratio of two colors, from 1 to 21 (WCAG 2.2, criterion 1.4.3)."""
    dark, light = sorted((_luminance(one) + 0.05, _luminance(other) + 0.05))
    return light / dark


def _luminance(color: str | tuple) -> float:
    channels = np.array(to_rgb(color))
    linear = np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)
    return float(linear @ [0.2126, 0.7152, 0.0722])


def settle(figure: Figure) -> None:
    """Lay the figure out for good: nothing moves when text is added around it.

    A legend outside the axes would otherwise follow the edge of the area that is saved, and cover
    the foot lines.
    """
    figure.draw_without_rendering()
    to_figure = figure.transFigure.inverted()
    places = [legend.get_window_extent().transformed(to_figure) for legend in figure.legends]
    figure.set_layout_engine("none")
    for legend, place in zip(figure.legends, places, strict=True):
        legend.set_loc("lower left")
        legend.borderaxespad = 0
        legend.set_bbox_to_anchor((place.x0, place.y0), transform=figure.transFigure)


def foot(figure: Figure, text: str, gid: str = "foot") -> None:
    """Set a line below everything drawn so far: a source, how blanks are to be read."""
    settle(figure)
    lines = wrapped(text, figure.get_figwidth() - 2 * MARGIN_IN, _SIZES[gid], "normal")
    top = extent(figure).y0
    _write(figure, lines, top, gid, va="top", color=MUTED)


def title_of(figure: Figure) -> str:
    """The figure's title on one line: the house title, else a suptitle, else the first axes'."""
    house = [text.get_text() for text in figure.texts if text.get_gid() == TITLE]
    axes = [ax.get_title(loc) for ax in figure.axes for loc in ("left", "center")]
    found = [text for text in (*house, figure.get_suptitle(), *axes) if text]
    return " ".join(found[0].split()) if found else ""


def extent(figure: Figure) -> Bbox:
    """The area to save, in inches: the figure's full width, and all that stands above and below.

    Rounded to hundredths, so that the last digit of a letter's size cannot move it.
    """
    figure.draw_without_rendering()
    drawn = figure.get_tightbbox()
    width, height = figure.get_size_inches()
    below = min(0.0, drawn.y0 - MARGIN_IN)
    above = max(height, drawn.y1 + MARGIN_IN)
    edges = (min(0.0, drawn.x0), below, max(width, drawn.x1), above)
    return Bbox.from_extents(*(round(edge, 2) for edge in edges))


def _write_above(
    figure: Figure, text: str, bottom_in: float, gid: str, weight: str = "normal"
) -> float:
    lines = _balanced(text, figure.get_figwidth() - 2 * MARGIN_IN, _SIZES[gid], weight)
    _write(figure, lines, bottom_in + MARGIN_IN, gid, va="bottom", weight=weight)
    return bottom_in + MARGIN_IN + len(lines) * _SIZES[gid] * _LINE / 72


def _write(figure: Figure, lines: list[str], y_in: float, gid: str, **style: str) -> None:
    width, height = figure.get_size_inches()
    with plt.style.context(STYLE):
        text = figure.text(
            MARGIN_IN / width, y_in / height, "\n".join(lines), ha="left", size=_SIZES[gid],
            linespacing=_LINE, gid=gid, **{"color": INK} | style,
        )  # fmt: skip
    text.set_parse_math(False)  # a dollar sign is a dollar sign


def _balanced(text: str, width_in: float, size: float, weight: str) -> list[str]:
    """As few lines as the width allows: two broken where the sense is, else of like length."""
    n_lines = len(wrapped(text, width_in, size, weight))
    parts = text.replace("; ", ";\n").splitlines()
    if len(parts) == n_lines == 2 and all(text_width(p, size, weight) <= width_in for p in parts):
        return parts
    tried = (wrapped(text, part * width_in, size, weight) for part in _NARROWER)
    return next(lines for lines in tried if len(lines) == n_lines)


def wrapped(text: str, width_in: float, size: float, weight: str = "normal") -> list[str]:
    """The text in lines no wider than ``width_in``, unless a single word is."""
    lines = [""]
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}".strip(" ")
        if lines[-1] and text_width(longer, size, weight) > width_in:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


def cut(text: str, width_in: float, size: float) -> str:
    """The text on one line, cut where it is too long; the table has it whole."""
    if text_width(text, size) <= width_in:
        return text
    return wrapped(text, width_in - text_width(" …", size), size)[0] + " …"


def fitting(names: list[str], width_in: float, size: float) -> float:
    """The letter size at which the longest word of the names is no wider than ``width_in``."""
    longest = max(text_width(word, size) for name in names for word in name.split(" "))
    return size * min(1.0, width_in / longest)


def text_width(text: str, size: float, weight: str = "normal") -> float:
    """Width in inches of one line of text of ``size`` points."""
    font = FontProperties(family="DejaVu Sans", weight=weight, size=size)
    return text_to_path.get_text_width_height_descent(text, font, ismath=False)[0] / 72
