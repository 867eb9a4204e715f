"""Calibration: the truths planted, how they are judged, and that a stopped run goes on."""

import re
from dataclasses import fields, replace
from pathlib import Path
from unittest.mock import patch

import numpy as np
import pandas as pd
import pytest

import small_study
from analysis.calibration import generating, results, running, scoring, shown, targets, truths
from analysis.calibration.__main__ import main, replayed
from analysis.calibration.generating import Generated, generate, read_by_coders
from analysis.calibration.judging import judged_places, true_meanings
from analysis.calibration.running import Block, engine_of, judged, limited, path_of, plan, run
from analysis.calibration.scenarios import BREAKING, MATCHING, SCENARIOS, balanced
from analysis.calibration.scoring import scores
from analysis.calibration.summarising import figures, uniform
from analysis.calibration.truths import true_cells
from analysis.methods.triangulation import Evidence, Matrix, triangulate
from analysis.study import Study, read_study
from analysis.synthetic.truth import AGAINST_ASSUMPTIONS, AS_ASSUMED, CODERS
from analysis.vocabulary import DIRECTIONS
from frame import frame

ROOT = Path(__file__).parents[1]


@pytest.fixture
def study(tmp_path: Path) -> Study:
    return read_study(small_study.write(tmp_path, triangulation={"n_draws": 1000}))


@pytest.fixture(scope="module")
def full() -> Study:
    return running.as_calibrated(read_study(ROOT / "data"))


# The truths ---------------------------------------------------------------------------------------


def test_what_is_true_follows_from_the_two_lines_and_an_edge_is_no_change(study):
    true = frame("""
        direction  change  meaning
        0.5        0.5     same_direction
        -0.5       -0.5    same_direction
        0.5        -0.5    dissonance
        0.5        0.1     people_only
        -0.1       0.5     indicators_only
        0.1        -0.1    no_change_in_either
        0.2        0.5     indicators_only
        0.5        0.2     people_only
    """)
    found = true_meanings(true["direction"], true["change"], study.triangulation)
    assert found.tolist() == true["meaning"].tolist()


def test_a_mean_that_is_on_the_edge_but_for_rounding_is_no_change(study):
    edge = pd.Series([0.2 + 0.2 + 0.2]) / 3
    assert edge[0] > 0.2
    assert true_meanings(edge, pd.Series([0.5]), study.triangulation)[0] == "indicators_only"


def test_shares_balance_as_they_are_asked_to():
    better, same, worse = balanced(0.4)
    assert (better - worse, same, better + same + worse) == pytest.approx((0.4, 0.25, 1))


@pytest.mark.parametrize("name", ["N0", "B1"])
def test_where_states_do_not_differ_every_state_has_the_domains_mean(name, full):
    cells = true_cells(SCENARIOS[name], AS_ASSUMED, full, np.random.default_rng(1))
    mean = SCENARIOS[name].domains[0].mean
    np.testing.assert_allclose(cells["direction"], mean[0] - mean[2])
    assert cells["distance"].isna().all() and len(cells) == len(full.states) * len(full.domains)


@pytest.mark.parametrize("link", [0.0, 0.5, 1.0])
def test_the_lines_are_linked_over_states_as_declared(link, full):
    scenario = replace(SCENARIOS["P1w"], link=link)
    drawn = [true_cells(scenario, AS_ASSUMED, full, np.random.default_rng(n)) for n in range(60)]
    cells = pd.concat(drawn)
    assert cells["direction"].corr(cells["change"]) == pytest.approx(link, abs=0.05)
    assert cells["distance"].mean() == pytest.approx(0, abs=0.1)
    assert cells["distance"].std() == pytest.approx(1, abs=0.1)
    assert cells["change"].std() == pytest.approx(0.25, rel=0.05)


def test_two_kinds_of_state_are_there_in_the_share_declared(full):
    cells = pd.concat(
        true_cells(SCENARIOS["two_kinds"], AS_ASSUMED, full, np.random.default_rng(n))
        for n in range(60)
    )
    assert cells["direction"].mean() == pytest.approx(0.4 * (0.75 - 0.25), abs=0.02)


# One study ----------------------------------------------------------------------------------------


