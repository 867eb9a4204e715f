"""The replacement log: what every pseudonym stands for. Whoever has it can undo the masking."""

import csv
import io
from collections.abc import Iterable
from pathlib import Path

from analysis.faults import Fault
from analysis.intake.identifiers.masking import Masked
from analysis.store import replacing
from analysis.study import in_work_tree

COLUMNS = ("file", "start", "end", "kind", "pseudonym", "is_valid", "original")
OWNER_ONLY = 0o600


def faults(path: Path) -> list[Fault]:
    """Why a log cannot be written there: inside a git work tree, or over another log."""
    found = []
    if in_work_tree(path):
        rule = "the replacement log may not lie inside a git work tree"
        found.append(Fault(path.name, rule, cure="Name a file outside the checkout."))
    if path.exists():
        rule = "there already, and no log is ever overwritten"
        found.append(Fault(path.name, rule, cure="Give every run a log of its own."))
    return found


def write(path: Path, masked: Iterable[tuple[str, Masked]]) -> None:
    """One row per replacement; places are those of the original, in code points.

    Only its owner may read it. Written whole or not at all.
    """
    lines = io.StringIO()
    writer = csv.writer(lines, lineterminator="\n")
    writer.writerow(COLUMNS)
    for file, one in masked:
        for made in one.replacements:
            valid = "" if made.is_valid is None else str(made.is_valid).lower()
            row = (made.start, made.end, made.kind, made.pseudonym, valid, made.original)
            writer.writerow((file, *row))
    with replacing(path, mode=OWNER_ONLY) as file:
        file.write(lines.getvalue().encode("utf-8"))
