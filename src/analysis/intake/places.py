"""States in any spelling turned into their ISO 3166-2 codes."""

from difflib import get_close_matches
from pathlib import Path

import pandas as pd

from analysis.faults import Fault, at, refuse
from analysis.intake import sheets
from analysis.intake.cells import Read
from analysis.intake.spelling import plain
from analysis.study import Study

FILE = Path("reference/state_aliases.csv")
COLUMNS = ("alias", "state")

# Spellings less alike than this (difflib's ratio, 0-1) are not worth a hint.
CLOSE = 0.8
UNKNOWN = f"Add a spelling to {FILE}; never edit the file it came from."
AMBIGUOUS = f"Decide what an ambiguous spelling means here: leave it one row in {FILE}."

# What programs put after a whole number: 1.0 is state 1, not state 10.
WHOLE = r"^\s*(\d+)\.0+\s*$"

Aliases = dict[str, set[str]]


def read_aliases(study: Study) -> Aliases:
    """The codes each spelling may mean; more than one makes it ambiguous.

    Spellings are bare (``bare``). The codes of the states are spellings of themselves. Raises
    BadInput for a blank, and for a code that is no place of the study's country.
    """
    table = sheets.read_csv(study, study.raw / FILE, COLUMNS)
    refuse(at(_faults(table, study), study.known_as(study.raw / FILE)))
    aliases: Aliases = {bare(place.id): {place.id} for place in study.places}
    for alias, code in zip(table["alias"], table["state"], strict=True):
        aliases.setdefault(bare(alias), set()).add(code)
    return aliases


def to_state(spellings: pd.Series, aliases: Aliases) -> Read:
    """The code of each spelling, and a fault for each that names no one state; blanks stay missing.

    The faults carry the row from the index and the column from the series' name. They never quote
    the spelling: a hint is the code of the closest known one.
    """
    written = spellings.dropna().str.replace(WHOLE, r"\1", regex=True).map(bare)
    numbered = _numbered(aliases)
    codes = {word: aliases.get(word) or numbered.get(word, set()) for word in written.unique()}
    known = {word: min(found) for word, found in codes.items() if len(found) == 1}
    told = {word: _told(word, aliases) for word in codes if word not in known}
    faults = [
        Fault("", told[word][0], row=row, column=str(spellings.name), cure=told[word][1])
        for row, word in written.items()
        if word in told
    ]
    return written.map(known).reindex(spellings.index).astype("str"), faults


def _numbered(aliases: Aliases) -> Aliases:
    """The codes by numbers that lost their leading zero: a spreadsheet makes 1 of 01."""
    return {str(int(word)): codes for word, codes in aliases.items() if word.isdecimal()}


def bare(spelling: str) -> str:
    """Letters and digits only, lower case, without accents: what two spellings must share."""
    return "".join(character for character in plain(spelling) if character.isalnum())


def _told(word: str, aliases: Aliases) -> tuple[str, str]:
    """The rule and the cure for a spelling that names no one state."""
    codes = aliases.get(word)
    if codes:
        either = sorted(codes, key=lambda code: (len(code), code))
        return f"could mean {' or '.join(either)}", AMBIGUOUS
    closest = get_close_matches(word, aliases, n=1, cutoff=CLOSE)
    codes = aliases[closest[0]] if closest else set()
    return "not a state" + (f" (closest: {min(codes)})" if len(codes) == 1 else ""), UNKNOWN


def _faults(table: pd.DataFrame, study: Study) -> list[Fault]:
    blank = [
        Fault("", "blank, but must be given", row=row, column=column)
        for column in COLUMNS
        for row in table.index[table[column].isna()]
    ]
    codes = table["state"].dropna()
    strays = codes.index[~codes.isin(study.closed("places"))]
    rule = "not a code of reference/states.csv"
    return blank + [Fault("", rule, row=row, column="state") for row in strays]
