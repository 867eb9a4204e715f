"""The synthetic study: of the published size, the same from its seed, with its truth beside it."""

import csv
import re
from hashlib import sha256
from itertools import pairwise
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import yaml

import small_study
from analysis.faults import BadInput
from analysis.intake import (
    changes,
    coding,
    interviews,
    monitoring,
    projects,
    quotations,
    speech,
    survey,
    transcripts,
    translations,
)
from analysis.intake.normalizing import normalized
from analysis.methods import codes
from analysis.methods.contribution import before_project
from analysis.schema import TABLES
from analysis.study import read_study
from analysis.synthetic import coding as coding_truth
from analysis.synthetic import identifiers
from analysis.synthetic.__main__ import main
from analysis.synthetic.fieldwork import Size
from analysis.synthetic.streams import phrases
from analysis.synthetic.study import make
from analysis.synthetic.truth import AGAINST_ASSUMPTIONS
from analysis.synthetic.voice import repeated_share
from analysis.synthetic.writing import write, write_settings
from analysis.vocabulary import DIRECTIONS, IRREGULARITIES

DATA = Path(__file__).parents[1] / "data"
PHRASES = Path(__file__).parents[1] / "src/analysis/synthetic/phrases"
SMALL = Size(interviews=15, focus_groups=2, group_people=9, respondents=6, projects=3, changes=4)
SMALL_OPTIONS = [f"--{name.replace('_', '-')}={n}" for name, n in vars(SMALL).items()]


@pytest.fixture(scope="module")
def study():
    return read_study(DATA)


@pytest.fixture(scope="module")
def world(study):
    return make(study)


@pytest.fixture(scope="module")
def cleaned(study, world, tmp_path_factory):
    """Every table that intake makes of the files written."""
    folder = tmp_path_factory.mktemp("study")
    write_settings(study, folder)
    write(world, read_study(folder))
    return clean(read_study(folder))


@pytest.fixture
def exland(tmp_path):
    """The small study of another country, its spellings included."""
    small_study.write(tmp_path)
    aliases = "alias,state\nZARBORIA,XX-ARB\nBelmarca,XX-BEL\nthe coast,XX-COR\nthe coast,XX-DUN\n"
    (tmp_path / "raw/reference/state_aliases.csv").write_text(aliases, encoding="utf-8")
    return tmp_path


def clean(study):
    tables = interviews.clean(interviews.read(study), study)
    heard, aside = tables["interviews"], tables["set_aside"]
    tables |= projects.clean(projects.read(study), study)
    registered = tables["projects"], tables["indicators"]
    tables |= monitoring.clean(monitoring.read(study), *registered, study)
    tables |= changes.clean(changes.read(study), heard, aside, tables["projects"], study)
    tables |= survey.clean(survey.read(study), tables["changes"], heard, aside, study)
    texts = transcripts.read(study, heard["source_id"])
    codebook, project = coding.read(study)
    tables["codes"] = coding.codes(codebook, study)
    turns = speech.turns(texts, study)
    coded = coding.clean(project, tables["codes"], texts, turns, heard, aside, study)
    speech.speakers(turns, heard, study)
    suffixes = {path.suffix for path in (study.raw / transcripts.FOLDER).iterdir()}
    tables["quotations"] = quotations.clean(quotations.read(study), texts, heard, aside, study)
    segments = coded.pop("segments")
    tables["segments"] = translations.clean(translations.read(study), segments, heard, aside, study)
    return tables | coded | {"turns": turns, "texts": texts, "suffixes": suffixes}


def digests(folder):
    files = sorted(path for path in (folder / "raw").rglob("*") if path.is_file())
    return {
        path.relative_to(folder).as_posix(): sha256(path.read_bytes()).hexdigest() for path in files
    }


