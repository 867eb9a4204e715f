"""The quotations that may be published, and what a reviewer signs."""

import hashlib
from datetime import datetime

from analysis.schema.declaring import Field, Table


class Quotations(Table):
    """One row per quotation that a reviewer allowed to be published, as it was reviewed.

    The words stand here with identifiers masked; the passage they are from does not.
    """

    quotation_id: str = Field(description="Quotation.", unique=True)
    source_id: str = Field(description="Who said it.", refers="interviews.source_id")
    domain: str = Field(description="Domain of change it speaks of.", closed="domains")
    language: str = Field(description="Language spoken.", closed="interview_languages")
    text: str = Field(description="The words to be published.", confidential=True)
    translation: str = Field(description="Their translation, to be published.", confidential=True)
    reviewer: str = Field(
        description="Who reviewed it, as a pseudonym; `synthetic` if nobody did.",
        confidential=True,
    )  # fmt: skip
    reviewed_on: datetime = Field(description="Day of the review.", confidential=True)
    text_sha256: str = Field(
        description="What was signed: SHA-256 of text, newline, translation.",
        str_matches=r"[0-9a-f]{64}",
    )


def signed(text: str, translation: str) -> str:
    """What a reviewer signs: the SHA-256, in hexadecimal, of both texts joined by a newline."""
    return hashlib.sha256(f"{text}\n{translation}".encode()).hexdigest()
