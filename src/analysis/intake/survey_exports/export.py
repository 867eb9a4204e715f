"""A survey's export as it was read: sheets of answers by question, and how they were read."""

from dataclasses import dataclass, field, replace

import pandas as pd

from analysis.faults import Fault
from analysis.intake.gathering import Gathering
from analysis.intake.survey_exports.form import Form
from analysis.intake.survey_exports.tools import Tool
from analysis.study import Study

LONG, WIDE = "long", "wide"


@dataclass(frozen=True)
class Reading:
    """How an export was read, for a person to check; it quotes headers, never cells.

    ``headed_by`` says whether its columns and answers are names or labels; ``versions`` counts the
    submissions of each version of the form; ``n_rows`` the rows of each sheet; ``private`` are the
    columns left behind for whom they would tell of, ``foreign`` those of no question of the form;
    ``unread`` gives the conditions that could not be evaluated, with the reason.
    """

    file: str
    tool: str
    shape: str
    headed_by: str
    signs: str
    versions: dict[str, int]
    n_rows: dict[str, int]
    private: tuple[str, ...]
    foreign: tuple[str, ...]
    unread: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Sheet:
    """The submissions, or the rounds of a repeat group: a row each, under its row in the file.

    ``table`` holds the keys and the columns as they stand, each under the name of its question; a
    choice of a ``select_multiple`` has the column ``question/choice``. ``headers`` gives the
    file's own name of a column, for a fault to name. ``answers`` has the answers read: the names of
    choices, several with a space between. ``form`` is the place of each row's form among those
    given, ``parent`` its row in the sheet around a repeat group. ``faults`` name row and question.

    Of a repeat group that the main sheet spreads over columns, the rows are numbered as if it had
    a sheet of its own; ``origin`` gives their ``row`` in the file, their ``rounds`` and the
    ``headers`` of their columns.
    """

    file: str
    title: str
    table: pd.DataFrame
    headers: dict[str, str]
    answers: pd.DataFrame
    form: pd.Series
    parent: pd.Series | None = None
    faults: tuple[Fault, ...] = ()
    origin: pd.DataFrame | None = None


@dataclass(frozen=True)
class Export:
    """An export: its forms, its sheets by repeat group ("": main), and what was asked for."""

    forms: tuple[Form, ...]
    file: str
    tool: Tool
    sheets: dict[str, Sheet]
    asked: tuple[str, ...]
    reading: Reading

    @property
    def form(self) -> Form:
        """The form, the first of several."""
        return self.forms[0]

    def gathering(self, study: Study, repeat: str = "", **declared: str) -> Gathering:
        """Where the faults of a sheet are kept; ``declared`` gives questions by declared column."""
        sheet = self.sheets[repeat]
        named = {column: sheet.headers[question] for column, question in declared.items()}
        kind = Gathering if sheet.origin is None else _Spread
        found = kind(study, sheet.file, sheet.title, sheet.headers | named)
        if isinstance(found, _Spread):
            found.origin = sheet.origin
            found.named = {header: question for question, header in sheet.headers.items()}
        return found

    def submission(self, repeat: str) -> pd.Series:
        """The row of the main sheet for each row of a sheet; missing where no key leads there."""
        table = self.sheets[repeat].table
        rows = pd.Series(table.index, index=table.index, dtype="Int64")
        return self.seen(rows, repeat, "")

    def seen(self, rows: pd.Series, repeat: str, above: str) -> pd.Series:
        """For each row of a sheet the row of a sheet around it: ``rows`` are its own."""
        for here in self.form_of(repeat).above(repeat):
            if here == above:
                break
            rows = rows.map(self.sheets[here].parent).astype("Int64")
        return rows

    def form_with(self, question: str) -> Form:
        """The first form that has a question."""
        return next(form for form in self.forms if question in form.questions)

    def form_of(self, repeat: str) -> Form:
        """The first form that has a repeat group."""
        return next(form for form in self.forms if not repeat or repeat in form.repeats)


class _Spread(Gathering):
    """Faults of rounds that the main sheet spreads over columns: told where they stand there."""

    origin: pd.DataFrame
    named: dict[str, str]

    def add(self, faults: list[Fault]) -> None:
        """Keep faults, each under its row in the file and the header of its round."""
        super().add([self._placed(fault) for fault in faults])

    def _placed(self, fault: Fault) -> Fault:
        if fault.row not in self.origin.index:
            return fault
        place = self.origin.loc[fault.row]
        header = self._in_file(fault.column)
        header = place["headers"].get(self.named.get(header), header)
        return replace(fault, row=int(place["row"]), column=header)
