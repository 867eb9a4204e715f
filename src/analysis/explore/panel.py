"""The controls of the interactive notebook, and what they show."""

from collections.abc import Mapping
from html import escape
from typing import Any

import ipywidgets as widgets
import pandas as pd

from analysis.explore import pages, reading
from analysis.faults import BadInput
from analysis.methods.code_tree import MIXED
from analysis.store import load
from analysis.study import Study
from analysis.vocabulary import DIRECTIONS, SEXES

TABLES = ("interviews", "turns", "segments", "codings", "codes", "participants")
CHOICES = ("domain", "state", "group", "code")
PER_PAGE = 10  # passages


def explorer(study: Study) -> widgets.Widget:
    """Controls over the processed tables, with the passages and the counts of sources they choose.

    Where a table is not built yet, or no longer fits its declaration, that is said instead.
    """
    try:
        tables = dict(zip(TABLES, load(study, *TABLES), strict=True))
    except BadInput as bad:
        said = f"<pre>{escape(str(bad))}</pre>"
        return widgets.HTML(pages.paragraph("Run make all first.") + said)
    return Explorer(study, tables).box


class Explorer:
    """What is chosen, and what is shown of it in ``box``."""

    def __init__(self, study: Study, tables: dict[str, pd.DataFrame]) -> None:
        self.tables, self.labels = tables, _labels(study, tables["codes"])
        parts = (
            tables[name] for name in ("interviews", "segments", "codings", "codes", "participants")
        )
        self.coded = reading.coded(*parts, study.adjudicator)
        self.choices = {name: _choice(name, self._options(name)) for name in CHOICES}
        self.page = widgets.BoundedIntText(1, min=1, max=1, description="Page")
        names = [(name.capitalize(), name) for name in reading.VARIABLES]
        self.rows = widgets.Dropdown(options=names, value="group", description="Rows")
        self.columns = widgets.Dropdown(options=names, value="direction", description="Columns")
        self.passages, self.counts = widgets.HTML(), widgets.HTML()
        for control in (*self.choices.values(), self.page, self.rows, self.columns):
            control.observe(self.show, names="value")
        self.show()
        wrap = widgets.Layout(flex_flow="row wrap")
        self.box = widgets.VBox(
            [
                widgets.HBox([*self.choices.values(), self.page], layout=wrap),
                self.passages,
                widgets.HBox([self.rows, self.columns], layout=wrap),
                self.counts,
            ]
        )

    def show(self, change: Mapping[str, Any] | None = None) -> None:
        """Show what is chosen now, from its first page after any ``change`` but of the page."""
        if change and change["owner"] is not self.page:
            self.page.value = 1
        wanted = {name: control.value for name, control in self.choices.items()}
        found = reading.chosen(self.coded, **wanted)
        self.passages.value = pages.warned(self._passages(found))
        self.counts.value = pages.warned(self._counts(found))

    def _options(self, name: str) -> list[tuple[str, str]]:
        present = set(self.coded[name])
        return [(label, value) for value, label in self.labels[name].items() if value in present]

    def _passages(self, found: pd.DataFrame) -> str:
        names = found["segment_id"].drop_duplicates()
        self.page.max = max(1, -(-len(names) // PER_PAGE))
        if names.empty:
            return pages.paragraph(pages.NOTHING)
        first = PER_PAGE * (self.page.value - 1)
        segments = self.tables["segments"]
        shown = segments[segments["segment_id"].isin(names.iloc[first : first + PER_PAGE])]
        context = reading.in_context(shown, self.tables["turns"])
        about = {row.segment_id: self._about(row) for row in shown.itertuples()}
        count = f"{len(names)} passages, page {self.page.value} of {self.page.max}"
        return pages.paragraph(count) + pages.passages(context, about)

    def _about(self, passage: Any) -> str:
        rows = self.coded[self.coded["segment_id"].eq(passage.segment_id)]
        codes = ", ".join(self.labels["code"][code] for code in rows["code"].drop_duplicates())
        where = [self.labels[name][rows[name].iloc[0]] for name in ("state", "group")]
        return " · ".join([passage.source_id, *where, codes])

    def _counts(self, found: pd.DataFrame) -> str:
        rows, columns = self.rows.value, self.columns.value
        if rows == columns:
            return pages.paragraph("Choose two different variables.")
        counts = reading.crosstab(found, rows, columns)
        if counts.empty:
            return pages.paragraph(pages.NOTHING)
        note = "Sources with a passage that fits; one may count in several cells."
        table = pages.crosstab(counts, self.labels[rows], self.labels[columns])
        return pages.paragraph(note) + table


def _labels(study: Study, codes: pd.DataFrame) -> dict[str, dict[str, str]]:
    """Wording of each value of a variable, in the order in which it is offered."""
    listed = {name: study.labels(f"{name}s") for name in ("state", "group", "domain")}
    directions = {direction: direction.replace("_", " ") for direction in DIRECTIONS}
    return listed | {
        "direction": directions,
        "sex": {sex: sex.replace("_", " ") for sex in (*SEXES, MIXED)},
        "code": dict(codes[["code_id", "name_en"]].to_numpy()),
    }


def _choice(name: str, options: list[tuple[str, str]]) -> widgets.Dropdown:
    return widgets.Dropdown(options=[("any", None), *options], description=name.capitalize())
