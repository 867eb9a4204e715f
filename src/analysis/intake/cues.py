"""Subtitles as text: WebVTT and SubRip, each turn one line with its times and speaker.

Formats: WebVTT, W3C Candidate Recommendation of 2019, section 4; SubRip as its players read it.
Own code, because the readers at hand drop a cue they cannot read, and its words with it.
"""

import html
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby

from analysis.faults import Fault, refuse
from analysis.intake import labels

_CLOCK = r"(?:\d+:)?\d{1,2}:\d\d[.,]\d{1,3}"
_TIMES = re.compile(rf"\s*({_CLOCK})\s+-->\s+({_CLOCK})(?:\s.*)?")
_ASIDE = re.compile(r"(?:NOTE|STYLE|REGION)(?:\s.*)?")
_VOICE = re.compile(r"<v(?:\.[^\s>]+)*\s+([^>]*)>|(</v>)")
# Only these are markup: <laughs> is what a transcriber wrote.
_MARKUP = re.compile(
    rf"</?(?:b|i|u|c|ruby|rt|lang|font)(?:[\s.][^>]*)?>|<{_CLOCK}>|\{{\\[^}}]*\}}", re.IGNORECASE
)
_BLANK_LINE_CURE = "Give each cue its line of times, and no blank line within its words."


@dataclass(frozen=True)
class _Piece:
    """Words of one cue and speaker. ``start`` and ``end`` in seconds; ``row`` of its times."""

    row: int
    start: float
    end: float
    speaker: str
    words: str


def read_vtt(text: str, file: str, known: Iterable[str]) -> str:
    """The turns of a WebVTT file, one a line: ``[00:00:01.000] P1: words [00:00:09.500]``.

    A voice (``<v P1>``) or a label (``P1:``) names the speaker, who goes on where a cue names
    none. Notes and styles are left out. Raises BadInput for each cue that cannot be read, by row.
    """
    (first, header), *blocks = _blocks(text) or [(1, [""])]
    if not re.fullmatch(r"WEBVTT(?:\s.*)?", header[0]):
        refuse([Fault(file, "does not begin with WEBVTT", row=first)])
    spoken = [(row, lines) for row, lines in blocks if not _ASIDE.fullmatch(lines[0])]
    return _turns(spoken, file, known, is_vtt=True)


def read_srt(text: str, file: str, known: Iterable[str]) -> str:
    """The turns of a SubRip file, as ``read_vtt`` gives them."""
    return _turns(_blocks(text), file, known, is_vtt=False)


def _blocks(text: str) -> list[tuple[int, list[str]]]:
    """Lines between blank lines, with the number of the first."""
    lines = enumerate(re.split(r"\r\n|\r|\n", text.removeprefix("\ufeff")), 1)
    groups = groupby(lines, key=lambda line: bool(line[1].strip()))
    blocks = [list(group) for is_filled, group in groups if is_filled]
    return [(block[0][0], [line for _, line in block]) for block in blocks]


def _turns(blocks: list, file: str, known: Iterable[str], *, is_vtt: bool) -> str:
    pieces, faults, last = [], [], 0.0
    for row, lines in blocks:
        # The first line may be the cue's number or name.
        place = next((n for n, line in enumerate(lines[:2]) if _TIMES.fullmatch(line)), None)
        if place is None:
            faults.append(Fault(file, "no times of a cue", row=row, cure=_BLANK_LINE_CURE))
            continue
        row += place
        start, end = map(labels.seconds, _TIMES.fullmatch(lines[place]).groups())
        if start is None or end is None:
            faults.append(Fault(file, "not a time: 60 seconds or minutes, or more", row=row))
            continue
        if end < start or start < last:
            faults.append(Fault(file, "times run backwards", row=row))
        last = start
        words = "\n".join(lines[place + 1 :])
        for speaker, said in _voices(words) if is_vtt else [("", words)]:
            said = _MARKUP.sub("", said)
            pieces.append(_Piece(row, start, end, speaker, html.unescape(said) if is_vtt else said))
    refuse(faults)
    return "".join(_line(turn) for turn in _joined(_labelled(pieces, known)))


def _voices(words: str) -> Iterator[tuple[str, str]]:
    """Each voice of a cue with its words; blank where none is named."""
    parts = _VOICE.split(words)
    yield "", parts[0]
    for name, _, said in zip(parts[1::3], parts[2::3], parts[3::3], strict=True):
        yield labels.label(html.unescape(name or "")), said


def _labelled(pieces: list[_Piece], known: Iterable[str]) -> Iterator[_Piece]:
    """The pieces cut where a line begins with a label, which becomes the speaker."""
    text = "\n".join(piece.words for piece in pieces)
    found, done = labels.labels(text, known), 0
    for piece in pieces:
        end = done + len(piece.words)
        inside = [match for match in found if done <= match.start("speaker") < end]
        starts = [done, *(match.end() for match in inside)]
        ends = [*(match.start("speaker") for match in inside), end]
        speakers = [piece.speaker, *(match["speaker"] for match in inside)]
        for speaker, first, last in zip(speakers, starts, ends, strict=True):
            words = " ".join(text[first:last].split())
            if words:
                yield replace(piece, speaker=speaker, words=words)
        done = end + 1


def _joined(pieces: Iterable[_Piece]) -> list[_Piece]:
    """One piece a turn: who is not named, or named again, goes on."""
    turns: list[_Piece] = []
    for piece in pieces:
        if turns and piece.speaker in ("", turns[-1].speaker):
            said = f"{turns[-1].words} {piece.words}"
            turns[-1] = replace(turns[-1], end=max(turns[-1].end, piece.end), words=said)
        else:
            turns.append(piece)
    return turns


def _line(turn: _Piece) -> str:
    speaker = f"{turn.speaker}: " if turn.speaker else ""
    return f"[{clock(turn.start)}] {speaker}{turn.words} [{clock(turn.end)}]\n"


def clock(seconds: float) -> str:
    """Seconds as ``00:03:40.500``."""
    whole, thousandths = divmod(round(seconds * 1000), 1000)
    minutes, last = divmod(whole, 60)
    return f"{minutes // 60:02}:{minutes % 60:02}:{last:02}.{thousandths:03}"
