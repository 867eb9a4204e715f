"""Answers as the form means them: the names of choices, from names or labels, one or several."""

from collections.abc import Iterator, Mapping

import numpy as np
import pandas as pd

from analysis.faults import Fault
from analysis.intake import cells
from analysis.intake.cells import Read, plain
from analysis.intake.survey_exports.form import SELECT_MULTIPLE, SELECT_ONE, Form

YES, NO = ("1", "True"), ("0", "False")
DIGITS = 62  # of a whole number
APART = "the column of all choices and those of each choice do not agree"
UNCLEAR = "its labels can be told apart in more than one way"


def read(table: pd.DataFrame, form: Form, question: str, language: str | None, again: str) -> Read:
    """The answers to a question, several choices in the order of the form with a space between.

    ``language`` is that of an export in labels. What is not on the list is a fault, and so is a
    ``select_multiple`` whose columns contradict each other.
    """
    asked = form.questions[question]
    listed = f"{form.file}: {asked.choices}"
    if asked.kind == SELECT_ONE:
        return cells.choices(table[question], form.wordings(question, language), listed)
    if asked.kind == SELECT_MULTIPLE:
        return _several(table, form, question, language, again)
    return table[question], []


def each(table: pd.DataFrame, form: Form, question: str) -> pd.DataFrame:
    """The columns of a question's choices, as they stand, each under its choice's name."""
    names = [name for name in form.names(question) if f"{question}/{name}" in table]
    return table[[f"{question}/{name}" for name in names]].set_axis(names, axis=1)


def _several(
    table: pd.DataFrame, form: Form, question: str, language: str | None, again: str
) -> Read:
    columns = each(table, form, question)
    faults: list[Fault] = []
    ticked = None
    if len(columns.columns):
        ticked, is_odd = _ticked(columns)
        faults += _faults(columns.index[is_odd], question, APART, again)
    if question not in table:
        return ticked.rename(question), faults
    together = table[question]
    names, vague = _told_together(together, form, question, language)
    if ticked is not None and language is not None:
        # Labels that cannot be told apart: the columns of the choices say which were meant.
        is_vague = together.isin(vague)
        names, vague = names.mask(is_vague, ticked), set()
    unknown = together.notna() & names.isna() & ~together.isin(vague)
    listed = f"not on the list ({form.file}: {form.questions[question].choices})"
    faults += _faults(together.index[unknown], question, listed, again)
    faults += _faults(together.index[together.isin(vague)], question, UNCLEAR, again)
    if ticked is not None:
        differs = names.fillna("").ne(ticked.fillna("")) & ~unknown
        faults += _faults(together.index[differs], question, APART, again)
    return names, faults


def _ticked(columns: pd.DataFrame) -> tuple[pd.Series, np.ndarray]:
    """The names of the choices ticked in each row, missing where none is; and where one is neither.

    A combination is put into words once: ticks are the digits of a number.
    """
    is_odd = np.zeros(len(columns), dtype=bool)
    parts = []
    for first in range(0, len(columns.columns), DIGITS):
        names = list(columns.columns[first : first + DIGITS])
        number = np.zeros(len(columns), dtype=np.int64)
        for digit, name in enumerate(names):
            codes, texts = pd.factorize(columns[name])
            is_tick = np.array([*(text in YES for text in texts), False])
            is_known = np.array([*(text in (*YES, *NO) for text in texts), True])
            number |= is_tick[codes].astype(np.int64) << digit
            is_odd |= ~is_known[codes]
        codes, numbers = pd.factorize(number)
        words = [" ".join(n for d, n in enumerate(names) if one >> d & 1) for one in numbers]
        parts.append(np.array(words, dtype=object)[codes])
    joined = parts[0]
    for part in parts[1:]:
        joined = np.array([" ".join(filter(None, pair)) for pair in zip(joined, part, strict=True)])
    ticked = pd.Series(joined, index=columns.index, dtype="str")
    return ticked.mask(ticked.eq("")), is_odd


def _told_together(
    together: pd.Series, form: Form, question: str, language: str | None
) -> tuple[pd.Series, set[str]]:
    """The names told in one column, missing where unknown; and the texts that are not clear."""
    wordings = {plain(w): name for w, name in form.wordings(question, language).items()}
    names = form.names(question)
    order = {name: place for place, name in enumerate(names)}
    told: dict[str, str] = {}
    vague = set()
    for text in together.dropna().unique():
        if language is None and all(word in order for word in text.split()):
            told[text] = " ".join(sorted(set(text.split()), key=order.__getitem__))
            continue
        parted = {frozenset(parts) for parts in _parted(plain(text).split(), wordings)}
        if len(parted) > 1:
            vague.add(text)
        for parts in list(parted)[: len(parted) == 1]:
            told[text] = " ".join(sorted(parts, key=order.__getitem__))
    return cells.mapped(together, told.get), vague


def _parted(words: list[str], wordings: Mapping[str, str]) -> Iterator[tuple[str, ...]]:
    """Every way, up to some, in which words are labels one after another; gives their names."""
    longest = max((len(wording.split()) for wording in wordings), default=0)
    ways: list[set[tuple[str, ...]]] = [{()}, *(set() for _ in words)]
    for end in range(1, len(words) + 1):
        for start in range(max(0, end - longest), end):
            name = wordings.get(" ".join(words[start:end]))
            if name is not None:
                ways[end] |= {(*way, name) for way in list(ways[start])[:2] if name not in way}
    yield from ways[-1]


def _faults(rows: pd.Index, question: str, rule: str, cure: str) -> list[Fault]:
    return [Fault("", rule, row=row, column=question, cure=cure) for row in rows]
