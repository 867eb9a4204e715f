"""The validation survey's answers as KoboToolbox exports them: XML names and values."""

import uuid
from datetime import datetime, timedelta
from typing import Any

import pandas as pd

from analysis.study import Study
from analysis.synthetic.form import GROUP, REPEAT, TITLE, VERSION
from analysis.synthetic.streams import Generator, pick
from analysis.synthetic.survey import PREFERS_NOT
from analysis.synthetic.survey_faults import moved

FIELD_DAYS, MINUTES = 60, (6, 55)  # the survey is held in the last days of the fieldwork
ENUMERATORS = ("K1", "K2", "K3", "K4")
WITH_TELEPHONE, WITH_PLACE, RECORDED = 0.3, 0.5, 0.03
# No subscriber can have this number, and nobody lives at this place.
TELEPHONE, PLACE = "000 000 0000", "0.0 0.0 0 0"
NONE = "none"
ZONE = "-06:00"
ASKED = ("consent", "panel", "respondent", "folio", "group", "language")
OF_SUBMISSION = ("validation_status", "notes", "status", "submitted_by", "tags")

Rows = list[list[Any]]


def sheets(
    study: Study, people: pd.DataFrame, shown: pd.DataFrame, named: pd.Series,
    odd: pd.DataFrame, rng: Generator,
) -> dict[str, Rows]:  # fmt: skip
    """The main sheet, named after the form, and the sheet of the repeat group.

    ``odd`` names the submissions whose times are, and how.
    """
    choices = [*study.closed("priorities"), NONE, *study.missing_codes]
    main, repeat = [_header(choices)], [_repeat_header()]
    answers = dict(list(shown.groupby("respondent_id", sort=False)))
    held, odd = _times(study, len(people), rng), odd.set_index("respondent_id")["kind"]
    for index, person in enumerate(people.itertuples(), 1):
        keys = _Keys(index, held[index - 1], rng)
        if person.respondent_id in odd:
            keys.start, keys.end = moved(study, keys.start, keys.end, odd[person.respondent_id])
        given = named.get(person.respondent_id)
        main.append(_main_row(study, person, _multiple(study, given, choices), keys, rng))
        for row in answers.get(person.respondent_id, shown.head(0)).itertuples():
            repeat.append(_repeat_row(study, row, len(repeat), keys, rng))
    return {TITLE: main, REPEAT: repeat}


class _Keys:
    """What KoboToolbox knows of a submission."""

    def __init__(self, index: int, start: datetime, rng: Generator) -> None:
        self.index, self.start = index, start
        self.end = start + timedelta(minutes=int(rng.integers(*MINUTES)), seconds=index % 60)
        self.number = 310_000_000 + 37 * index
        self.uuid = str(uuid.UUID(bytes=rng.bytes(16), version=4))
        # The server's clock is in another zone, and a tablet may wait days for a network.
        waits = pick(rng, (timedelta(minutes=1), timedelta(days=2)), (0.9, 0.1))
        self.sent = (self.end + timedelta(hours=6) + waits).strftime("%Y-%m-%dT%H:%M:%S")


def _header(choices: list[str]) -> list[str]:
    asked = [f"{GROUP}/{name}" for name in ("enumerator", *ASKED, "telephone", "place")]
    each = [f"priorities/{choice}" for choice in choices]
    known = [f"_{name}" for name in OF_SUBMISSION]
    return [
        "start", "end", "deviceid", *asked, "priorities", *each, "thanks", "_id", "_uuid",
        "_submission_time", *known, "__version__", "_index",
    ]  # fmt: skip


def _repeat_header() -> list[str]:
    asked = [f"{REPEAT}/{name}" for name in ("change", "answer", "lasting", "comment", "recording")]
    known = [f"_submission__{name}" for name in OF_SUBMISSION]
    return [
        *asked, "_index", "_parent_table_name", "_parent_index", "_submission__id",
        "_submission__uuid", "_submission__submission_time", *known, "_submission___version__",
    ]  # fmt: skip


def _main_row(
    study: Study, person: tuple, priorities: list[Any], keys: _Keys, rng: Generator
) -> list[Any]:
    who = (person.panel, person.respondent_id, person.source_id, person.group, person.language)
    said = ["yes", *(part or None for part in who)] if person.is_consenting else ["no"] + [None] * 5
    reached = [TELEPHONE if rng.random() < WITH_TELEPHONE else None]
    reached.append(PLACE if rng.random() < WITH_PLACE else None)
    reached = reached if person.is_consenting else [None, None]
    return [
        _written(keys.start, rng), _written(keys.end, rng), f"device:{rng.bytes(6).hex()}",
        pick(rng, ENUMERATORS), *said, *reached, *priorities, None, keys.number, keys.uuid,
        keys.sent, None, None, "submitted_via_web", None, None, VERSION, keys.index,
    ]  # fmt: skip


def _repeat_row(study: Study, row: tuple, index: int, keys: _Keys, rng: Generator) -> list[Any]:
    recording = f"{keys.start:%Y%m%d}-{index}.m4a" if rng.random() < RECORDED else None
    said = (row.answer, row.lasting)
    said = [_missing(study) if given == PREFERS_NOT else given or None for given in said]
    return [
        row.change_id, *said, _typed(row.comment, rng), recording, index, TITLE, keys.index,
        keys.number, keys.uuid, keys.sent, None, None, "submitted_via_web", None, None, VERSION,
    ]  # fmt: skip


def _multiple(study: Study, given: list[str] | None, choices: list[str]) -> list[Any]:
    """The column of all choices, then one of each; all blank where it was not asked."""
    if given is None:
        return [None] * (1 + len(choices))
    ticked = [_missing(study) if name == PREFERS_NOT else name for name in given or [NONE]]
    ticked = [name for name in ticked if name]
    return [" ".join(ticked) or None, *(int(c in ticked) if ticked else None for c in choices)]


def _missing(study: Study) -> str | None:
    """The study's first missing value; a study without one leaves the answer blank."""
    return next(iter(study.missing_codes), None)


def _times(study: Study, n: int, rng: Generator) -> list[datetime]:
    """When each began, in order: by day, in the last days of the fieldwork."""
    last = datetime.combine(study.fieldwork.end, datetime.min.time()) - timedelta(days=3)
    days = min(FIELD_DAYS, (study.fieldwork.end - study.fieldwork.start).days)
    minutes = sorted(rng.integers(0, days * 600, size=n).tolist())
    first = last - timedelta(days=days)
    return [first + timedelta(days=m // 600, hours=8, minutes=m % 600) for m in minutes]


def _written(moment: datetime, rng: Generator) -> Any:
    """As tablets and browsers of several makes write it, or as a date once Excel has saved it."""
    forms = (
        f"{moment:%Y-%m-%dT%H:%M:%S}.{int(rng.integers(1000)):03}{ZONE}",
        f"{moment:%Y-%m-%dT%H:%M:%S}{ZONE}",
        f"{moment:%Y-%m-%d %H:%M:%S}",
        moment,
    )
    return pick(rng, forms, (0.7, 0.15, 0.1, 0.05))


def _typed(comment: str, rng: Generator) -> str | None:
    """As thumbs type on a telephone."""
    bare = comment.rstrip(".")
    forms = (comment, bare, bare.lower(), comment.upper(), f"{comment} ")
    return pick(rng, forms, (0.6, 0.14, 0.14, 0.06, 0.06)) if comment else None
