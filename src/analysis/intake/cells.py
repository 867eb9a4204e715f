"""Texts of a column turned into dates, numbers, answers: each gives the values and the faults.

The faults carry the row from the index and the column from the series' name; the caller says in
which file. A blank stays missing: whether it may be blank is the table's declaration.
"""

import unicodedata
from collections.abc import Callable, Mapping

import pandas as pd

from analysis.faults import BadInput, Fault
from analysis.study import SETTINGS, Study

Read = tuple[pd.Series, list[Fault]]

# As tablets, browsers and Excel write a moment: the zone is dropped, the clock is the device's.
_MOMENT = r"(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d)?)(?:\.\d+)? ?(?:Z|[+-]\d\d:?\d\d)?)?"
# What field teams write where nothing was reported.
NOT_REPORTED = {"", "-", "s/d", "n/d", "nd", "sd"}


def plain(text: str) -> str:
    """Lower case, without accents, outer spaces and doubled spaces: for comparing spellings."""
    # Decomposed before, for letters whose small form only then is known, and after.
    bare = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return " ".join("".join(c for c in bare if not unicodedata.combining(c)).split())


def dates(column: pd.Series) -> Read:
    """Dates written 2024-03-01 or, day first, 01/03/2024."""
    iso = pd.to_datetime(column, format="%Y-%m-%d", errors="coerce")
    values = iso.fillna(pd.to_datetime(column, format="%d/%m/%Y", errors="coerce"))
    return values, _wrong(column, values, "not a date such as 2024-03-01 or 01/03/2024")


def moments(column: pd.Series) -> Read:
    """Dates with a time of day, by the clock that wrote them: 2024-03-01T09:30:00.000-06:00."""
    parts = column.str.extract(f"^{_MOMENT}$")
    written = parts[0] + "T" + parts[1].fillna("00:00")
    values = pd.to_datetime(written, format="ISO8601", errors="coerce").rename(column.name)
    return values, _wrong(column, values, "not a time such as 2024-03-01T09:30:00")


def within(values: pd.Series, first: pd.Timestamp, last: pd.Timestamp, name: str) -> list[Fault]:
    """A fault for each date outside a span."""
    rules = {f"before the {name} began": values < first, f"after the {name} ended": values > last}
    return [
        Fault("", rule, row=row, column=str(values.name))
        for rule, is_outside in rules.items()
        for row in values.index[is_outside]
    ]


def wholes(column: pd.Series) -> Read:
    """Whole numbers from 0 on."""
    values = pd.to_numeric(column.where(column.str.fullmatch(r"\d+", na=False)), errors="coerce")
    return values, _wrong(column, values, "not a whole number")


def reported(column: pd.Series) -> pd.Series:
    """The column with what stands for "not reported" made blank."""
    return column.mask(column.map(plain, na_action="ignore").isin(NOT_REPORTED))


def choices(column: pd.Series, allowed: Mapping[str, str], listed: str) -> Read:
    """Ids of a closed list, from the id or any wording in ``allowed`` (wording -> id)."""
    known = {plain(wording): name for wording, name in allowed.items()}
    values = mapped(column, lambda text: known.get(plain(text)))
    return values, _wrong(column, values, f"not on the list ({listed})")


def mapped(column: pd.Series, meaning: Callable[[str], str | None]) -> pd.Series:
    """What each text means, missing where it is blank or means nothing.

    Each text is looked at once: a survey has few of them and many cells.
    """
    codes, texts = pd.factorize(column)
    meanings = pd.array([meaning(text) for text in texts], dtype="str")
    return pd.Series(meanings.take(codes, allow_fill=True), column.index, name=column.name)


def wordings(study: Study, name: str) -> dict[str, str]:
    """Every wording of a closed list's items: the id and both languages.

    Raises BadInput where one wording stands for two items, whatever its capitals and accents.
    """
    ids = {item: item for item in study.closed(name)}
    known: dict[str, str] = {}
    for labels in (ids, study.labels(name, "en"), study.labels(name, "es")):
        for item, wording in labels.items():
            if known.setdefault(plain(wording), item) != item:
                rule = "one wording stands for two items"
                raise BadInput([Fault(study.known_as(study.raw / SETTINGS), rule, column=name)])
    return known


def split(column: pd.Series) -> pd.Series:
    """One row per part of a list written ``a; b``, under the index of its row; blanks give none."""
    parts = column.dropna().str.split(";").explode().str.strip()
    return parts[parts.ne("")]


def _wrong(column: pd.Series, values: pd.Series, rule: str) -> list[Fault]:
    rows = column.index[column.notna() & values.isna()]
    return [Fault("", rule, row=row, column=str(column.name)) for row in rows]
