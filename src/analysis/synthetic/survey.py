"""Who of the people heard recognises the changes."""

import pandas as pd

from analysis.synthetic.fieldwork import Size
from analysis.synthetic.streams import Generator, catalogue, pick, picks
from analysis.vocabulary import ANSWERS, IMPROVED, UNCHANGED, WORSENED

# Agree, partly agree, disagree: where the source's own direction fits the change, is neutral or
# not known, contradicts it.
RECOGNITION = {1: (0.78, 0.17, 0.05), 0: (0.45, 0.35, 0.20), -1: (0.20, 0.30, 0.50)}
NOT_ANSWERED, COMMENTS = 0.06, 0.15


def validation(
    size: Size, sources: pd.DataFrame, asked: pd.DataFrame, judgements: pd.DataFrame,
    changes: pd.DataFrame, rng: Generator,
) -> pd.DataFrame:  # fmt: skip
    """One row per respondent and change shown: ``answer`` ("" if not answered) and ``comment``.

    Respondents are drawn from the people heard, and shown the changes of the domains that their
    source was asked about.
    """
    heard = {person: source for source in sources.itertuples() for person in source.people}
    directions = judgements.set_index(["source_id", "domain"])["direction"].to_dict()
    domains, rows = asked.groupby("source_id")["domain"].apply(set), []
    for number, source in enumerate(picks(rng, list(heard.values()), size.respondents), 1):
        shown = changes[changes["domain"].isin(domains[source.source_id])]
        for change in shown.itertuples():
            direction = directions.get((source.source_id, change.domain), UNCHANGED)
            answer, comment = _answer(direction, change.is_positive, rng)
            respondent = (f"R{number:03}", source.source_id, source.group)
            rows.append((*respondent, change.change_id, answer, comment))
    columns = ["respondent_id", "source_id", "group", "change_id", "answer", "comment"]
    return pd.DataFrame(rows, columns=columns)


def _answer(direction: str, is_positive: bool, rng: Generator) -> tuple[str, str]:
    fit = {IMPROVED: 1, UNCHANGED: 0, WORSENED: -1}[direction] * (1 if is_positive else -1)
    answer = pick(rng, ANSWERS, RECOGNITION[fit])
    if rng.random() < NOT_ANSWERED:
        return "", ""
    return answer, pick(rng, catalogue()["comments"][answer]) if rng.random() < COMMENTS else ""
