"""A conversation as transcribers write it down: labels, time stamps, and what stands where."""

from dataclasses import dataclass, replace

from analysis.intake.cues import clock
from analysis.synthetic.conversation import Line
from analysis.synthetic.streams import Generator, pick

# Words spoken in a second, and seconds between two turns.
WORDS_PER_SECOND, PAUSE = 2.4, 1.0
# How often a transcriber writes times: not at all, before the label, at the end of a turn.
TIMES = {"none": 0.4, "before": 0.35, "after": 0.25}

# In what kinds of file the transcripts stand, over and over: as texts (one from another system) and
# Word documents of one paragraph a turn, of a table, of headings; as subtitles.
LINES, WIDE, WORD, TABLE, HEADINGS, VTT, SRT = (
    "lines", "wide", "word", "table", "headings", "vtt", "srt",
)  # fmt: skip
KINDS = (WORD, LINES, LINES, WORD, VTT, LINES, TABLE, LINES, WIDE, SRT, LINES, HEADINGS)
CUES = "cues"

Found = dict[str, list[tuple]]


@dataclass(frozen=True)
class Habit:
    """How a transcriber writes: where the time stands, if anywhere, and the label.

    The label of a heading stands above what is said.
    """

    time: str
    is_headed: bool = False


def kind_of(number: int) -> str:
    """The kind of file in which this transcript of a study stands."""
    return KINDS[number % len(KINDS)]


def suited(habit: Habit, kind: str) -> Habit:
    """The habit as this kind of file lets it be: subtitles always have times."""
    if kind in (VTT, SRT):
        return Habit(CUES)
    return replace(habit, is_headed=kind == HEADINGS)


def habit(rng: Generator) -> Habit:
    """A transcriber's habit."""
    return Habit(pick(rng, list(TIMES), list(TIMES.values())))


def written(lines: list[Line], habit: Habit) -> tuple[str, Found]:
    """The transcript, one turn after the other, and what was found in it.

    ``passages`` are (start, end, domain, topic, direction, is_odd, cause, translation), one for
    each passage however many turns it spans; ``stories`` (domain, text), one for each domain
    raised: the story in its teller's words or, where none was told, what was said first;
    ``planted`` (start, end, kind, damage, value).
    """
    after_label = "\n" if habit.is_headed else " "
    text, second, places, told, planted = "", 0.0, {}, {}, []
    for line in lines:
        # A subtitle is one line.
        said = line.text.replace("\n", " ") if habit.time == CUES else line.text
        label = f"{line.speaker}:{after_label}"
        start = len(text) + len(_before(second, habit)) + len(label)
        planted += [
            (start + p.start, start + p.end, p.kind, p.damage, said[p.start : p.end])
            for p in line.planted
        ]
        if line.passage:
            at = start + len(line.before)
            first, _ = places.get(line.passage, (at, at))
            places[line.passage] = first, at + len(line.said)
            told.setdefault(line.passage, []).append(line)
        text += _before(second, habit) + label + said
        ended = second + len(line.text.split()) / WORDS_PER_SECOND
        second = ended + PAUSE
        text += (_closing(ended) if habit.time == CUES else _after(second, habit)) + "\n"
    passages = [
        (*place, p.domain, p.topic, p.direction, p.is_odd, p.cause, p.translation)
        for p, place in places.items()
    ]
    opening = {p.domain: _story(told[p]) for p in reversed(places)}
    stories = opening | {p.domain: _story(told[p]) for p in places if len(told[p]) > 1}
    return text, {"passages": passages, "stories": list(stories.items()), "planted": planted}


def _story(lines: list[Line]) -> str:
    """What the teller says, in one line and without the interviewer between."""
    said = " ".join(line.said for line in lines if line.speaker == lines[0].speaker)
    return " ".join((said[0].upper() + said[1:]).split())


def _before(second: float, habit: Habit) -> str:
    if habit.time == CUES:
        return f"[{clock(second)}] "
    return f"[{_clock(second)}] " if habit.time == "before" else ""


def _closing(second: float) -> str:
    return f" [{clock(second)}]"


def _after(second: float, habit: Habit) -> str:
    tenth = int(second * 10 % 10)
    return f" #{_clock(second)}-{tenth}#" if habit.time == "after" else ""


def _clock(second: float) -> str:
    minutes, seconds = divmod(int(second), 60)
    return f"{minutes // 60:02}:{minutes % 60:02}:{seconds:02}"
