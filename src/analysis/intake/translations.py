"""Translations of coded passages, each with who translated it and how far it was brought."""

from pathlib import Path

import pandas as pd

from analysis.faults import Fault
from analysis.intake import cells, sheets
from analysis.intake.consent import consented
from analysis.intake.gathering import Gathering
from analysis.store import note
from analysis.study import Study
from analysis.vocabulary import TRANSLATION_STATUSES

FILE = Path("interviews/translations.csv")
PASSAGE = ["source_id", "start", "end"]
GIVEN = ["translation", "translator", "status"]
UNCODED = "nobody coded exactly this stretch"
COPY_POSITIONS = (
    "Copy start and end from a passage of the coded project, or remove the row; positions count "
    "characters of the transcript from 0."
)
TWICE = "this stretch is translated above"


def read(study: Study) -> pd.DataFrame:
    """The translations as they stand; none where nothing was translated."""
    note(study.provenance)
    return sheets.read_csv_if_any(study, study.raw / FILE, [*PASSAGE, *GIVEN])


def untranslated(segments: pd.DataFrame, interviews: pd.DataFrame) -> pd.DataFrame:
    """The passages with their interview's language, and none with a translation yet."""
    languages = interviews.set_index("source_id")["language"]
    language = segments["source_id"].map(languages).astype("str")
    return segments.assign(language=language, **dict.fromkeys(GIVEN))


def clean(
    translations: pd.DataFrame,
    segments: pd.DataFrame | None,
    interviews: pd.DataFrame,
    set_aside: pd.DataFrame,
    study: Study,
) -> pd.DataFrame:
    """Table ``segments``, each passage with the translation of exactly its stretch.

    Translations of set-aside sources go no further. Raises BadInput, also for a stretch that
    nobody coded or that is translated twice. Where the coding itself could not be read,
    ``segments`` is None: everything else is looked at, and nothing but faults can come of it.
    """
    found = Gathering(study, study.known_as(study.raw / FILE))
    used = consented(translations, interviews, set_aside, found)
    found.add(_blank(used))
    places = {side: found.values(cells.wholes(used[side])) for side in ("start", "end")}
    statuses = {status: status for status in TRANSLATION_STATUSES}
    status = found.values(cells.choices(used["status"], statuses, ", ".join(statuses)))
    used = used.assign(**places, status=status).dropna(subset=PASSAGE)
    found.add(_at(used.index[used.duplicated(PASSAGE)], TWICE, "Keep the one that holds."))
    if segments is None:
        found.refuse()
        return used
    used = used.astype({"start": int, "end": int})
    coded = pd.MultiIndex.from_frame(segments[PASSAGE])
    strays = used.index[~pd.MultiIndex.from_frame(used[PASSAGE]).isin(coded)]
    found.add(_at(strays, UNCODED, COPY_POSITIONS))
    found.refuse()
    table = found.checked("segments", segments.drop(columns=GIVEN).merge(used, how="left"))
    found.refuse()
    return table


def _blank(translations: pd.DataFrame) -> list[Fault]:
    return [
        Fault("", "blank, but must be given", row=row, column=column)
        for column in translations
        for row in translations.index[translations[column].isna()]
    ]


def _at(rows: pd.Index, rule: str, cure: str) -> list[Fault]:
    return [Fault("", rule, row=row, column="start, end", cure=cure) for row in rows]
