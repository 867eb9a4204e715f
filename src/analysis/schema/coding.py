"""The codebook, the coded passages, and who gave them which code."""

from analysis import vocabulary as words
from analysis.schema.declaring import Field, Table


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
    language: str = Field(description="Language spoken.", closed="interview_languages")
    text: str = Field(description="The passage, as transcribed.", confidential=True)
    translation: str = Field(
        description="The passage in the report's other language.", missing="not translated",
        confidential=True,
    )  # fmt: skip
    translator: str = Field(
        description="Who translated it, as a pseudonym.", missing="not translated",
        confidential=True,
    )  # fmt: skip
    status: str = Field(
        description="By machine, a first draft, or checked by a second person.",
        missing="not translated", closed=words.TRANSLATION_STATUSES,
    )  # fmt: skip


class Codings(Table):
    """One row per passage, code and coder."""

    segment_id: str = Field(description="Passage.", refers="segments.segment_id")
    code_id: str = Field(description="Code given to it.", refers="codes.code_id")
    coder_id: str = Field(description="Coder, as a pseudonym.", confidential=True)

    class Config:
        unique = ["segment_id", "code_id", "coder_id"]


class Cases(Table):
    """One row per case of the coded project and source it is linked to."""

    case_name: str = Field(description="Case, by its exact name.", confidential=True)
    source_id: str = Field(description="Source.", refers="interviews.source_id")
    is_lookalike: bool = Field(
        description="Whether another case's name differs only by capitals, accents or spaces."
    )

    class Config:
        unique = ["case_name", "source_id"]


class CaseAttributes(Table):
    """One row per case and attribute; the attribute that holds its place has the state's code."""

    case_name: str = Field(
        description="Case, by its exact name.", refers="cases.case_name", confidential=True
    )
    attribute: str = Field(description="Attribute, as the project calls it.")
    attribute_value: str = Field(
        description="What was noted, as the project has it.",
        missing="no value was given",
        confidential=True,
    )

    class Config:
        unique = ["case_name", "attribute"]


class CaseFlow(Table):
    """One row per step from the cases of the coded project to those used, in order."""

    step: int = Field(description="Place in the order.", unique=True, ge=1)
    reason: str = Field(
        description="What the step sets aside, or what is left.", closed=words.CASE_FLOW
    )
    n_cases: int = Field(description="Cases set aside or left.", unit="cases", ge=0)
