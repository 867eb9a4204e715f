"""The reviews of quotations: who allowed which words to be published, and when."""

from pathlib import Path

import pandas as pd

from analysis.faults import Fault
from analysis.intake import cells, sheets
from analysis.intake.gathering import Gathering
from analysis.schema.quotations import signed
from analysis.study import Study
from analysis.vocabulary import RESTRICTED, SYNTHETIC

FILE = Path("interviews/quotation_reviews.csv")
COLUMNS = ("quotation_id", "reviewer", "date", "text_sha256")
# Where a quotation stands.
REVIEWED, CHANGED, UNREVIEWED = "reviewed", "changed since", "unreviewed"
STATES = (REVIEWED, CHANGED, UNREVIEWED)
KEY = ["quotation_id", "text_sha256"]
HASH = r"[0-9a-f]{64}"
NO_HASH = "not a SHA-256: 64 digits and small letters a to f"
NOBODY = "synthetic: in a restricted study a person reviews"
TOO_EARLY = "before the interview was held"


def read(study: Study) -> pd.DataFrame:
    """The reviews as they stand; none where a study has no such file."""
    return sheets.read_csv_if_any(study, study.raw / FILE, COLUMNS)


def clean(
    reviews: pd.DataFrame, quotations: pd.DataFrame, interviews: pd.DataFrame, found: Gathering
) -> pd.DataFrame:
    """The reviews with their ``date`` read; faults are kept in ``found``.

    A review of a quotation that was taken out stays on record, and so do earlier reviews of one
    that was changed. Of ``interviews`` ``source_id`` and ``date`` are read.
    """
    date = found.values(cells.dates(reviews["date"]))
    sources = quotations.drop_duplicates("quotation_id").set_index("quotation_id")["source_id"]
    held = interviews.drop_duplicates("source_id").set_index("source_id")["date"]
    held = pd.to_datetime(reviews["quotation_id"].map(sources).map(held))
    hashes, reviewer = reviews["text_sha256"], reviews["reviewer"].map(cells.plain, "ignore")
    wrong = {
        **{(column, "blank, but must be given"): reviews[column].isna() for column in COLUMNS},
        ("text_sha256", NO_HASH): hashes.notna() & ~hashes.str.fullmatch(HASH, na=False),
        ("date", TOO_EARLY): date.lt(held),
    }
    if found.study.provenance == RESTRICTED:
        wrong["reviewer", NOBODY] = reviewer.eq(SYNTHETIC)
    for (column, rule), is_wrong in wrong.items():
        rows = reviews.index[is_wrong]
        found.add([Fault("", rule, row=row, column=column) for row in rows])
    return reviews.assign(date=date)


def states(quotations: pd.DataFrame, reviews: pd.DataFrame) -> pd.DataFrame:
    """Where each quotation stands: its ``state``, the ``text_sha256`` to sign, and who signed.

    ``reviewer`` and ``reviewed_on`` are those of the latest review of the words as they stand.
    """
    both = zip(quotations["text"].fillna(""), quotations["translation"].fillna(""), strict=True)
    hashes = pd.Series([signed(*words) for words in both], quotations.index, dtype="str")
    listed = quotations[["quotation_id"]].assign(text_sha256=hashes)
    known = reviews.dropna(subset=KEY).sort_values("date", kind="stable", na_position="first")
    known = known.drop_duplicates(KEY, keep="last").rename(columns={"date": "reviewed_on"})
    found = listed.merge(known[[*KEY, "reviewer", "reviewed_on"]], "left", on=KEY, indicator=True)
    found = found.set_axis(quotations.index)
    was_reviewed = found["quotation_id"].isin(known["quotation_id"])
    state = was_reviewed.map({True: CHANGED, False: UNREVIEWED})
    state = state.mask(found["_merge"].eq("both"), REVIEWED)
    return found.assign(state=state)[["state", "text_sha256", "reviewer", "reviewed_on"]]
