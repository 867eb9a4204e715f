"""The same survey, written as each tool exports it, in every way that it can be told to.

Apart from the project's own code, and after the tools': KoboToolbox's formpack, ODK Central's
briefcase export, and SurveyCTO's description of its long and wide formats.
"""

import csv
import io
import zipfile
from dataclasses import dataclass
from itertools import product
from pathlib import Path

from raw_study import workbook

EN, ES = "English (en)", "Español (es)"
LABELS = (f"label::{EN}", f"label::{ES}")
TITLE = "Encuesta de hogares"
# Type, name, labels in both languages, condition. Names that look like rounds, keys and signs.
SURVEY = (
    ("start", "start", "", "", ""),
    ("deviceid", "deviceid", "", "", ""),
    ("begin_group", "who", "Who", "Quién", ""),
    ("text", "enumerator", "Held by", "Aplica", ""),
    ("select_one towns", "town", "Town", "Pueblo", ""),
    ("begin_group", "more", "More", "Más", ""),
    ("integer", "age", "Age", "Edad", ""),
    ("text", "uuid", "Card", "Credencial", ""),
    ("end_group", "", "", "", ""),
    ("end_group", "", "", "", ""),
    ("select_multiple needs", "needs", "Needs", "Necesidades", ""),
    ("geopoint", "place", "Place", "Lugar", ""),
    ("begin_repeat", "people", "People", "Personas", ""),
    ("text", "nick_name", "Nickname", "Apodo", ""),
    ("begin_group", "work", "Work", "Trabajo", ""),
    ("select_one towns", "work_town", "Where", "Dónde", ""),
    ("select_multiple needs", "work_needs", "What for", "Para qué", ""),
    ("end_group", "", "", "", ""),
    ("begin_repeat", "jobs", "Jobs", "Empleos", ""),
    ("text", "job", "Job", "Empleo", ""),
    ("end_repeat", "", "", "", ""),
    ("end_repeat", "", "", "", ""),
    ("text", "comment", "Comment", "Comentario", ""),
)
CHOICES = (
    ("towns", "a1", "San Juan", "San Juan Bautista"),
    ("towns", "a-2", "Lagos", "Lagos de Arriba"),
    ("needs", "water", "Water", "Agua"),
    ("needs", "1", "Court fees", "Costas del juicio"),
    ("needs", "-99", "No answer", "Sin respuesta"),
)
ONCE = ("town", "age", "uuid", "needs", "comment")
PER_PERSON = ("nick_name", "work_town", "work_needs")
ASKED = (*ONCE, *PER_PERSON, "job")
SEVERAL = ("needs", "work_needs")
WIDE = (("both", None), ("each", None), ("together", ES))
TOWNS, NEEDS = ("a1", "a-2"), ("water", "1", "-99")


@dataclass(frozen=True)
class Dialect:
    """How an export is written; ``shape`` is long, or how a round is numbered."""

    tool: str = "kobo"
    file: str = "xlsx"
    shape: str = "long"
    groups: str = "/"
    choices: str = "/"
    is_whole: bool = True
    select: str = "both"
    language: str | None = None
    delimiter: str = ","


def dialects() -> list[Dialect]:
    """Every combination that a tool, or somebody who merges sheets, may write."""
    shapes = ("long", "[n]", "/n/", "_n")
    signs = (("/", "/"), (".", "."), ("-", "/"), ("-", "_"))
    found = []
    for tool, shape, (groups, choices), select, language, is_whole in product(
        ("kobo", "central", "surveycto"), shapes, signs, ("both", "together", "each"),
        (None, EN, ES), (True, False),
    ):  # fmt: skip
        if shape == "/n/" and not is_whole or (shape == "_n" and (is_whole or language)):
            continue  # a round needs the name of its group beside it, or a variable before it
        # Every pair of these meets in a long export; a wide one needs each of them once.
        if (language == EN and groups != "/") or (
            shape != "long" and (select, language) not in WIDE
        ):
            continue
        file = {"kobo": "xlsx", "central": "zip", "surveycto": "csv"}[tool]
        delimiter = ";" if language else ","
        found.append(
            Dialect(tool, file, shape, groups, choices, is_whole, select, language, delimiter)
        )
    return found


