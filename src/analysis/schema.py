"""Each processed table, declared once: its grain, columns, units and what a blank means.

The declaration checks a table against the study's closed lists (``checked``), its references
against the other tables (``stray_references``), and writes the data dictionary (``dictionary``).
"""

from datetime import datetime
from typing import Any

import pandas as pd
import pandera.pandas as pa
from pandera.errors import SchemaErrors

from analysis import vocabulary as words
from analysis.faults import Fault, at, refuse
from analysis.study import Study


def Field(  # noqa: N802  (reads as a declaration)
    *,
    description: str,
    unit: str = "",
    missing: str = "",
    closed: str | tuple[str, ...] = (),
    refers: str = "",
    confidential: bool = False,
    **checks: Any,
) -> Any:
    """Declare a column.

    ``missing`` says what a blank means, and allows it; without it a blank is a fault. ``closed``
    is the name of a closed list of the study, or the list itself. ``refers`` names the table and
    column that must hold the value. ``confidential`` columns never leave ``data/processed``.
    """
    about = {
        "description": description, "unit": unit, "missing": missing, "closed": closed,
        "refers": refers, "confidential": confidential,
    }  # fmt: skip
    return pa.Field(nullable=bool(missing), metadata=about, **checks)


class Table(pa.DataFrameModel):
    """One processed table. Columns are exactly those declared; the index carries nothing."""

    class Config:
        strict = True
        coerce = True


# Projects


class Projects(Table):
    """One row per technical-assistance project."""

    project_id: str = Field(description="Project.", unique=True)
    name: str = Field(description="Its name, in the language of the register.")
    approach: str = Field(description="Main way of support.", closed="approaches")
    start: datetime = Field(description="First day of work.")
    end: datetime = Field(description="Last day of work.")


class ProjectDomains(Table):
    """One row per project and domain it works in."""

    project_id: str = Field(description="Project.", refers="projects.project_id")
    domain: str = Field(description="Domain of change.", closed="domains")

    class Config:
        unique = ["project_id", "domain"]


class ProjectStates(Table):
    """One row per project and state it works in."""

    project_id: str = Field(description="Project.", refers="projects.project_id")
    state: str = Field(description="State.", closed="states")

    class Config:
        unique = ["project_id", "state"]


class Monitoring(Table):
    """One row per project, state, indicator and reporting period, as the projects measured it."""

    project_id: str = Field(description="Project.", refers="projects.project_id")
    state: str = Field(description="State.", closed="states")
    indicator_id: str = Field(description="Monitoring indicator.", refers="indicators.indicator_id")
    period: str = Field(description="Half-year reported on, as 2024S1.", str_matches=r"^\d{4}S[12]$")
    baseline: float = Field(
        description="Value before the project.", unit="share", ge=0, le=1,
        missing="no baseline was taken",
    )  # fmt: skip
    target: float = Field(
        description="Value aimed at.", unit="share", ge=0, le=1, missing="no target was set"
    )
    actual: float = Field(
        description="Value in the period.", unit="share", ge=0, le=1, missing="not reported"
    )
    n_baseline: float = Field(
        description="Cases measured for the baseline.", unit="cases", ge=1, missing="no baseline"
    )
    n_actual: float = Field(
        description="Cases measured in the period.", unit="cases", ge=1, missing="not reported"
    )

    class Config:
        unique = ["project_id", "state", "indicator_id", "period"]


# Interviews and their coding


class Interviews(Table):
    """One row per source: an interview or a focus group whose use was consented to."""

    source_id: str = Field(description="Interview or focus group.", unique=True)
    kind: str = Field(description="Interview or focus group.", closed=words.SOURCE_KINDS)
    mode: str = Field(description="How it was held.", closed="modes")
    date: datetime = Field(description="Day it was held.", confidential=True)
    state: str = Field(description="State it speaks of.", closed="states")
    group: str = Field(description="Stakeholder group.", closed="groups")
    language: str = Field(description="Language spoken.", closed="interview_languages")
    n_people: int = Field(description="People heard in it.", unit="people", ge=1)


class Asked(Table):
    """One row per source and domain it was asked about."""

    source_id: str = Field(description="Source.", refers="interviews.source_id")
    domain: str = Field(description="Domain of change.", closed="domains")

    class Config:
        unique = ["source_id", "domain"]


class Participants(Table):
    """One row per source and person heard in it."""

    source_id: str = Field(description="Source.", refers="interviews.source_id")
    person_id: str = Field(
        description="Person, as a pseudonym; one person may speak in two sources.",
        confidential=True,
    )
    sex: str = Field(description="Sex, as the person gave it.", closed=words.SEXES)

    class Config:
        unique = ["source_id", "person_id"]


