"""Small studies in raw files, ways to spoil them, and what is said of it."""

import csv
import re
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

import small_study
from analysis.faults import BadInput
from analysis.intake import (
    attributes,
    changes,
    coding,
    indicators,
    interviews,
    monitoring,
    outlines,
    overrulings,
    projects,
    quotations,
    speech,
    survey,
    transcripts,
    translations,
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
    made["turns"] = speech.turns(texts, study)
    made["speakers"] = speech.speakers(made["turns"], made["interviews"], study)
    made |= projects.clean(projects.read(study), study)
    reported = made.pop("indicators")
    made |= monitoring.clean(monitoring.read(study), made["projects"], reported, study)
    made |= indicators.clean(indicators.read(study), study)
    made["indicators"] = pd.concat([made["indicators"], reported])
    made["outlines"] = outlines.clean(outlines.read(study), study)
    made |= changes.clean(changes.read(study), *sources, made["projects"], study)
    made |= survey.clean(survey.read(study), made["changes"], *sources, study)
    codebook, project = coding.read(study)
    made["codes"] = coding.codes(codebook, study)
    made |= coding.clean(project, made["codes"], texts, made["turns"], *sources, study)
    made["segments"] = translations.clean(
        translations.read(study), made["segments"], *sources, study
    )
    made |= attributes.clean(project, sources[0], made["participants"], sources[1], study)
    made["overrulings"] = overrulings.clean(overrulings.read(study), study)
    made["quotations"] = quotations.clean(quotations.read(study), texts, *sources, study)
    return made


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


HEARD = "${panel} = 'respondents'"
RECOGNIZED = "selected(${answer}, 'agree') or ${answer} = 'partly_agree'"
FORM = (
    ("start", "start", "", ""),
    ("end", "end", "", ""),
    ("Begin Group", "who", "Who", "Quién"),
    ("text", "enumerator", "Held by", "Aplica"),
    ("select_one yes_no", "consent", "May we?", "¿Podemos?"),
    ("select one panels", "panel", "For whom?", "¿Por quién?"),
    ("text", "respondent", "Key", "Clave"),
    ("text", "folio", "Folio", "Folio", HEARD),
    ("select_one groups", "group", "Group", "Grupo", HEARD),
    ("select_one languages", "language", "Language", "Idioma", HEARD),
    ("end group", "", "", ""),
    ("begin repeat", "shown", "Changes", "Cambios"),
    ("text", "change", "Change", "Cambio"),
    ("select_one answers", "answer", "Agree?", "¿De acuerdo?"),
    ("select_one lasting", "lasting", "Will it last?", "¿Va a durar?", RECOGNIZED),
    ("text", "comment", "Comment", "Comentario"),
    ("end_repeat", "", "", ""),
    ("", "", "", ""),
    ("select_multiple priorities", "priorities", "Which?", "¿Cuáles?", HEARD),
)
CHOICES = (
    ("yes_no", "yes", "Yes", "Sí"),
    ("yes_no", "no", "No", "No"),
    ("panels", "respondents", "People heard", "Personas escuchadas"),
    ("panels", "funder", "Funder", "Financiador"),
    ("groups", "unions", "Unions", "Sindicatos"),
    ("groups", "judges", "Judges", "Jueces"),
    ("languages", "spanish", "Spanish", "Español"),
    ("answers", "agree", "Agree", "De acuerdo"),
    ("answers", "partly_agree", "Partly agree", "Parcialmente de acuerdo"),
    ("answers", "disagree", "Disagree", "En desacuerdo"),
    ("answers", "-99", "No answer", "Sin respuesta"),
    ("lasting", "no", "It will not last", "No va a durar"),
    ("lasting", "perhaps", "It may last", "Puede durar"),
    ("lasting", "yes", "It will last", "Va a durar"),
    ("lasting", "-99", "No answer", "Sin respuesta"),
    ("priorities", "courts", "Access to courts", "Acceso a tribunales"),
    ("priorities", "none", "None", "Ninguna"),
    ("priorities", "-99", "No answer", "Sin respuesta"),
)
LABELS = ("label::English (en)", "label::Español (es)")


def kobo_form(study: Study, drop: tuple = (), last: tuple = ()) -> Path:
    """The form of the small study's survey, without some questions or with some at its end."""
    rows = [row for row in FORM if row[1] not in (*drop, *last)]
    # The last rows are those of the repeat group: a question sent there stands within it.
    place = [row[1] for row in rows].index("comment") + 1
    rows[place:place] = [row for row in FORM if row[1] in last]
    return workbook(
        study.raw / "validation/form.xlsx",
        survey=[["type", "name", *LABELS, "relevant"], *map(list, rows)],
        choices=[["list_name", "name", *LABELS], *map(list, CHOICES)],
        settings=[["form_title"], ["Changes"]],
    )


def kobo_workbook(study: Study, people: list[dict], shown: list[dict]) -> Path:
    """An export of the form: submissions, and rows of the repeat group."""
    sheets = {}
    for title, rows in (("Changes", people), ("shown", shown)):
        sheets[title] = [list(rows[0]), *(list(row.values()) for row in rows)]
    return workbook(study.raw / "validation/validation.xlsx", **sheets)


def without_file(fault: str) -> str:
    """What is said of a fault, without the file that lists what is allowed."""
    return re.sub(r"\(\S+/form\.xlsx: ", "(", fault)