def test_the_published_margins_hold_after_cleaning(cleaned):
    kinds = cleaned["interviews"].groupby("kind")
    assert kinds.size().to_dict() == {"focus_group": 9, "interview": 192}
    assert kinds["n_people"].sum()["focus_group"] == 68
    assert cleaned["validation"]["respondent_id"].nunique() == 91
    heard, others = (
        set(cleaned[t]["respondent_id"]) for t in ("validation", "institution_answers")
    )
    assert heard.isdisjoint(others)
    assert len(cleaned["changes"]) == 21
    assert len(cleaned["projects"]) == 19
    assert cleaned["interviews"]["state"].nunique() == 19


def test_the_register_has_the_rows_that_cleaning_sets_aside(cleaned):
    flow = cleaned["interview_flow"].set_index("reason")["n_rows"].to_dict()
    assert flow == {
        "registered": 213, "blank_row": 4, "entered_twice": 3, "consent_refused": 3,
        "consent_withdrawn": 2, "used": 201,
    }  # fmt: skip


def test_one_person_is_heard_twice(cleaned):
    people = cleaned["participants"]
    again = people[people["person_id"].duplicated(keep=False)]
    assert (len(again), again["person_id"].nunique(), again["sex"].nunique()) == (2, 1, 1)


def test_states_have_unequal_numbers_of_sources(cleaned):
    counts = cleaned["interviews"]["state"].value_counts()
    assert counts.min() >= 4
    assert 15 <= counts.max() <= 24


def test_every_group_is_asked_about_every_domain_and_some_cells_can_be_shown(cleaned):
    asked = cleaned["asked"].merge(cleaned["interviews"], on="source_id")
    sources = asked.pivot_table(index="group", columns="domain", aggfunc="size")
    people = asked.pivot_table(index="group", columns="domain", values="n_people", aggfunc="sum")
    assert sources.shape == (8, 5)
    assert sources.min().min() >= 3
    assert (people >= 10).sum().sum() >= 20


def test_only_sources_whose_use_was_consented_to_have_a_transcript(cleaned, world):
    assert set(world.transcripts) == set(cleaned["interviews"]["source_id"])
    assert set(cleaned["set_aside"]["source_id"]).isdisjoint(world.transcripts)


def test_every_transcript_whatever_its_kind_reads_to_the_text_the_coders_had(cleaned, world):
    assert cleaned["suffixes"] == {".txt", ".docx", ".vtt", ".srt"}
    coded = world.coding.sources.set_index("name")["text"]
    assert cleaned["texts"] == {source: normalized(text).text for source, text in coded.items()}


def test_a_transcript_is_800_to_2500_words_long(world):
    words = [len(text.split()) for text in world.transcripts.values()]
    assert min(words) >= 800
    assert max(words) <= 2500


def test_few_eight_word_runs_are_heard_in_two_transcripts(world):
    assert repeated_share(world.spoken.values()) <= 0.05


def test_only_a_story_spans_turns_and_none_is_the_interviewers_alone(cleaned):
    segments = cleaned["segments"]
    whole = cleaned["codings"].merge(cleaned["codes"].query("parent_id.isna()"), on="code_id")
    stories = whole[whole["facet"].eq("topic")]["segment_id"]
    spanning = segments[segments["speaker"].isna()]
    assert len(spanning) > 50 and set(spanning["segment_id"]) <= set(stories)
    assert not segments["speaker"].isin(["INT", "MOD"]).any()


def test_some_passages_are_translated_in_every_status_by_two_people_or_a_program(cleaned):
    translated = cleaned["segments"].dropna(subset="translation")
    assert len(translated) >= 30
    by = translated.groupby("status")["translator"].agg(set).to_dict()
    assert by == {"checked": {"T1", "T2"}, "draft": {"T1", "T2"}, "machine": {"MT"}}
    assert (translated["text"] != translated["translation"]).all()


