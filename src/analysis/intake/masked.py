"""Words quoted from a passage: identifiers replaced in brackets, cuts marked ``[…]``."""

import re

from analysis.intake.identifiers import find

# A replacement, [nombre], or a cut, […].
_BRACKETS = re.compile(r"\[[^\[\]]*\]")


def is_said(quoted: str, passage: str) -> bool:
    """Whether the quoted words are those of the passage, from its first to its last.

    For each bracket anything may stand in the passage, also nothing; between two brackets whole
    words stand as they were said. Line ends and doubled spaces do not count.
    """
    pieces = [" ".join(piece.split()) for piece in _BRACKETS.split(quoted)]
    passage = " ".join(passage.split())
    if len(pieces) == 1:
        return pieces[0] == passage
    first, *inner, last = pieces
    at = len(first)
    begins, ends = (re.search(p, passage) for p in (rf"\A{_whole(first)}", rf"{_whole(last)}\Z"))
    if not (begins and ends) or not any(pieces):
        return False
    # The first place that fits is as good as any later one, for what comes after it.
    for piece in filter(None, inner):
        place = re.compile(_whole(piece)).search(passage, at)
        if not place:
            return False
        at = place.end()
    return at <= ends.start()


def _whole(piece: str) -> str:
    """The piece, where it neither begins nor ends within a word."""
    before = r"(?<!\w)" if piece[:1].isalnum() else ""
    after = r"(?!\w)" if piece[-1:].isalnum() else ""
    return f"{before}{re.escape(piece)}{after}"


def names_somebody(quoted: str) -> bool:
    """Whether an identifier of a fixed format (a telephone, a tax number) stands in the words."""
    return bool(find(_BRACKETS.sub("", quoted)))
