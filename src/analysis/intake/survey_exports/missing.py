"""What stands where a question was put and not answered: the study's missing values."""

import pandas as pd

from analysis.intake.cells import plain
from analysis.intake.survey_exports.form import NUMBERS, SELECT_MULTIPLE, SELECT_ONE, Question
from analysis.study import Study

# As many letters as one may be written with: a letter and its accents.
LONGEST = 4


def is_missing(answers: pd.Series, question: Question, study: Study) -> pd.Series:
    """Whether each answer is a missing value, of those that are declared for the question.

    In a text, capitals and accents do not count; ``-99`` is a number however it is written, and one
    of several choices is enough.
    """
    codes = {plain(code) for code in study.missing_of(question.name)}
    numbers = {float(code) for code in codes if _is_number(code)}
    if not codes:
        return pd.Series(False, index=answers.index)
    if question.kind == SELECT_ONE:
        return answers.isin(study.missing_of(question.name))
    texts = answers.dropna().unique()
    if question.kind != SELECT_MULTIPLE:
        # A long text is none, and looking at each of many costs.
        longest = LONGEST * max(map(len, codes))
        texts = [text for text in texts if len(text) <= longest]
    if question.kind == SELECT_MULTIPLE:
        known = {text for text in texts if codes & {plain(word) for word in text.split()}}
    elif question.kind in NUMBERS:
        known = {t for t in texts if plain(t) in codes or (_is_number(t) and float(t) in numbers)}
    else:
        known = {text for text in texts if plain(text) in codes}
    return answers.isin(known) if known else pd.Series(False, index=answers.index)


def _is_number(text: str) -> bool:
    try:
        return float(text) == float(text)
    except ValueError:
        return False