def test_nothing_with_a_translation_is_said_twice(world):
    pairs = [
        pair.get("say", pair)
        for path in (PHRASES / "bilingual").glob("*.yaml")
        for of_direction in yaml.safe_load(path.read_text(encoding="utf-8")).values()
        for pair in of_direction
    ]
    texts = "\n".join(world.transcripts.values())
    n_said = {pair["es"]: texts.count(pair["es"]) + texts.count(pair["en"]) for pair in pairs}
    assert len(pairs) >= 100 and set(n_said.values()) == {0, 1}


def test_each_domain_has_quotations_some_masked_and_some_cut_that_nobody_reviewed(cleaned, study):
    quoted = cleaned["quotations"]
    assert quoted["domain"].value_counts().to_dict() == dict.fromkeys(study.closed("domains"), 2)
    assert set(quoted["reviewer"]) == {"synthetic"}
    for marks in (("[nombre]", "[name]"), ("[…]", "[…]")):
        has = [
            quoted[c].str.contains(m, regex=False) for c in ("text", "translation") for m in marks
        ]
        assert (has[0] | has[1]).equals(has[2] | has[3]) and (has[0] | has[1]).any(), marks
    called = " ".join([*quoted["text"], *quoted["translation"]])
    assert not re.search(r"\b[Dd](on|oña) [A-ZÁÉÍÓÚ]", called)


def test_groups_speak_differently(cleaned):
    said = (
        cleaned["turns"]
        .query("speaker not in ('INT', 'MOD')")
        .merge(cleaned["interviews"].query("language == 'spanish'"), on="source_id")
    )
    texts = {
        group: " ".join(
            cleaned["texts"][t.source_id][t.start : t.end] for t in of_group.itertuples()
        )
        for group, of_group in said.groupby("group")
    }
    words = {group: set(re.findall(r"\w+", text.lower())) for group, text in texts.items()}
    for group, of_group in words.items():
        others = set().union(*(words[other] for other in words if other != group))
        assert len(of_group - others) > 100, group


def test_identifiers_stand_where_the_truth_says(world):
    planted = world.tables["truth_identifiers"]
    notes = world.tables["sources"].set_index("source_id")["note"]
    shown = world.tables["validation_shown"]
    comments = shown.set_index(shown["respondent_id"] + "/" + shown["change_id"])["comment"]
    texts = {"transcript": world.transcripts, "register": notes, "survey": comments}
    found = [texts[p.where][p.source_id][p.start : p.end] for p in planted.itertuples()]
    assert found == planted["value"].tolist()
    assert planted["where"].value_counts().min() >= 5
    assert set(identifiers.KINDS) == set(planted["kind"])
    assert set(identifiers.DAMAGES) == set(planted["damage"])


def test_nothing_invented_is_called_like_a_real_facility(world):
    lines = (Path(__file__).parent / "real_facilities.txt").read_text("utf-8").splitlines()
    real = [n.strip().lower() for line in lines if line[0] != "#" for n in line.split(",")]
    called = world.tables["truth_identifiers"].query("kind in ('firm', 'union', 'person')")["value"]
    names = phrases("identifiers")["names"]
    listed = [name for part in ("firm", "union") for of in names[part].values() for name in of]
    invented = [*called, *listed, *world.tables["projects"]["name"]]
    assert len(real) > 30 and len(invented) > 100
    assert not {n for n in map(str.lower, invented) if any(r in n or n in r for r in real)}


def test_a_source_raises_a_domain_exactly_where_the_truth_says_so(cleaned, world):
    coded = cleaned["codings"].merge(cleaned["segments"], on="segment_id")
    coded = coded.merge(cleaned["codes"], on="code_id")
    raised = coded[coded["facet"].eq("topic")][["source_id", "domain"]].drop_duplicates()
    planted = world.tables["truth_judgements"][["source_id", "domain"]]
    assert sorted(raised.to_numpy().tolist()) == sorted(planted.to_numpy().tolist())


