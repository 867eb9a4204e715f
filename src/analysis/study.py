"""The study's own settings: its closed lists, thresholds, seed and provenance.

``python -m analysis.study DATA [FOLDER ...]`` prints what the Makefile asks for, the studied
states, the domains and the sources of public indicators, or refuses output folders in which
restricted outputs may not lie.
"""

import csv
import re
import sys
from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import Field, ValidationError, model_validator

from analysis.faults import BadInput, Fault
from analysis.settings import (
    ClaimRule,
    Coding,
    Country,
    Estimation,
    EvidenceLines,
    Fieldwork,
    Item,
    Missing,
    Place,
    Saturation,
    Settings,
    StrengthRule,
    Survey,
    Text,
    Triangulation,
)
from analysis.vocabulary import RESPONDENTS, RESTRICTED

LANGUAGES = ("en", "es")


class Study(Settings):
    """A study: what its files may say, and how they are judged.

    ``data_dir`` is the folder that holds ``raw/`` and ``processed/``.
    """

    data_dir: Path
    title: Text
    provenance: Literal["synthetic", "restricted"]
    seed: int = Field(ge=0)
    disclaimer: Text
    country: Country
    fieldwork: Fieldwork
    smallest_cell: int = Field(10, ge=5)
    questions: tuple[Item, ...] = Field(min_length=1)
    places: tuple[Place, ...] = Field(min_length=2)
    states: tuple[str, ...] = Field(min_length=2)
    domains: tuple[Item, ...] = Field(min_length=1)
    groups: tuple[Item, ...] = Field(min_length=1)
    priorities: tuple[Item, ...] = ()
    approaches: tuple[Item, ...] = Field(min_length=1)
    modes: tuple[Item, ...] = Field(min_length=1)
    interview_languages: tuple[Item, ...] = Field(min_length=1)
    interviewer_labels: tuple[str, ...] = Field(min_length=1)
    shared_labels: tuple[str, ...] = ()
    adjudicator: str | None = None
    coding: Coding = Coding()
    saturation: Saturation = Saturation()
    case_place: str | None = None
    validation_panels: tuple[Item, ...] = Field(min_length=1)
    missing_values: tuple[Missing, ...] = ()
    lasting_levels: tuple[Item, ...] = Field(min_length=2)
    survey: Survey = Survey()
    selection_levels: tuple[Item, ...] = Field(min_length=1)
    selection_criteria: tuple[Item, ...] = Field(min_length=1)
    rubric_criteria: tuple[Item, ...] = Field(min_length=1)
    rubric_levels: tuple[Item, ...] = Field(min_length=2)
    contribution_claims: tuple[ClaimRule, ...] = Field(min_length=1)
    evidence_strengths: tuple[StrengthRule, ...] = Field(min_length=1)
    evidence_lines: EvidenceLines = EvidenceLines()
    triangulation: Triangulation = Triangulation()
    estimation: Estimation = Estimation()

    @model_validator(mode="after")
    def _parts_fit_together(self) -> "Study":
        for name in ("states", "places", *CLOSED_LISTS):
            ids = self.closed(name)
            if len(set(ids)) < len(ids):
                msg = f"{name}: an id stands twice"
                raise ValueError(msg)
        if self.fieldwork.end < self.fieldwork.start:
            msg = "fieldwork: ends before it starts"
            raise ValueError(msg)
        unknown = sorted(set(self.states) - set(self.closed("places")))
        if unknown:
            msg = f"states: {', '.join(unknown)} not in reference/states.csv"
            raise ValueError(msg)
        if RESPONDENTS not in self.closed("validation_panels"):
            msg = f"validation_panels: no {RESPONDENTS}, those who had been heard before"
            raise ValueError(msg)
        asked = {level for rule in self.contribution_claims for level in (rule.lowest, rule.middle)}
        unknown = sorted(asked - {None, *self.closed("rubric_levels")})
        if unknown:
            msg = f"contribution_claims: {', '.join(unknown)} not in rubric_levels"
            raise ValueError(msg)
        return self

    @property
    def raw(self) -> Path:
        """Folder of the read-only inputs."""
        return self.data_dir / "raw"

    @property
    def processed(self) -> Path:
        """Folder of the built tables."""
        return self.data_dir / "processed"

    @property
    def speaker_labels(self) -> tuple[str, ...]:
        """The labels of transcripts that are known beforehand, wherever they stand."""
        return (*self.interviewer_labels, *self.shared_labels)

    @property
    def missing_codes(self) -> tuple[str, ...]:
        """What the forms of a survey write where a question has no answer."""
        return tuple(missing.code for missing in self.missing_values)

    @property
    def regions(self) -> dict[str, str]:
        """The region of each state."""
        return {place.id: place.region for place in self.places}

    def missing_of(self, question: str) -> tuple[str, ...]:
        """What a survey's form writes where this question has no answer."""
        return tuple(
            missing.code
            for missing in self.missing_values
            if not missing.questions or question in missing.questions
        )

    def closed(self, name: str) -> tuple[str, ...]:
        """Ids of a closed list, in the order of study.yaml."""
        if name == "states":
            return self.states
        ids = tuple(item.id for item in getattr(self, name))
        return (self.country.code, *ids) if name == "places" else ids

    def labels(self, name: str, language: str = "en", *, short: bool = False) -> dict[str, str]:
        """Wording of each id of a closed list; ``short`` where an axis has little room."""
        items = self.places if name == "states" else getattr(self, name)
        return {item.id: (short and item.short) or getattr(item, language) for item in items}

    def known_as(self, path: Path) -> str:
        """A file's name as the user knows it: from the data folder on, with forward slashes."""
        try:
            return f"{self.data_dir.name}/{path.relative_to(self.data_dir).as_posix()}"
        except ValueError:
            return path.name


