"""The sheets of an export as tables, a column per question, with answers read and rows joined."""

from collections.abc import Sequence

import pandas as pd

from analysis.faults import Fault, at, refuse
from analysis.intake.survey_exports import answers, joins, versions
from analysis.intake.survey_exports.columns import Found, Given, columns
from analysis.intake.survey_exports.export import Sheet
from analysis.intake.survey_exports.layout import Layout
from analysis.intake.survey_exports.tools import Tool


def of_submissions(given: Given) -> Sheet:
    """The sheet of the submissions. Raises BadInput for columns that are missing."""
    layout, tool = given.layouts[""], given.tool
    index = [own for _, own in tool.joins if own != tool.key and own in layout.raw.header]
    keys = (*index, tool.key)
    found, faults = columns(given, "", keys)
    told = version_of(layout, tool)
    form, wrong = versions.of_rows(told, given.forms, given.asked, given.study)
    refuse([*faults, *at(wrong, layout.raw.file, layout.raw.sheet)])
    form = pd.Series(0, index=_rows(layout)) if form is None else form
    table = filled(layout, found, form)
    faults = joins.repeated_keys(table, keys)
    return decoded(given, "", table, found, form.loc[table.index], faults=faults)


def of_repeat(given: Given, repeat: str, made: dict[str, Sheet]) -> Sheet:
    """The sheet of a repeat group, joined to the one around it, which is among those ``made``."""
    layout, tool = given.layouts[repeat], given.tool
    header = layout.raw.header
    deeper = any(g.repeat == repeat for form in given.forms for g in form.repeats.values())
    own = [theirs for _, theirs in tool.joins if deeper and theirs in header]
    keys = [key for key in (*tool.references, *own) if key in header] or [tool.joins[0][0]]
    found, faults = columns(given, repeat, tuple(dict.fromkeys(keys)))
    refuse(faults)
    around = next(form for form in given.forms if repeat in form.repeats).repeats[repeat].repeat
    if around not in made or "" not in made:
        # What is wrong with the sheet around it is told already.
        form = pd.Series(0, index=_rows(layout))
        return decoded(given, repeat, filled(layout, found, form), found, form)
    # The form of a row is its submission's, which its key tells.
    table = filled(layout, found, pd.Series(0, index=_rows(layout)))
    upward = _upward(made, given, around)
    parent, wrong = joins.parents(table, tool, made[around].table, made[""].table, upward)
    form = parent.map(made[around].form).fillna(0).astype(int)
    if len(given.forms) > 1:
        table = filled(layout, found, form.reindex(_rows(layout), fill_value=0))
        table = table.loc[table.index.intersection(parent.index)]
    return decoded(given, repeat, table, found, form, parent, wrong)


def filled(layout: Layout, found: dict[str, Found], form: pd.Series) -> pd.DataFrame:
    """The columns that were found, each row's from where its form has it; without blank rows."""
    made = {}
    for name, where in found.items():
        places = set(where.places.values())
        columns_ = {place: layout.raw.column(place) for place in places}
        if len(places) == 1:
            made[name] = columns_[places.pop()]
            continue
        made[name] = pd.Series(pd.NA, index=form.index, dtype="str")
        for number, place in where.places.items():
            made[name] = made[name].mask(form.eq(number), columns_[place])
    table = pd.DataFrame(made, index=_rows(layout))
    # A row with a key is not blank, and looking at all its cells costs.
    has_keys = bool(made) and table.iloc[:, 0].notna().all()
    return table if has_keys else table.dropna(how="all")


def decoded(
    given: Given, repeat: str, table: pd.DataFrame, found: dict[str, Found], form: pd.Series,
    parent: pd.Series | None = None, faults: Sequence[Fault] = (),
    origin: pd.DataFrame | None = None,
) -> Sheet:  # fmt: skip
    """A sheet with its answers read, each row's by its own form."""
    read, wrong = {}, list(faults)
    form = form.loc[table.index]
    for name in given.names(repeat):
        parts = []
        for number, each in enumerate(given.forms):
            rows = table if len(given.forms) == 1 else table[form.eq(number)]
            has_it = name in each.questions and each.questions[name].repeat == repeat
            if has_it and any(key.partition("/")[0] == name for key in found):
                values, odd = answers.read(rows, each, name, given.way.language, given.tool.again)
                parts.append(values)
                wrong += odd if name in given.asked else []
        if parts:
            read[name] = parts[0] if len(parts) == 1 else pd.concat(parts)
    layout = given.layouts[repeat]
    return Sheet(
        layout.raw.file, layout.raw.sheet, table, {k: f.header for k, f in found.items()},
        pd.DataFrame(read, index=table.index), form, parent, tuple(wrong), origin,
    )  # fmt: skip


def version_of(layout: Layout, tool: Tool) -> pd.Series | None:
    """The version of the form of each submission, None where the export does not say."""
    header = layout.raw.header
    told = [layout.raw.column(header.index(name)) for name in tool.versions if name in header]
    rows = None
    for column in told:
        rows = column if rows is None else rows.fillna(column)
    return rows


def _rows(layout: Layout) -> pd.Index:
    return layout.raw.column(0).index if layout.raw.header else pd.RangeIndex(0)


def _upward(made: dict[str, Sheet], given: Given, repeat: str) -> pd.Series:
    """For each row of a sheet, the row of its submission."""
    index = made[repeat].table.index
    rows = pd.Series(index, index=index, dtype="Int64")
    while repeat:
        rows = rows.map(made[repeat].parent).astype("Int64")
        form = next(form for form in given.forms if repeat in form.repeats)
        repeat = form.repeats[repeat].repeat
    return rows