def test_each_coder_gives_each_passage_one_direction_and_one_topic_or_two(cleaned):
    coded = cleaned["codings"].merge(cleaned["codes"], on="code_id")
    given = coded.groupby(["segment_id", "coder_id"])["facet"].value_counts().unstack()
    assert given["direction"].eq(1).all()
    assert set(given["topic"]) == {1, 2}


def test_coders_mark_other_bounds_and_overlook_passages(cleaned, world):
    judged = cleaned["codings"].merge(cleaned["segments"], on="segment_id")
    read = judged[judged["coder_id"].isin(["C1", "C2", "C3"])]
    n_coders = read.groupby("segment_id")["coder_id"].nunique()
    assert {1, 2, 3} == set(n_coders)


def test_a_coder_takes_one_topic_for_another_about_as_often_as_planted(cleaned, world):
    mistaken = world.tables["truth_code_confusion"]
    assert mistaken.groupby("coder").size().tolist() == [5, 5, 5]
    assert (mistaken["code"] != mistaken["taken_for"]).all()
    pairs = mistaken.merge(mistaken, left_on=["code"], right_on=["code"])
    assert len(pairs) == len(mistaken)  # no two coders make the same mistake


def test_one_coder_errs_more_at_the_end_than_at_the_start(study, world):
    dates = world.tables["sources"].set_index("source_id")["date"]
    truth = world.tables["truth_judgements"]
    many = pd.concat([truth] * 40, ignore_index=True)
    said = coding_truth.said(
        many, dates, world.tables["truth_coders"], world.tables["truth_confusion"],
        np.random.default_rng(3),
    )  # fmt: skip
    said = said.merge(truth, on=["source_id", "domain"])
    said["is_late"] = said["source_id"].map(dates) > dates.median()
    errs = said["said"].ne(said["direction"]).groupby([said["coder"], said["is_late"]]).mean()
    assert errs["C3", True] - errs["C3", False] > 0.04
    assert abs(errs["C1", True] - errs["C1", False]) < 0.02


def test_a_few_disputed_judgements_are_adjudicated_truly(cleaned, world):
    settled = cleaned["codings"].query("coder_id == 'ADJ'")
    judged = codes.judgements(settled, cleaned["segments"], cleaned["codes"])
    assert len(judged) == coding_truth.N_ADJUDICATED
    both = judged.merge(world.tables["truth_judgements"], on=["source_id", "domain"])
    assert both["direction_x"].eq(both["direction_y"]).all()


def test_the_codebook_is_a_tree_of_about_sixty_codes_in_both_languages(cleaned):
    table = cleaned["codes"]
    assert 55 <= len(table) <= 65
    assert table.groupby("facet").size().to_dict() == {
        "barrier": 13, "direction": 3, "mechanism": 13, "topic": 30,
    }  # fmt: skip
    texts = table[["name_es", "name_en", "definition_es", "definition_en"]]
    assert texts.notna().all().all() and not table["name_en"].duplicated().any()


def test_a_quarter_of_the_judgements_is_read_by_all_three_coders(cleaned, world):
    coded = cleaned["codings"].merge(cleaned["segments"], on="segment_id")
    topics = coded.merge(cleaned["codes"][lambda codes: codes["facet"].eq("topic")], on="code_id")
    topics = topics[topics["coder_id"].ne("ADJ")]
    n_coders = topics.groupby(["source_id", "domain"])["coder_id"].nunique()
    n_judgements = len(world.tables["truth_judgements"])
    assert n_coders.value_counts().to_dict() == {
        1: n_judgements - round(n_judgements / 4),
        3: round(n_judgements / 4),
    }


def test_coders_err_about_as_often_as_planted(cleaned, world):
    coded = cleaned["codings"].merge(cleaned["segments"], on="segment_id")
    directions = coded[coded["code_id"].isin(DIRECTIONS)][["segment_id", "coder_id", "code_id"]]
    topics = coded.merge(cleaned["codes"][lambda codes: codes["facet"].eq("topic")], on="code_id")
    said = topics[["segment_id", "coder_id", "source_id", "domain"]].merge(directions)
    said = said.merge(world.tables["truth_judgements"], on=["source_id", "domain"])
    # About 390 judgements at 13 % error: two standard errors are 3.4 points, and passages of one
    # judgement are alike.
    assert said["code_id"].ne(said["direction"]).mean() == pytest.approx(0.13, abs=0.06)


