"""A whole invented study: made as tidy tables, then written as raw files."""

import re
import shutil
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from analysis.faults import BadInput, Fault
from analysis.intake import refi_qda_writer
from analysis.intake.refi_qda import Project
from analysis.store import write_text
from analysis.study import Study
from analysis.synthetic import (
    changes,
    coding,
    fieldwork,
    mess,
    mess_monitoring,
    projects,
    reporting,
    survey,
    talk,
    truth,
)
from analysis.synthetic.fieldwork import GIVEN, PUBLISHED, Size
from analysis.synthetic.files import write_csv, write_xlsx
from analysis.synthetic.streams import stream
from analysis.vocabulary import SYNTHETIC

TRANSCRIPTS = Path("interviews/transcripts")
COPIED = ("reference", "indicators")
CSV_FILES = {
    "changes/accounts.csv": (
        "account_id", "source_id", "domain", "state", "significance", "date", "collector_id",
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
    "interviews/codebook.csv": tuple(coding.COLUMNS),
    "projects/projects.csv": ("project_id", "name", "approach", "start", "end"),
    "projects/project_domains.csv": ("project_id", "domain"),
    "projects/project_states.csv": ("project_id", "state"),
    "projects/monitoring_indicators.csv": (
        "indicator_id", "title_en", "title_es", "publisher", "domain", "unit", "universe",
        "direction", "role", "role_reason", "proxy_distance", "timing", "grade", "source",
        "licence", "limits",
    ),
}  # fmt: skip


@dataclass(frozen=True)
class World:
    """An invented study. ``tables`` are tidy, named as the raw files and, for what was planted,
    ``truth_...``; ``transcripts`` are by source."""

    tables: dict[str, pd.DataFrame]
    transcripts: dict[str, str]
    coding: Project


def make(study: Study, size: Size = PUBLISHED) -> World:
    """Make up a study from its seed and closed lists; reads and writes nothing."""
    tables = _heard(study, size) | _worked(study, size)
    cells, judgements = tables["truth_cells"], tables["truth_judgements"]
    tables["monitoring"] = projects.monitoring(
        study, tables, cells, tables["truth_baselines"], stream(study, "monitoring")
    )
    tables |= _reported(study, tables)
    used = tables["sources"][tables["sources"]["consent"].eq(GIVEN)]
    texts, passages = talk.talk(study, used, tables["asked"], judgements, stream(study, "talk"))
    tables["codebook"] = coding.codebook(study)
    said = coding.said(judgements, tables["truth_confusion"], stream(study, "coders"))
    codings = coding.codings(passages, said, stream(study, "codings"))
    project = coding.project(texts, tables["codebook"], codings, list(truth.CODERS))
    return World(tables | _told(study, size, used, tables), texts, project)


def _heard(study: Study, size: Size) -> dict[str, pd.DataFrame]:
    domains = truth.domains(study)
    cells = truth.cells(study, domains, stream(study, "cells"))
    sources = fieldwork.sources(study, size, stream(study, "sources"))
    asked = fieldwork.asked(study, sources, stream(study, "asked"))
    used = sources[sources["consent"].eq(GIVEN)]
    judgements = truth.judgements(used, asked, cells, stream(study, "judgements"))
    return {
        "sources": sources, "asked": asked, "truth_domains": domains, "truth_cells": cells,
        "truth_judgements": judgements, "truth_confusion": truth.confusion(),
    }  # fmt: skip


def _worked(study: Study, size: Size) -> dict[str, pd.DataFrame]:
    table = projects.projects(study, size, stream(study, "projects"))
    domains = projects.project_domains(study, table, stream(study, "project_domains"))
    states = projects.project_states(study, domains, stream(study, "project_states"))
    indicators = projects.indicators(study)
    baselines = projects.baselines(study, indicators, stream(study, "baselines"))
    return {
        "projects": table, "project_domains": domains, "project_states": states,
        "indicators": indicators, "truth_baselines": baselines,
    }  # fmt: skip


def _reported(study: Study, tables: dict[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    projects = tables["projects"]
    layouts = reporting.layouts(projects, stream(study, "layouts"))
    reports = reporting.reports(tables["monitoring"], projects, stream(study, "reports"))
    planted = reporting.truth(reports, layouts)
    return {"layouts": layouts, "reports": reports, "truth_monitoring": planted}


def _told(
    study: Study, size: Size, used: pd.DataFrame, tables: dict[str, pd.DataFrame]
) -> dict[str, pd.DataFrame]:
    judgements = tables["truth_judgements"]
    table = changes.changes(study, size, tables["truth_domains"], stream(study, "changes"))
    credited = changes.contributions(study, table, tables, stream(study, "contributions"))
    table = changes.dated(study, table, credited, tables["projects"], stream(study, "dates"))
    table, planted = changes.sustained(
        study, table, credited, tables["projects"], stream(study, "sustained")
    )
    accounts = changes.accounts(used, judgements, stream(study, "accounts"))
    return {
        "changes": table, "truth_changes": planted, "contributions": credited, "accounts": accounts,
        "change_accounts": changes.change_accounts(accounts, table, stream(study, "links")),
        "change_priorities": changes.change_priorities(study, table, stream(study, "priorities")),
        "validation": survey.validation(
            size, used, tables["asked"], judgements, table, stream(study, "validation")
        ),
    }  # fmt: skip


def write(world: World, study: Study) -> None:
    """Write the study's raw files, in place of those of an earlier synthetic study.

    ``study.yaml``, ``reference/`` and ``indicators/`` stay as they are. Raises BadInput where the
    study is not synthetic.
    """
    refuse_real(study)
    raw, tables, known = study.raw, world.tables, mess.spellings(study)
    for old in (raw / TRANSCRIPTS).glob("*.txt"):
        if old.stem not in world.transcripts:
            old.unlink()
    for source, text in world.transcripts.items():
        write_text(raw / TRANSCRIPTS / f"{source}.txt", text)
    refi_qda_writer.write(world.coding, raw / "interviews/coding.qdpx")
    for file, columns in CSV_FILES.items():
        name = "indicators" if file.endswith("monitoring_indicators.csv") else Path(file).stem
        write_csv(raw / file, tables[name][list(columns)])
    for name in (name for name in tables if name.startswith("truth_")):
        write_csv(raw / "truth" / f"{name}.csv", tables[name])
    _write_workbooks(world, study, known)


def _write_workbooks(world: World, study: Study, known: mess.Spellings) -> None:
    raw, tables = study.raw, world.tables
    register = mess.register(
        study, tables["sources"], tables["asked"], known, stream(study, "register")
    )
    write_xlsx(raw / "interviews/register.xlsx", {"register": register})
    typed = mess.validation(tables["changes"], tables["validation"], study, stream(study, "export"))
    write_xlsx(raw / "validation/validation.xlsx", {"respuestas": typed})
    reported = tables["reports"], tables["layouts"]
    sheets = mess_monitoring.workbook(*reported, known, stream(study, "sheets"))
    write_xlsx(raw / "projects/monitoring.xlsx", sheets)


def refuse_real(study: Study) -> None:
    """Raise BadInput where a synthetic study would take the place of a real one."""
    if study.provenance != SYNTHETIC:
        rule = "real data are never overwritten by synthetic ones"
        cure = "Point DATA= at a study whose provenance is synthetic."
        raise BadInput(
            [Fault(study.known_as(study.raw / "study.yaml"), rule, column="provenance", cure=cure)]
        )


def write_settings(study: Study, folder: Path) -> None:
    """study.yaml with ``study``'s seed; in another folder also reference/ and indicators/."""
    settings = (study.raw / "study.yaml").read_text(encoding="utf-8")
    settings = re.sub(r"(?m)^seed:.*$", f"seed: {study.seed}", settings)
    write_text(folder / "raw" / "study.yaml", settings)
    for name in COPIED:
        if (study.raw / name).is_dir() and folder.resolve() != study.data_dir:
            shutil.copytree(study.raw / name, folder / "raw" / name, dirs_exist_ok=True)
