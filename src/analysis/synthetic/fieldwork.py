"""Whom the invented field team heard: sources, people, domains asked."""

from collections import Counter
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.study import Study
from analysis.synthetic.streams import Generator, catalogue, pick, picks
from analysis.vocabulary import FOCUS_GROUP, INTERVIEW

# Sources per state, where the study is large enough for it.
FEWEST, MOST = 4, 24
# How many domains a source is asked about, and how much more often its group's own domains are.
N_ASKED = {1: 0.3, 2: 0.4, 3: 0.3}
OWN_DOMAIN = 2.5
# A group asked about a domain fewer times than this is asked about it that much more often.
FEW_ASKED, FEW_FACTOR = 3, 20
# People in an interview, and whether a person gives their sex.
N_PEOPLE = {1: 0.86, 2: 0.10, 3: 0.04}
SEXES = {"woman": 0.49, "man": 0.49, "not_said": 0.02}
FIRST_LANGUAGE = 0.96
# How often the register has a remark, and what it says of a conversation in another language.
NOTED, OTHER_LANGUAGE = 0.15, "Conversación en otra lengua; transcrita como se habló."
GIVEN, REFUSED, WITHDRAWN = "sí", "no", "retirado"


@dataclass(frozen=True)
class Size:
    """How large the study is; ``interviews`` and ``focus_groups`` count consented ones only."""

    interviews: int = 192
    focus_groups: int = 9
    group_people: int = 68
    respondents: int = 91
    projects: int = 19
    changes: int = 21
    refused: int = 3
    withdrawn: int = 2

    def __post_init__(self) -> None:
        if min(vars(self).values()) < 0 or not (self.interviews and self.projects and self.changes):
            msg = "an interview, a project and a change at the least; no count below 0"
            raise ValueError(msg)
        if self.group_people < self.focus_groups:
            msg = "a focus group has at least one person"
            raise ValueError(msg)


PUBLISHED = Size()


def sources(study: Study, size: Size, rng: Generator) -> pd.DataFrame:
    """One row per source of the register, consented or not.

    ``people`` lists pseudonyms, women first, then men, then those who did not say; of them
    ``n_women`` and ``n_men``. The first two alike interviews with one person are with the same one.
    """
    table = pd.concat([_interviews(size, rng), _focus_groups(size, rng)], ignore_index=True)
    used = table["consent"].eq(GIVEN)
    states = pd.Series(index=table.index, dtype="str")
    states[used] = rng.permutation(_spread(int(used.sum()), study.states, rng))
    states[~used] = [pick(rng, study.states) for _ in range(int((~used).sum()))]
    groups, weights = study.closed("groups"), _group_weights(study)
    languages = study.closed("interview_languages")
    rare = (1 - FIRST_LANGUAGE) / max(1, len(languages) - 1)
    table = table.assign(
        state=states,
        group=[pick(rng, groups, weights) for _ in table.index],
        mode=[pick(rng, study.closed("modes")) for _ in table.index],
        language=[
            pick(rng, languages, [FIRST_LANGUAGE] + [rare] * (len(languages) - 1))
            for _ in table.index
        ],
        date=_workdays(study, len(table) - size.focus_groups, rng)
        + _workdays(study, size.focus_groups, rng),
    )
    return _heard_twice(_with_people(table, rng))


def notes(study: Study, sources: pd.DataFrame, rng: Generator) -> pd.Series:
    """What the register says beside a consented source, by source; blank for most."""
    first = study.closed("interview_languages")[0]
    remarks = [
        pick(rng, catalogue()["notes"]) if rng.random() < NOTED else "" for _ in sources.index
    ]
    remarks = pd.Series(remarks, sources["source_id"].tolist())
    is_other = sources["language"].ne(first).to_numpy()
    return remarks.mask(is_other, OTHER_LANGUAGE).mask(sources["consent"].ne(GIVEN).to_numpy(), "")