def test_every_studied_state_has_a_project_and_every_project_its_sheet(cleaned, study):
    assert set(cleaned["project_states"]["state"]) == set(study.states)
    assert set(cleaned["monitoring"]["project_id"]) == set(cleaned["projects"]["project_id"])


def test_monitoring_has_gaps_and_one_silent_cell(cleaned):
    monitoring = cleaned["monitoring"]
    assert monitoring[["baseline", "target", "actual"]].isna().any().all()
    works = cleaned["project_states"].merge(cleaned["project_domains"], on="project_id")
    measured = monitoring.merge(cleaned["indicators"][["indicator_id", "domain"]])
    cells = [set(map(tuple, t[["state", "domain"]].to_numpy())) for t in (works, measured)]
    assert len(cells[0] - cells[1]) == 1


@pytest.mark.parametrize("seed", [None, 8])
def test_intake_finds_every_irregularity_that_was_planted_and_no_other(
    seed, cleaned, world, tmp_path
):
    if seed:
        main([str(DATA), "--to", str(tmp_path), f"--seed={seed}"])
        study = read_study(tmp_path)
        world, cleaned = make(study), clean(study)
    planted = world.tables["truth_monitoring"]
    planted = planted.assign(period=planted["period"].str.replace("-", ""))
    found = cleaned["monitoring_notes"]
    assert set(found["kind"]) == set(IRREGULARITIES)
    assert known_rows(found) == known_rows(planted)


def known_rows(table):
    columns = ["project_id", "state", "indicator_id", "period", "kind"]
    return sorted(map(tuple, table[columns].astype("object").fillna("").to_numpy()))


def test_what_is_read_from_the_sheets_is_what_was_reported(cleaned, world):
    key = ["project_id", "state", "indicator_id", "period"]
    reports = world.tables["reports"]
    reports = reports.assign(period=reports["period"].str.replace("-", ""))
    both = cleaned["monitoring"].merge(reports, on=key, suffixes=("", "_reported"))
    assert len(both) == len(reports) == len(cleaned["monitoring"])
    for column in ("baseline", "target", "actual", "n_baseline", "n_actual"):
        given, read = both[f"{column}_reported"], both[column]
        assert given.isna().equals(read.isna())
        # Half of a tenth of a percent is lost to rounding.
        assert (given - read).abs().max() <= 0.000501


def test_measured_change_follows_the_planted_change(cleaned, world):
    last = cleaned["monitoring"].query("period == '2024S2' and not is_baseline_late").dropna()
    last = last.merge(cleaned["indicators"][["indicator_id", "domain", "direction"]])
    last = last.merge(world.tables["truth_baselines"]).merge(world.tables["truth_cells"])
    sign = last["direction"].map({"higher_better": 1, "lower_better": -1})
    last["change"] = (last["actual"] - last["baseline"]) * sign / last["sd"]
    means = last.groupby("domain")[["change", "theta"]].mean()
    # 50 or more values of a domain, each with a standard error near 0.6 baseline deviations.
    assert (means["change"] - means["theta"]).abs().max() < 0.25


def test_every_kind_of_verdict_about_two_lines_is_true_somewhere(world):
    cells = world.tables["truth_cells"]
    net = cells["p_improved"] - cells["p_worsened"]
    people, indicators = (v.gt(0.2).astype(int) - v.lt(-0.2) for v in (net, cells["theta"]))
    assert {(p, i) for p, i in zip(people, indicators, strict=True)} >= {
        (1, 1), (1, 0), (-1, 1), (0, 1), (0, 0),
    }  # fmt: skip