class Turns(Table):
    """One row per speaker turn of a transcript."""

    source_id: str = Field(description="Source.", refers="interviews.source_id")
    start: int = Field(description="First character of what is said.", unit="characters", ge=0)
    end: int = Field(description="Character after the last.", unit="characters", ge=1)
    speaker: str = Field(description="Speaker label of the transcript.", confidential=True)

    class Config:
        unique = ["source_id", "start"]


class InterviewFlow(Table):
    """One row per step from the register to the sources used, in order."""

    step: int = Field(description="Place in the order.", unique=True, ge=1)
    reason: str = Field(description="What the step sets aside, or what is left.", closed=words.FLOW)
    n_rows: int = Field(description="Register rows set aside or left.", unit="rows", ge=0)


class SetAside(Table):
    """One row per registered source that goes no further than the register."""

    source_id: str = Field(description="Interview or focus group.", unique=True)
    reason: str = Field(
        description="Why.", closed=(words.CONSENT_REFUSED, words.CONSENT_WITHDRAWN)
    )


class Codes(Table):
    """One row per code of the codebook."""

    code_id: str = Field(description="Code.", unique=True)
    parent_id: str = Field(
        description="Code above it.", missing="a top code", refers="codes.code_id"
    )
    name_en: str = Field(description="Name in English.")
    name_es: str = Field(description="Name in Spanish.")
    definition_en: str = Field(description="When to apply it, in English.")
    definition_es: str = Field(description="When to apply it, in Spanish.")
    domain: str = Field(description="Domain of change.", missing="any domain", closed="domains")
    facet: str = Field(description="What kind of thing it marks.", closed=words.FACETS)


class Segments(Table):
    """One row per coded passage of a transcript."""

    segment_id: str = Field(description="Passage.", unique=True)
    source_id: str = Field(description="Source.", refers="interviews.source_id")
    start: int = Field(description="First character.", unit="characters", ge=0)
    end: int = Field(description="Character after the last.", unit="characters", ge=1)
    speaker: str = Field(
        description="Who says it.", missing="the passage spans turns", confidential=True
    )
    text: str = Field(description="The passage, as transcribed.", confidential=True)


class Codings(Table):
    """One row per passage, code and coder."""

    segment_id: str = Field(description="Passage.", refers="segments.segment_id")
    code_id: str = Field(description="Code given to it.", refers="codes.code_id")
    coder_id: str = Field(description="Coder, as a pseudonym.", confidential=True)

    class Config:
        unique = ["segment_id", "code_id", "coder_id"]


# Changes


class Accounts(Table):
    """One row per significant-change story told by a source."""

    account_id: str = Field(description="Account.", unique=True)
    source_id: str = Field(description="Who told it.", refers="interviews.source_id")
    domain: str = Field(
        description="Domain of change.", missing="open: none of the domains", closed="domains"
    )
    state: str = Field(description="State it speaks of.", closed="states")
    significance: str = Field(
        description="Why it matters to the teller.", missing="not asked", confidential=True
    )
    date: datetime = Field(description="Day it was collected.", confidential=True)
    collector_id: str = Field(description="Who collected it, as a pseudonym.", confidential=True)


class Changes(Table):
    """One row per significant change, a synthesis of accounts."""

    change_id: str = Field(description="Change.", unique=True)
    title_en: str = Field(description="What changed, in English.")
    title_es: str = Field(description="What changed, in Spanish.")
    domain: str = Field(description="Domain of change.", closed="domains")
    outcome_type: str = Field(description="What kind of thing changed.", closed=words.OUTCOME_TYPES)
    is_expected: bool = Field(description="Foreseen by a project; otherwise emergent.")
    is_positive: bool = Field(description="For the better by labor-rights standards.")
    date: datetime = Field(description="When it was first seen.")
    is_sustained: pd.BooleanDtype = Field(
        description="Still there at the end.", missing="no evidence either way"
    )
    evidence: str = Field(
        description="What shows that it lasted or not.", missing="no evidence either way"
    )


class ChangeAccounts(Table):
    """One row per change and account behind it."""

    change_id: str = Field(description="Change.", refers="changes.change_id")
    account_id: str = Field(description="Account.", refers="accounts.account_id")

    class Config:
        unique = ["change_id", "account_id"]


class ChangePriorities(Table):
    """One row per change and chapter priority it serves."""

    change_id: str = Field(description="Change.", refers="changes.change_id")
    priority: str = Field(description="Priority.", closed="priorities")

    class Config:
        unique = ["change_id", "priority"]


