"""Who says what and when in a transcript: its turns and its speakers."""

import pandas as pd

from analysis.faults import Fault, refuse
from analysis.intake import labels
from analysis.intake.transcripts import FOLDER, READERS
from analysis.schema import checked
from analysis.study import Study
from analysis.vocabulary import HEARD, INTERVIEWER, SEVERAL

_TURN = ["start", "end", "speaker", "text", "opened", "closed"]
_NO_LABEL = 'Begin each turn with a label in capitals and a colon, as "INT: ".'
_NO_TIME = "Correct the time stamp, or the order of the turns."
_NOT_HEARD = (
    "Name interviewers in study.yaml (interviewer_labels), and those who speak together "
    "(shared_labels); write what is no speaker in small letters; or correct the register."
)


def turns(texts: dict[str, str], study: Study) -> pd.DataFrame:
    """Table ``turns``; what stands before the first label is nobody's.

    Raises BadInput naming each transcript without a speaker label, and each line whose time runs
    backwards or is none (of a DOCX, VTT or SRT file: the line of its text as read).
    """
    tables, faults = [], []
    for source, text in texts.items():
        found = _found(text, study.speaker_labels)
        file = _known_as(study, source)
        if found["text"].eq("").all():
            faults.append(Fault(file, "no speaker label found", cure=_NO_LABEL))
        faults += [
            Fault(file, rule, row=text.count("\n", 0, start) + 1, cure=_NO_TIME)
            for start, rule in _wrong_times(found)
        ]
        tables.append(_timed(found).assign(source_id=source))
    refuse(faults)
    columns = [*_TURN[:4], "start_seconds", "end_seconds", "source_id"]
    table = pd.concat(tables)[columns] if tables else pd.DataFrame(columns=columns)
    return checked("turns", table, study, study.known_as(study.raw / FOLDER))


def speakers(turns: pd.DataFrame, interviews: pd.DataFrame, study: Study) -> pd.DataFrame:
    """Table ``speakers``.

    ``interviews`` gives each source's ``n_people``, missing where it is not known. Raises BadInput
    naming each transcript in which nobody is heard beside the interviewers, or more are than the
    register has.
    """
    table = turns.assign(n_words=turns["text"].str.split().str.len())
    table = table.groupby(["source_id", "speaker"], as_index=False).agg(
        n_turns=("text", "size"), n_words=("n_words", "sum")
    )
    table = table.assign(role=[_role(speaker, study) for speaker in table["speaker"]])
    refuse(_wrong_people(table, interviews.set_index("source_id")["n_people"], study))
    return checked("speakers", table, study, study.known_as(study.raw / FOLDER))


def _role(speaker: str, study: Study) -> str:
    if labels.is_known(speaker, study.interviewer_labels):
        return INTERVIEWER
    return SEVERAL if labels.is_known(speaker, study.shared_labels) else HEARD


def _wrong_people(table: pd.DataFrame, n_people: pd.Series, study: Study) -> list[Fault]:
    n_heard = table["role"].eq(HEARD).groupby(table["source_id"]).sum()
    rules = {
        "nobody is heard in it but interviewers": n_heard.eq(0),
        "more people speak in it than the register has": n_heard.gt(
            n_people.reindex(n_heard.index)
        ),
    }
    return [
        Fault(_known_as(study, source), rule, cure=_NOT_HEARD)
        for rule, is_wrong in rules.items()
        for source in n_heard.index[is_wrong]
    ]


def _known_as(study: Study, source: str) -> str:
    """The transcript's file, or its name alone where it is not in the folder."""
    paths = [study.raw / FOLDER / f"{source}{suffix}" for suffix in READERS]
    there = [path for path in paths if path.is_file()] or [study.raw / FOLDER / source]
    return study.known_as(there[0])


def _found(text: str, known: tuple[str, ...]) -> pd.DataFrame:
    """One row per label: where its words stand, and the stamps that open and close them."""
    matches, rows = labels.labels(text, known), []
    ends = [*(match.start() for match in matches[1:]), len(text)]
    for match, end in zip(matches, ends, strict=False):
        said = text[match.end() : end]
        first, after = labels.opening(said)
        last, closed = labels.closing(said[first:])
        start = match.end() + first
        opened = match["before"] or match["within"] or after
        words = said[first : first + last]
        rows.append((start, start + last, match["speaker"], words, opened, closed))
    return pd.DataFrame(rows, columns=_TURN)


def _wrong_times(found: pd.DataFrame) -> list[tuple[int, str]]:
    """Where a turn begins whose stamps cannot be, and why."""
    opened, closed = _seconds(found["opened"]), _seconds(found["closed"])
    is_none = opened.isna() & found["opened"].ne("") | closed.isna() & found["closed"].ne("")
    time = opened.fillna(closed)
    earlier = time.ffill().shift()
    is_back = time.lt(earlier.cummax()) | closed.lt(opened)
    rules = {
        "not a time: 60 seconds or minutes, or more": is_none, "time runs backwards": is_back,
    }  # fmt: skip
    return [(start, rule) for rule, wrong in rules.items() for start in found["start"][wrong]]


def _timed(found: pd.DataFrame) -> pd.DataFrame:
    """The turns in which something is said, with ``start_seconds`` and ``end_seconds``.

    Where only the end of turns is stamped, one begins when the last ended; where only the
    beginning is, one ends when the next begins.
    """
    opened, closed = _seconds(found["opened"]), _seconds(found["closed"])
    end = closed.fillna(opened.shift(-1))
    last_end = closed.shift()
    # Whoever spoke into a longer turn ended before it did.
    start = opened.fillna(last_end.mask(last_end.gt(end)))
    timed = found.assign(start_seconds=start, end_seconds=end)
    return timed[timed["text"].ne("")]


def _seconds(stamps: pd.Series) -> pd.Series:
    return stamps.map(lambda stamp: labels.seconds(stamp) if stamp else None).astype(float)
