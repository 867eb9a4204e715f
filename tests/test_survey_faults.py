"""What goes wrong in the synthetic survey is found as it was planted: all of it, and no more."""

from pathlib import Path

import pandas as pd
import pytest

import small_study
from analysis.intake import changes, interviews, projects, survey
from analysis.methods import survey as methods
from analysis.study import read_study
from analysis.synthetic import lasting
from analysis.synthetic.__main__ import main
from analysis.synthetic.fieldwork import Size
from analysis.synthetic.streams import stream
from analysis.synthetic.study import make
from analysis.vocabulary import (
    AGAINST_SKIP_LOGIC,
    ANSWERED,
    ANSWERED_NOTHING,
    CONSENT_REFUSED,
    LEFT_BLANK,
    MISSING_VALUE,
    OF_INSTITUTIONS,
    RECEIVED,
    RESPONDENTS,
    SOURCE_SET_ASIDE,
    TIME_FAULTS,
)

DATA = Path(__file__).parents[1] / "data"
SIZE = {
    "interviews": 40, "focus-groups": 2, "group-people": 9, "respondents": 25, "projects": 3,
    "changes": 8,
}  # fmt: skip
FAULTY = [AGAINST_SKIP_LOGIC, LEFT_BLANK, MISSING_VALUE]


@pytest.fixture(scope="module", params=["seed 1", "seed 2", "another country"])
def surveyed(request, tmp_path_factory):
    """A synthetic study of another seed or country, and its survey as intake reads it."""
    folder, options = tmp_path_factory.mktemp("study"), [f"--{k}={n}" for k, n in SIZE.items()]
    if request.param.startswith("seed"):
        main([str(DATA), "--to", str(folder), f"--seed={request.param[-1]}", *options])
    else:
        small_study.write(folder)
        (folder / "raw/reference/state_aliases.csv").write_text("alias,state\nArb,XX-ARB\n")
        main([str(folder), *options])
    study = read_study(folder)
    heard = interviews.clean(interviews.read(study), study)
    sources = heard["interviews"], heard["set_aside"]
    programs = projects.clean(projects.read(study), study)["projects"]
    told = changes.clean(changes.read(study), *sources, programs, study)["changes"]
    tables = survey.clean(survey.read(study), told, *sources, study)
    planted = pd.read_csv(study.raw / "truth/truth_survey.csv", dtype="str", keep_default_na=False)
    return study, tables, planted


def test_every_fault_of_an_item_is_found_as_planted(surveyed):
    _, tables, planted = surveyed
    gone = planted.loc[planted["kind"].isin([CONSENT_REFUSED, SOURCE_SET_ASIDE]), "respondent_id"]
    known = planted[planted["kind"].isin(FAULTY) & ~planted["respondent_id"].isin(gone)]
    found = tables["survey_items"].rename(columns={"status": "kind"})
    # A comment is invited, and nothing is amiss where there is none.
    found = found[found["kind"].isin(FAULTY) & found["question"].ne("comment")]
    assert rows(found) == rows(known)
    assert set(known["kind"]) == set(FAULTY)


def test_every_odd_time_is_found_as_planted(surveyed):
    study, tables, planted = surveyed
    known = planted[planted["kind"].isin(TIME_FAULTS)]
    known = known[known["respondent_id"].isin(tables["survey_times"]["respondent_id"])]
    first, last = (pd.Timestamp(day) for day in (study.fieldwork.start, study.fieldwork.end))
    odd = methods.odd_times(tables["survey_times"], first, last, study.survey.shortest_minutes)
    assert sorted(map(tuple, odd[["respondent_id", "kind"]].to_numpy())) == sorted(
        map(tuple, known[["respondent_id", "kind"]].to_numpy())
    )
    assert len(known)


def test_the_flow_counts_who_was_planted_to_go_no_further(surveyed):
    _, tables, planted = surveyed
    flow = tables["survey_flow"].set_index("reason")["n_submissions"]
    n = planted["kind"].value_counts()
    assert flow[CONSENT_REFUSED] == n[CONSENT_REFUSED] > 0
    assert flow[SOURCE_SET_ASIDE] == n[SOURCE_SET_ASIDE] > 0
    assert flow[OF_INSTITUTIONS] == tables["institution_answers"]["respondent_id"].nunique()
    answered = tables["validation"].dropna(subset="answer")["respondent_id"].nunique()
    assert flow[ANSWERED] == answered
    assert flow[RECEIVED] == flow.drop(RECEIVED).sum()
    assert flow[ANSWERED_NOTHING] == SIZE["respondents"] - answered


def test_what_was_said_out_of_turn_is_not_used(surveyed):
    study, tables, _ = surveyed
    said = tables["validation"]
    assert said.loc[said["answer"].eq("disagree"), "lasting"].isna().all()
    assert set(said["lasting"].dropna()) == set(study.closed("lasting_levels"))


def test_what_lasts_in_truth_is_found_more_likely_to_last():
    study = read_study(DATA)
    world = make(study, Size(interviews=60, respondents=60, focus_groups=1, group_people=4))
    truth = world.tables["truth_lasting"]
    people, shown = (world.tables[f"validation_{part}"] for part in ("people", "shown"))
    # Some people of institutions name a group, which is a fault of theirs and nothing planted.
    people["group"] = people["group"].where(people["panel"].eq(RESPONDENTS), "")
    said = lasting.said(study, people, shown, truth, stream(study, "again"))
    high = study.closed("lasting_levels")[2:]
    told = shown.assign(is_high=said.isin(high))[said.isin(study.closed("lasting_levels"))]
    told = told.merge(people[["respondent_id", "panel", "group"]], on="respondent_id")
    told = told.merge(truth, on=["panel", "group", "change_id"])
    is_up = told["log_odds"].gt(told["log_odds"].median())
    assert told.loc[is_up, "is_high"].mean() > told.loc[~is_up, "is_high"].mean() + 0.15


def rows(items):
    """Respondent, change, question and kind of fault of each item, in order."""
    columns = ["respondent_id", "change_id", "question", "kind"]
    return sorted(map(tuple, items[columns].astype("object").fillna("").to_numpy()))