class Contributions(Table):
    """One row per change and actor said to have contributed to it."""

    contribution_id: str = Field(description="Contribution.", unique=True)
    change_id: str = Field(description="Change.", refers="changes.change_id")
    project_id: str = Field(
        description="Project.", missing="another actor", refers="projects.project_id"
    )
    other_actor: str = Field(description="Another actor.", missing="a project")
    role: str = Field(description="What it did.")
    rival_explanation: str = Field(
        description="What else could explain the change.", missing="none was named"
    )


class Validation(Table):
    """One row per respondent and change shown to them."""

    respondent_id: str = Field(description="Respondent.", confidential=True)
    source_id: str = Field(
        description="Where the respondent was heard before.", refers="interviews.source_id"
    )
    group: str = Field(description="Stakeholder group.", closed="groups")
    change_id: str = Field(description="Change shown.", refers="changes.change_id")
    answer: str = Field(
        description="Whether it is recognised.", missing="shown, not answered", closed=words.ANSWERS
    )
    comment: str = Field(description="In their words.", missing="none", confidential=True)

    class Config:
        unique = ["respondent_id", "change_id"]


# Indicators


class Indicators(Table):
    """One row per indicator: what it measures and what it may be used for."""

    indicator_id: str = Field(description="Indicator.", unique=True)
    title_en: str = Field(description="Title in English.")
    title_es: str = Field(description="Title in Spanish.")
    publisher: str = Field(description="Who publishes it.")
    domain: str = Field(description="Domain it stands for.", missing="all", closed="domains")
    unit: str = Field(description="Unit of its values.")
    universe: str = Field(description="Whom or what it counts.")
    direction: str = Field(description="Which way is better.", closed=words.INDICATOR_DIRECTIONS)
    role: str = Field(
        description="Counted as an outcome in the matrix, or context beside it.", closed=words.ROLES
    )
    role_reason: str = Field(description="Why it has that role.")
    proxy_distance: str = Field(
        description="How near to the domain's change.", closed=words.PROXY_DISTANCES
    )
    timing: str = Field(description="Its periods against the projects' dates.")
    grade: str = Field(description="Strength as a sign of the domain.", closed=words.GRADES)
    source: str = Field(description="Where the figures were obtained.")
    licence: str = Field(description="Terms of use.")
    limits: str = Field(description="What it cannot say.")


class IndicatorValues(Table):
    """One row per indicator, place and period."""

    indicator_id: str = Field(description="Indicator.", refers="indicators.indicator_id")
    place: str = Field(description="State, or the country as a whole.", closed="places")
    period: str = Field(
        description="As 2021, 2021Q3 or 2024S1.", str_matches=r"^\d{4}(Q[1-4]|S[12])?$"
    )
    value: float = Field(description="Value, in the indicator's unit.", missing="not published")
    lower: float = Field(description="Lower end of the 95 % interval.", missing="not published")
    upper: float = Field(description="Upper end of the 95 % interval.", missing="not published")
    n: float = Field(description="Sample size.", unit="respondents", ge=0, missing="not published")

    class Config:
        unique = ["indicator_id", "place", "period"]


class IndicatorBreaks(Table):
    """One row per indicator, place and period at which its series cannot be read through."""

    indicator_id: str = Field(description="Indicator.", refers="indicators.indicator_id")
    place: str = Field(description="State, or the country for every state.", closed="places")
    period: str = Field(description="Period of the break.")
    reason: str = Field(description="What changed, or why it is missing.")

    class Config:
        unique = ["indicator_id", "place", "period"]


# Results


class Cells(Table):
    """One row per studied state and domain: where a project worked or a source was asked."""

    state: str = Field(description="State.", closed="states")
    domain: str = Field(description="Domain of change.", closed="domains")
    n_asked: int = Field(description="Sources asked.", unit="sources", ge=0, confidential=True)
    n_raised: int = Field(description="Sources that raise it.", unit="sources", ge=0, confidential=True)
    n_groups: int = Field(
        description="Stakeholder groups among them.", unit="groups", ge=0, confidential=True
    )
    n_indicators: int = Field(description="Outcome indicators measured here.", ge=0)
    prominence: float = Field(
        description="Share of those asked that would raise it.", unit="share"
    )
    direction: float = Field(
        description="Net direction: share improved less share worsened.", unit="-1 to 1"
    )
    direction_lower: float = Field(description="Lower end of its 95 % interval.")
    direction_upper: float = Field(description="Upper end of its 95 % interval.")
    own_weight: float = Field(
        description="Part of direction that rests on the cell's own sources.", unit="share"
    )
    change: float = Field(
        description="Indicators' change, better upwards.", unit="baseline standard deviations",
        missing="the domain has no outcome indicator",
    )  # fmt: skip
    change_lower: float = Field(description="Lower end of its 95 % interval.", missing="as change")
    change_upper: float = Field(description="Upper end of its 95 % interval.", missing="as change")
    verdict: str = Field(description="Verdict.", closed=words.VERDICTS)
    level: str = Field(description="How sure it is.", closed=words.LEVELS)
    probability: float = Field(
        description="Probability of the best verdict.", unit="share", missing="a line is silent"
    )
    people_way: str = Field(
        description="Which way people point.", missing="undetermined or silent",
        closed=tuple(words.WAYS.values()),
    )  # fmt: skip
    indicators_way: str = Field(
        description="Which way indicators point.", missing="undetermined or silent",
        closed=tuple(words.WAYS.values()),
    )  # fmt: skip
    is_borrowed: bool = Field(description="Rests on the domain more than on the cell's own sources.")

    class Config:
        unique = ["state", "domain"]


