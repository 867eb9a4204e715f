"""What a file of SPSS or Stata holds: ``python -m analysis.intake.labelled FILE``.

``--private NAME ...`` names variables that are not to be read, ``--encoding NAME`` what the texts
are in. It prints names, labels and counts, and no answer; it ends with 1 where it is refused.
"""

import argparse
import sys
from pathlib import Path

from analysis.faults import BadInput
from analysis.intake.labelled import Labelled, items, read


def words(file: Labelled) -> str:
    """The report, and a line per variable, in words."""
    told = file.report
    lines = [f"{told.file}: {told.form}, {told.n_cases} cases, {told.n_variables} variables"]
    named = {
        "weighted by": (told.weight,) if told.weight else (),
        "multiple responses": told.sets,
        "multiple responses left out": told.sets_left_out,
        "private, not read": told.private,
        "not asked for": told.left_out,
        "two values with one label": told.labels_shared,
        "answers without a label": told.unlabelled,
    }
    lines += [f"  {what}: {', '.join(names)}" for what, names in named.items() if names]
    if not told.tells_missing:
        lines.append("  a blank may be a declared missing value: save it as .sav to tell")
    counts = items(file).groupby("question")["status"].value_counts().unstack(fill_value=0)
    for name, label, measure, kind, missing, _ in file.variables.itertuples(index=False):
        n = ", ".join(f"{n} {status}" for status, n in counts.loc[name].items() if n)
        rule = f"; missing: {missing}" if missing else ""
        lines.append(f"  {name} ({kind}, {measure}{rule}): {n}  {label}".rstrip())
    return "\n".join(lines)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("file", type=Path)
    parser.add_argument("--private", nargs="*", default=[])
    parser.add_argument("--encoding")
    given = parser.parse_args()
    try:
        found = read(given.file, private=given.private, encoding=given.encoding)
    except BadInput as bad:
        sys.exit(str(bad))
    sys.stdout.write(words(found) + "\n")