def test_the_truth_is_complete(world, study):
    tables = world.tables
    shares = tables["truth_cells"][[f"p_{direction}" for direction in DIRECTIONS]]
    assert len(tables["truth_cells"]) == 19 * 5
    assert shares.sum(axis=1).sub(1).abs().max() < 0.001
    confusion = tables["truth_confusion"].groupby(["coder", "true"])["probability"].sum()
    assert confusion.round(6).eq(1).all()
    assert len(confusion) == 9
    assert tables["truth_changes"]["change_id"].tolist() == tables["changes"]["change_id"].tolist()
    assert tables["truth_domains"]["domain"].tolist() == list(study.closed("domains"))


def test_tailored_projects_are_planted_to_last_longer(world):
    chance = world.tables["truth_changes"].groupby("approach")["p_sustained"].first()
    assert chance["tailored_hands_on"] > chance.drop("tailored_hands_on").max()


def test_no_change_precedes_a_project_credited_with_it(cleaned):
    credited = cleaned["contributions"].merge(cleaned["projects"], on="project_id")
    credited = credited.merge(cleaned["changes"], on="change_id")
    assert len(credited) >= 21
    assert credited["date"].gt(credited["start"]).all()


def test_the_effect_of_the_approach_on_lasting_is_in_the_truth_of_each_change(world, study):
    tables = world.tables
    credited = tables["contributions"].groupby("change_id")["project_id"].first()
    approach = credited.map(tables["projects"].set_index("project_id")["approach"])
    planted = tables["truth_changes"].set_index("change_id")
    assert planted["approach"].fillna("").to_dict() == approach.fillna("").to_dict()
    is_first = planted["approach"].eq(study.approaches[0].id)
    assert planted["p_sustained"].to_dict() == is_first.map({True: 0.85, False: 0.4}).to_dict()


def test_every_project_contributed_to_a_change(cleaned):
    assert set(cleaned["contributions"]["project_id"].dropna()) == set(
        cleaned["projects"]["project_id"]
    )


def test_a_change_can_be_dated_before_its_project_for_tests_only(study, tmp_path):
    world = make(study, SMALL, is_backdated=True)
    parts = (world.tables[name] for name in ("changes", "contributions", "projects"))
    flagged = before_project(*parts)
    assert flagged["change_id"].nunique() == 1 and 30 in flagged["early_days"].tolist()
    main([str(DATA), "--to", str(tmp_path), *SMALL_OPTIONS])
    write(world, read_study(tmp_path))
    with pytest.raises(BadInput) as refused:
        clean(read_study(tmp_path))
    credited = pd.read_csv(tmp_path / "raw/changes/contributions.csv")
    row = credited["contribution_id"].tolist().index(flagged["contribution_id"].iloc[0]) + 2
    told = str(refused.value)
    rule = "the change is dated before the project credited with it began"
    assert f"row {row}, project_id: {rule}" in told
    assert "Correct the date of the change, or credit another actor." in told


def test_what_is_verified_is_as_true_as_planted_and_nothing_comes_before_the_story(world):
    tables = world.tables
    holds = tables["truth_accounts"].set_index("account_id")["holds"]
    checked = tables["verifications"]
    known = checked[checked["outcome"].ne("not_possible")]
    assert len(known) and known["outcome"].eq(known["account_id"].map(holds)).all()
    told = tables["accounts"].set_index("account_id")["date"]
    for name in ("selections", "verifications"):
        rows = tables[name]
        assert rows["date"].ge(rows["account_id"].map(told)).all(), name


def test_what_was_judged_needed_is_what_was_planted_or_left_open(world):
    planted = world.tables["truth_contributions"].set_index("contribution_id")["is_needed"]
    judged = world.tables["contributions"].set_index("contribution_id")["is_needed"].dropna()
    assert 0 < len(judged) < len(planted) + 1
    assert (judged.astype(bool) == planted.loc[judged.index]).all()