class Headlines(Table):
    """One row per domain: its studied states together, each counting the same."""

    domain: str = Field(description="Domain of change.", closed="domains", unique=True)
    n_people: int = Field(description="People heard in the sources asked.", unit="people", ge=0)
    n_asked: int = Field(description="Sources asked.", unit="sources", ge=0)
    n_raised: int = Field(description="Sources that raise it.", unit="sources", ge=0)
    n_states: int = Field(description="Studied states.", unit="states", ge=0)
    direction: float = Field(description="Net direction.", unit="-1 to 1")
    direction_lower: float = Field(description="Lower end of its 95 % interval.")
    direction_upper: float = Field(description="Upper end of its 95 % interval.")
    prominence: float = Field(description="Share of those asked that would raise it.", unit="share")
    change: float = Field(
        description="Indicators' change, better upwards.", unit="baseline standard deviations",
        missing="the domain has no outcome indicator",
    )  # fmt: skip
    change_lower: float = Field(description="Lower end of its 95 % interval.", missing="as change")
    change_upper: float = Field(description="Upper end of its 95 % interval.", missing="as change")
    verdict: str = Field(description="Verdict.", closed=words.VERDICTS)
    level: str = Field(description="How sure it is.", closed=words.LEVELS)
    probability: float = Field(
        description="Probability of the best verdict.", unit="share", missing="a line is silent"
    )
    people_way: str = Field(
        description="Which way people point.", missing="undetermined or silent",
        closed=tuple(words.WAYS.values()),
    )  # fmt: skip
    indicators_way: str = Field(
        description="Which way indicators point.", missing="undetermined or silent",
        closed=tuple(words.WAYS.values()),
    )  # fmt: skip
    grade: str = Field(
        description="Weakest grade of its outcome indicators.", missing="it has none",
        closed=words.GRADES,
    )  # fmt: skip


class ExpectedStates(Table):
    """One row per domain and meaning: how many of its studied states hold it."""

    domain: str = Field(description="Domain of change.", closed="domains")
    verdict: str = Field(description="Meaning.", closed=words.VERDICTS)
    expected: float = Field(description="Expected number.", unit="states", ge=0)
    lower: float = Field(description="Lower end of the 95 % interval.", unit="states", ge=0)
    upper: float = Field(description="Upper end of the 95 % interval.", unit="states", ge=0)

    class Config:
        unique = ["domain", "verdict"]


TABLES: dict[str, type[Table]] = {
    "projects": Projects,
    "project_domains": ProjectDomains,
    "project_states": ProjectStates,
    "monitoring": Monitoring,
    "interviews": Interviews,
    "asked": Asked,
    "participants": Participants,
    "turns": Turns,
    "interview_flow": InterviewFlow,
    "set_aside": SetAside,
    "codes": Codes,
    "segments": Segments,
    "codings": Codings,
    "accounts": Accounts,
    "changes": Changes,
    "change_accounts": ChangeAccounts,
    "change_priorities": ChangePriorities,
    "contributions": Contributions,
    "validation": Validation,
    "indicators": Indicators,
    "indicator_values": IndicatorValues,
    "indicator_breaks": IndicatorBreaks,
    "cells": Cells,
    "headlines": Headlines,
    "expected_states": ExpectedStates,
}


def about(name: str) -> dict[str, dict[str, Any]]:
    """What was declared of each column of a table, by column name."""
    columns = TABLES[name].to_schema().columns
    return {column: declared.metadata for column, declared in columns.items()}