def asked(study: Study, sources: pd.DataFrame, rng: Generator) -> pd.DataFrame:
    """One row per source and domain it is asked about, in the order of study.yaml.

    A group is asked more often of its own domains, and of those it was hardly asked about yet.
    """
    domains, rows, n_asked = study.closed("domains"), [], Counter()
    for source in sources.itertuples(index=False):
        own = catalogue()["asked_more"].get(source.group, [])
        weights = [OWN_DOMAIN if domain in own else 1 for domain in domains]
        few = [n_asked[source.group, domain] < FEW_ASKED for domain in domains]
        weights = np.where(few, FEW_FACTOR, 1) * weights
        n = pick(rng, list(N_ASKED), list(N_ASKED.values()))
        drawn = picks(rng, domains, n, weights)
        rows += [(source.source_id, domain) for domain in domains if domain in drawn]
        if source.consent == GIVEN:
            n_asked.update((source.group, domain) for domain in drawn)
    return pd.DataFrame(rows, columns=["source_id", "domain"])


def _interviews(size: Size, rng: Generator) -> pd.DataFrame:
    consent = [GIVEN] * size.interviews + [REFUSED] * size.refused + [WITHDRAWN] * size.withdrawn
    ids = [f"E{number:03}" for number in range(1, len(consent) + 1)]
    n_people = [pick(rng, list(N_PEOPLE), list(N_PEOPLE.values())) for _ in ids]
    return pd.DataFrame(
        {
            "source_id": ids,
            "kind": INTERVIEW,
            "consent": rng.permutation(consent),
            "n_people": n_people,
        }
    )


def _focus_groups(size: Size, rng: Generator) -> pd.DataFrame:
    """Groups of nearly equal size, a person moved here and there."""
    n = size.focus_groups
    people = np.full(n, size.group_people // max(1, n))
    people[: size.group_people - people.sum()] += 1
    for giver, taker in rng.permutation(n)[: n - n % 2].reshape(-1, 2)[: n // 3]:
        if people[giver] > 1:
            people[giver], people[taker] = people[giver] - 1, people[taker] + 1
    ids = [f"G{number:02}" for number in range(1, n + 1)]
    return pd.DataFrame(
        {"source_id": ids, "kind": FOCUS_GROUP, "consent": GIVEN, "n_people": people}
    )


def _spread(n: int, states: tuple[str, ...], rng: Generator) -> list[str]:
    """A state for each of ``n`` sources: some states many, each a few."""
    fewest = min(FEWEST, n // (2 * len(states)))
    most = max(MOST, 2 * n // len(states))
    counts = np.full(len(states), fewest)
    weights = rng.gamma(1.0, size=len(states)) + 0.05
    while counts.sum() < n:
        open_ = counts < most
        counts[rng.choice(len(states), p=weights * open_ / (weights * open_).sum())] += 1
    return [state for state, count in zip(states, counts, strict=True) for _ in range(count)]


def _group_weights(study: Study) -> list[float]:
    return [catalogue()["group_size"].get(group, 1.0) for group in study.closed("groups")]


def _workdays(study: Study, n: int, rng: Generator) -> list[pd.Timestamp]:
    days = pd.bdate_range(study.fieldwork.start, study.fieldwork.end)
    return sorted(days[rng.integers(len(days), size=n)])


def _with_people(table: pd.DataFrame, rng: Generator) -> pd.DataFrame:
    first, people, n_women, n_men = 1, [], [], []
    for n in table["n_people"]:
        sexes = [pick(rng, list(SEXES), list(SEXES.values())) for _ in range(n)]
        n_women.append(sexes.count("woman"))
        n_men.append(sexes.count("man"))
        people.append([f"P{number:03}" for number in range(first, first + n)])
        first += n
    return table.assign(people=people, n_women=n_women, n_men=n_men)


def _heard_twice(table: pd.DataFrame) -> pd.DataFrame:
    """Give one person a second interview: two of one person, alike in state, group and sex."""
    alike = ["state", "group", "n_women", "n_men"]
    alone = table[
        table["kind"].eq(INTERVIEW) & table["n_people"].eq(1) & table["consent"].eq(GIVEN)
    ]
    again = alone[alone.duplicated(alike)].head(1)
    for row in again.index:
        earlier = alone[(alone[alike] == alone.loc[row, alike]).all(axis=1)].index[0]
        table.at[row, "people"] = table.at[earlier, "people"]
    return table
