"""The significant changes: accounts and their selection, changes, contributions, lessons."""

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
    direction: str = Field(
        description="Whether things got better, as the teller has it.", closed=words.DIRECTIONS
    )
    story: str = Field(
        description="The story, in the teller's words.", missing="not written down",
        confidential=True,
    )  # fmt: skip
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
    is_needed: pd.BooleanDtype = Field(
        description="Without it the change would not have come about, as the evaluators judge.",
        missing="not judged",
    )


class Selections(Table):
    """One row per level, round and story considered there."""

    level: str = Field(description="Level of selection.", closed="selection_levels")
    round: int = Field(description="Round of selection.", ge=1)
    panel: str = Field(description="Panel that considered it.")
    date: datetime = Field(description="Day the panel met.", missing="not written down")
    account_id: str = Field(description="Story.", refers="accounts.account_id")
    is_chosen: bool = Field(description="Goes on to the next level, or is chosen at the last.")
    criterion: str = Field(
        description="Criterion that decided.", missing="not chosen", closed="selection_criteria"
    )
    choice_reason: str = Field(
        description="Why the panel chose it.", missing="not chosen", confidential=True
    )
    dissent: str = Field(
        description="What a member held against it.", missing="none", confidential=True
    )

    class Config:
        unique = ["level", "round", "account_id"]


class Verifications(Table):
    """One row per story that somebody went to verify."""

    account_id: str = Field(description="Story.", refers="accounts.account_id", unique=True)
    way: str = Field(description="How it was verified.", closed=words.VERIFICATION_WAYS)
    date: datetime = Field(description="Day it was verified.", missing="not written down")
    verifier_id: str = Field(description="Who verified it, as a pseudonym.", confidential=True)
    outcome: str = Field(
        description="Whether what it tells was found so; not possible: nobody or nothing to ask.",
        closed=words.VERIFIED,
    )
    remark: str = Field(description="What was found.", missing="none", confidential=True)


class ChangeEvidence(Table):
    """One row per change and item, beside accounts and validation, that bears on it."""

    change_id: str = Field(description="Change.", refers="changes.change_id")
    kind: str = Field(description="An indicator or a document.", closed=words.EVIDENCE_KINDS)
    item: str = Field(description="Which one.", confidential=True)
    bearing: str = Field(
        description="Whether it supports that the change happened.", closed=words.BEARINGS
    )

    class Config:
        unique = ["change_id", "kind", "item"]


class RubricScores(Table):
    """One row per contribution, criterion and rater."""

    contribution_id: str = Field(
        description="Contribution.", refers="contributions.contribution_id"
    )
    criterion: str = Field(description="Criterion.", closed="rubric_criteria")
    rater_id: str = Field(description="Rater, as a pseudonym.", confidential=True)
    rating: str = Field(
        description="Level given, on an ordinal scale: never averaged.", closed="rubric_levels"
    )

    class Config:
        unique = ["contribution_id", "criterion", "rater_id"]


class Lessons(Table):
    """One row per lesson drawn from the changes."""

    lesson_id: str = Field(description="Lesson.", unique=True)
    lesson_type: str = Field(
        description="Best practice, lesson or caution.", closed=words.LESSON_TYPES
    )
    text_en: str = Field(description="What was learnt, in English.")
    text_es: str = Field(description="What was learnt, in Spanish.")
    conditions_en: str = Field(description="Where it holds, in English.", missing="none was named")
    conditions_es: str = Field(description="Where it holds, in Spanish.", missing="none was named")
    counter_example_en: str = Field(
        description="Where it did not hold, in English.", missing="none was found"
    )
    counter_example_es: str = Field(
        description="Where it did not hold, in Spanish.", missing="none was found"
    )


class LessonChanges(Table):
    """One row per lesson and change it was drawn from."""

    lesson_id: str = Field(description="Lesson.", refers="lessons.lesson_id")
    change_id: str = Field(description="Change.", refers="changes.change_id")

    class Config:
        unique = ["lesson_id", "change_id"]
