"""Other ways to the same verdicts: what each leaves out, and what becomes of a verdict."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import small_study
from analysis.methods.outcomes import standardized
from analysis.methods.triangulation import Evidence, people_line, said_of_asked, studied_cells
from analysis.methods.triangulation.stability import (
    by_kind,
    changes_of,
    flips,
    most_flipped,
    probability_of,
    stability,
    varied,
)
from analysis.methods.triangulation.variations import (
    OTHER_DRAWS,
    choices,
    variations,
    with_draws,
    without_coder,
    without_group,
    without_project,
    without_state,
)
from analysis.study import Study, read_study
from frame import frame

STATES = ["XX-ARB", "XX-BEL", "XX-COR"]
INDICATORS = frame("""
    indicator_id  domain    direction      role     grade
    settled       justice   higher_better  outcome  weak
    heard         justice   higher_better  outcome  strong
    members       advocacy  higher_better  outcome  moderate
""")


@pytest.fixture
def study(tmp_path: Path) -> Study:
    fast = {"n_draws": 1000, "direction": {"n_chains": 8}}
    return read_study(small_study.write(tmp_path, triangulation=fast))


@pytest.fixture
def changes() -> pd.DataFrame:
    """What two projects measured, in every state."""
    rows = [
        (project, state, indicator, "2024S2", 0.2 + place / 10, 0.1 + place / 100, 0.01)
        for project, indicator in (("P1", "settled"), ("P1", "heard"), ("P2", "members"))
        for place, state in enumerate(STATES)
    ]
    names = ["project_id", "state", "indicator_id", "period", "baseline", "change"]
    return pd.DataFrame(rows, columns=[*names, "standard_error"])


@pytest.fixture
def evidence(changes) -> Evidence:
    """Thirty-six sources, all asked about both domains; two coders, some read by both."""
    rng = np.random.default_rng(1)
    sources = [f"i{number:02}" for number in range(36)]
    interviews = pd.DataFrame(
        {"source_id": sources, "state": np.repeat(STATES, 12),
         "group": np.tile(["unions", "firms", "courts"], 12)}
    )  # fmt: skip
    asked = interviews[["source_id"]].merge(
        pd.Series(["advocacy", "justice"], name="domain"), how="cross"
    )
    readers = asked.assign(coder_id=np.where(np.arange(len(asked)) % 2, "C1", "C2"))
    judged = pd.concat([readers, readers.head(20).assign(coder_id="C3")], ignore_index=True)

    return Evidence(
        judged=judged.assign(direction=rng.choice(["improved", "no_change"], len(judged))),
        asked=asked,
        interviews=interviews,
        project_domains=frame("project_id domain\nP1 justice\nP2 advocacy\n"),
        project_states=frame("project_id state\nP1 XX-ARB\nP1 XX-BEL\nP2 XX-ARB\nP2 XX-COR\n"),
        standard=standardized(changes, INDICATORS),
        indicators=INDICATORS,
        weights=frame("indicator_id weight\nsettled 1.0\n"),
    )


def line(evidence: Evidence) -> pd.DataFrame:
    cells = studied_cells(
        evidence.asked, evidence.interviews, evidence.project_domains, evidence.project_states
    )
    said = said_of_asked(evidence, "ADJ")
    return people_line(cells, said, evidence.asked, evidence.interviews, evidence.raised)


def test_without_a_state_it_is_not_studied(evidence):
    fewer = without_state(evidence, "XX-BEL")
    assert set(line(fewer)["state"]) == {"XX-ARB", "XX-COR"}
    assert "XX-BEL" not in set(fewer.standard["state"])


def test_without_a_group_its_sources_are_neither_asked_nor_heard(evidence):
    whole, fewer = line(evidence), line(without_group(evidence, "unions"))
    assert (whole["n_asked"] - fewer["n_asked"]).tolist() == [4] * 6
    assert (whole["n_groups"] - fewer["n_groups"]).tolist() == [1] * 6


def test_without_a_coder_what_nobody_else_read_stays_raised(evidence):
    whole, fewer = line(evidence), line(without_coder(evidence, "C1"))
    assert fewer["n_raised"].equals(whole["n_raised"])
    directions = ["improved", "no_change", "worsened"]
    known = fewer[directions].to_numpy().sum()
    assert known < whole[directions].to_numpy().sum() == 72
    assert known == len(said_of_asked(without_coder(evidence, "C1"), "ADJ"))


def test_without_a_project_go_its_states_and_what_it_measured(evidence, changes):
    fewer = without_project(evidence, changes, "P1")
    assert set(fewer.standard["indicator_id"]) == {"members"}
    assert set(fewer.project_states["project_id"]) == {"P2"}


def test_every_part_is_left_out_once_and_no_choice_is_the_study_s_own(evidence, changes, study):
    found = list(variations(evidence, changes, changes.head(0), study))
    names = [(one.kind, one.name) for one in found]
    assert len(set(names)) == len(names)
    kinds = pd.Series([kind for kind, _ in names]).value_counts()
    assert kinds.drop("choice").to_dict() == {
        "without_state": 3, "without_group": 3, "without_coder": 3, "without_indicator": 3,
        "without_project": 2,
    }  # fmt: skip
    # The domain of one indicator does not tell how far one departs from its domain.
    assert "latent" not in dict(names[-10:]).values() and ("choice", "farmer") in names
    for own, other in choices(study).items():
        if own == OTHER_DRAWS:
            continue
        assert own not in {
            one.name for one in variations(evidence, changes, changes.head(0), other)
        }


def test_a_variation_moves_nothing_but_its_own(evidence, changes, study):
    for one in variations(evidence, changes, changes, with_draws(study, 1_000, 8)):
        differs = [
            name for name in vars(evidence)
            if not _same(getattr(evidence, name), getattr(one.evidence, name))
        ]  # fmt: skip
        if one.kind == "choice" and one.name != "earlier_window":
            assert differs == [] and one.study != study
            assert (one.study.seed != study.seed) == (one.name == OTHER_DRAWS)
        if one.kind == "without_indicator":
            assert differs == ["standard"]


def _same(one, other) -> bool:
    return one is other or (one is not None and other is not None and one.equals(other))


def test_headlines_and_cells_of_every_variation(evidence, changes, study):
    chosen = [
        one for one in variations(evidence, changes, changes.head(0), study)
        if one.name in ("XX-BEL", "prior_on_root")
    ]  # fmt: skip
    headlines, cells = varied(chosen)
    assert headlines.groupby("variation").size().to_dict() == {"XX-BEL": 2, "prior_on_root": 2}
    assert cells.groupby("variation").size().to_dict() == {"XX-BEL": 4, "prior_on_root": 6}


BASE = frame("""
    domain    verdict         level     people_way  indicators_way
    advocacy  agreement       declared  better      better
    justice   undetermined    open      .           .
