"""Who was heard, about what, and what became of the register."""

from datetime import datetime

from analysis import vocabulary as words
from analysis.schema.declaring import Field, Table


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
    start_seconds: float = Field(
        description="When it begins in the recording.", unit="seconds",
        missing="no time stamp", ge=0,
    )  # fmt: skip
    end_seconds: float = Field(
        description="When it ends in the recording.", unit="seconds",
        missing="no time stamp", ge=0,
    )  # fmt: skip
    text: str = Field(description="What is said, as transcribed.", confidential=True)

    class Config:
        unique = ["source_id", "start"]


class Speakers(Table):
    """One row per source and speaker label of its transcript."""

    source_id: str = Field(description="Source.", refers="interviews.source_id")
    speaker: str = Field(description="Speaker label of the transcript.", confidential=True)
    role: str = Field(
        description="Interviewer, one person heard, or several at once.",
        closed=words.SPEAKER_ROLES,
    )
    n_turns: int = Field(description="Turns.", unit="turns", ge=1)
    n_words: int = Field(description="Words in them.", unit="words", ge=1)

    class Config:
        unique = ["source_id", "speaker"]


class InterviewFlow(Table):
    """One row per step from the register to the sources used, in order."""

    step: int = Field(description="Place in the order.", unique=True, ge=1)
    reason: str = Field(description="What the step sets aside, or what is left.", closed=words.FLOW)
    n_rows: int = Field(description="Register rows set aside or left.", unit="rows", ge=0)


class SetAside(Table):
    """One row per registered source that goes no further than the register."""

    source_id: str = Field(description="Interview or focus group.", unique=True)
    reason: str = Field(description="Why.", closed=(words.CONSENT_REFUSED, words.CONSENT_WITHDRAWN))