def form(folder: Path) -> Path:
    """The form of the survey."""
    return workbook(
        folder / "form.xlsx",
        survey=[["type", "name", *LABELS, "relevant"], *map(list, SURVEY)],
        choices=[["list_name", "name", *LABELS], *map(list, CHOICES)],
        settings=[["form_title", "version"], [TITLE, "v1"]],
        help=[["How to fill this in"]],
    )


def write(folder: Path, told: list[dict], way: Dialect) -> Path:
    """The answers of a survey in a dialect; gives the file."""
    sheets = _wide(told, way) if way.shape != "long" else _long(told, way)
    folder.mkdir(parents=True, exist_ok=True)
    if way.file == "xlsx":
        return workbook(folder / "export.xlsx", **sheets)
    texts = {_file(title, way): _csv(rows, way.delimiter) for title, rows in sheets.items()}
    if way.file == "csv":
        for name, text in texts.items():
            (folder / name).write_text(text, encoding="utf-8-sig", newline="")
        return folder / f"{TITLE}.csv"
    with zipfile.ZipFile(folder / "export.zip", "w") as archive:
        for name, text in texts.items():
            archive.writestr(name, text)
    return folder / "export.zip"


def _file(title: str, way: Dialect) -> str:
    return f"{title}.csv" if title == TITLE else f"{TITLE}-{title}.csv"


def _csv(rows: list[list], delimiter: str) -> str:
    lines = io.StringIO(newline="")
    csv.writer(lines, delimiter=delimiter).writerows(
        ["" if cell is None else cell for cell in row] for row in rows
    )
    return lines.getvalue()


# How columns are headed and cells written --------------------------------------------------------

GROUPS = {
    "town": ("who",), "enumerator": ("who",), "age": ("who", "more"), "uuid": ("who", "more"),
    "nick_name": ("people",), "work_town": ("people", "work"), "work_needs": ("people", "work"),
    "job": ("people", "jobs"),
}  # fmt: skip
REPEATS = ("people", "jobs")
LABELED = {name: {EN: en, ES: es} for _, name, en, es, _ in SURVEY}
CHOSEN = {name: {EN: en, ES: es} for _, name, en, es in CHOICES}


def _word(name: str, way: Dialect, words: dict) -> str:
    return words[name][way.language] if way.language else name


def _head(name: str, way: Dialect, rounds: tuple[int, ...] = ()) -> str:
    groups = GROUPS.get(name, ())
    if not way.is_whole:
        # ODK Central leaves the repeat group out, others every group.
        inner = [g for g in groups if g not in REPEATS] if way.tool == "central" else []
        groups = [*([r for r in groups if r in REPEATS] if "[" in way.shape else []), *inner]
    numbers = iter(rounds)
    parts = []
    for group in groups:
        part = _word(group, way, LABELED)
        if group in REPEATS and rounds and way.shape != "_n":
            number = next(numbers)
            part += f"[{number}]" if way.shape == "[n]" else f"{way.groups}{number}"
        parts.append(part)
    return way.groups.join([*parts, _word(name, way, LABELED)])


def _columns(name: str, way: Dialect, rounds: tuple[int, ...] = ()) -> list[str]:
    end = "".join(f"_{n}" for n in rounds) if way.shape == "_n" else ""
    head = _head(name, way, rounds)
    if name not in SEVERAL:
        return [head + end]
    each = [f"{head}{way.choices}{_choice(c, way)}{end}" for c in NEEDS]
    return {"together": [head + end], "each": each, "both": [head + end, *each]}[way.select]


def _choice(name: str, way: Dialect) -> str:
    if way.language:
        return CHOSEN[name][way.language]
    return name.replace("-", "_") if way.tool == "surveycto" and way.choices == "_" else name


def _cells(name: str, answers: dict, way: Dialect) -> list:
    value = answers.get(name)
    if name not in SEVERAL:
        is_choice = name in ("town", "work_town") and value
        return [_word(value, way, CHOSEN) if is_choice else value]
    # ODK Central writes 0 also where nothing was asked.
    blank = 0 if way.tool == "central" else None
    chosen = value.split() if value else []
    together = " ".join(_word(c, way, CHOSEN) for c in chosen) or None
    each = [int(c in chosen) if value else blank for c in NEEDS]
    return {"together": [together], "each": each, "both": [together, *each]}[way.select]


# Long: a sheet per repeat group ------------------------------------------------------------------