def test_a_study_has_the_published_size_and_is_made_again_from_its_number(full):
    one, again = (generate("R", MATCHING, 7, full) for _ in range(2))
    other = generate("R", MATCHING, 8, full)
    pd.testing.assert_frame_equal(one.evidence.judged, again.evidence.judged)
    pd.testing.assert_frame_equal(one.evidence.standard, again.evidence.standard)
    pd.testing.assert_frame_equal(one.cells, again.cells)
    assert not one.cells["direction"].equals(other.cells["direction"])
    heard = one.evidence.interviews
    assert heard["kind"].value_counts().to_dict() == {"interview": 192, "focus_group": 9}
    assert heard["state"].nunique() == len(full.states) and heard["state"].value_counts().min() >= 4
    asked = one.evidence.asked.groupby("source_id").size()
    assert set(asked) == {1, 2, 3} and len(asked) == len(heard)
    assert not one.evidence.asked.duplicated().any()


def test_more_interviews_are_as_many_times_more(full):
    assert len(generate("M_linked_50_x5", MATCHING, 0, full).evidence.interviews) == 5 * 201


def test_coders_err_as_declared_and_all_read_a_quarter(full):
    n = 60_000
    raised = pd.DataFrame(
        {"source_id": [f"S{k}" for k in range(n)], "domain": "d",
         "direction": np.resize(DIRECTIONS, n)}
    )  # fmt: skip
    read = read_by_coders(raised, 0.0, np.random.default_rng(1))
    times = read.groupby("source_id").size()
    assert set(times) == {1, 3} and times.eq(3).mean() == pytest.approx(0.25, abs=0.01)
    both = read.merge(raised, on=["source_id", "domain"], suffixes=("", "_true"))
    wrong = both["direction"].ne(both["direction_true"]).groupby(both["coder_id"]).mean()
    assert wrong.to_dict() == pytest.approx({who: p[0] for who, p in CODERS.items()}, abs=0.01)


def test_coders_who_share_an_error_say_the_same_wrong_direction():
    raised = pd.DataFrame(
        {"source_id": [f"S{k}" for k in range(500)], "domain": "d", "direction": "improved"}
    )
    read = read_by_coders(raised, 1.0, np.random.default_rng(1))
    assert read["direction"].ne("improved").all()
    assert read.groupby("source_id")["direction"].nunique().eq(1).all()


def test_coders_who_never_err_say_what_was_meant_and_nothing_is_corrected(full):
    alike = generate("P1_read_rightly", MATCHING, 0, full)
    assert alike.evidence.judged.groupby(["source_id", "domain"])["direction"].nunique().eq(1).all()
    confusions = [running.numbered(full, name, 0).triangulation.direction.confusion
                  for name in ("P1", "P1_read_rightly")]  # fmt: skip
    assert confusions == ["auto", "none"]
    twin, right = SCENARIOS["P1"], SCENARIOS["P1_read_rightly"]
    assert replace(right, name=twin.name, says=twin.says, coders_err=True) == twin


def test_indicators_measure_the_change_as_well_as_they_say_and_worse_where_that_is_broken(full):
    def misses(generator: str) -> float:
        found = []
        for number in range(8):
            made = generate("P1", generator, number, full)
            both = made.evidence.standard.merge(made.cells, on=["state", "domain"])
            found.append((both["change_sd"] - both["change"]) / both["error_sd"])
        return pd.concat(found).std()

    inflation = np.sqrt(1 + (generating.N_CASES - 1) * AGAINST_ASSUMPTIONS.overdispersion)
    assert misses(MATCHING) == pytest.approx(1, abs=0.05)
    assert misses(BREAKING) == pytest.approx(inflation, rel=0.05)


def test_the_breaking_generator_has_contrary_states(full):
    made = [generate("P1", BREAKING, number, full).cells for number in range(10)]
    share = pd.concat(made)["direction"].mean() / 0.55
    assert share == pytest.approx(1 - 2 * AGAINST_ASSUMPTIONS.contrary_share, abs=0.1)


# Its scores, by hand ------------------------------------------------------------------------------

CELLS = frame("""
    state   domain    direction  true_d  lower  upper  verdict         level     better  worse
    XX-ARB  advocacy  0.5        0.6     0.2    0.8    same_direction  declared  0.95    0.0
    XX-BEL  advocacy  0.5        0.1     0.2    0.8    agreement       likely    0.90    0.0
    XX-COR  advocacy  0.1        0.5    -0.3    0.4    undetermined    open      0.30    0.1
""")


