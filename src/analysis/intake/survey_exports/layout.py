"""Where each question stands in a sheet, what stays behind, and what is of no question."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from analysis.intake.cells import plain
from analysis.intake.survey_exports import headers
from analysis.intake.survey_exports.files import Raw
from analysis.intake.survey_exports.form import Form
from analysis.intake.survey_exports.headers import Column, Way
from analysis.intake.survey_exports.tools import PRIVATE_COLUMNS, is_added, is_private


@dataclass
class Layout:
    """The columns of a sheet, by the place of the form among those given and what they hold.

    ``vague`` holds what several columns head, or a column that several questions may head.
    """

    raw: Raw
    places: dict[tuple[int, Column], int] = field(default_factory=dict)
    vague: set[tuple[int, Column]] = field(default_factory=set)
    private: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)

    def rounds(self, question: str) -> list[tuple[int, ...]]:
        """The rounds over which the sheet spreads a question, in order."""
        found = {c.rounds for _, c in self.places if c.question == question and c.rounds}
        return sorted(found)


def laid_out(raw: Raw, forms: Sequence[Form], way: Way, repeat: str) -> Layout:
    """What the columns of a sheet hold; ``repeat`` is the group whose sheet it is."""
    layout = Layout(raw)
    known = [headers.spelled(form, way) for form in forms]
    for place, header in enumerate(raw.header):
        found = [
            (number, column)
            for number, form in enumerate(forms)
            for column in headers.columns(form, known[number], way, header)
            if _stands(form, column, repeat)
        ]
        questions = [forms[number].questions[column.question] for number, column in found]
        if any(map(is_private, questions)) or _tells_who(header):
            layout.private.append(header)
        elif not found:
            layout.foreign += [header] if header and not is_added(header) else []
        else:
            _place(layout, place, [(n, c) for n, c in found if not c.part])
    return layout


def _stands(form: Form, column: Column, repeat: str) -> bool:
    """Whether a column may stand in the sheet: rounds are spread in the main one only."""
    if column.rounds:
        return not repeat
    return form.questions[column.question].repeat == repeat


def _place(layout: Layout, place: int, found: list[tuple[int, Column]]) -> None:
    numbers = [number for number, _ in found]
    for number, column in found:
        if (number, column) in layout.places or numbers.count(number) > 1:
            layout.vague.add((number, column))
        layout.places.setdefault((number, column), place)


def _tells_who(header: str) -> bool:
    return plain(header) in PRIVATE_COLUMNS
