"""The house style: one width, colours told apart without red and green, a message for a title.

A figure is drawn inside ``plt.style.context(STYLE)``. Its title, subtitle and foot lines stand
outside the area that matplotlib lays out, above and below it, so that they fit any layout;
``extent`` is what has to be saved.
"""

import matplotlib.pyplot as plt
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.textpath import TextPath
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


def entitle(figure: Figure, title: str, subtitle: str = "") -> None:
    """Set the message above the figure, in bold, and under it what is measured and in what unit."""
    top = figure.get_figheight()
    if subtitle:
        top = _write_above(figure, subtitle, top, "subtitle")
    _write_above(figure, title, top, TITLE, weight="bold")


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
    lines = _wrapped(text, figure.get_figwidth() - 2 * MARGIN_IN, _SIZES[gid], "normal")
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
    lines = _wrapped(text, figure.get_figwidth() - 2 * MARGIN_IN, _SIZES[gid], weight)
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


def _wrapped(text: str, width_in: float, size: float, weight: str) -> list[str]:
    font = FontProperties(family="DejaVu Sans", weight=weight)
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and _width_in(longer, size, font) > width_in:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


def _width_in(text: str, size: float, font: FontProperties) -> float:
    path = TextPath((0, 0), text.replace("$", r"\$"), size=size, prop=font)
    return path.get_extents().width / 72
