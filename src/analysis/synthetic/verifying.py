"""What became of invented stories that somebody checked, and what else bears on a change."""

import pandas as pd

from analysis import vocabulary as words
from analysis.study import Study
from analysis.synthetic.streams import Generator, catalogue, pick, picks

# Whether a story truly tells what happened.
HOLDS = {words.CONFIRMED: 0.80, words.IN_PART: 0.13, words.NOT_CONFIRMED: 0.07}
# Stories that somebody went to verify: of those the last level chose, and of the other ones brought
# before a panel. How often nobody and nothing could be found, and days until then.
OF_CHOSEN, OF_OTHERS, NOT_POSSIBLE, DAYS = 0.90, 0.08, 0.10, (10, 60)
VERIFIERS = ("V1", "V2")
# Whether an indicator, or a document, bears on a change; and how often it supports it.
BEARS, SUPPORTS = {words.INDICATOR: 0.55, words.DOCUMENT: 0.45}, 0.82


def truths(accounts: pd.DataFrame, rng: Generator) -> pd.DataFrame:
    """One row per story: whether what it tells ``holds``."""
    holds = [pick(rng, list(HOLDS), list(HOLDS.values())) for _ in accounts.index]
    return accounts[["account_id"]].assign(holds=holds)


def verifications(
    study: Study, selections: pd.DataFrame, truths: pd.DataFrame, rng: Generator
) -> pd.DataFrame:
    """One row per story verified, after its last panel met: the outcome is the truth."""
    last = selections["level"].eq(study.closed("selection_levels")[-1]) & selections["is_chosen"]
    top = set(selections.loc[last, "account_id"])
    seen = selections.groupby("account_id")["date"].max()
    holds, notes, rows = truths.set_index("account_id")["holds"], catalogue()["verified"], []
    for story, met in seen.items():
        if rng.random() >= (OF_CHOSEN if story in top else OF_OTHERS):
            continue
        outcome = words.NOT_POSSIBLE if rng.random() < NOT_POSSIBLE else holds[story]
        day = met + pd.Timedelta(days=int(rng.integers(*DAYS)))
        way, who = pick(rng, words.VERIFICATION_WAYS), pick(rng, VERIFIERS)
        rows.append((story, way, day, who, outcome, pick(rng, notes[outcome])))
    columns = ["account_id", "way", "date", "verifier_id", "outcome", "remark"]
    return pd.DataFrame(rows, columns=columns)


def change_evidence(
    changes: pd.DataFrame, indicators: pd.DataFrame, rng: Generator
) -> pd.DataFrame:
    """One row per change and indicator or document that bears on it: at most one of each."""
    rows = []
    for change in changes.itertuples(index=False):
        of_domain = list(indicators.loc[indicators["domain"].eq(change.domain), "title_es"])
        items = {words.INDICATOR: of_domain, words.DOCUMENT: catalogue()["documents"]}
        for kind, share in BEARS.items():
            bears = rng.random() < share
            bearing = words.SUPPORTS if rng.random() < SUPPORTS else words.CONTRADICTS
            drawn = picks(rng, items[kind], 1) if bears and items[kind] else []
            rows += [(change.change_id, kind, item, bearing) for item in drawn]
    return pd.DataFrame(rows, columns=["change_id", "kind", "item", "bearing"])
