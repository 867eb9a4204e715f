"""The lines of a domain in the joint display, as they are read."""

from dataclasses import dataclass
from typing import Any

import pandas as pd

from analysis.exhibits import wording
from analysis.study import Study

EMPTY = "–"


@dataclass(frozen=True)
class Line:
    """A line of evidence: its label, its text, and the interval drawn before it, if any."""

    label: str
    text: str
    value: float | None = None
    interval: tuple[float, float] = (0.0, 0.0)
    span: tuple[float, float] = (-1.0, 1.0)
    region: float = 0.0


def lines_of(
    part: pd.DataFrame, line: pd.Series, study: Study, span: float, n_causes: int
) -> list[Line]:
    """The lines of one domain, from its rows of the table of ``joint.draw_joint``.

    ``span`` is how far the axis of the indicators reaches either way.
    """
    rules = study.triangulation.verdict
    of = {name: part[part["part"].eq(name)] for name in ("validated", "cause", "beside", "behind")}
    shares = of["validated"]["recognized_share"].dropna()
    recognized = float(shares.iloc[0]) if len(shares) else None
    told = f"{wording.percent(recognized)} of answers recognize its changes" if len(shares) else ""
    found = f"{_number(line, 'change')} sd" if pd.notna(line["change"]) else ""
    ids = of["behind"]["evidence_id"]
    return [
        _measured("People say", line, "direction", _number(line, "direction"),
                  (-1.0, 1.0), rules.region_direction),
        _measured("Indicators", line, "change", found, (-span, span), rules.region_indicator),
        Line("Validation", told or "not known", recognized, (0.0, recognized or 0.0), (0.0, 1.0)),
        Line("Named most", _named(of["cause"], n_causes)),
        Line("Not counted", _context(of["beside"])),
        Line("Rests on", ", ".join(ids) or EMPTY),
    ]  # fmt: skip


def _measured(
    label: str, line: pd.Series, name: str, text: str, span: tuple[float, float], region: float
) -> Line:
    if pd.isna(line[name]):
        return Line(label, "not known")
    interval = (line[f"{name}_lower"], line[f"{name}_upper"])
    return Line(label, text, line[name], interval, span, region)


def _number(line: pd.Series, name: str) -> str:
    """A value with its interval, as it is read."""
    value, low, high = (line[column] for column in (name, f"{name}_lower", f"{name}_upper"))
    return "" if pd.isna(value) else f"{_signed(value)} ({_signed(low)} to {_signed(high)})"


def _signed(value: float, digits: int = 2) -> str:
    # What rounds to zero has no sign.
    rounded = round(value, digits)
    said = f"{rounded:+.{digits}f}" if rounded else f"{0:.{digits}f}"
    return said.replace("-", "\N{MINUS SIGN}")


def _named(causes: pd.DataFrame, n_causes: int) -> str:
    shown = causes[causes["source_share"].gt(0)]
    shown = shown.sort_values("source_share", ascending=False, kind="stable")
    said = [
        f"{facet.lower()}: " + ", ".join(
            f"{row.name} {wording.percent(row.source_share)}"
            for row in shown[shown["facet"].eq(kind)].head(n_causes).itertuples(name="Cause")
        )
        for kind, facet in wording.FACETS.items() if shown["facet"].eq(kind).any()
    ]  # fmt: skip
    return "; ".join(said) or "too few people name one for it to be shown"


def _context(indicators: pd.DataFrame) -> str:
    told = [_moved(row) for row in indicators.itertuples()]
    return "; ".join(told) or EMPTY


def _moved(row: Any) -> str:
    if pd.isna(row.change):
        return row.indicator_id
    unit = "points" if row.unit.startswith("percent") else row.unit
    return f"{row.indicator_id} {_signed(row.change, 1)} {unit}"
