"""The validation survey: who answered, what they said, and what is wrong with the answers."""

from datetime import datetime

from analysis import vocabulary as words
from analysis.schema.declaring import Field, Table


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
    lasting: str = Field(
        description="How likely they find it that the change lasts.",
        missing="not asked, since they did not agree, or not answered", closed="lasting_levels",
    )  # fmt: skip
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
    lasting: str = Field(
        description="How likely they find it that the change lasts.",
        missing="not asked, since they did not agree, or not answered", closed="lasting_levels",
    )  # fmt: skip
    comment: str = Field(description="In their words.", missing="none", confidential=True)

    class Config:
        unique = ["respondent_id", "change_id"]


class SurveyFlow(Table):
    """One row per step from the submissions received to those heard before who answered."""

    step: int = Field(description="Place in the order.", unique=True, ge=1)
    reason: str = Field(
        description="What the step sets aside, or what is left.", closed=words.SURVEY_FLOW
    )
    n_submissions: int = Field(
        description="Submissions set aside or left.", unit="submissions", ge=0
    )


class SurveyItems(Table):
    """One row per respondent, question and, where it was put for each change, change.

    Of the submissions that were consented to and whose source is in use. Whether the question was
    to be put is what the form says.
    """

    respondent_id: str = Field(description="Respondent.", confidential=True)
    panel: str = Field(description="For whom they answered.", closed="validation_panels")
    question: str = Field(description="Question, by its name in the form.")
    change_id: str = Field(
        description="Change shown.", missing="put once, not for each change",
        refers="changes.change_id",
    )  # fmt: skip
    status: str = Field(
        description="Whether it was to be put, and what was answered.", closed=words.ITEM_STATUSES
    )

    class Config:
        unique = ["respondent_id", "question", "change_id"]


class SurveyTimes(Table):
    """One row per respondent: when the survey was held, by the clock of the device."""

    respondent_id: str = Field(description="Respondent.", unique=True, confidential=True)
    panel: str = Field(description="For whom they answered.", closed="validation_panels")
    began: datetime = Field(
        description="When the form was opened.", missing="not recorded", confidential=True
    )
    ended: datetime = Field(
        description="When it was closed.", missing="not recorded", confidential=True
    )
