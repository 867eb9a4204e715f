"""A public source on a page: what it measures, where it has figures, whether they hold."""

import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis.disclosure import Released
from analysis.exhibits.house import (
    MARGIN_IN,
    MUTED,
    SHARES,
    STYLE,
    WIDTH_IN,
    entitle,
    foot,
    ink_on,
    sheet,
)
from analysis.exhibits.source_text import (
    NO,
    TEXT_PT,
    Paragraphs,
    broken,
    changed,
    held,
    limits,
    measured,
)
from analysis.settings import Place
from analysis.study import Study

PARTS = ("about", "place", "printed", "fit", "broken", "change")
LINE_IN, HEAD_IN, GAP_IN = 0.17, 0.28, 0.1  # height of a line, of a heading; room below a part
TILE_IN, ROW_IN = 0.52, 0.4  # widest tile, and its height
_EDGE = "#bfbfbf"


def draw_source(released: Released) -> Figure:
    """The page of one source.

    The table has rows of part ``about`` (the register), ``place`` (``coverage.by_place``),
    ``printed`` (``coverage.against_print``), ``fit`` (``coverage.among_themselves``), ``broken``
    (the breaks) and ``change`` (``windows.window_changes`` of the country, with the periods of the
    windows).
    """
    study, table = released.study, released.table
    part = {name: table[table["part"].eq(name)] for name in PARTS}
    about = part["about"].set_index("indicator_id")
    above = [measured(about)]
    below = [
        held(part["printed"], part["fit"], about, study), changed(part["change"], about),
        broken(part["broken"], study), limits(about),
    ]  # fmt: skip
    map_in = HEAD_IN + ROW_IN * max(place.row for place in study.places) + LINE_IN + GAP_IN
    with plt.style.context(STYLE):
        fig, ax = sheet(sum(map(_height, [*above, *below])) + map_in)
        top = _write(ax, above, 0.0)
        _map(ax, part["place"], study, top)
        _write(ax, below, top + map_in)
        publishers = "; ".join(about["publisher"].drop_duplicates())
        entitle(fig, _message(publishers, part, study), "; ".join(about["title_en"]))
        foot(fig, f"Source: {'; '.join(about['source'].drop_duplicates())}.")
        foot(fig, f"Terms: {'; '.join(about['licence'].drop_duplicates())}.")
    return fig


def _height(part: Paragraphs) -> float:
    return HEAD_IN + LINE_IN * len(part.rows) + GAP_IN


def _write(ax: Axes, parts: list[Paragraphs], top: float) -> float:
    """Write the parts one below the other; gives where the next one begins."""
    for part in parts:
        _head(ax, part.heading, top)
        for number, (text, is_bold) in enumerate(part.rows):
            ax.text(
                MARGIN_IN, top + HEAD_IN + (number + 0.5) * LINE_IN, text, va="center",
                fontsize=TEXT_PT, fontweight="bold" if is_bold else "normal", parse_math=False,
            )  # fmt: skip
        top += _height(part)
    return top


def _head(ax: Axes, heading: str, top: float) -> None:
    ax.text(MARGIN_IN, top + HEAD_IN / 2, heading, va="center", fontweight="bold", fontsize=9.5)
    ends = [MARGIN_IN, WIDTH_IN - MARGIN_IN]
    ax.plot(ends, [top + HEAD_IN - 0.03] * 2, color="#d9d9d9", lw=1)


def _map(ax: Axes, places: pd.DataFrame, study: Study, top: float) -> None:
    """Every state where it lies, roughly: how many of the figures asked for are there."""
    _head(ax, "Where there are figures", top)
    known = places.set_index("place")
    widest = (WIDTH_IN - 2 * MARGIN_IN) / max(place.column for place in study.places)
    for place in study.places:
        row = known.loc[place.id] if place.id in known.index else None
        _tile(ax, place, row, min(TILE_IN, widest), top + HEAD_IN)
    whole = known.loc[study.country.code]
    asked = known.drop(index=study.country.code)["n_figures"].max()
    of_country = f"{whole['n_known']:.0f} of {whole['n_figures']:.0f}"
    said = (
        f"Figures of {0 if pd.isna(asked) else asked:.0f} asked of a state; "
        f"of {study.country.name.en} as a whole {of_country}; "
        f"{NO} a break of the state's own"
    )
    bottom = top + HEAD_IN + ROW_IN * max(place.row for place in study.places) + LINE_IN / 2
    ax.text(MARGIN_IN, bottom, said, va="center", fontsize=TEXT_PT, color=MUTED)


def _tile(ax: Axes, place: Place, row: pd.Series | None, width: float, top: float) -> None:
    share = 0.0 if row is None else row["n_known"] / row["n_figures"]
    face = SHARES(0.15 + 0.5 * share) if share else "white"
    left, upper = MARGIN_IN + (place.column - 1) * width, top + (place.row - 1) * ROW_IN
    ax.add_patch(
        plt.Rectangle(
            (left, upper), width - 0.03, ROW_IN - 0.03, facecolor=face, lw=0.8,
            edgecolor="white" if share else _EDGE,
        )
    )  # fmt: skip
    mark = f" {NO}" if row is not None and row["n_breaks"] else ""
    number = f"{row['n_known']:.0f}" if share else "none"
    ax.text(
        left + (width - 0.03) / 2, upper + ROW_IN / 2, f"{place.short.rstrip('.')}{mark}\n{number}",
        ha="center", va="center", fontsize=7.5, color=ink_on(face) if share else MUTED,
    )  # fmt: skip


def _message(publishers: str, part: dict[str, pd.DataFrame], study: Study) -> str:
    """For how many states everything is there, and how many printed figures agree."""
    places, printed = part["place"], part["printed"]
    states = places[places["place"].ne(study.country.code)]
    n_whole = int(states["n_known"].eq(states["n_figures"]).sum())
    said = f"{publishers}: complete in {n_whole or 'none'} of {len(study.places)} states"
    if states.empty:
        said = f"{publishers}: of the country only"
    if printed.empty:
        return f"{said}; nothing printed elsewhere to compare"
    n_agree = int(printed["agrees"].eq(True).sum())
    return f"{said}; {n_agree or 'none'} of {len(printed)} printed figures agree"
