"""A whole small study of an invented country: its public indicators, and synthetic raw files."""

import csv
from pathlib import Path

import pandas as pd

import small_study
from analysis.intake import manifest
from analysis.study import read_study
from analysis.synthetic.__main__ import main

COMMITTED = Path(__file__).parents[1] / "data/raw/indicators/indicators.csv"
PLACES = ("XX", "XX-ARB", "XX-BEL", "XX-COR", "XX-DUN")
ALIASES = "alias,state\nZARBORIA,XX-ARB\nBelmarca,XX-BEL\nthe coast,XX-COR\nthe coast,XX-DUN\n"
# No outlines, no printed figures, and only one rate: another country has what it has.
USES = """\
indicator_id,source_id,counted_over,per,baseline_first,baseline_last,endline_first,endline_last,window_reason
rrm_requests,office,employed,1000000,,,,,
employed,survey,,,,,,,
unemployment,survey,,,2021Q1,2021Q4,2022Q1,2022Q4,Whole years
women_participation,survey,,,2016,2016,2021,2021,Both rounds
"""
SIZE = {
    "interviews": 60, "focus-groups": 3, "group-people": 24, "respondents": 30, "projects": 4,
    "changes": 6,
}  # fmt: skip


def write(folder: Path, seed: int = 5, **changes: object) -> Path:
    """Write every raw file of the study into ``folder``/raw; gives ``folder``."""
    small_study.write(folder, seed=seed, **changes)
    (folder / "raw/reference/state_aliases.csv").write_text(ALIASES, encoding="utf-8")
    write_indicators(folder / "raw/indicators")
    main([str(folder), *(f"--{name}={n}" for name, n in SIZE.items())])
    manifest.record(read_study(folder))
    return folder


def write_indicators(folder: Path) -> None:
    """The indicators that the notebooks ask for, with invented values for this country."""
    folder.mkdir(parents=True, exist_ok=True)
    values = pd.DataFrame([row for n, place in enumerate(PLACES) for row in _values(n, place)])
    columns = ["indicator_id", "place", "period", "value", "lower", "upper", "n"]
    values.reindex(columns=columns).to_csv(folder / "indicator_values.csv", index=False)
    register = pd.read_csv(COMMITTED, dtype=str, keep_default_na=False)
    register = register[register["indicator_id"].isin(values["indicator_id"])].assign(domain="")
    register.to_csv(folder / "indicators.csv", index=False, quoting=csv.QUOTE_MINIMAL)
    breaks = "indicator_id,place,period,kind,reason\nunemployment,XX,2022Q1,new_basis,New base\n"
    (folder / "indicator_breaks.csv").write_text(breaks, encoding="utf-8")
    (folder / "indicator_uses.csv").write_text(USES, encoding="utf-8")


def _values(n: int, place: str) -> list[dict]:
    people = {"2016": 40 + n, "2021": 44 + 2 * n}
    rows = [
        {"indicator_id": "women_participation", "period": year, "value": share,
         "lower": share - 1.5, "upper": share + 1.5, "n": 900}
        for year, share in people.items()
    ]  # fmt: skip
    quarters = [f"{year}Q{quarter}" for year in (2021, 2022) for quarter in (1, 2, 3, 4)]
    rows += [
        {"indicator_id": "unemployment", "period": quarter, "value": 3 + 0.1 * (n + place_in)}
        for place_in, quarter in enumerate(quarters)
    ]
    rows += [
        {"indicator_id": "employed", "period": quarter, "value": 1_000_000 * (n + 1)}
        for quarter in quarters
    ]
    rows += [
        {"indicator_id": "rrm_requests", "period": half, "value": (n + place_in) % 3}
        for place_in, half in enumerate(["2021S1", "2021S2", "2022S1", "2022S2"])
    ]
    return [row | {"place": place} for row in rows]
