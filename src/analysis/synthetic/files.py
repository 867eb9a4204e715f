"""Workbooks, documents and CSV files whose bytes depend on their content alone."""

import io
import re
import zipfile
from datetime import datetime
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import openpyxl
import pandas as pd

from analysis.intake.refi_qda_writer import zipped
from analysis.store import replacing, write_text
from analysis.synthetic import coding

# The CSV files of a study, and their columns.
CSV_FILES = {
    "changes/accounts.csv": (
        "account_id", "source_id", "domain", "state", "direction", "story", "significance", "date",
        "collector_id",
    ),
    "changes/changes.csv": (
        "change_id", "title_es", "title_en", "domain", "outcome_type", "is_expected",
        "is_positive", "date", "is_sustained", "evidence",
    ),
    "changes/change_accounts.csv": ("change_id", "account_id"),
    "changes/change_priorities.csv": ("change_id", "priority"),
    "changes/contributions.csv": (
        "contribution_id", "change_id", "project_id", "other_actor", "role", "rival_explanation",
    ),
    "changes/selections.csv": (
        "level", "round", "panel", "account_id", "is_chosen", "criterion", "choice_reason",
        "dissent",
    ),
    "changes/rubric_scores.csv": ("contribution_id", "criterion", "rater_id", "rating"),
    "changes/lessons.csv": (
        "lesson_id", "lesson_type", "text_es", "text_en", "conditions_es", "conditions_en",
        "counter_example_es", "counter_example_en",
    ),
    "changes/lesson_changes.csv": ("lesson_id", "change_id"),
    "interviews/codebook.csv": tuple(coding.COLUMNS),
    "interviews/translations.csv": (
        "source_id", "start", "end", "translation", "translator", "status",
    ),
    "interviews/quotations.csv": (
        "quotation_id", "source_id", "start", "end", "text", "translation", "domain",
    ),
    "interviews/quotation_reviews.csv": ("quotation_id", "reviewer", "date", "text_sha256"),
    "projects/projects.csv": ("project_id", "name", "approach", "start", "end"),
    "projects/project_domains.csv": ("project_id", "domain"),
    "projects/project_states.csv": ("project_id", "state"),
    "projects/monitoring_indicators.csv": (
        "indicator_id", "title_en", "title_es", "publisher", "domain", "unit", "universe",
        "direction", "role", "role_reason", "proxy_distance", "timing", "grade", "source",
        "licence", "limits",
    ),
}  # fmt: skip
# openpyxl writes the clock into a workbook; this stands there instead.
FIXED = datetime(2024, 1, 1)
_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")
# The parts of a Word document that say what its text is (ECMA-376, part 1, chapter 11).
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_RELATIONS = "application/vnd.openxmlformats-package.relationships+xml"
_PARTS = {
    "[Content_Types].xml": f'{_XML}<Types xmlns="{_PACKAGE}/content-types">'
    f'<Default Extension="rels" ContentType="{_RELATIONS}"/>'
    f'<Override PartName="/word/document.xml" ContentType="{_WORD_TYPE}"/></Types>',
    "_rels/.rels": f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}" Target="word/document.xml"/></Relationships>',
}


def write_csv(path: Path, table: pd.DataFrame) -> None:
    """A CSV file in UTF-8: dates as 2024-03-01, yes and no as true and false, missing blank."""
    text = table.apply(lambda column: column.map(_plain).astype("object"))
    write_text(path, text.to_csv(index=False, lineterminator="\n"))


def write_xlsx(path: Path, sheets: dict[str, list[list[Any]]]) -> None:
    """A workbook of one sheet per entry, each a list of rows, the header first."""
    book = openpyxl.Workbook()
    book.properties.created = FIXED
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    content = io.BytesIO()
    book.save(content)
    with zipfile.ZipFile(content) as archive:
        entries = {name: archive.read(name) for name in archive.namelist()}
    core = "docProps/core.xml"
    entries[core] = _MODIFIED.sub(
        rb"\g<1>" + FIXED.strftime("%Y-%m-%dT%H:%M:%SZ").encode(), entries[core]
    )
    with replacing(path) as file:
        file.write(zipped(entries))


def write_docx(path: Path, text: str) -> None:
    """A Word document with one paragraph per line of the text, and nothing else in it.

    Written by hand: the styles that a library puts into each document outweigh forty transcripts.
    """
    lines = text.removesuffix("\n").split("\n")
    paragraphs = "".join(
        f'<w:p><w:r><w:t xml:space="preserve">{escape(line)}</w:t></w:r></w:p>' for line in lines
    )
    document = f'{_XML}<w:document xmlns:w="{_WORD}"><w:body>{paragraphs}</w:body></w:document>'
    parts = {**_PARTS, "word/document.xml": document}
    with replacing(path) as file:
        file.write(zipped({name: part.encode() for name, part in parts.items()}))


def _plain(cell: Any) -> Any:
    if pd.isna(cell):
        return ""
    if isinstance(cell, pd.Timestamp | datetime):
        return cell.strftime("%Y-%m-%d")
    return {True: "true", False: "false"}[bool(cell)] if str(cell) in ("True", "False") else cell
