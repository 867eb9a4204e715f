"""The last full calibration, as it is kept with the code: a small tidy table and its command."""

import hashlib
import json
from datetime import UTC, datetime
from pathlib import Path

import pandas as pd

from analysis.calibration.generating import N_FOCUS_GROUPS, N_INTERVIEWS
from analysis.calibration.running import Block, code_hash, judged
from analysis.calibration.scenarios import MATCHING, SPREAD
from analysis.calibration.scoring import SCORE
from analysis.calibration.summarising import figures, uniform
from analysis.store import replacing, write_text
from analysis.study import Study

KEPT = Path(__file__).with_name("results")
FIGURES, ABOUT = "figures.csv", "about.json"
DIGITS = "%.4g"
# The first study of each of these is made again to tell whether another code gives other scores.
CHECKED = ("N1", "P1", "M", SPREAD)


def write(scored: pd.DataFrame, folder: Path, command: str, study: Study) -> None:
    """Write the figures, and how, when and for a study of which size they were made."""
    table = pd.concat([figures(scored), uniform(scored)], ignore_index=True)
    with replacing(folder / FIGURES) as file:
        table.to_csv(file, index=False, float_format=DIGITS, lineterminator="\n")
    about = {
        "command": command, "computed_on": _today(),
        "n_studies": int(scored.groupby(["generator", "scenario"])["number"].nunique().sum()),
        "country": study.country.code, "n_states": len(study.states),
        "n_domains": len(study.domains), "n_interviews": N_INTERVIEWS,
        "n_focus_groups": N_FOCUS_GROUPS, "code": code_hash(),
        "scores": fingerprint(scored),
    }  # fmt: skip
    write_text(folder / ABOUT, json.dumps(about, indent=2) + "\n")


def read(folder: Path = KEPT) -> tuple[pd.DataFrame, dict[str, str | int]]:
    """The figures (see ``summarising.figures``), and how and when they were made."""
    table = pd.read_csv(
        folder / FIGURES, keep_default_na=False, na_values={"value": "", "error": ""}
    )
    return table, json.loads((folder / ABOUT).read_text(encoding="utf-8"))


def is_current(about: dict[str, str | int]) -> bool:
    """Whether the figures were computed, or confirmed, by the code as it is now."""
    return code_hash() in (about["code"], about.get("confirmed_code"))


def confirm(study: Study, folder: Path = KEPT) -> bool:
    """Whether the code as it is now gives the same scores, in a few studies made again; if so it is
    noted, so that code which was only moved or renamed needs no new calibration."""
    table = pd.concat(judged(Block(MATCHING, name, 0, 1), study) for name in CHECKED)
    about = json.loads((folder / ABOUT).read_text(encoding="utf-8"))
    if fingerprint(table) != about["scores"]:
        return False
    about |= {"confirmed_code": code_hash(), "confirmed_on": _today()}
    write_text(folder / ABOUT, json.dumps(about, indent=2) + "\n")
    return True


def fingerprint(scored: pd.DataFrame) -> str:
    """A name for the scores of the first study of each of ``CHECKED``."""
    is_first = scored["generator"].eq(MATCHING) & scored["number"].eq(0)
    first = scored[is_first & scored["scenario"].isin(CHECKED)]
    columns = ["scenario", *SCORE, "total", "n"]
    text = first.sort_values(columns)[columns].to_csv(index=False, float_format="%.6g")
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _today() -> str:
    return datetime.now(UTC).date().isoformat()