@pytest.fixture
def by_hand(study) -> pd.DataFrame:
    """The scores of three cells whose indicators truly and surely rose by 0.6."""
    true = CELLS[["state", "domain"]].assign(
        direction=CELLS["true_d"], prominence=0.6, change=0.6, distance=[0.0, -2.0, 0.0]
    )
    found = CELLS.rename(columns={"lower": "direction_lower", "upper": "direction_upper"})
    found = found.drop(columns="true_d").assign(
        prominence=0.6, prominence_lower=0.5, prominence_upper=0.7,
        change=0.6, change_lower=0.5, change_upper=0.7,
        people_better=found["better"], people_worse=found["worse"],
        indicators_better=1.0, indicators_worse=0.0, is_borrowed=[False, True, True],
    )  # fmt: skip
    whole = found.iloc[[0]].drop(columns=["state", "is_borrowed"])
    groups = whole.assign(kind="region", state_group="north")
    expected = frame("""
        domain    verdict         expected  lower  upper
        advocacy  same_direction  2.1       1.0    3.0
        advocacy  people_only     0.0       0.0    0.0
        advocacy  indicators_only 0.9       2.0    2.0
    """)
    none = pd.DataFrame({"project_id": [], "domain": [], "state": []}, dtype=str)
    projects = {"project_domains": none.drop(columns="state"),
                "project_states": none.drop(columns="domain")}  # fmt: skip
    others = [part.name for part in fields(Evidence) if part.name not in projects]
    evidence = Evidence(**dict.fromkeys(others, none), **projects)
    table = scores(Generated(evidence, true), Matrix(found, whole, groups, expected), study)
    return table.set_index(["score", "of", "place", "level"])[["total", "n"]].sort_index()


def score(table: pd.DataFrame, *key: str) -> tuple[float, float]:
    return tuple(table.loc[key])


def test_coverage_counts_the_intervals_that_hold_the_truth(by_hand):
    assert score(by_hand, "coverage", "direction", "state", "") == (1, 3)
    assert score(by_hand, "coverage", "change", "state", "") == (3, 3)
    assert score(by_hand, "coverage", "direction", "state", "far") == (0, 1)
    assert score(by_hand, "width", "direction", "state", "") == pytest.approx((1.9, 3))
    assert score(by_hand, "bias", "direction", "state", "") == pytest.approx((-0.1, 3))


def test_the_truth_of_several_states_is_their_mean(by_hand):
    # (0.6 + 0.1 + 0.5) / 3 lies in the interval; the north is the first two, (0.6 + 0.1) / 2.
    assert score(by_hand, "coverage", "direction", "all", "") == (1, 1)
    assert score(by_hand, "bias", "direction", "all", "") == pytest.approx((0.5 - 0.4, 1))
    assert score(by_hand, "bias", "direction", "region", "") == pytest.approx((0.5 - 0.35, 1))


def test_a_declared_verdict_is_likely_too_and_a_likely_one_is_not_declared(by_hand):
    assert score(by_hand, "power", "any", "state", "likely") == (2, 3)
    assert score(by_hand, "power", "any", "state", "declared") == (1, 3)


def test_a_verdict_is_false_where_its_meaning_is_not_true(by_hand):
    assert score(by_hand, "right", "same_direction", "state", "likely") == (1, 2)
    assert score(by_hand, "false", "same_direction", "state", "likely") == (1, 3)
    assert score(by_hand, "false", "same_direction", "state", "declared") == (0, 3)
    assert score(by_hand, "false", "dissonance", "state", "likely") == (0, 3)
    assert score(by_hand, "right", "agreement", "state", "likely") == (0, 1)
    assert score(by_hand, "right", "borrowed", "state", "likely") == (0, 1)
    assert score(by_hand, "clumped", "any", "study", "likely") == (1, 1)
    assert score(by_hand, "clumped", "any", "study", "declared") == (0, 1)
    assert score(by_hand, "true", "same_direction", "state", "") == (2, 3)


def test_reliability_sets_what_was_stated_beside_what_was_true(by_hand):
    assert score(by_hand, "stated", "same_direction", "state", "0.9") == pytest.approx((1.85, 2))
    assert score(by_hand, "found", "same_direction", "state", "0.9") == (1, 2)
    assert score(by_hand, "stated", "dissonance", "state", "0.1") == pytest.approx((0.1, 1))