def _long(told: list[dict], way: Dialect) -> dict[str, list[list]]:
    tables: dict[str, list[dict]] = {TITLE: [], "people": [], "jobs": []}
    for submission in told:
        key = f"uuid:{len(tables[TITLE]) + 1:04}"
        of_main = {"_index": len(tables[TITLE]) + 1, "_uuid": key, "KEY": key}
        tables[TITLE].append(_row(ONCE, submission, way, _own(way, of_main)))
        for number, person in enumerate(submission["people"], 1):
            index, of_person = len(tables["people"]) + 1, f"{key}/people[{number}]"
            keys = _referring(way, of_main["_index"], key, index, key, of_person, TITLE)
            tables["people"].append(_row(PER_PERSON, person, way, keys))
            for job_number, job in enumerate(person["jobs"], 1):
                of_job = f"{of_person}/jobs[{job_number}]"
                keys = _referring(
                    way, index, key, len(tables["jobs"]) + 1, of_person, of_job, "people"
                )
                tables["jobs"].append(_row(("job",), job, way, keys))
    headers = {TITLE: ONCE, "people": PER_PERSON, "jobs": ("job",)}
    return {t: _sheet(t, headers[t], rows, way) for t, rows in tables.items()}


def _row(names: tuple, answers: dict, way: Dialect, keys: dict) -> dict:
    given = {}
    for name in names:
        given |= dict(zip(_columns(name, way), _cells(name, answers, way), strict=True))
    return given | keys


def _sheet(title: str, names: tuple, rows: list[dict], way: Dialect) -> list[list]:
    header = [column for name in names for column in _columns(name, way)]
    keys = _own(way, {"_index": 0, "_uuid": "", "KEY": ""}) if title == TITLE else _referring(
        way, 0, "", 0, "", "", ""
    )  # fmt: skip
    header += list(keys)
    return [header, *([row.get(column) for column in header] for row in rows)]


def _own(way: Dialect, keys: dict) -> dict:
    """The keys of a submission, and what else the tool tells of it."""
    if way.tool == "kobo":
        private = {"deviceid": "d:1", _head("enumerator", way): "Ana", "_submitted_by": "ana"}
        known = {"_id": 7, "_submission_time": "2025-04-02T16:20:11", "__version__": "v1"}
        return private | known | {"_uuid": keys["_uuid"], "_index": keys["_index"]}
    places = {f"{_head('place', way)}-{part}": 1.5 for part in ("Latitude", "Longitude")}
    if way.tool == "central":
        added = {"SubmitterID": 4, "SubmitterName": "ana", "FormVersion": "v1"}
        return {"SubmissionDate": "2025-04-02", "KEY": keys["KEY"]} | added | places
    added = {"SubmissionDate": "2025-04-02", "username": "ana", "formdef_version": "v1"}
    return added | places | {"KEY": keys["KEY"], "SET-OF-people": f"{keys['KEY']}/people"}


def _referring(
    way: Dialect, parent: int, uuid: str, index: int, parent_key: str, key: str, table: str
) -> dict:
    if way.tool == "kobo":
        return {
            "_index": index, "_parent_table_name": table, "_parent_index": parent,
            "_submission__uuid": uuid, "_submission__submitted_by": "ana",
        }  # fmt: skip
    return {"PARENT_KEY": parent_key, "KEY": key}


# Wide: rounds spread over columns ----------------------------------------------------------------


def _wide(told: list[dict], way: Dialect) -> dict[str, list[list]]:
    rows = []
    for number, submission in enumerate(told, 1):
        key = f"uuid:{number:04}"
        row = _row(ONCE, submission, way, _own(way, {"_index": number, "_uuid": key, "KEY": key}))
        for n, person in enumerate(submission["people"], 1):
            row |= _round(PER_PERSON, person, way, (n,))
            for m, job in enumerate(person["jobs"], 1):
                row |= _round(("job",), job, way, (n, m))
        rows.append(row)
    header = list(dict.fromkeys([c for row in rows for c in row]))
    # Every tool writes all columns of a round that anybody has.
    most = max((len(s["people"]) for s in told), default=0)
    for n in range(1, most + 1):
        whole = [c for name in PER_PERSON for c in _columns(name, way, (n,))]
        header += [c for c in whole if c not in header]
    return {TITLE: [header, *([row.get(column) for column in header] for row in rows)]}


def _round(names: tuple, answers: dict, way: Dialect, rounds: tuple[int, ...]) -> dict:
    given = {}
    for name in names:
        cells = _cells(name, answers, way)
        given |= dict(zip(_columns(name, way, rounds), cells, strict=True))
    return given
