"""The coded project of a study, put there in the form of another tool."""

from pathlib import Path

import pandas as pd

from analysis.intake import coded_project, manifest
from analysis.study import read_study
from coded_projects.dialects import write_qualcoder


def to_qualcoder(data: Path) -> None:
    """Replace ``coding.qdpx`` by a QualCoder folder of the same coding.

    QualCoder cannot give a category to a passage, so a code that has codes below it, and is given
    itself, stands beside its category under the name that the codebook has in English.
    """
    qdpx = data / "raw/interviews/coding.qdpx"
    project = coded_project.read(qdpx)
    english = pd.read_csv(qdpx.parent / "codebook.csv").set_index("name_es")["name_en"]
    parents = set(project.codes["parent"].dropna())
    names = {}
    codes: dict[str, tuple[str | None, str | None]] = {}
    path_names = project.codes.set_index("code")["name"]
    for code in project.codes.itertuples():
        above = None if pd.isna(code.parent) else path_names[code.parent]
        codes[code.name] = (above, code.description)
        names[code.code] = code.name
    for path in sorted(parents & set(project.codings["code"])):
        names[path] = english[path_names[path]]
        codes[names[path]] = (path_names[path], None)
    given = project.codings.assign(code=project.codings["code"].map(names))
    noted = project.attributes[["case", "attribute", "value"]]
    write_qualcoder(
        qdpx.with_suffix(".qda"),
        project.sources.set_index("name")["text"].to_dict(),
        codes,
        list(given[["source", "start", "end", "code", "coder"]].itertuples(index=False)),
        list(project.cases[["case", "source"]].itertuples(index=False)),
        list(noted.astype(object).where(noted.notna(), None).itertuples(index=False)),
    )
    qdpx.unlink()
    manifest.record(read_study(data))