def test_the_number_of_states_is_covered_where_its_interval_holds_the_true_number(by_hand):
    assert score(by_hand, "count_coverage", "same_direction", "all", "") == (1, 1)
    assert score(by_hand, "count_coverage", "people_only", "all", "") == (1, 1)
    assert score(by_hand, "count_coverage", "indicators_only", "all", "") == (0, 1)


LINKED = frame("""
    state  domain  direction  better  change
    A      one     0.1        0.1     0.1
    B      one     0.2        0.3     0.2
    C      one     0.3        0.5     0.3
    D      one     0.4        0.7     0.4
    E      one     0.5        0.9     0.5
    F      one     0.6        1.0     0.6
    A      two     0.1        0.5     0.1
    B      two     0.1        0.5     0.2
    C      two     0.1        0.5     0.3
    D      two     0.1        0.5     0.4
    E      two     0.1        0.5     0.5
    F      two     0.1        0.5     0.6
""")


def test_an_association_is_rejected_by_the_ordinary_p_and_an_undefined_one_is_left_out(study):
    cells = LINKED.assign(
        direction_lower=-1.0, direction_upper=1.0, change_lower=-1.0, change_upper=1.0,
        people_better=LINKED["better"], people_worse=0.0,
        indicators_better=LINKED["change"], indicators_worse=0.0,
    )  # fmt: skip
    rows = scoring._associated(cells, study)
    table = pd.DataFrame(rows, columns=[*scoring.SCORE, "total", "n"])
    rejected = table[table["score"].eq("rejected")].set_index(["of", "place", "level"])
    # Two of 720 orders are as far from chance as these: in both lines all states rank alike.
    assert score(rejected[["total", "n"]], "tau", "domain", "0.05") == (1, 1)
    assert score(rejected[["total", "n"]], "agreement", "domains", "0.10") == (1, 1)
    tied = table[table["score"].eq(scoring.P_TIED)]
    assert len(tied) == 4 and tied["total"].between(0, 0.02).all()


# Figures and targets ------------------------------------------------------------------------------


def test_a_figure_is_a_ratio_of_totals_whose_error_counts_studies_not_cells():
    scored = frame("""
        generator  scenario  number  score     of         place  level  total  n
        matching   R         0       coverage  direction  state  x      8.0    10.0
        matching   R         1       coverage  direction  state  x      10.0   10.0
        matching   R         2       right     any        state  x      1.0    1.0
    """)
    table = figures(scored).set_index("score")
    assert table.loc["coverage", ["n_studies", "value"]].tolist() == [3, 0.9]
    # Residuals -1, 1 and 0 (the third study counts nothing): sqrt(3 / 2 * 2) / 20.
    assert table.loc["coverage", "error"] == pytest.approx(np.sqrt(3) / 20)


def test_tied_p_are_held_against_the_uniform_distribution_and_are_no_figure():
    p = np.concatenate([(np.arange(100) + 0.5) / 100, np.full(100, 0.01)])
    scored = pd.DataFrame(
        {"generator": MATCHING, "scenario": np.repeat(["R", "N0"], 100), "number": np.arange(200),
         "score": "p_tied", "of": "tau", "place": "domain", "level": "", "total": p, "n": 1.0}
    )  # fmt: skip
    found = uniform(scored).set_index("scenario")
    assert found.loc["R", ["score", "n_studies"]].tolist() == ["uniform", 100]
    assert found.loc["R", "value"] > 0.99 and found.loc["N0", "value"] < 1e-10
    assert figures(scored).empty


def test_what_misses_its_bound_tells_by_how_much():
    table = frame("""
        generator  scenario  score    of        place    level     n_studies  value  error
        matching   R         uniform  tau       domains  -         100        0.0004 0.0
        matching   B1        clumped  any       study    declared  100        0.12   0.01
    """).replace({"level": {"-": ""}})
    found = targets.judged(table).set_index("target")
    assert found["is_reached"].tolist() == [False, False]
    assert found.loc["clumped_at_edges", "short"] == pytest.approx(0.02)
    assert found.loc["uniform_domains", "short"] == pytest.approx(0.0006)


