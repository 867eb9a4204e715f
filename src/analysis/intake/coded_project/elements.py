"""Parts of a written project: identifiers, records of a table, elements."""

import uuid
from typing import Any
from xml.etree.ElementTree import Element, SubElement

import pandas as pd

PROJECT_NAMESPACE = "urn:QDA-XML:project:1.0"
# Names give the same identifiers, and a project carries no clock.
GUIDS = uuid.uuid5(uuid.NAMESPACE_URL, PROJECT_NAMESPACE)


def guid(kind: str, name: str) -> str:
    """The identifier of a thing of this kind ("code", "source" ...): the same for the same name."""
    return str(uuid.uuid5(GUIDS, f"{kind}/{name}"))


def user(coder: str | None) -> str | None:
    """The identifier of a coder; none for none."""
    return coder and guid("user", coder)


def file_of(name: str) -> str:
    """The file of a source's text, in the project."""
    return f"{guid('source', name)}.txt"


def passage(source: str, place: tuple[int, int]) -> str:
    """The identifier of a passage of a source."""
    return guid("passage", f"{source}/{place[0]}/{place[1]}")


def add(above: Element, tag: str, **attributes: object) -> Element:
    """A part with those of the attributes that are not missing."""
    given = {name: str(value) for name, value in attributes.items() if value is not None}
    return SubElement(above, tag, given)


def records(table: pd.DataFrame) -> list[Any]:
    """The rows, with None for what is missing."""
    return list(table.astype(object).where(table.notna(), None).itertuples(index=False))


def grouped(records: list[Any], *names: str) -> dict[tuple, list[Any]]:
    """Records by their values of some columns, in order of appearance."""
    groups: dict[tuple, list[Any]] = {}
    for record in records:
        groups.setdefault(tuple(getattr(record, name) for name in names), []).append(record)
    return groups
