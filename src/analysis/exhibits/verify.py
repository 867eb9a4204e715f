"""Compare a run's findings with the accepted ones.

``python -m analysis.exhibits.verify FINDINGS.csv ACCEPTED.csv`` prints a table and exits with 1
unless every finding matches or lies within tolerance.
"""

import math
import sys
from pathlib import Path
from textwrap import shorten

import pandas as pd

from analysis.faults import BadInput, Fault

# Relative. Findings keep 12 digits, and machines with the same lock differ in the last ones only.
TOLERANCE = 1e-9

MATCH = "match"
WITHIN = "within tolerance"
DIFFERS = "differs"
MISSING = "missing"  # accepted, and not found by this run
NEW = "new"  # found, and not accepted yet
GOOD = (MATCH, WITHIN)
_WIDTH = 30  # of a text in the table printed


def compare(findings: pd.DataFrame, accepted: pd.DataFrame) -> pd.DataFrame:
    """Judge each finding of either table.

    Both have one row per ``finding_id`` with ``value`` and ``unit`` as text. Returns one row per
    finding: ``finding_id``, ``accepted``, ``found`` (blank where absent), ``status``.
    """
    columns = ["finding_id", "value", "unit"]
    both = accepted[columns].merge(
        findings[columns], on="finding_id", how="outer", suffixes=("_accepted", "_found"),
        indicator=True,
    )  # fmt: skip
    both["status"] = [_status(row) for _, row in both.iterrows()]
    names = {"value_accepted": "accepted", "value_found": "found"}
    return both.rename(columns=names)[["finding_id", "accepted", "found", "status"]].fillna("")


def read(path: Path | str) -> pd.DataFrame:
    """Read a table of findings as texts; raises BadInput where there is none."""
    try:
        return pd.read_csv(path, dtype=str, keep_default_na=False)
    except FileNotFoundError:
        cure = "Run: make all (a run's findings) or make accept (to accept them)"
        raise BadInput([Fault(Path(path).name, "no such file", cure=cure)]) from None


def _status(row: pd.Series) -> str:
    if row["_merge"] != "both":
        return MISSING if row["_merge"] == "left_only" else NEW
    if row["unit_accepted"] != row["unit_found"]:
        return DIFFERS
    if row["value_accepted"] == row["value_found"]:
        return MATCH
    try:
        was, now = float(row["value_accepted"]), float(row["value_found"])
    except ValueError:
        return DIFFERS
    return WITHIN if math.isclose(was, now, rel_tol=TOLERANCE) else DIFFERS


def _shortened(text: str) -> str:
    return shorten(text, _WIDTH, placeholder=" …")


def main(findings: str, accepted: str) -> int:
    """Print the comparison; 0 if all is good."""
    table = compare(read(findings), read(accepted))
    counts = table["status"].value_counts()
    summary = ", ".join(f"{counts[status]} {status}" for status in sorted(counts.index))
    good = table["status"].isin(GOOD)
    # A long text is told in full only where it was not found again.
    values = table[["accepted", "found"]]
    shown = table.assign(**values.mask(good, values.map(_shortened)))
    sys.stdout.write(f"{shown.to_string(index=False)}\n\n{summary or 'no findings'}\n")
    return 0 if good.all() else 1


if __name__ == "__main__":
    try:
        sys.exit(main(*sys.argv[1:3]))
    except BadInput as bad:
        sys.exit(str(bad))
