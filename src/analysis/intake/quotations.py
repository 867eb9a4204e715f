"""Quotations to be published: each the words of its passage, and each reviewed as it stands.

``python -m analysis.intake.quotations DATA`` lists them with their state and the hash that a
reviewer signs. It writes nothing: a review record is made by a person.
"""

import sys
from functools import partial
from pathlib import Path

import pandas as pd

from analysis.faults import BadInput, Fault, refuse
from analysis.intake import cells, reviews, sheets
from analysis.intake.consent import CURE, UNKNOWN
from analysis.intake.gathering import Gathering, gathered
from analysis.intake.masked import is_said, names_somebody
from analysis.store import note
from analysis.study import Study, read_study
from analysis.vocabulary import SYNTHETIC

FILE = Path("interviews/quotations.csv")
COLUMNS = ("quotation_id", "source_id", "start", "end", "text", "translation", "domain")
WORDS = ("text", "translation")

UNSIGNED = {
    reviews.UNREVIEWED: "nobody reviewed it, so it may not be published",
    reviews.CHANGED: "changed since it was reviewed: no review has the hash of these words",
}
SIGN = (
    "Let a person review it and sign the hash that python -m analysis.intake.quotations DATA "
    "lists, or remove the row."
)
NOT_CONSENTED = "its source's consent was refused or withdrawn, so it may not be published"
TAKE_OUT = "Remove the row: the report then shows it no more."
OUTSIDE = "empty, or not inside its transcript"
NOT_SAID = "not the words of the transcript from start to end, but for [replacements] and […]"
QUOTE = "Quote the passage as transcribed: a replacement in brackets, […] for what is left out."
IDENTIFIES = "an identifier stands in it"
MASK = "Replace it by a pseudonym in brackets, and have it reviewed again."


def read(study: Study) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The quotations and their reviews as they stand; none where a study has no such file."""
    note(study.provenance)
    quotations = partial(sheets.read_csv_if_any, study, study.raw / FILE, COLUMNS)
    given = gathered({"quotations": quotations, "reviews": partial(reviews.read, study)})
    return given["quotations"], given["reviews"]


def clean(
    raw: tuple[pd.DataFrame, pd.DataFrame],
    texts: dict[str, str],
    interviews: pd.DataFrame,
    set_aside: pd.DataFrame,
    study: Study,
) -> pd.DataFrame:
    """Table ``quotations``.

    ``texts`` are the transcripts; a quotation whose transcript is not among them is not compared.
    Of ``interviews`` ``source_id``, ``date`` and ``language`` are read. Raises BadInput for a
    quotation that is not its passage, identifies somebody, was not reviewed as it stands, or is of
    a source without consent: what was published must be taken out by a person, not by silence.
    """
    quotations, reviewed = raw
    found = Gathering(study, study.known_as(study.raw / FILE))
    in_reviews = Gathering(study, study.known_as(study.raw / reviews.FILE))
    found.add(_without_consent(quotations["source_id"], interviews, set_aside))
    places = {side: found.values(cells.wholes(quotations[side])) for side in ("start", "end")}
    found.add(_other_words(quotations.assign(**places), texts))
    found.add(_identifying(quotations))
    reviewed = reviews.clean(reviewed, quotations, interviews, in_reviews)
    stated = reviews.states(quotations, reviewed)
    found.add(_unsigned(stated["state"]))
    languages = interviews.drop_duplicates("source_id").set_index("source_id")["language"]
    table = quotations.join(stated).assign(language=quotations["source_id"].map(languages))
    # A blank that follows from a fault told above is not told again.
    following = {"language": study.closed("interview_languages")[0], "reviewer": SYNTHETIC}
    table = table.fillna({**following, "reviewed_on": pd.Timestamp(study.fieldwork.end)})
    table = found.checked("quotations", table.drop(columns=["start", "end", "state"]))
    refuse(found.faults + in_reviews.faults)
    return table


def _without_consent(
    sources: pd.Series, interviews: pd.DataFrame, set_aside: pd.DataFrame
) -> list[Fault]:
    is_aside = sources.isin(set_aside["source_id"])
    is_unknown = sources.notna() & ~is_aside & ~sources.isin(interviews["source_id"])
    rules = ((NOT_CONSENTED, TAKE_OUT, is_aside), (UNKNOWN, CURE, is_unknown))
    return [
        Fault("", rule, row=row, column="source_id", cure=cure)
        for rule, cure, is_wrong in rules
        for row in sources.index[is_wrong]
    ]


def _other_words(quotations: pd.DataFrame, texts: dict[str, str]) -> list[Fault]:
    """A fault for each stretch that is none, and for words that are not those of their stretch."""
    faults = []
    known = quotations.dropna(subset=["start", "end", "text"])
    for row in known[known["source_id"].isin(texts)].itertuples():
        transcript, start, end = texts[row.source_id], int(row.start), int(row.end)
        if not start < end <= len(transcript):
            faults.append(Fault("", OUTSIDE, row=row.Index, column="start, end"))
        elif not is_said(row.text, transcript[start:end]):
            faults.append(Fault("", NOT_SAID, row=row.Index, column="text", cure=QUOTE))
    return faults


def _identifying(quotations: pd.DataFrame) -> list[Fault]:
    return [
        Fault("", IDENTIFIES, row=row, column=column, cure=MASK)
        for column in WORDS
        for row, words in quotations[column].dropna().items()
        if names_somebody(words)
    ]


def _unsigned(states: pd.Series) -> list[Fault]:
    return [
        Fault("", rule, row=row, column="quotation_id", cure=SIGN)
        for state, rule in UNSIGNED.items()
        for row in states.index[states.eq(state)]
    ]


def to_sign(study: Study) -> str:
    """A line for each quotation: its id, where it stands, and the hash of its words.

    A review with a fault of its own counts as none; the gate tells what is wrong with it.
    """
    quotations, reviewed = read(study)
    found = Gathering(study, study.known_as(study.raw / reviews.FILE))
    nobody = pd.DataFrame({"source_id": [], "date": []})
    reviewed = reviews.clean(reviewed, quotations, nobody, found)
    sound = reviewed.drop(index={fault.row for fault in found.faults})
    stated = reviews.states(quotations, sound)
    width = max(map(len, reviews.STATES))
    return "".join(
        f"{quotation_id}  {state:<{width}}  {sha256}\n"
        for quotation_id, state, sha256 in zip(
            quotations["quotation_id"].fillna("-"), stated["state"], stated["text_sha256"],
            strict=True,
        )
    )  # fmt: skip


if __name__ == "__main__":
    try:
        sys.stdout.write(to_sign(read_study(sys.argv[1])))
    except BadInput as bad:
        sys.exit(str(bad))