SETTINGS, PLACES = "study.yaml", "reference/states.csv"
USES = "indicators/indicator_uses.csv"
NO_YAML = "not a YAML file of keys and values"
CLOSED_LISTS = (
    "domains", "groups", "priorities", "approaches", "modes", "interview_languages", "questions",
    "validation_panels", "lasting_levels", "selection_levels", "selection_criteria",
    "rubric_criteria", "rubric_levels", "contribution_claims", "evidence_strengths",
)  # fmt: skip


def read_study(
    data_dir: Path | str, smallest_cell: int | None = None, seed: int | None = None
) -> Study:
    """Read ``raw/study.yaml``; ``smallest_cell`` and ``seed`` replace its own where given.

    Raises BadInput naming every key that is missing, unknown or out of range, and where
    restricted data lie inside a git work tree.
    """
    # Resolved, because make reaches a folder whose name it cannot write through a link.
    data_dir = Path(data_dir).resolve()
    raw, known_as = data_dir / "raw", f"{data_dir.name}/raw"
    try:
        settings = _read_settings(raw / SETTINGS, f"{known_as}/{SETTINGS}")
        settings["places"] = _read_places(raw / PLACES, f"{known_as}/{PLACES}")
        overrides = {"smallest_cell": smallest_cell, "seed": seed}
        settings |= {key: value for key, value in overrides.items() if value is not None}
        study = Study(**{**settings, "data_dir": data_dir})
    except FileNotFoundError as error:
        file = f"{known_as}/{Path(error.filename).relative_to(raw).as_posix()}"
        cure = "Point DATA= at the folder that holds raw/study.yaml and raw/reference/."
        raise BadInput([Fault(file, "no such file", cure=cure)]) from None
    except ValidationError as error:
        wrong = error.errors(include_input=False, include_url=False)
        raise BadInput(_fault(known_as, e["loc"], e["msg"]) for e in wrong) from None
    refuse_in_git(study, data_dir)
    return study


def _read_settings(path: Path, known_as: str) -> dict[str, Any]:
    try:
        settings = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (yaml.YAMLError, ValueError) as error:  # ValueError: a day that no calendar has
        mark = getattr(error, "problem_mark", None)
        row = mark.line + 1 if mark else None
        raise BadInput([Fault(known_as, NO_YAML, row=row)]) from None
    if not isinstance(settings, dict) or not all(isinstance(key, str) for key in settings):
        raise BadInput([Fault(known_as, NO_YAML)])
    return settings


def _read_places(path: Path, known_as: str) -> list[dict[str, str]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            # The fields that a row has too many come under a name that no place may have.
            return list(csv.DictReader(lines, restkey="more than the header", strict=True))
    except (UnicodeDecodeError, csv.Error):
        raise BadInput([Fault(known_as, "not a CSV file in UTF-8")]) from None


def _fault(known_as: str, where: tuple[str | int, ...], rule: str) -> Fault:
    """A setting that does not fit; the places have a file of their own."""
    if where[:1] == ("places",) and len(where) > 1:
        column = ".".join(map(str, where[2:]))
        return Fault(f"{known_as}/{PLACES}", rule, row=int(where[1]) + 2, column=column)
    return Fault(f"{known_as}/{SETTINGS}", rule, column=".".join(map(str, where)))


def sources(study: Study) -> list[str]:
    """Ids of the sources of the public indicators; what is wrong with their file is told later."""
    try:
        with (study.raw / USES).open(encoding="utf-8-sig", newline="") as lines:
            found = {row.get("source_id") or "" for row in csv.DictReader(lines)}
    except (OSError, UnicodeDecodeError, csv.Error):
        return []
    # They become names of files and words of the Makefile.
    return sorted(source for source in found if re.fullmatch(r"[a-z][a-z0-9_]*", source))


def refuse_in_git(study: Study, path: Path) -> None:
    """Raise BadInput where restricted data or their outputs would lie inside a git work tree."""
    if study.provenance == RESTRICTED and in_work_tree(path):
        rule = "restricted data and their outputs may not lie inside a git work tree"
        cure = "Move the folder elsewhere and name it with DATA= (and FIGURES=, REPORT=, BUILD=)."
        raise BadInput([Fault(path.name, rule, cure=cure)])


def in_work_tree(path: Path) -> bool:
    """Whether a file or folder, there or not yet, lies inside a git work tree."""
    folders = [path.resolve(), *path.resolve().parents]
    return any((folder / ".git").exists() for folder in folders)


if __name__ == "__main__":
    try:
        asked = read_study(sys.argv[1])
        for folder in sys.argv[2:]:
            refuse_in_git(asked, Path(folder))
        for name in ("states", "domains"):
            sys.stdout.write(f"{name.upper()} := {' '.join(asked.closed(name))}\n")
        sys.stdout.write(f"SOURCES := {' '.join(sources(asked))}\n")
    except BadInput as bad:
        sys.exit(str(bad))
