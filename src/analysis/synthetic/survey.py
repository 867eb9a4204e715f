"""Who recognises the changes: people heard before, and people of the institutions."""

import pandas as pd

from analysis.study import Study
from analysis.synthetic.fieldwork import Size
from analysis.synthetic.streams import Generator, catalogue, pick, picks
from analysis.vocabulary import ANSWERS, IMPROVED, RESPONDENTS, UNCHANGED, WORSENED

# Agree, partly agree, disagree: where the source's own direction fits the change, is neutral or
# not known, contradicts it.
RECOGNITION = {1: (0.78, 0.17, 0.05), 0: (0.45, 0.35, 0.20), -1: (0.20, 0.30, 0.50)}
# Of people of an institution: where the change is for the better, and where for the worse.
INSTITUTIONS = {True: (0.72, 0.21, 0.07), False: (0.38, 0.37, 0.25)}
# People of each institution, in the order of study.yaml, again from the start if there are more.
N_PEOPLE = (14, 26)
NOT_ANSWERED, NOT_SAID, COMMENTS = 0.05, 0.01, 0.22
# Who opens the survey and does not consent to it, beside those who answer.
N_REFUSED = 2
# Of those asked for the priorities most affected: who is not asked, does not say, names none.
NOT_ASKED, PRIORITIES_NOT_SAID, NONE_NAMED = 0.07, 0.03, 0.06
ENGLISH = {"english": "en"}  # languages of a study in which comments are not in Spanish
N_PRIORITIES, PER_AGREED = (1, 2, 3), 3  # how many are named; weight of each change agreed with
PREFERS_NOT = "not_said"  # stands for the study's missing value until it is written


def people(study: Study, size: Size, sources: pd.DataFrame, rng: Generator) -> pd.DataFrame:
    """One row per person who opened the survey, in no order of panels.

    ``source_id``, ``group`` and ``language`` are "" for people of institutions, who were not
    heard as sources; ``is_consenting`` is false for those who left at the first page.
    """
    heard = {person: source for source in sources.itertuples() for person in source.people}
    heard = picks(rng, list(heard.values()), size.respondents + N_REFUSED)
    rows = [
        (RESPONDENTS, source.source_id, source.group, source.language,
         number < size.respondents)
        for number, source in enumerate(heard)
    ]  # fmt: skip
    institutions = [p for p in study.closed("validation_panels") if p != RESPONDENTS]
    for place, panel in enumerate(institutions):
        rows += [(panel, "", "", "", True)] * N_PEOPLE[place % len(N_PEOPLE)]
    columns = ["panel", "source_id", "group", "language", "is_consenting"]
    table = pd.DataFrame([rows[place] for place in rng.permutation(len(rows))], columns=columns)
    table.insert(0, "respondent_id", [f"R{number:03}" for number in range(1, len(table) + 1)])
    return table


def shown(
    people: pd.DataFrame, asked: pd.DataFrame, judgements: pd.DataFrame, changes: pd.DataFrame,
    rng: Generator,
) -> pd.DataFrame:  # fmt: skip
    """One row per person who consented and change shown: ``answer`` and ``comment``, or "".

    Those heard before are shown the changes of the domains that their source was asked about,
    people of institutions all of them.
    """
    directions = judgements.set_index(["source_id", "domain"])["direction"].to_dict()
    domains, rows = asked.groupby("source_id")["domain"].apply(set), []
    for person in people[people["is_consenting"]].itertuples():
        is_heard = person.panel == RESPONDENTS
        seen = changes[changes["domain"].isin(domains[person.source_id])] if is_heard else changes
        for change in seen.itertuples():
            weights = INSTITUTIONS[bool(change.is_positive)]
            if is_heard:
                direction = directions.get((person.source_id, change.domain), UNCHANGED)
                weights = RECOGNITION[_fit(direction, change.is_positive)]
            rows.append((person.respondent_id, change.change_id, *_answer(person, weights, rng)))
    return pd.DataFrame(rows, columns=["respondent_id", "change_id", "answer", "comment"])


def _fit(direction: str, is_positive: bool) -> int:
    return {IMPROVED: 1, UNCHANGED: 0, WORSENED: -1}[direction] * (1 if is_positive else -1)


def _answer(person: tuple, weights: tuple[float, ...], rng: Generator) -> tuple[str, str]:
    answer = pick(rng, ANSWERS, weights)
    skips = pick(
        rng, ("", PREFERS_NOT, None), (NOT_ANSWERED, NOT_SAID, 1 - NOT_ANSWERED - NOT_SAID)
    )
    if skips is not None:
        return skips, ""
    wordings = catalogue()["comments"][ENGLISH.get(person.language, "es")][answer]
    return answer, pick(rng, wordings) if rng.random() < COMMENTS else ""


def named(
    study: Study, people: pd.DataFrame, shown: pd.DataFrame, priorities: pd.DataFrame,
    rng: Generator,
) -> pd.Series:  # fmt: skip
    """Priorities named as most affected, a list by ``respondent_id``; not asked has no row.

    Of those heard before only. An empty list: asked, and none named; ``[PREFERS_NOT]``: not said.
    """
    agreed = shown[shown["answer"].eq(ANSWERS[0])].merge(priorities, on="change_id")
    n_agreed = agreed.groupby(["respondent_id", "priority"]).size()
    choices, given = study.closed("priorities"), {}
    asked = people[people["is_consenting"] & people["panel"].eq(RESPONDENTS)]
    for person in asked["respondent_id"]:
        kind = rng.random()
        weights = [1 + PER_AGREED * n_agreed.get((person, choice), 0) for choice in choices]
        drawn = set(picks(rng, choices, pick(rng, N_PRIORITIES), weights))
        ordered = [choice for choice in choices if choice in drawn]
        if kind < NOT_ASKED:
            continue
        is_said = kind > NOT_ASKED + PRIORITIES_NOT_SAID
        given[person] = ordered if is_said else [PREFERS_NOT]
        if is_said and kind > 1 - NONE_NAMED:
            given[person] = []
    return pd.Series(given, dtype="object")
