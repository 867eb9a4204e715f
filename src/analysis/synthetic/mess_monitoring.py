"""The projects' reports as each of them would have typed its sheet."""

from typing import Any

import pandas as pd

from analysis.intake.measures import COUNT, OF_TEN, PERCENT, SHARE
from analysis.intake.monitoring_sheets import HEADERS
from analysis.synthetic.mess import Rows, Spellings
from analysis.synthetic.reporting import SERIES
from analysis.synthetic.streams import Generator, pick, picks

TITLE = "Reporte semestral de indicadores del proyecto"
# In Spanish and in English, as in HEADERS.
UNIT = {
    PERCENT: ("porcentaje", "percent"), OF_TEN: ("de cada 10", "out of 10"),
    COUNT: ("casos", "cases"),
}  # fmt: skip
COUNTING = {False: ("por periodo", "by period"), True: ("acumulado", "cumulative")}
YES, REVISED_ON = ("sí", "yes"), ("revisada el {:%Y-%m-%d}", "revised on {:%Y-%m-%d}")
NOTES = ("dato preliminar", "fuente: registro del centro", "validado con la contraparte")
NOTED = 0.2
NOT_REPORTED = ("s/d", "-", None)


def workbook(
    reports: pd.DataFrame, layouts: pd.DataFrame, known: Spellings, rng: Generator
) -> dict[str, Rows]:
    """A sheet per project that reported anything, each in its own unit, language and layout."""
    ways = {way.project_id: way for way in layouts.itertuples(index=False)}
    return {
        project: _sheet(rows, ways[project], known, rng)
        for project, rows in reports.groupby("project_id")
    }


def _sheet(reports: pd.DataFrame, way: tuple, known: Spellings, rng: Generator) -> Rows:
    reports = _running_totals(reports) if way.is_cumulative else reports
    typed = []
    for report in reports.itertuples(index=False):
        typed += [_typed(report, way, known, rng)] * (1 + report.is_twice)
    columns = list(typed[0])
    if way.is_by_period:
        typed = sorted(typed, key=lambda row: row["period"])
        columns = picks(rng, columns, len(columns))
    if way.has_total:
        typed.append({"state": "TOTAL", "n_actual": int(reports["n_actual"].sum())})
    header = [HEADERS[column][int(way.is_english)] for column in columns]
    title = [[TITLE], []] if way.has_title else []
    return [*title, header, *([row.get(column) for column in columns] for row in typed)]


def _running_totals(reports: pd.DataFrame) -> pd.DataFrame:
    """The cases of each half-year with all those before; one that was not reported adds none."""
    table = reports.sort_values([*SERIES, "period"], kind="stable")
    favorable = (table["actual"] * table["n_actual"]).round()
    series = [table[column] for column in SERIES]
    totals, n = (cases.groupby(series).cumsum() for cases in (favorable, table["n_actual"]))
    return table.assign(actual=totals / n, n_actual=n)


def _typed(report: tuple, way: tuple, known: Spellings, rng: Generator) -> dict[str, Any]:
    """The cells of a report by column, in the order of the simplest sheet."""
    language = int(way.is_english)
    row = {
        "state": pick(rng, known[report.state]), "indicator_id": report.indicator_id,
        "period": report.period,
    }  # fmt: skip
    if way.unit != SHARE:
        row["unit"] = UNIT[way.unit][language]
    if way.unit == COUNT:
        row["favorable_baseline"] = _count(report.baseline * report.n_baseline, rng)
        row["target"] = _share(report.target, SHARE, rng)
        row["favorable_actual"] = _count(report.actual * report.n_actual, rng)
        row["counting"] = COUNTING[way.is_cumulative][language]
    else:
        for column in ("baseline", "target", "actual"):
            row[column] = _share(getattr(report, column), way.unit, rng)
    row["n_baseline"] = _count(report.n_baseline, rng)
    row["n_actual"] = _count(report.n_actual, rng)
    row["baseline_date"] = None if pd.isna(report.baseline_date) else _day(report.baseline_date)
    row["target_revised"] = _revision(report, language, rng)
    if way.has_notes:
        row["notes"] = pick(rng, NOTES) if rng.random() < NOTED else None
    return row


def _day(date: pd.Timestamp) -> str:
    return date.strftime("%d/%m/%Y")


def _revision(report: tuple, language: int, rng: Generator) -> str | None:
    """That the target is no longer the first one: a yes, or a note with the day."""
    if not report.is_revised:
        return None
    day = pd.Timestamp(report.period[:4] + {"1": "-01-15", "2": "-07-15"}[report.period[-1]])
    return pick(rng, (YES[language], REVISED_ON[language].format(day)))


def _share(value: float, unit: str, rng: Generator) -> Any:
    """A share in its sheet's unit, all to a tenth of a percent."""
    if pd.isna(value):
        return pick(rng, NOT_REPORTED)
    percent = round(100 * value, 1)
    comma = f"{percent:.1f}".replace(".", ",")
    if unit == PERCENT:
        typed = pick(rng, (percent, comma, f"{comma} %"), (0.6, 0.2, 0.2))
        # Without its sign it could be a share.
        return f"{comma} %" if percent <= 1 else typed
    if unit == OF_TEN:
        return pick(rng, (round(percent / 10, 2), f"{percent / 10:.2f}".replace(".", ",")))
    return pick(
        rng,
        (round(value, 3), f"{percent:g} %", f"{percent:g}%", f"{comma} %"),
        (0.5, 0.15, 0.1, 0.25),
    )


def _count(n: float, rng: Generator) -> Any:
    return pick(rng, NOT_REPORTED) if pd.isna(n) else round(n)