def test_a_target_is_judged_by_the_worst_scenario():
    table = frame("""
        generator  scenario  score     of         place  level  n_studies  value  error
        matching   R         coverage  direction  state  -      100        0.95   0.001
        matching   N1        coverage  direction  state  -      100        0.92   0.001
        breaking   R         coverage  direction  state  -      100        0.50   0.001
    """).replace({"level": {"-": ""}})
    found = targets.judged(table).set_index("target")
    assert found.loc["coverage_direction", ["value", "is_reached"]].tolist() == [0.95, True]
    every = found.loc["coverage_every_scenario"]
    assert (every["scenario"], every["value"], every["is_reached"]) == ("N1", 0.92, False)


def test_every_target_speaks_of_a_scenario_that_a_full_run_has():
    named = {name for target in targets.TARGETS for name in target.scenarios}
    assert named <= {name for generator, name in running.PLANNED if generator == MATCHING}


# Runs ---------------------------------------------------------------------------------------------


def test_a_plan_has_every_study_once_and_begins_with_the_first_of_each_scenario():
    blocks = plan({(MATCHING, "R"): 50, (BREAKING, "M"): 20})
    assert sum(block.n for block in blocks) == 70
    assert [block.scenario for block in blocks[:2]] == ["R", "M"]
    assert set(limited(5).values()) == {5} and limited(None) == running.PLANNED


def test_a_block_is_kept_under_all_that_its_scores_follow_from(study, tmp_path):
    block = Block(MATCHING, "R", 0, 2)
    other = study.model_copy(update={"seed": study.seed + 1})
    kept = {path_of(replace(block, **part), study, tmp_path)
            for part in ({}, {"n": 3}, {"scenario": "M"}, {"generator": BREAKING})}  # fmt: skip
    assert len(kept) == 4 and path_of(block, other, tmp_path) not in kept
    assert path_of(block, study, tmp_path) == path_of(block, study.model_copy(), tmp_path)


def test_a_stopped_run_goes_on_where_it_was(study, tmp_path, capsys):
    blocks = plan({(MATCHING, "R"): 2, (MATCHING, "N0"): 2})
    first = run(blocks[:1], study, tmp_path, n_jobs=1)
    kept = path_of(blocks[0], study, tmp_path)
    written = kept.stat().st_mtime_ns
    both = run(blocks, study, tmp_path, n_jobs=1)
    assert kept.stat().st_mtime_ns == written
    assert "4 of 4 studies, 0 min left" in capsys.readouterr().err
    pd.testing.assert_frame_equal(both[both["scenario"].eq("R")].reset_index(drop=True), first)
    assert sorted(path.suffix for path in tmp_path.glob("*-*")) == [".parquet"] * 2


def test_a_study_of_a_run_can_be_replayed_alone(study):
    block = judged(Block(MATCHING, "M", 0, 2), study)
    assert block.groupby("number").size().gt(50).all()
    text = replayed("M", MATCHING, 1, study)
    generated = generate("M", MATCHING, 1, study)
    own = study.model_copy(update={"seed": study.seed + 1})
    places = judged_places(generated, triangulate(generated.evidence, own), own)
    assert len(text.splitlines()) == len(places) + 1


def test_the_cores_or_a_scheduler_are_the_only_engines():
    with pytest.raises(ValueError, match="ENGINE=spark: leave it out, or name a Dask scheduler"):
        engine_of("spark")


def test_a_dask_cluster_gives_the_same_scores(study, tmp_path):
    distributed = pytest.importorskip("distributed", reason="distributed is not installed")
    blocks = plan({(MATCHING, "R"): 2, (MATCHING, "N0"): 1})
    here = run(blocks, study, tmp_path / "here", n_jobs=1)
    cluster = distributed.LocalCluster(
        n_workers=1, threads_per_worker=1, processes=False, dashboard_address=None,
        protocol="tcp", host="127.0.0.1",
    )  # fmt: skip
    with cluster:
        address = cluster.scheduler_address.removeprefix("tcp://")
        there = run(blocks, study, tmp_path / "there", f"dask://{address}")
    pd.testing.assert_frame_equal(there, here)


def test_results_are_written_with_their_command_and_read_again(study, tmp_path):
    scored = run(plan({(MATCHING, "R"): 2}), study, tmp_path, n_jobs=1)
    results.write(scored, tmp_path, "make calibrate STUDIES=2", study)
    table, about = results.read(tmp_path)
    made = pd.concat([figures(scored), uniform(scored)], ignore_index=True)
    assert about["command"] == "make calibrate STUDIES=2" and about["n_studies"] == 2
    pd.testing.assert_frame_equal(
        table[["score", "of", "place", "level", "value"]].reset_index(drop=True),
        made[["score", "of", "place", "level", "value"]],
        rtol=1e-3, check_dtype=False,
    )  # fmt: skip