def checked(name: str, table: pd.DataFrame, study: Study, file: str = "", sheet: str = "") -> pd.DataFrame:
    """The table with its declared columns and types, sorted by its key.

    ``table``'s index holds the row each record had in ``file``, so that a fault can name it.
    Raises BadInput with every fault found: a missing or unknown column, a blank, a type, a
    bound, a repeated key, a value off its closed list.
    """
    place = file or f"table {name}"
    schema = TABLES[name].to_schema()
    _refuse_columns(place, sheet, table, list(schema.columns))
    faults = _off_list(name, table, study)
    try:
        table = schema.validate(table[list(schema.columns)], lazy=True)
    except SchemaErrors as errors:
        faults += [fault for e in errors.schema_errors for fault in _faults_of(e, table)]
    refuse(at(faults, place, sheet))
    return table.sort_values(key(name), kind="stable").reset_index(drop=True)


def key(name: str) -> list[str]:
    """The columns that identify a row."""
    schema = TABLES[name].to_schema()
    return list(schema.unique or [c for c, column in schema.columns.items() if column.unique])


def _refuse_columns(place: str, sheet: str, table: pd.DataFrame, declared: list[str]) -> None:
    missing = [c for c in declared if c not in table.columns]
    unknown = [c for c in table.columns if c not in declared]
    refuse(
        [Fault(place, "column missing", sheet, column=c) for c in missing]
        + [Fault(place, "column not declared", sheet, column=str(c)) for c in unknown]
    )


def _off_list(name: str, table: pd.DataFrame, study: Study) -> list[Fault]:
    faults = []
    for column, declared in about(name).items():
        closed = declared["closed"]
        if not closed:
            continue
        allowed = study.closed(closed) if isinstance(closed, str) else closed
        strays = table.index[table[column].notna() & ~table[column].isin(allowed)]
        listed = f"study.yaml: {closed}" if isinstance(closed, str) else ", ".join(closed)
        faults += [Fault("", f"not on the list ({listed})", row=row, column=column) for row in strays]
    return faults


def _faults_of(error: Any, table: pd.DataFrame) -> list[Fault]:
    """Pandera's error without its values: only which check failed, and where."""
    column = getattr(error.schema, "name", None) or ""
    cases = error.failure_cases
    if error.reason_code.name == "DUPLICATES":
        columns = error.schema.unique
        rows = table.index[table.duplicated(columns, keep="first")]
        rule = "stands twice: " + ", ".join(columns)
        return [Fault("", rule, row=int(row)) for row in rows]
    rule = _RULES.get(error.reason_code.name) or f"must satisfy {error.check}"
    if isinstance(cases, pd.DataFrame) and "index" in cases and cases["index"].notna().any():
        return [Fault("", rule, row=int(row), column=column) for row in cases["index"].dropna()]
    return [Fault("", rule, column=column)]


_RULES = {
    "SERIES_CONTAINS_NULLS": "blank, but must be given",
    "SERIES_CONTAINS_DUPLICATES": "stands twice",
    "DATATYPE_COERCION": "holds something of another kind (a text for a number or date)",
    "WRONG_DATATYPE": "holds something of another kind (a text for a number or date)",
    "CHECK_ERROR": "holds something of another kind (a text for a number or date)",
}


def stray_references(tables: dict[str, pd.DataFrame], files: dict[str, str]) -> list[Fault]:
    """References to rows that do not exist, among the ``tables`` given.

    ``files`` names the raw file of each table, for the report. A table that is not given is not
    checked against. A reference is counted, not quoted.
    """
    faults = []
    for name, table in tables.items():
        for column, declared in about(name).items():
            other, _, other_column = declared["refers"].partition(".")
            if other not in tables:
                continue
            strays = table[column].dropna()
            n_strays = (~strays.isin(tables[other][other_column])).sum()
            if n_strays:
                rule = f"{n_strays} of {len(strays)} refer to no row of {files.get(other, other)}"
                faults.append(Fault(files.get(name, name), rule, column=column))
    return faults


def dictionary() -> pd.DataFrame:
    """The data dictionary: one row per table and column."""
    rows = []
    for name, table in TABLES.items():
        schema = table.to_schema()
        for column, declared in about(name).items():
            closed = declared["closed"]
            rows.append(
                {
                    "table": name,
                    "grain": " ".join((table.__doc__ or "").split()),
                    "column": column,
                    "key": column in key(name),
                    "type": str(schema.columns[column].dtype),
                    **{part: declared[part] for part in ("description", "unit", "missing", "refers")},
                    "closed list": closed if isinstance(closed, str) else ", ".join(closed),
                    "confidential": declared["confidential"],
                }
            )
    return pd.DataFrame(rows)
