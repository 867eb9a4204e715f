"""Small studies in raw files, ways to spoil them, and what is said of it."""

import csv
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

import small_study
from analysis.faults import BadInput
from analysis.intake import (
    changes,
    coding,
    indicators,
    interviews,
    monitoring,
    projects,
    survey,
    transcripts,
)
from analysis.study import Study, read_study
from analysis.synthetic.__main__ import main

DATA = Path(__file__).parents[1] / "data"
ALIASES = "alias,state\nZarboria,XX-ARB\nBelmarca,XX-BEL\nthe coast,XX\nthe coast,XX-COR\n"
SIZE = ("--interviews=12", "--focus-groups=2", "--group-people=8", "--respondents=5")
SIZE += ("--projects=3", "--changes=3")


def exland(folder: Path) -> Study:
    """The small study of an invented country, with spellings of its states and no other file."""
    small_study.write(folder)
    (folder / "raw/reference/state_aliases.csv").write_text(ALIASES, encoding="utf-8")
    return read_study(folder)


def write(folder: Path) -> Path:
    """Every raw file of a small synthetic study; gives ``folder``."""
    main([str(DATA), "--to", str(folder), *SIZE])
    return folder


def tables(study: Study) -> dict[str, pd.DataFrame]:
    """Every table that intake makes of a study, as the notebooks make them."""
    made = interviews.clean(interviews.read(study), study)
    sources = made["interviews"], made["set_aside"]
    texts = transcripts.read(study, made["interviews"]["source_id"])
    made["turns"] = transcripts.turns(texts, study)
    made |= projects.clean(projects.read(study), study)
    reported = made.pop("indicators")
    made |= monitoring.clean(monitoring.read(study), made["projects"], reported, study)
    made |= indicators.clean(indicators.read(study), study)
    made["indicators"] = pd.concat([made["indicators"], reported])
    made |= changes.clean(changes.read(study), *sources, made["projects"], study)
    made |= survey.clean(survey.read(study), made["changes"], *sources, study)
    codebook, project = coding.read(study)
    made["codes"] = coding.codes(codebook, study)
    coded = coding.clean(project, made["codes"], texts, made["turns"], *sources, study)
    return made | coded


def texts(*rows: dict[str, str]) -> pd.DataFrame:
    """Rows as a sheet gives them: texts, the first in row 2; ``None`` is a blank."""
    return pd.DataFrame(rows, index=range(2, 2 + len(rows)), dtype="str")


def faults(call: Callable, *inputs: object) -> list[str]:
    """What is said of each fault for which ``call`` refuses its input."""
    with pytest.raises(BadInput) as refused:
        call(*inputs)
    return [str(fault) for fault in refused.value.faults]


def rows_of(path: Path) -> list[list[str]]:
    """The rows of a CSV file, header first."""
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.reader(lines))


def write_rows(path: Path, rows: list[list[str]]) -> None:
    """Write rows into a CSV file."""
    with path.open("w", encoding="utf-8", newline="") as lines:
        csv.writer(lines, lineterminator="\n").writerows(rows)


def spoil_csv(path: Path, row: int, column: str, value: str) -> None:
    """Put a value into a cell of a CSV file, its row as a spreadsheet counts it."""
    rows = rows_of(path)
    rows[row - 1][rows[0].index(column)] = value
    write_rows(path, rows)


def spoil_sheet(path: Path, sheet: str, row: int, column: str, value: object) -> None:
    """Put a value into a cell of a workbook."""
    book = openpyxl.load_workbook(path)
    header = [cell.value for cell in book[sheet][1]]
    book[sheet].cell(row, header.index(column) + 1).value = value
    book.save(path)


def workbook(path: Path, **sheets: list[list[object]]) -> Path:
    """Write a workbook of one sheet per name; gives ``path``."""
    path.parent.mkdir(parents=True, exist_ok=True)
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path
