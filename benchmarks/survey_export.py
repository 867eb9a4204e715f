"""How long the export of a large survey takes to be read by its form and cleaned.

Writes a KoboToolbox workbook of a thousand columns and twenty thousand submissions, prints the
seconds in which it is read, decoded and told item by item, and the ratio to what only opening the
same workbook takes, in the same run: near one, nothing but the opening is left to make faster.
"""

import argparse
import random
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

import openpyxl
from openpyxl.utils import get_column_letter
from python_calamine import CalamineWorkbook

from analysis.intake import survey_exports
from analysis.study import Study, read_study

DATA = Path(__file__).parents[1] / "data"
N_ROWS, N_SINGLE, N_SEVERAL, N_TEXT, N_NUMBER = 20_000, 250, 100, 50, 95
CHOICES = ("yes", "no", "sometimes", "never", "-99")
MOST_SECONDS = 20
# Every other block of the form is asked only of those who said yes: blanks as in real surveys.
BLOCK = 10


def form(path: Path) -> list[str]:
    """Write the form; gives the names of its questions."""
    rows = [
        *((f"q{n}", "select_one listed", n) for n in range(N_SINGLE)),
        *((f"m{n}", "select_multiple listed", n) for n in range(N_SEVERAL)),
        *((f"t{n}", "text", n) for n in range(N_TEXT)),
        *((f"n{n}", "integer", n) for n in range(N_NUMBER)),
    ]
    book = openpyxl.Workbook()
    survey, choices = book.active, book.create_sheet("choices")
    survey.title = "survey"
    survey.append(["type", "name", "label", "relevant"])
    for name, kind, n in rows:
        relevant = "${q0} = 'yes'" if n // BLOCK % 2 else None
        survey.append([kind, name, f"Question {name}?", relevant])
    choices.append(["list_name", "name", "label"])
    for name in CHOICES:
        choices.append(["listed", name, f"Label {name}"])
    book.save(path)
    return [name for name, _, _ in rows]


def columns(names: list[str]) -> list[str]:
    """The header of the export."""
    made = []
    for name in names:
        made.append(name)
        made += [f"{name}/{choice}" for choice in CHOICES] if name.startswith("m") else []
    return [*made, "_id", "_uuid", "_submission_time", "__version__", "_index"]


def submission(rng: random.Random, names: list[str], number: int) -> list[str]:
    """The cells of a submission, all texts, as KoboToolbox writes them."""
    says_yes = rng.random() < 0.5
    cells: list[str] = []
    for name in names:
        kind, n = name[0], int(name[1:])
        is_asked = says_yes or not n // BLOCK % 2
        several = [c for c in CHOICES[:4] if rng.random() < 0.4] if kind == "m" else []
        value = {
            "q": CHOICES[0 if n == 0 and says_yes else rng.randrange(1, 5)],
            "m": " ".join(several),
            "t": f"respuesta {rng.random():.9f} de la persona, año",
            "n": str(rng.randrange(100)),
        }[kind]
        cells.append(value if is_asked else "")
        if kind == "m":
            cells += ["" if not is_asked else str(int(c in several)) for c in CHOICES]
    return [*cells, str(number), f"u{number}", "2025-04-02T10:00:00", "v1", str(number)]


def export(path: Path, names: list[str]) -> int:
    """Write the workbook as KoboToolbox does, texts in the cells; gives how many are not blank."""
    rng, n_cells = random.Random(1), 0
    letters = [get_column_letter(n + 1) for n in range(len(columns(names)))]
    book = path.with_suffix(".small.xlsx")
    small = openpyxl.Workbook()
    small.active.title = "form"
    small.save(book)
    with ZipFile(book) as empty, ZipFile(path, "w", ZIP_DEFLATED, compresslevel=1) as full:
        for name in empty.namelist():
            if name != "xl/worksheets/sheet1.xml":
                full.writestr(name, empty.read(name))
        with full.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
            for line, n in _rows(rng, names, letters):
                sheet.write(line)
                n_cells += n
    return n_cells


def _rows(rng: random.Random, names: list[str], letters: list[str]) -> Iterator[tuple[bytes, int]]:
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    yield f'<?xml version="1.0"?><worksheet xmlns="{main}"><sheetData>'.encode(), 0
    for number in range(N_ROWS + 1):
        cells = submission(rng, names, number) if number else columns(names)
        written = [
            f'<c r="{letter}{number + 1}" t="inlineStr"><is><t>{escape(cell)}</t></is></c>'
            for letter, cell in zip(letters, cells, strict=True)
            if cell
        ]
        yield f'<row r="{number + 1}">{"".join(written)}</row>'.encode(), len(written)
    yield b"</sheetData></worksheet>", 0


def spent(call: Callable, *inputs: object) -> tuple[float, float, object]:
    """Seconds that a call takes, by the clock and of the processor, and what it gives."""
    clock, processor = time.perf_counter(), time.process_time()
    given = call(*inputs)
    return time.perf_counter() - clock, time.process_time() - processor, given


def cleaned(study: Study, path: Path, form_path: Path, names: list[str]) -> survey_exports.Export:
    """The export, read and cleaned."""
    asked = survey_exports.read(study, path, survey_exports.read_form(study, form_path), names)
    found = asked.gathering(study)
    survey_exports.submissions(asked, study, found)
    found.refuse()
    return asked


def opened(path: Path) -> int:
    """The rows of the workbook, as its reader gives them."""
    return len(CalamineWorkbook.from_path(path).get_sheet_by_name("form").to_python())


def main() -> None:
    """Write the survey, read it, and compare."""
    argparse.ArgumentParser(description=__doc__).parse_args()
    study = read_study(DATA)
    with tempfile.TemporaryDirectory() as folder:
        form_path, path = Path(folder) / "form.xlsx", Path(folder) / "export.xlsx"
        names = form(form_path)
        n_cells = export(path, names)
        size = f"{len(columns(names)):,} columns, {N_ROWS:,} rows, {n_cells:,} answers"
        seconds, busy, read = spent(cleaned, study, path, form_path, names)
        _, bare, _ = spent(opened, path)
        items, _, told = spent(survey_exports.items, read, study)
        print(f"survey export: {size} read and cleaned in {seconds:.1f} s")
        print(f"survey export: {busy:.1f} s of the processor, of which opening it is {bare:.1f} s")
        print(f"survey export: {busy / bare:.2f} times what opening it takes")
        print(f"survey export: what became of {len(told):,} items in {items:.1f} s")
        if seconds > MOST_SECONDS:
            print(f"survey export: more than the {MOST_SECONDS} s that are promised")


if __name__ == "__main__":
    main()
