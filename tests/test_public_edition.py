"""An intruder who knows the truth of a small study, and reads what was released of it."""

import re
from itertools import pairwise

import matplotlib

matplotlib.use("agg")
import pytest

import whole_study
from analysis.disclosure import FEWEST_SOURCES, release, release_classes
from analysis.exhibits.export import FILES, export
from analysis.exhibits.people import draw_heard
from analysis.intake import changes as intake_changes
from analysis.intake import coding, interviews, projects, speech, transcripts
from analysis.methods import codes, counts, selection
from analysis.methods.suppression import doubt, lines
from analysis.study import read_study
from analysis.vocabulary import DIRECTIONS, TELLER_SEXES

PAIR = ["group", "domain"]
SMALLEST_CELL = 10  # people; of this study's pairs it hides some and shows some


@pytest.fixture(scope="module")
def study(tmp_path_factory):
    return read_study(whole_study.write(tmp_path_factory.mktemp("study")), SMALLEST_CELL)


@pytest.fixture(scope="module")
def truth(study):
    """What nobody outside may know: the register and the coding, read as the notebooks do."""
    tables = interviews.clean(interviews.read(study), study)
    heard, set_aside = tables["interviews"], tables["set_aside"]
    texts = transcripts.read(study, heard["source_id"])
    turns = speech.turns(texts, study)
    codebook, project = coding.read(study)
    codebook = coding.codes(codebook, study)
    read = coding.clean(project, codebook, texts, turns, heard, set_aside, study)
    said = codes.directions(codes.judgements(read["codings"], read["segments"], codebook))
    raised, _ = codes.of_asked(said, tables["asked"])
    return tables | {"raised": raised}


@pytest.fixture(scope="module")
def heard(truth):
    return counts.heard(truth["asked"], truth["interviews"], by=PAIR)


@pytest.fixture(scope="module")
def released_heard(heard, study):
    return release(heard, study, hide=["n_asked"], within=PAIR)


@pytest.fixture(scope="module")
def mentions(truth, study):
    shares = codes.mention_share(truth["raised"], truth["asked"], truth["interviews"], by=PAIR)
    hidden = ["n_asked", "n_raised", "mention_share"]
    return release(shares, study, hide=hidden, within=PAIR).table


def test_totals_by_group_and_by_domain_leave_each_hidden_pair_wide_open(heard, released_heard):
    hidden = released_heard.table["is_suppressed"]
    assert 0 < hidden.sum() < len(hidden)
    along = lines(heard, PAIR, [])
    totals = [line.eq(place) for line in along for place in line.unique()]
    secret = heard.loc[hidden, "n_people"]
    assert min(doubt(cell, secret, totals) for cell in secret.index) >= SMALLEST_CELL


def test_what_one_table_hides_no_other_of_the_same_base_shows(released_heard, mentions):
    both = released_heard.table.merge(mentions, on=PAIR, suffixes=("_heard", "_mentions"))
    assert both.loc[both["is_suppressed_heard"], "is_suppressed_mentions"].all()
    assert both.loc[both["is_suppressed_heard"], "n_people_mentions"].isna().all()


def test_no_share_shown_tells_what_few_people_said(mentions):
    shown = mentions[~mentions["is_suppressed"]]
    assert len(shown)
    assert shown["n_people"].min() >= SMALLEST_CELL
    for count in ("n_asked", "n_raised"):
        assert not shown[count].between(1, FEWEST_SOURCES - 1).any()
    small = shown["n_people"].lt(2 * SMALLEST_CELL)
    assert not shown.loc[small, "mention_share"].isin([0, 1]).any()


def test_by_state_only_classes_leave_and_no_class_ends_below_the_smallest_cell(truth, study):
    by_state = truth["interviews"].groupby("state", as_index=False)["n_people"].sum()
    with pytest.raises(ValueError, match="by state"):
        release(by_state, study)
    classes = by_state.join(counts.in_classes(by_state["n_people"], SMALLEST_CELL))
    released = release_classes(classes, study, columns=["state", "heard", "heard_order"]).table
    assert set(released) == {"state", "heard", "heard_order"}
    ends = [int(n) for said in released["heard"] for n in re.findall(r"\d+", said)]
    assert min(ends) >= SMALLEST_CELL


def test_no_file_of_an_exhibit_names_a_source_a_person_a_folder_or_an_hour(
    truth, released_heard, tmp_path
):
    export(draw_heard(released_heard), released_heard, "heard", "Heard.", "A table.", tmp_path)
    people = truth["participants"]
    secret = {*people["source_id"], *people["person_id"]}
    for kind in (*FILES, "json"):
        content = (tmp_path / f"heard.{kind}").read_bytes().decode("utf-8", "replace")
        words = set(re.findall(r"[\w-]+", content)) if kind != "png" else set()
        assert not secret & words
        assert str(tmp_path) not in content
        assert kind == "png" or not re.search(r"\b\d\d:\d\d:\d\d\b", content)


# Which stories are chosen: what one level chooses is what the next considers


@pytest.fixture(scope="module")
def told(truth, study):
    """The tables of the stories, and their steps by direction and by group."""
    programs = projects.clean(projects.read(study), study)["projects"]
    sources = truth["interviews"], truth["set_aside"]
    made = intake_changes.clean(intake_changes.read(study), *sources, programs, study)
    levels = study.closed("selection_levels")
    heard = truth["interviews"], truth["participants"]
    stories = selection.stories(made["accounts"], *heard, SMALLEST_CELL)
    known = stories, made["selections"], levels
    kinds = {"group": study.closed("groups"), "sex": TELLER_SEXES}
    return {
        "direction": selection.steps(*known, {"direction": DIRECTIONS}),
        "favored": selection.favored(*known, kinds),
        "stories": stories,
    }


def test_stories_hidden_at_a_step_are_not_shown_as_those_that_the_next_considers(told, study):
    counted = ["n_stories", "n_passed", "passed_share"]
    made = release(told["direction"], study, hide=counted, within=["direction"], by=["step"])
    assert 0 < made.table["is_suppressed"].sum() < len(made.table)
    for _, steps in made.table.groupby("direction"):
        hidden = steps["is_suppressed"].to_numpy()
        went_on = told["direction"].loc[steps.index, "n_passed"].to_numpy()
        assert not [
            place for place, (here, after) in enumerate(pairwise(hidden))
            if here and not after and went_on[place]
        ]  # fmt: skip


@pytest.mark.parametrize("question", ["group", "sex"])
def test_what_is_tested_of_a_kind_of_story_rests_on_enough_people(question, told, study):
    numbers = ["odds_ratio", "lower", "upper", "p_value", "q_value"]
    tested = told["favored"][["step", "question", "kind", "n_people", *numbers]]
    tested = tested[tested["question"].eq(question)]
    made = release(tested, study, hide=numbers, within=["kind"], by=["step", "question"]).table
    shown = made.dropna(subset=["p_value"])
    assert len(shown) and shown["n_people"].min() >= SMALLEST_CELL
    assert made["is_suppressed"].any() and not {"n_stories", "n_passed"} & set(made)


def test_a_story_goes_no_further_with_the_state_it_speaks_of(told):
    assert "state" not in told["stories"] and "state" not in told["favored"]
