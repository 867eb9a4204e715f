"""The significant changes: accounts, changes, contributions, validation."""

from datetime import datetime

import pandas as pd

from analysis import vocabulary as words
from analysis.schema.declaring import Field, Table


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
    """One row per respondent who had been heard before and change shown to them."""

    respondent_id: str = Field(description="Respondent.", confidential=True)
    source_id: str = Field(
        description="Where the respondent was heard before.", refers="interviews.source_id"
    )
    group: str = Field(description="Stakeholder group.", closed="groups")
    language: str = Field(description="Language of the answers.", closed="interview_languages")
    change_id: str = Field(description="Change shown.", refers="changes.change_id")
    answer: str = Field(
        description="Whether it is recognised.", missing="shown, not answered", closed=words.ANSWERS
    )
    comment: str = Field(description="In their words.", missing="none", confidential=True)

    class Config:
        unique = ["respondent_id", "change_id"]


class ValidationPriorities(Table):
    """One row per respondent who was asked and answered, and chapter priority.

    A respondent without rows was not asked, or preferred not to say.
    """

    respondent_id: str = Field(description="Respondent.", confidential=True)
    priority: str = Field(description="Priority.", closed="priorities")
    is_named: bool = Field(description="Among those they find most affected by the changes.")

    class Config:
        unique = ["respondent_id", "priority"]


class InstitutionAnswers(Table):
    """One row per person who answered for an institution, and change shown to them.

    They had not been heard as sources, and are never added to those who had.
    """

    respondent_id: str = Field(description="Who answered, as a pseudonym.", confidential=True)
    panel: str = Field(description="Institution.", closed="validation_panels")
    change_id: str = Field(description="Change shown.", refers="changes.change_id")
    answer: str = Field(
        description="Whether it is recognised.", missing="shown, not answered", closed=words.ANSWERS
    )
    comment: str = Field(description="In their words.", missing="none", confidential=True)

    class Config:
        unique = ["respondent_id", "change_id"]
