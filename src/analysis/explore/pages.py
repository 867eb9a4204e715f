"""The passages and the cross-tabulation as HTML, every text of them escaped."""

from collections.abc import Iterable, Mapping
from html import escape
from typing import Any

import pandas as pd

WARNING = "Confidential: not for release"
NOTHING = "Nothing fits this choice. Set one of the choices back to any."
_WARNING_STYLE = "color: white; background: #b00020; font-weight: bold; padding: 4px 8px; margin: 0"
_QUOTE_STYLE = "border-left: 3px solid #b3b3b3; margin: 4px 0 12px; padding: 2px 12px"
_LIST_STYLE = "max-height: 30em; overflow-y: auto; line-height: 1.5"
_CELL_STYLE = "border: 1px solid #b3b3b3; padding: 2px 8px; text-align: right"


def warned(body: str) -> str:
    """The body below the warning that stands above everything unreleased."""
    return f'<p style="{_WARNING_STYLE}">{WARNING}</p>{body}'


def paragraph(text: str) -> str:
    """A text as a paragraph."""
    return f"<p>{escape(text)}</p>"


def passages(context: pd.DataFrame, about: Mapping[str, str]) -> str:
    """Each passage marked within its turns; ``about`` heads it, by ``segment_id``.

    ``context`` is that of ``reading.in_context``.
    """
    parts = [
        f"<p><b>{escape(about[segment])}</b></p>"
        f'<div style="{_QUOTE_STYLE}">{"".join(map(_turn, turns.itertuples()))}</div>'
        for segment, turns in context.groupby("segment_id", sort=False)
    ]
    return f'<div style="{_LIST_STYLE}">{"".join(parts)}</div>'


def _turn(turn: Any) -> str:
    before, said, after = (
        escape(part).replace("\n", "<br>")
        for part in (
            turn.text[: turn.mark_start],
            turn.text[turn.mark_start : turn.mark_end],
            turn.text[turn.mark_end :],
        )
    )
    marked = f"<mark>{said}</mark>" if said else ""
    return f"<p><i>{escape(turn.speaker)}:</i> {before}{marked}{after}</p>"


def crosstab(counts: pd.DataFrame, rows: Mapping[str, str], columns: Mapping[str, str]) -> str:
    """The counts as a table, in the order of the labels of its rows and columns."""
    across = [column for column in columns if column in counts.columns]
    head = _row([""] + [columns[column] for column in across], "th")
    body = [
        _row([label, *map(str, counts.loc[row, across])], "td")
        for row, label in rows.items() if row in counts.index
    ]  # fmt: skip
    table = f'<table style="border-collapse: collapse">{head}{"".join(body)}</table>'
    return f'<div style="overflow-x: auto">{table}</div>'


def _row(texts: Iterable[str], kind: str) -> str:
    cells = [f'<{kind} style="{_CELL_STYLE}">{escape(text)}</{kind}>' for text in texts]
    return f"<tr>{''.join(cells)}</tr>"
