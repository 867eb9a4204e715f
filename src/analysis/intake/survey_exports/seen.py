"""What a condition sees from the rows of a sheet: answers beside it, and around it."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.intake.survey_exports.conditions import Truth, Values, always, evaluated, unknown
from analysis.intake.survey_exports.export import Export
from analysis.intake.survey_exports.form import NUMBERS, Choice, Form, Question
from analysis.intake.survey_exports.xpath import Unreadable, parsed


@dataclass(frozen=True)
class View:
    """The rows of a sheet, as one of the forms sees them.

    ``own`` is the question whose condition it is, ``.`` in its text; ``choice`` one of its choices,
    whose columns a filter names.
    """

    export: Export
    form: Form
    repeat: str
    own: str = ""
    choice: Choice | None = None

    @property
    def n_rows(self) -> int:
        """Rows of the sheet."""
        return len(self.export.sheets[self.repeat].table)

    def holds(self, conditions: tuple[str, ...]) -> Truth:
        """Whether all conditions hold in each row; one that cannot be read is unknown."""
        truth = always(self.n_rows)
        for condition in conditions:
            try:
                truth &= evaluated(parsed(condition), self.values, self.n_rows)
            except Unreadable:
                truth &= unknown(self.n_rows)
        return truth

    def values(self, name: str) -> Values:
        """The answers to a question, or a column of the choice. Raises Unreadable."""
        if name.startswith("@"):
            return _constant(self._of_choice(name[1:]), self.n_rows)
        question = self.question(name)
        return self._seen(question.name, question.repeat, question.kind in NUMBERS)

    def nothing(self, name: str) -> Values:
        """As ``values``, of no row: enough to know whether there are any. Raises Unreadable."""
        if name.startswith("@"):
            return _constant(self._of_choice(name[1:]), 0)
        return _constant("", 0, self.question(name).kind in NUMBERS)

    def question(self, name: str) -> Question:
        """The question that a condition refers to. Raises Unreadable for one out of sight."""
        question = self.form.questions.get(self.own if name == "." else name)
        if question is None:
            msg = f"the form has no question {name}"
            raise Unreadable(msg)
        sheet = self.export.sheets.get(question.repeat)
        if question.repeat not in self.form.above(self.repeat) or sheet is None:
            msg = f"{question.name} stands in another repeat group"
            raise Unreadable(msg)
        if question.name not in sheet.answers:
            msg = f"{question.name} is not in the export, or left behind"
            raise Unreadable(msg)
        return question

    def _seen(self, name: str, repeat: str, is_number: bool) -> Values:
        sheet = self.export.sheets[repeat]
        answers = sheet.answers[name]
        is_known = pd.Series(True, index=answers.index)
        if name in sheet.table:
            # Given, but not of the list: what it would have led to is not known.
            is_known = answers.notna() | sheet.table[name].isna()
        index = self.export.sheets[self.repeat].table.index
        rows = pd.Series(index, index=index, dtype="Int64")
        rows = self.export.seen(rows, self.repeat, repeat)
        if repeat != self.repeat:
            answers, is_known = answers.reindex(rows), is_known.reindex(rows, fill_value=False)
        texts = answers.fillna("").to_numpy(dtype=object)
        return Values(texts, is_known.to_numpy(dtype=bool), is_number)

    def _of_choice(self, column: str) -> str:
        known = {"name": self.choice.name, **self.choice.columns} if self.choice else {}
        if column not in known:
            msg = f'"{column}" is not read'
            raise Unreadable(msg)
        return known[column]


def _constant(text: str, n_rows: int, is_number: bool = False) -> Values:
    texts = np.full(n_rows, text, dtype=object)
    return Values(texts, np.ones(n_rows, dtype=bool), is_number)