def test_a_story_is_what_its_source_said_of_the_domain(cleaned, world):
    told = cleaned["accounts"].dropna(subset="domain")
    assert told["story"].notna().all()
    spoken = {source: " ".join(text.split()) for source, text in world.spoken.items()}
    for account in told.itertuples():
        # The interviewer's words between are no part of it.
        first = account.story[1:].split(". ")[0]
        assert first in spoken[account.source_id], account.account_id


def test_what_a_level_considers_is_what_the_level_below_chose(cleaned, study):
    selected = cleaned["selections"]
    levels = [selected[selected["level"].eq(x)] for x in study.closed("selection_levels")]
    assert set(selected["round"]) == {1, 2}
    for below, above in pairwise(levels):
        key = ["round", "account_id"]
        chosen = below.loc[below["is_chosen"], key].to_numpy().tolist()
        assert sorted(chosen) == sorted(above[key].to_numpy().tolist())
    assert 0 < levels[-1]["is_chosen"].sum() < len(levels[0])


def test_the_favored_group_is_chosen_more_often_at_its_level_only(cleaned, world):
    favors = world.tables["truth_selection"]
    (favored,) = favors[favors["factor"].gt(1)].itertuples()
    told = cleaned["accounts"].merge(cleaned["interviews"][["source_id", "group"]])
    selected = cleaned["selections"].merge(told, on="account_id")
    is_theirs = selected["group"].eq(favored.group).rename("is_theirs")
    share = selected.groupby(["level", is_theirs])["is_chosen"].mean().unstack()
    lead = share[True] - share[False]
    assert lead[favored.level] > 0.2
    assert lead.drop(favored.level).abs().max() < lead[favored.level]


def test_raters_disagree_about_as_often_as_planted(cleaned, world, study):
    order = {level: place for place, level in enumerate(study.closed("rubric_levels"))}
    key = ["contribution_id", "criterion"]
    given = cleaned["rubric_scores"].merge(world.tables["truth_rubric"], on=key)
    step = given["rating_x"].map(order) - given["rating_y"].map(order)
    assert set(step) == {-1, 0, 1}
    inner = given["rating_y"].map(order).between(1, len(order) - 2)
    found = step[inner].groupby(given["rater_id"])
    for rater in world.tables["truth_raters"].itertuples():
        assert found.get_group(rater.rater_id).eq(-1).mean() == pytest.approx(
            rater.p_lower, abs=0.08
        )
        assert found.get_group(rater.rater_id).eq(1).mean() == pytest.approx(
            rater.p_higher, abs=0.08
        )


def test_a_lesson_rests_on_changes_of_its_kind(cleaned):
    drawn = cleaned["lesson_changes"].merge(cleaned["lessons"]).merge(cleaned["changes"])
    positive = drawn.groupby("lesson_type")["is_positive"]
    assert positive.all()["best_practice"] and not positive.any()["caution"]
    assert set(drawn["lesson_id"]) == set(cleaned["lessons"]["lesson_id"])


def test_every_change_rests_on_an_account(cleaned):
    assert set(cleaned["change_accounts"]["change_id"]) == set(cleaned["changes"]["change_id"])


def test_the_committed_study_is_what_the_seed_gives(tmp_path):
    main([str(DATA), "--to", str(tmp_path)])
    made, committed = digests(tmp_path), digests(DATA)
    assert {name: committed.get(name) for name in made} == made


def test_the_same_seed_gives_the_same_bytes_and_another_other_ones(exland, tmp_path_factory):
    runs = []
    for seed in (1, 1, 2):
        folder = tmp_path_factory.mktemp("run")
        main([str(exland), "--to", str(folder), "--seed", str(seed), *SMALL_OPTIONS])
        runs.append(digests(folder))
    assert runs[0] == runs[1]
    same = {name for name in runs[0] if runs[0][name] == runs[2].get(name)}
    assert "raw/reference/states.csv" in same
    assert not {"raw/interviews/register.xlsx", "raw/study.yaml"} & same


