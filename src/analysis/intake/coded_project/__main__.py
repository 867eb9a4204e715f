"""What a coded project holds and how it was read: ``python -m analysis.intake.coded_project FILE``.

``--json`` for machines. ``--project NAME`` names one of several in a database. ``--unit``,
``--line-end``, ``--counts-bom`` and ``--includes-end`` prescribe how positions are counted;
``--write PATH`` writes what was read as a REFI-QDA project that needs no such help. It ends with 1
where the project is refused, or something in it is not whole.
"""

import argparse
import json
import sys
from pathlib import Path

from analysis.faults import BadInput, report
from analysis.intake.coded_project import Project, Reading, read, write_qdpx
from analysis.intake.coded_project.counting import AS_STORED, CODE_POINTS, ONE, TWO, UTF8, UTF16

UNITS = {"code-points": CODE_POINTS, "utf-16": UTF16, "utf-8": UTF8}
LINE_ENDS = {"as-stored": AS_STORED, "one": ONE, "two": TWO}
# As many of the other ways of counting as are told, the best first.
N_TOLD = 3


def summary(project: Project) -> dict:
    """The report as plain values."""
    told, choice = project.report, project.report.choice
    kinds = project.codings["kind"].value_counts().sort_index()
    return {
        "file": told.file,
        "form": told.form,
        "origin": told.origin,
        "counts": {name: len(table) for name, table in project.tables().items()},
        "codings_by_kind": {str(kind): int(n) for kind, n in kinds.items()},
        "reading": str(choice.reading) if choice else None,
        "fit_share": choice.fit_share if choice else None,
        "readings": choice.scores.to_dict("records") if choice else [],
        "irregular": [str(fault) for fault in told.irregular],
        "left_out": told.left_out,
    }


def words(told: dict) -> str:
    """The report in words."""
    origin = f" of {told['origin']}" if told["origin"] else ""
    lines = [f"{told['file']}: {told['form']}{origin}"]
    lines += [f"  {name:11}{n:>10,}" for name, n in told["counts"].items()]
    if len(told["codings_by_kind"]) > 1:
        lines += [f"    codings of {kind}: {n:,}" for kind, n in told["codings_by_kind"].items()]
    if told["reading"]:
        lines += [f"positions: {told['reading']}; {told['fit_share']:.1%} of the selections fit"]
        others = [row for row in told["readings"] if row["n_differing"]]
        lines += [
            f"  {row['reading']}: {row['fit_share']:.1%} fit, {row['n_differing']:,} elsewhere"
            for row in others[:N_TOLD]
        ]
    for title, items in (("not whole", told["irregular"]), ("left out", told["left_out"])):
        lines += [f"{title}:", *(f"  {item}" for item in items)] if items else []
    return "\n".join(lines)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser("python -m analysis.intake.coded_project", description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--project", default="")
    parser.add_argument("--write", type=Path, metavar="PATH")
    parser.add_argument("--unit", choices=UNITS)
    parser.add_argument("--line-end", choices=LINE_ENDS, default="as-stored")
    parser.add_argument("--counts-bom", action="store_true")
    parser.add_argument("--includes-end", action="store_true")
    return parser.parse_args()


def main() -> int:
    """Print the report; gives the exit code."""
    given, reading = _arguments(), None
    if given.unit:
        line_end = LINE_ENDS[given.line_end]
        reading = Reading(UNITS[given.unit], line_end, given.counts_bom, given.includes_end)
    try:
        project = read(given.file, str(given.file), reading, given.project)
        if given.write:
            write_qdpx(project, given.write)
    except BadInput as bad:
        print(report(bad.faults), file=sys.stderr)
        return 1
    except ValueError as unwritable:
        print(f"{given.write}: not written: {unwritable}", file=sys.stderr)
        return 1
    told = summary(project)
    print(json.dumps(told, ensure_ascii=False, indent=1) if given.json else words(told))
    return 1 if told["irregular"] else 0


if __name__ == "__main__":
    sys.exit(main())
