"""What the page of a public source says: paragraphs made from its tables."""

from dataclasses import dataclass

import pandas as pd

from analysis import vocabulary as words
from analysis.exhibits.house import WIDTH_IN, wrapped
from analysis.exhibits.wording import amount, period, window
from analysis.methods.coverage import ADD_UP
from analysis.methods.windows import ENDS
from analysis.study import Study

TEXT_PT = 8.5
ROOM_IN = 0.45  # left free beside a line, for letters are drawn wider than they are measured
YES, NO = "✓", "×"
RELATIONS = {
    words.EQUAL: "printed",
    words.AT_LEAST: "must reach the printed",
    words.AT_MOST: "must not exceed the printed",
}
KINDS = {
    words.NOT_MEASURED: "not measured",
    words.NEW_BASIS: "new basis",
    words.PARTLY_MEASURED: "partly measured",
    words.DOUBTFUL: "in doubt",
}


@dataclass(frozen=True)
class Paragraphs:
    """A heading and what stands under it; a paragraph may begin with a line in bold."""

    heading: str
    items: list[tuple[str, str]]

    @property
    def rows(self) -> list[tuple[str, bool]]:
        """The paragraphs in lines that fit the page, and whether a line is bold."""
        return [
            (line, is_bold)
            for item in self.items
            for text, is_bold in zip(item, (True, False), strict=True)
            if text
            for line in wrapped(text, WIDTH_IN - ROOM_IN, TEXT_PT, "bold" if is_bold else "normal")
        ]


def measured(about: pd.DataFrame) -> Paragraphs:
    """Each indicator of the register: title, unit, role, grade, and whom it counts when."""
    items = [
        (f"{row.title_en} ({row.unit}; {row.role}, {row.grade})", f"{row.universe}. {row.timing}.")
        for row in about.itertuples()
    ]
    return Paragraphs("What it measures", items)


def held(printed: pd.DataFrame, fit: pd.DataFrame, about: pd.DataFrame, study: Study) -> Paragraphs:
    """Every comparison with print and of the states with the country, and what came of it."""
    items = [_printed(row, about, study) for row in printed.itertuples()]
    if not items:
        items.append("No figure printed elsewhere was at hand to hold against these.")
    items += [_fit(row, about) for row in fit.itertuples()]
    return Paragraphs("Whether its figures hold", [("", item) for item in items])


def _printed(row: object, about: pd.DataFrame, study: Study) -> str:
    unit, title = about["unit"][row.indicator_id], about["title_en"][row.indicator_id]
    place = (study.labels("places") | {study.country.code: study.country.name.en})[row.place]
    when = period(row.period) if isinstance(row.period, str) else "all periods added up"
    came_of_it = "agrees" if row.agrees else "differs"
    note = f" {row.note}." if isinstance(row.note, str) else ""
    return (
        f"{YES if row.agrees else NO} {title}, {place}, {when}: {RELATIONS[row.relation]} "
        f"{amount(row.published, unit)} ({row.printed_in}); here {amount(row.ours, unit)}: "
        f"{came_of_it}.{note}"
    )


def _fit(row: object, about: pd.DataFrame) -> str:
    whole = row.n_fit == row.n_periods
    is_sum = row.rule == ADD_UP
    apart = ", and what is told of several together," if row.has_apart else ""
    adds_up = f"the states{apart} add up to the country"
    rule = adds_up if is_sum else "the country lies among its states"
    rest = f"; the largest difference is {row.largest_difference:,.0f}"
    return (
        f"{YES if whole else NO} {about['title_en'][row.indicator_id]}: {rule} in {row.n_fit:.0f} "
        f"of {row.n_periods:.0f} periods{rest if is_sum and not whole else ''}."
    )


def changed(changes: pd.DataFrame, about: pd.DataFrame) -> Paragraphs:
    """The country's change between the declared windows."""
    items = [("", _changed(row, about)) for row in changes.itertuples()]
    none = [("", "No windows are declared, so no change is told.")]
    return Paragraphs("How the country changed", items or none)


def _changed(row: object, about: pd.DataFrame) -> str:
    title, unit = about["title_en"][row.indicator_id], about["unit"][row.indicator_id]
    if pd.isna(row.change):
        return f"{title}: not known. {row.reason}."
    before, after = (
        f"{amount(getattr(row, end), unit)} "
        f"({window(getattr(row, f'{end}_first'), getattr(row, f'{end}_last'))})"
        for end in ENDS
    )
    error = "no interval is published, so it cannot be told from chance"
    if pd.notna(row.standard_error):
        error = f"standard error {row.standard_error:.1f}"
    # Never a negative zero.
    return f"{title}: from {before} to {after}, {round(row.change, 1) + 0.0:+.1f}; {error}."


def broken(breaks: pd.DataFrame, study: Study) -> Paragraphs:
    """Every break that is declared, once where several indicators share it."""
    names = study.labels("places") | {study.country.code: "every state"}
    told = breaks.drop_duplicates(["place", "period", "reason"]).sort_values(["period", "place"])
    items = [
        ("", f"{period(row.period)}, {names[row.place]}, {KINDS[row.kind]}: {row.reason}.")
        for row in told.itertuples()
    ]
    return Paragraphs("Breaks, holes and doubts", items or [("", "None is declared.")])


def limits(about: pd.DataFrame) -> Paragraphs:
    """What the register says that each indicator cannot say, and why it is no outcome."""
    items = [("", f"{row.limits}. {row.role_reason}.") for row in about.itertuples()]
    return Paragraphs("What it cannot say", list(dict.fromkeys(items)))
