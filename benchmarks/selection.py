"""How often the test of favoritism notices what was planted, and how often what was not.

Over many seeds, for two sizes of study: accounts and their selection, as tables only. Planted: the
second level chooses the first group's stories, and every panel stories of improvement, more
readily. Prints the share of seeds in which the planted kind is flagged (detection) and, with panels
that favor nothing, in which any kind is (false alarm), each with its Monte Carlo error.
"""

import argparse
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from analysis.methods import selection as methods
from analysis.study import Study, read_study
from analysis.synthetic import changes, fieldwork, selection, truth
from analysis.synthetic.fieldwork import GIVEN, Size
from analysis.synthetic.streams import stream
from analysis.vocabulary import DIRECTIONS, IMPROVED

LEVEL = 0.05  # a kind is flagged where its q-value is not above it
SIZES = {
    "small": Size(interviews=60, focus_groups=3, group_people=24),
    "published": Size(),
}
NO_ONE = pd.DataFrame({"source_id": [], "person_id": [], "sex": []}, dtype="object")
NO_APPEAL = dict.fromkeys(DIRECTIONS, 1.0)


@dataclass(frozen=True)
class Rate:
    """A share of seeds, and its Monte Carlo standard error."""

    share: float
    error: float

    @classmethod
    def of(cls, hits: list[bool]) -> "Rate":
        share = float(np.mean(hits))
        return cls(share, float(np.sqrt(share * (1 - share) / len(hits))))


def told(study: Study, size: Size) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The accounts of an invented study, and the sources that told them; no words, no files."""
    domains = truth.domains(study)
    cells = truth.cells(study, domains, stream(study, "cells"))
    sources = fieldwork.sources(study, size, stream(study, "sources"))
    used = sources[sources["consent"].eq(GIVEN)]
    asked = fieldwork.asked(study, sources, stream(study, "asked"))
    held = truth.interviewers(used, stream(study, "interviewers"))
    said = truth.judgements(used, asked, cells, held, stream(study, "judgements"))
    words = said[["source_id", "domain"]].assign(text="")
    return changes.accounts(used, said, words, stream(study, "accounts")), used


def flagged(
    study: Study, accounts: pd.DataFrame, used: pd.DataFrame, favor: float,
    appeal: Mapping[str, float],
) -> set[str]:  # fmt: skip
    """The kinds that the test flags where panels favor the first group so much, and good news so.

    ``favor`` is by how many times as readily the second level chooses the first group's stories.
    """
    favors = selection.favors(study)
    favors["factor"] = favors["factor"].where(favors["factor"].eq(1), favor)
    rng = stream(study, "selections")
    chosen = selection.selections(study, accounts, used, favors, rng, appeal)
    heard = used.assign(n_people=used["people"].map(len))
    stories = methods.stories(accounts, heard, NO_ONE, study.smallest_cell)
    kinds = {"direction": [IMPROVED], "group": study.closed("groups")}
    found = methods.favored(stories, chosen, study.closed("selection_levels"), kinds)
    return set(found.loc[found["q_value"].le(LEVEL), "kind"])


def rates(
    study: Study, size: Size, n_seeds: int, favor: float = selection.FAVOR
) -> dict[str, Rate]:
    """Over seeds 1 to ``n_seeds``: detection of what is planted, false alarm where nothing is."""
    first, groups = study.closed("groups")[0], set(study.closed("groups"))
    planted, nothing = [], []
    for seed in range(1, n_seeds + 1):
        one = study.model_copy(update={"seed": seed})
        accounts, used = told(one, size)
        planted.append(flagged(one, accounts, used, favor, selection.APPEAL))
        nothing.append(flagged(one, accounts, used, 1.0, NO_APPEAL))
    return {
        "a group favored at one level, detected": Rate.of([first in kinds for kinds in planted]),
        "no group favored, any flagged": Rate.of([bool(kinds & groups) for kinds in nothing]),
        "improvement favored, detected": Rate.of([IMPROVED in kinds for kinds in planted]),
        "improvement not favored, flagged": Rate.of([IMPROVED in kinds for kinds in nothing]),
    }


def main() -> None:
    """Print the rates of each size of study, each with its Monte Carlo standard error."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=200)
    given = parser.parse_args()
    study = read_study(Path(__file__).parents[1] / "data")
    for name, size in SIZES.items():
        for what, rate in rates(study, size, given.seeds).items():
            print(f"{name} study: {what}: {rate.share:.1%} ± {rate.error:.1%}")


if __name__ == "__main__":
    main()
