"""The synthetic study: of the published size, the same from its seed, with its truth beside it."""

import csv
from hashlib import sha256
from pathlib import Path

import pytest
import yaml

import small_study
from analysis.faults import BadInput
from analysis.intake import changes, coding, interviews, monitoring, projects, survey, transcripts
from analysis.schema import TABLES
from analysis.study import read_study
from analysis.synthetic.__main__ import main
from analysis.synthetic.fieldwork import Size
from analysis.synthetic.study import make
from analysis.vocabulary import DIRECTIONS, IRREGULARITIES

DATA = Path(__file__).parents[1] / "data"
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
    main([str(DATA), "--to", str(folder)])
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
    turns = transcripts.turns(texts, study)
    coded = coding.clean(project, tables["codes"], texts, turns, heard, aside, study)
    return tables | coded | {"turns": turns}


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


def test_a_transcript_is_250_to_600_words_long(world):
    words = [len(text.split()) for text in world.transcripts.values()]
    assert min(words) >= 250
    assert max(words) <= 600


def test_no_passage_spans_turns_or_is_said_by_the_interviewer(cleaned):
    speakers = cleaned["segments"]["speaker"]
    assert speakers.notna().all()
    assert not speakers.isin(["INT", "MOD"]).any()


def test_a_source_raises_a_domain_exactly_where_the_truth_says_so(cleaned, world):
    coded = cleaned["codings"].merge(cleaned["segments"], on="segment_id")
    coded = coded.merge(cleaned["codes"], on="code_id")
    raised = coded[coded["facet"].eq("topic")][["source_id", "domain"]].drop_duplicates()
    planted = world.tables["truth_judgements"][["source_id", "domain"]]
    assert sorted(raised.to_numpy().tolist()) == sorted(planted.to_numpy().tolist())


def test_each_coder_gives_each_passage_one_topic_and_one_direction(cleaned):
    coded = cleaned["codings"].merge(cleaned["codes"], on="code_id")
    given = coded.groupby(["segment_id", "coder_id"])["facet"].value_counts().unstack()
    assert given[["topic", "direction"]].eq(1).all().all()


def test_a_quarter_of_the_judgements_is_read_by_all_three_coders(cleaned, world):
    coded = cleaned["codings"].merge(cleaned["segments"], on="segment_id")
    topics = coded.merge(cleaned["codes"][lambda codes: codes["facet"].eq("topic")], on="code_id")
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
