"""Try an export: ``python -m analysis.intake.survey_exports FORM [FORM ...] EXPORT``.

Prints how it was read, by which form, what stayed behind, and what became of each question; never
an answer. ``--study DATA`` gives the study whose missing values count. It ends with 1 where the
export is refused or something in it is wrong.
"""

import argparse
import sys
from pathlib import Path

import pandas as pd

from analysis.faults import BadInput, refuse
from analysis.intake import survey_exports
from analysis.intake.survey_exports.export import Export, Reading
from analysis.study import read_study


def words(reading: Reading) -> str:
    """The report in words."""
    lines = [
        f"{reading.file}: {reading.tool}, {reading.shape}",
        f"columns headed by {reading.headed_by}; {reading.signs}",
        *(f"version {version}: {n:,} submissions" for version, n in reading.versions.items()),
        *(f"{title}: {n:,} rows" for title, n in reading.n_rows.items()),
    ]
    for title, told in (
        ("left behind, for whom they tell of", reading.private),
        ("of no question of the form", reading.foreign),
        ("conditions not evaluated", [f"{q}: {why}" for q, why in reading.unread.items()]),
    ):
        lines += [f"{title}:", *(f"  {item}" for item in told)] if told else []
    return "\n".join(lines)


def counts(items: pd.DataFrame) -> pd.DataFrame:
    """How many items of each question have each status."""
    return pd.crosstab(items["question"], items["status"], dropna=False)


def _faults(export: Export) -> list:
    found = []
    for repeat, sheet in export.sheets.items():
        gathering = export.gathering(None, repeat)
        gathering.add(list(sheet.faults))
        found += gathering.faults
    return found


def main() -> int:
    """Print the report; gives the exit code."""
    parser = argparse.ArgumentParser(
        "python -m analysis.intake.survey_exports", description=__doc__
    )
    parser.add_argument("form", type=Path, nargs="+")
    parser.add_argument("export", type=Path)
    parser.add_argument("--study", type=Path, default=Path("data"))
    given = parser.parse_args()
    try:
        study = read_study(given.study)
        forms = [survey_exports.read_form(study, path) for path in given.form]
        asked = {n: q for form in reversed(forms) for n, q in form.questions.items()}
        in_file = [name for name, question in asked.items() if question.kind in ASKED]
        export = survey_exports.read(study, given.export, forms, in_file)
        print(words(export.reading))
        print(counts(survey_exports.items(export, study)).to_string())
        refuse(_faults(export))
    except BadInput as bad:
        print(bad, file=sys.stderr)
        return 1
    return 0


# Kinds of questions that people answer.
ASKED = ("select_one", "select_multiple", "rank", "text", "integer", "decimal", "date", "range")


if __name__ == "__main__":
    sys.exit(main())
