"""Find and mask what identifies a person by its format; propose what only a person can judge."""

from analysis.intake.identifiers.finding import CONFIRMED, FIXED_FORMATS, Found, find
from analysis.intake.identifiers.masking import Masked, Replacement, mask
from analysis.intake.identifiers.pseudonyms import Pseudonyms, read_key

__all__ = [
    "CONFIRMED", "FIXED_FORMATS", "Found", "Masked", "Pseudonyms", "Replacement", "find", "mask",
    "read_key",
]  # fmt: skip
