"""Texts that can be read in more than one way: read where only one is left, refused otherwise."""

from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd

from analysis.faults import Fault

Way = Callable[[str], Any]  # what a text says, read so; None where it cannot be


def in_one_way(
    column: pd.Series, ways: Mapping[str, Way], wrong: str, undeclared: str, cure: str
) -> tuple[pd.Series, list[Fault]]:
    """What each text of a column says, as objects, and the faults; blanks stay missing.

    ``ways`` are all that are possible, one where the way is declared. A text that says different
    things in two ways is read as the rest of its column proves: in the one way in which another of
    its texts can be read and in no other. Where nothing proves it, or both ways are proved, it is
    refused as ``undeclared``; what cannot be read at all is refused as ``wrong``.
    """
    readings = {text: _readings(text, ways) for text in column.dropna().unique()}
    proved = {way for found in readings.values() for way in _only(found, len(ways))}
    said = {text: _settled(found, proved) for text, found in readings.items()}
    values = column.map(lambda text: said[text][0] if said[text] else None, na_action="ignore")
    rules = {text: wrong if not readings[text] else undeclared for text in said if not said[text]}
    faults = [
        Fault("", rules[text], row=row, column=str(column.name), cure="" if rules[text] == wrong
              else cure)
        for row, text in column.dropna().items()
        if text in rules
    ]  # fmt: skip
    return values.astype(object), faults


def _readings(text: str, ways: Mapping[str, Way]) -> dict[str, Any]:
    found = {name: way(text) for name, way in ways.items()}
    return {name: value for name, value in found.items() if value is not None}


def _only(found: dict[str, Any], n_ways: int) -> list[str]:
    """The way that a text proves: it can be read so, and in no other of several."""
    return list(found) if len(found) == 1 < n_ways else []


def _settled(found: dict[str, Any], proved: set[str]) -> tuple:
    """The value in a tuple; empty where there is none, or more than one."""
    if len(set(found.values())) == 1:
        return (next(iter(found.values())),)
    known = [found[way] for way in proved if way in found]
    return tuple(known) if len(proved) == 1 else ()