""")
OTHERS = frame("""
    kind    variation  domain    verdict         level   people_way  indicators_way  probability
    choice  a          advocacy  same_direction  likely  better      better          0.85
    choice  b          advocacy  undetermined    open    .           .               0.5
    choice  c          advocacy  dissonance      likely  better      worse           0.81
    choice  a          justice   undetermined    open    .           .               0.5
    choice  b          justice   people_only     likely  better      flat            0.8
""")


def test_a_verdict_holds_weakens_turns_or_appears():
    found = changes_of(BASE, OTHERS, ["domain"])
    assert found["becomes"].fillna("").tolist() == ["holds", "weakens", "turns", "", "appears"]
    rates = flips(found).set_index("variation")
    assert rates["flipped"].to_dict() == {"a": 0, "b": 1, "c": 1}
    counts = ["n_verdicts", "n_holds", "n_weakens", "n_turns", "n_appears"]
    assert rates.loc["b", counts].tolist() == [2, 0, 1, 0, 1]


@pytest.mark.parametrize(
    ("becomes", "mark"),
    [
        (["holds"] * 9 + ["weakens"], "steady"),
        (["holds"] * 8 + ["weakens"] * 2, "shaky"),
        (["holds"] * 99 + ["turns"], "turning"),
    ],
)
def test_one_word_for_how_a_verdict_stands(becomes, mark):
    found = pd.DataFrame({"domain": "advocacy", "becomes": becomes})
    marks = stability(found, BASE, ["domain"]).set_index("domain")
    assert marks.loc["advocacy", "stability"] == mark
    assert marks.loc["advocacy", "n_variations"] == len(becomes)
    assert pd.isna(marks.loc["justice", "stability"])


def test_without_variations_nothing_is_said_of_stability():
    found = changes_of(BASE, OTHERS.head(0), ["domain"])
    assert stability(found, BASE, ["domain"])["stability"].isna().all()


def test_an_evidence_without_any_measurement_has_no_latent_domain(evidence, changes, study):
    bare = replace(evidence, standard=evidence.standard.head(0))
    assert "latent" not in {one.name for one in variations(bare, changes, changes, study)}


def test_a_headline_is_as_probable_as_both_its_lines_together():
    base = BASE.assign(people_better=0.9, people_worse=0.05, indicators_better=0.8,
                       indicators_worse=0.1)  # fmt: skip
    others = base.assign(kind="choice", variation="a", people_better=0.5)
    found = probability_of(base, others, ["domain"]).set_index("variation")["said_probability"]
    # Nothing is said of justice, so it has no probability.
    assert found.round(12).to_dict() == {"base": 0.72, "a": 0.4}


def test_headlines_are_counted_by_kind_and_choices_one_by_one():
    left_out = OTHERS[OTHERS["variation"].ne("c")].assign(kind="without_state")
    found = by_kind(changes_of(BASE, pd.concat([OTHERS, left_out]), ["domain"]))
    advocacy = found[found["domain"].eq("advocacy")].set_index(["kind", "variation"])
    assert len(advocacy) == 4
    assert advocacy.loc[("choice", "c"), "n_turns"] == 1
    states = advocacy.xs("without_state").iloc[0]
    assert states[["n_variations", "n_holds", "n_weakens"]].tolist() == [2, 1, 1]
    table = pd.DataFrame({"kind": ["without_state"] * 2 + ["choice"], "variation": ["a", "b", "c"],
                          "flipped": [0.1, 0.3, 0.2]})  # fmt: skip
    assert most_flipped(table)["flipped"].tolist() == [0.3, 0.2]
