"""Workbooks, documents and CSV files whose bytes depend on their content alone."""

import io
import re
import zipfile
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd

from analysis.intake.coded_project.writing import zipped
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
        "is_needed",
    ),
    "changes/selections.csv": (
        "level", "round", "panel", "date", "account_id", "is_chosen", "criterion", "choice_reason",
        "dissent",
    ),
    "changes/verifications.csv": (
        "account_id", "way", "date", "verifier_id", "outcome", "remark",
    ),
    "changes/change_evidence.csv": ("change_id", "kind", "item", "bearing"),
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
    "triangulation/overrulings.csv": (
        "state", "domain", "verdict", "decided_by", "decided_on", "why",
    ),
}  # fmt: skip
# openpyxl writes the clock into a workbook; this stands there instead.
FIXED = datetime(2024, 1, 1)
_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")


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


def _plain(cell: Any) -> Any:
    if pd.isna(cell):
        return ""
    if isinstance(cell, pd.Timestamp | datetime):
        return cell.strftime("%Y-%m-%d")
    return {True: "true", False: "false"}[bool(cell)] if str(cell) in ("True", "False") else cell
