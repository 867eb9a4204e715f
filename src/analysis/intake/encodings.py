"""Texts that were read in another encoding than they were written in."""

import re

# The letters of the West are two bytes each in UTF-8. Read one by one, the first is Â or Ã, the
# second a sign that follows neither in any text; curly quotation marks and dashes begin with â€.
_SECOND = "".join(
    bytes(range(0x80, 0xC0)).decode(encoding, "ignore") for encoding in ("cp1252", "latin-1")
)
_UTF8 = re.compile(f"[ÂÃ][{re.escape(_SECOND)}]|â[€\x80]")
# Signs that nobody types: marks of control that other encodings have letters and dashes for.
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ufffd]")
UTF8_MISREAD = "its texts are UTF-8, read as another encoding"
OTHER = "its texts are in another encoding"


def misreading(text: str) -> str:
    """What was mistaken, in words; "" for a text that looks as it should."""
    if is_utf8_misread(text):
        return UTF8_MISREAD
    return OTHER if _CONTROLS.search(text) else ""


def is_utf8_misread(text: str) -> bool:
    """Whether a text is UTF-8 that was read as one of the encodings of the West."""
    return _UTF8.search(text) is not None
