"""Reporting checklists at the end of the report: where it meets each item, told by a file.

``checklists.yaml`` lies beside the prose. An item that asks about real people does not apply to a
synthetic study; any other that names no section is told as not reported.
"""

import re
from html import escape
from pathlib import Path
from typing import Any

import yaml
from pydantic import Field, ValidationError

from analysis.faults import BadInput, Fault
from analysis.settings import Settings
from analysis.vocabulary import SYNTHETIC

FILE = "checklists.yaml"
WORDS = {
    "en": {
        "item": "Item", "asks": "Asks for", "where": "Where",
        "not_applicable": "not applicable: synthetic", "not_reported": "not reported",
        "source": "After", "section": "see",
    },
    "es": {
        "item": "Punto", "asks": "Pide", "where": "Dónde",
        "not_applicable": "no aplica: sintético", "not_reported": "no se informa",
        "source": "Según", "section": "ver",
    },
}  # fmt: skip
# A section or a folded notebook, and the heading that it begins with.
_HEADING = re.compile(
    r'<(?:section|details)\b[^>]*\bid="([^"]+)"[^>]*>\s*<(h\d|summary)[^>]*>(.*?)</\2>', re.DOTALL
)
_TAG = re.compile(r"<[^>]+>")


class CheckItem(Settings):
    """One item: what it asks for in our words, and the section of the report that meets it."""

    id: str
    en: str
    es: str
    section: str = ""
    people: bool = False


class Checklist(Settings):
    """A checklist with its source."""

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    en: str
    es: str
    source: str
    items: tuple[CheckItem, ...] = Field(min_length=1)


def read_checklists(prose_path: Path) -> tuple[Checklist, ...]:
    """The checklists beside the prose; none where there is no such file.

    Raises BadInput naming the key that is missing, unknown or of the wrong kind.
    """
    path = prose_path.with_name(FILE)
    if not path.is_file():
        return ()
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
        return tuple(Checklist(**entry) for entry in _entries(content))
    except (yaml.YAMLError, UnicodeDecodeError, TypeError):
        raise BadInput([Fault(FILE, "not a YAML file with a list called checklists")]) from None
    except ValidationError as error:
        wrong = error.errors(include_input=False, include_url=False)
        raise BadInput(
            Fault(FILE, e["msg"], column=".".join(map(str, e["loc"]))) for e in wrong
        ) from None


def _entries(content: Any) -> list[dict[str, Any]]:
    if not isinstance(content, dict) or not isinstance(content.get("checklists"), list):
        raise TypeError
    return content["checklists"]


def annex(
    checklists: tuple[Checklist, ...], page: str, provenance: str, language: str = "en"
) -> str:
    """The checklists as tables, each item linked to the section of ``page`` that meets it."""
    names = sections(page)
    return "\n".join(_table(one, names, provenance, language) for one in checklists)


def stray_sections(checklists: tuple[Checklist, ...], page: str) -> list[Fault]:
    """Each item that names a section the report does not have."""
    known = sections(page)
    cure = "Name the anchor of a heading of the report, or notebook-NAME of a notebook at its end."
    return [
        Fault(FILE, "no such section in the report", column=f"{one.id} {item.id}", cure=cure)
        for one in checklists for item in one.items
        if item.section and item.section not in known
    ]  # fmt: skip


def sections(page: str) -> dict[str, str]:
    """The anchors of a page's sections and notebooks, with their headings."""
    return {found[1]: _TAG.sub("", found[3]).strip() for found in _HEADING.finditer(page)}


def _table(one: Checklist, names: dict[str, str], provenance: str, language: str) -> str:
    words = WORDS[language]
    rows = "\n".join(
        f"<tr><td>{escape(item.id)}</td><td>{escape(getattr(item, language))}</td>"
        f"<td>{_where(item, names, provenance, words)}</td></tr>"
        for item in one.items
    )
    heads = "".join(f"<th>{words[column]}</th>" for column in ("item", "asks", "where"))
    caption = f"{getattr(one, language)}. {words['source']} {one.source}."
    return (
        f'<table class="checklist" id="checklist-{one.id}">'
        f"<caption>{escape(caption)}</caption>\n"
        f"<thead><tr>{heads}</tr></thead>\n<tbody>\n{rows}\n</tbody></table>"
    )


def _where(item: CheckItem, names: dict[str, str], provenance: str, words: dict[str, str]) -> str:
    if item.people and provenance == SYNTHETIC:
        return words["not_applicable"]
    if not item.section:
        return words["not_reported"]
    name = names.get(item.section, item.section)
    return f'<a href="#{escape(item.section)}">{name}</a>'
