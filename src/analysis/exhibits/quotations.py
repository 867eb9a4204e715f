"""Quotations on a domain: drawn, and as text that a phone or a screen reader can take."""

from html import escape
from typing import Any

import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis.disclosure import Released
from analysis.exhibits.export import Exhibit
from analysis.exhibits.house import (
    COLORS,
    INK,
    MARGIN_IN,
    MUTED,
    STYLE,
    WIDTH_IN,
    entitle,
    nothing,
    sheet,
    wrapped,
)
from analysis.faults import Fault, refuse
from analysis.schema.quotations import signed
from analysis.study import Study

LINE_IN, GAP_IN = 0.205, 0.1  # height of a line, and the room between two quotations
SIZES = {"words": 11.0, "other_words": 10.0, "by": 8.5}  # points
LEFT_IN = 2.5 * MARGIN_IN  # where the words begin, beside a bar
WORDS = {
    "en": {
        "title": "in the words of those heard", "by": "A person heard", "in": "said in {}",
    },
    "es": {
        "title": "en palabras de las personas escuchadas", "by": "Una persona escuchada",
        "in": "dicho en {}",
    },
}  # fmt: skip
MISSING = {
    "en": "no quotation was reviewed for publication",
    "es": "ninguna cita se revisó para publicarse",
}
# Languages that a page can name to whoever reads it aloud.
SPOKEN = {"spanish": "es", "english": "en"}
SIGNED = ("words", "other_words", "text_sha256")


def draw_quotations(released: Released, domain: str, language: str = "en") -> Figure:
    """Every quotation on a domain: the words in both languages, and the group if it is large.

    The table is that of ``disclosure.release_quotations``, of this domain.
    """
    study = released.study
    name = study.labels("domains", language, short=True)[domain]
    if released.table.empty:
        return nothing(f"{name}: {MISSING[language]}")
    blocks = [_lines(row, study, language) for row in released.table.itertuples()]
    with plt.style.context(STYLE):
        fig, ax = sheet(sum(len(lines) * LINE_IN + GAP_IN for lines in blocks))
        top = 0.0
        for lines in blocks:
            _draw(ax, lines, top)
            top += len(lines) * LINE_IN + GAP_IN
        entitle(fig, f"{name}, {WORDS[language]['title']}")
    return fig


def _lines(row: Any, study: Study, language: str) -> list[tuple[str, str]]:
    said = {
        "words": f"“{row.words}”",
        "other_words": f"“{row.other_words}”",
        "by": attribution(row.group, _told(row), study, language),
    }
    width = WIDTH_IN - LEFT_IN - 2.5 * MARGIN_IN
    return [
        (line, kind) for kind, text in said.items() for line in wrapped(text, width, SIZES[kind])
    ]


def _draw(ax: Axes, lines: list[tuple[str, str]], top: float) -> None:
    ends = [top + 0.03, top + len(lines) * LINE_IN - 0.03]
    ax.plot([MARGIN_IN * 1.5] * 2, ends, color=COLORS[0], lw=2.5, solid_capstyle="butt")
    for number, (line, kind) in enumerate(lines):
        place = top + (number + 0.5) * LINE_IN
        color = INK if kind == "words" else MUTED
        drawn = ax.text(LEFT_IN, place, line, va="center", fontsize=SIZES[kind], color=color)
        drawn.set_parse_math(False)  # a dollar sign is a dollar sign


def attribution(group: object, spoken: str | None, study: Study, language: str) -> str:
    """Who said it, as far as it may be told, and in which language; None: that is not told."""
    groups, languages = (study.labels(name, language) for name in ("groups", "interview_languages"))
    who = groups[group] if isinstance(group, str) else WORDS[language]["by"]
    if spoken is None:
        return who
    spoken = languages[spoken]
    return f"{who}, {WORDS[language]['in'].format(spoken if language == 'en' else spoken.lower())}"


def _told(row: Any) -> str | None:
    """The language spoken, of a row as released or as read from a file."""
    return row.language if str(row.is_as_spoken).lower() == "true" else None


def as_text(exhibit: Exhibit, study: Study, language: str) -> str:
    """The quotations of an exhibit as HTML; nothing where it is an exhibit of something else.

    They are read from its released data. Raises BadInput where that was changed since.
    """
    table = pd.read_csv(exhibit.folder / f"{exhibit.name}.csv", dtype=str, keep_default_na=False)
    if not all(column in table for column in SIGNED):
        return ""
    rule = "a quotation is not the one that was reviewed"
    refuse(
        Fault(f"{exhibit.name}.csv", rule, row=number, cure="Run: make all")
        for number, row in enumerate(table.itertuples(), start=2)
        if signed(row.words, row.other_words) != row.text_sha256
    )
    return "\n".join(_quoted(row, study, language) for row in table.itertuples())


def _quoted(row: Any, study: Study, language: str) -> str:
    spoken = SPOKEN.get(row.language, "")
    other = {"es": "en", "en": "es"}.get(spoken, "")
    by = attribution(row.group or None, _told(row), study, language)
    return (
        f"<blockquote><p{_in(spoken)}>“{escape(row.words)}”</p>\n"
        f'<p class="translation"{_in(other)}>“{escape(row.other_words)}”</p>\n'
        f'<p class="said-by">{escape(by)}<br>{escape(row.provenance)}</p></blockquote>'
    )


def _in(language: str) -> str:
    return f' lang="{language}"' if language else ""