def test_a_name_of_the_code_follows_from_files_that_are_there():
    root = ROOT / "src" / "analysis"
    assert all((root / file).is_file() for file in running.CODE)
    assert len(set(running.CODE)) == len(running.CODE)
    used = "\n".join((root / file).read_text(encoding="utf-8") for file in running.CODE)
    named = re.findall(r"^from analysis\.(methods[.\w]*) import ([^(\n]+|\([^)]+\))", used, re.M)
    parts = [(module, part) for module, names in named for part in re.findall(r"\w*", names)]
    modules = {f"{module}.{part}".rstrip(".").replace(".", "/") + ".py" for module, part in parts}
    assert {file for file in modules if (root / file).is_file()} <= set(running.CODE)


def test_the_kept_results_have_every_target_and_all_that_is_told():
    table, about = results.read()
    found = targets.judged(table)
    assert set(found["target"]) == {target.name for target in targets.TARGETS}
    assert pd.notna(pd.Series(shown.told(table))).all()
    planned = pd.Series(running.PLANNED)
    made = table.groupby(["generator", "scenario"])["n_studies"].max()
    pd.testing.assert_series_equal(made.sort_index(), planned.sort_index(), check_names=False)
    assert about["n_studies"] == planned.sum() and about["command"] == "make calibrate"


def test_results_of_an_earlier_state_of_the_code_are_known_as_such():
    _, about = results.read()
    assert not results.is_current(about | {"code": "0", "confirmed_code": "0"})
    assert results.is_current(about | {"code": running.code_hash()})


def test_code_that_gives_the_same_scores_confirms_the_results_and_other_scores_do_not(
    study, tmp_path
):
    planned = dict.fromkeys([(MATCHING, name) for name in results.CHECKED], 1)
    scored = run(plan(planned), study, tmp_path, n_jobs=1)
    with patch.object(results, "code_hash", lambda: "earlier"):
        results.write(scored, tmp_path, "make calibrate", study)
    assert not results.is_current(results.read(tmp_path)[1])
    assert results.confirm(study, tmp_path)
    about = results.read(tmp_path)[1]
    assert results.is_current(about) and about["code"] == "earlier"
    assert not results.confirm(study.model_copy(update={"seed": study.seed + 1}), tmp_path)


def test_the_command_line_replays(capsys):
    main(["--data", str(ROOT / "data"), "replay", "N0", "0"])
    told = capsys.readouterr().out
    assert "true_meaning" in told and "no_change_in_either" in told


@pytest.mark.slow
def test_a_small_calibration_keeps_its_bounds(full, tmp_path):
    """A few studies each: wide bounds, but a broken method does not keep them."""
    planned = {(MATCHING, "R"): 8, (MATCHING, "N1"): 4, (MATCHING, "P1"): 4}
    table = figures(run(plan(planned), full, tmp_path, n_jobs=1))
    value = table.set_index(["scenario", "score", "of", "place", "level"])["value"]
    for line in ("direction", "prominence", "change"):
        assert 0.90 <= value["R", "coverage", line, "state", ""] <= 0.99
    assert value["N1", "false", "story", "state", "likely"] <= 0.01
    assert value["R", "false", "story", "state", "declared"] <= 0.03
    assert value["P1", "power", "any", "all", "likely"] >= 0.8
    assert value["P1", "right", "same_direction", "state", "likely"] >= 0.85
    assert value["P1", "power", "any", "state", "likely"] >= 0.35


def test_truths_at_random_spread_as_declared(full):
    cells = [true_cells(SCENARIOS["R"], AS_ASSUMED, full, np.random.default_rng(n))
             for n in range(200)]  # fmt: skip
    of_domain = pd.concat(cells, keys=range(200)).groupby([pd.Grouper(level=0), "domain"])
    means = of_domain[["direction", "change"]].mean()
    # Dirichlet(2, 2, 1.5): mean net direction 0.5 / 5.5.
    assert means["direction"].mean() == pytest.approx(0.5 / 5.5, abs=0.04)
    assert means["change"].mean() == pytest.approx(truths.MU[0], abs=0.05)
    assert means["change"].std() == pytest.approx(truths.MU[1], rel=0.1)
