"""The last full calibration, as it is kept with the code: a small tidy table and its command."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pandas as pd

from analysis.calibration.generating import N_FOCUS_GROUPS, N_INTERVIEWS
from analysis.calibration.running import code_hash
from analysis.calibration.summarising import figures, uniform
from analysis.store import replacing, write_text
from analysis.study import Study

KEPT = Path(__file__).with_name("results")
FIGURES, ABOUT = "figures.csv", "about.json"
DIGITS = "%.4g"


def write(scored: pd.DataFrame, folder: Path, command: str, study: Study) -> None:
    """Write the figures, and how, when and for a study of which size they were made."""
    table = pd.concat([figures(scored), uniform(scored)], ignore_index=True)
    with replacing(folder / FIGURES) as file:
        table.to_csv(file, index=False, float_format=DIGITS, lineterminator="\n")
    about = {
        "command": command, "computed_on": datetime.now(UTC).date().isoformat(),
        "n_studies": int(scored.groupby(["generator", "scenario"])["number"].nunique().sum()),
        "country": study.country.code, "n_states": len(study.states),
        "n_domains": len(study.domains), "n_interviews": N_INTERVIEWS,
        "n_focus_groups": N_FOCUS_GROUPS, "code": code_hash(),
    }  # fmt: skip
    write_text(folder / ABOUT, json.dumps(about, indent=2) + "\n")


def read(folder: Path = KEPT) -> tuple[pd.DataFrame, dict[str, str | int]]:
    """The figures (see ``summarising.figures``), and how and when they were made."""
    table = pd.read_csv(
        folder / FIGURES, keep_default_na=False, na_values={"value": "", "error": ""}
    )
    return table, json.loads((folder / ABOUT).read_text(encoding="utf-8"))


def is_current(about: dict[str, str | int]) -> bool:
    """Whether the figures were computed by the methods as they are now."""
    return about["code"] == code_hash()