def test_a_small_study_of_another_country_passes_intake(exland):
    main([str(exland), *SMALL_OPTIONS])
    tables = clean(read_study(exland))
    kinds = tables["interviews"]["kind"].value_counts().to_dict()
    assert kinds == {"interview": 15, "focus_group": 2}
    assert set(tables["codes"]["domain"].dropna()) == {"advocacy", "justice"}


def test_an_ambiguous_spelling_is_never_written(exland):
    main([str(exland), *SMALL_OPTIONS])
    states = interviews.read(read_study(exland))["estado"].dropna()
    assert "the coast" not in set(states)


def test_a_new_study_has_the_seed_it_was_made_from(exland, tmp_path_factory):
    folder = tmp_path_factory.mktemp("new")
    main([str(exland), "--to", str(folder), "--seed", "77", *SMALL_OPTIONS])
    assert yaml.safe_load((folder / "raw/study.yaml").read_text(encoding="utf-8"))["seed"] == 77


def test_a_smaller_study_leaves_no_transcript_of_a_larger_one(exland):
    main([str(exland), *SMALL_OPTIONS])
    main([str(exland), *SMALL_OPTIONS, "--interviews=10"])
    folder = exland / "raw/interviews/transcripts"
    heard = interviews.clean(interviews.read(read_study(exland)), read_study(exland))
    assert {path.stem for path in folder.iterdir()} == set(heard["interviews"]["source_id"])


def test_real_data_are_never_overwritten(exland, tmp_path_factory):
    real = small_study.write(tmp_path_factory.mktemp("real"), provenance="restricted")
    before = digests(real)
    for arguments in ([str(real)], [str(exland), "--to", str(real)]):
        with pytest.raises(BadInput, match="real data are never overwritten"):
            main([*arguments, *SMALL_OPTIONS])
    assert digests(real) == before


def test_a_study_without_interviews_is_refused(exland):
    with pytest.raises(SystemExit):
        main([str(exland), "--interviews", "0"])
    assert not (exland / "raw/interviews").exists()


def test_monitoring_indicators_have_the_columns_of_all_indicators():
    with (DATA / "raw/projects/monitoring_indicators.csv").open(encoding="utf-8") as lines:
        header, *rows = csv.reader(lines)
    assert set(header) == set(TABLES["indicators"].to_schema().columns)
    assert {row[header.index("role")] for row in rows} == {"outcome"}


def test_invented_projects_say_in_their_name_that_they_are(world):
    assert world.tables["projects"]["name"].str.startswith("Proyecto ficticio ").all()


def test_another_seed_is_written_down_where_it_was_used(exland):
    main([str(exland), "--seed=8", *SMALL_OPTIONS])
    assert read_study(exland).seed == 8


def test_a_large_study_can_be_made_too(exland):
    size = Size(interviews=300, focus_groups=20, group_people=160, respondents=200, projects=40)
    world = make(read_study(exland), size)
    assert len(world.transcripts) == 320
    assert len(world.tables["projects"]) == 40


def test_a_model_can_break_what_the_methods_assume(study, world):
    against = make(study, model=AGAINST_ASSUMPTIONS)
    planted = against.tables["truth_cells"].merge(against.tables["truth_domains"], on="domain")
    # Some states go against their domain, and more than one interviewer bends what is said.
    net = (planted["p_improved"] - planted["p_worsened"]) * (
        planted["mean_improved"] - planted["mean_worsened"]
    )
    as_assumed = world.tables["truth_cells"]["theta"]
    assert net.lt(-0.1).sum() >= 5
    assert against.tables["truth_interviewers"]["bend"].abs().max() > 0.5
    assert not as_assumed.equals(against.tables["truth_cells"]["theta"])
    assert against.tables["truth_model"].loc[0].to_dict() == vars(AGAINST_ASSUMPTIONS)
