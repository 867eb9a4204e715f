"""The rows of an XLSForm: what a type says, labels by language, lists of choices."""

import re

import pandas as pd

from analysis.intake.survey_exports.form import SELECT_MULTIPLE, SELECT_ONE, Choice

_SELECT = re.compile(r"(?:select[ _](one|multiple)|(rank))(?: from)? (\S+)(?: or[ _]other)?")
# Their choices are in a file apart, so any answer is taken as it is.
_FROM_FILE = re.compile(r"select[ _](one|multiple)[ _](from[ _]file|external) \S+")
LABEL = re.compile(r"label(?:\s*::?\s*(.*))?", re.IGNORECASE)


def text(row: pd.Series, column: str) -> str:
    """A cell of a row, "" where it is blank or the sheet has no such column."""
    value = row.get(column)
    return "" if pd.isna(value) else value.strip()


def kind_of(kind: str, written: str) -> tuple[str, str, bool]:
    """A question's kind, its list of choices ("": none), and whether another may be written in."""
    apart = _FROM_FILE.match(kind)
    if apart:
        return f"select_{apart[1]}_from_file", "", False
    select = _SELECT.match(kind)
    if not select:
        return kind.replace(" ", "_") if kind != "select" else kind, "", False
    has_other = bool(re.search(r"or[ _]other$", kind))
    # The name of a list keeps its capitals, unlike the type before it.
    words = re.sub(r"\s+or[ _]other$", "", written.strip(), flags=re.IGNORECASE).split()
    one = SELECT_ONE if select[1] == "one" else SELECT_MULTIPLE
    return one if select[1] else "rank", words[-1], has_other


def wording(row: pd.Series) -> dict[str, str]:
    """The labels of a row by language: ``label``, ``label::English (en)``, ``label:es`` ..."""
    labels = {str(column): LABEL.fullmatch(str(column)) for column in row.index}
    given = {(m[1] or "").strip(): text(row, column) for column, m in labels.items() if m}
    return {language: label for language, label in given.items() if label}


def lists(choices: pd.DataFrame) -> dict[str, tuple[Choice, ...]]:
    """Each list of choices by its name; rows without a list or a name are left out."""
    items = choices.dropna(subset=["list_name", "name"])
    more = [c for c in items if c not in ("list_name", "name") and not LABEL.fullmatch(c)]
    return {
        str(listed): tuple(
            Choice(row["name"], wording(row), {c: text(row, c) for c in more})
            for _, row in of_list.iterrows()
        )
        for listed, of_list in items.groupby("list_name", sort=False)
    }
