"""Passages are read where they were said, sources counted once, and nothing unescaped is shown."""

import html
import re
from pathlib import Path

import ipywidgets
import nbformat
import pandas as pd
import pytest

import raw_study
from analysis import store
from analysis.explore import pages, reading
from analysis.explore.panel import PER_PAGE, Explorer, explorer
from analysis.running.notebook import run
from analysis.study import read_study
from frame import frame

NOTEBOOK = Path(__file__).parents[1] / "notebooks/explore.ipynb"
INTERVIEWS = frame("""
    source_id  state   group
    i1         XX-ARB  unions
    i2         XX-ARB  judges
    i3         XX-BEL  unions
""")
PARTICIPANTS = frame("""
    source_id  sex
    i1         female
    i2         female
    i2         male
""")
CODES = frame("""
    code_id     domain   facet
    hearings    justice  topic
    improved    .        direction
    no_change   .        direction
    worsened    .        direction
    fear        .        barrier
""")
SEGMENTS = frame("""
    segment_id  source_id
    s1          i1
    s2          i1
    s3          i2
    s4          i3
""")
CODINGS = frame("""
    segment_id  code_id   coder_id
    s1          hearings  k1
    s1          improved  k1
    s1          hearings  k2
    s1          improved  k2
    s2          hearings  k1
    s2          fear      k1
    s3          hearings  k1
    s3          worsened  k1
    s4          fear      k1
""")


@pytest.fixture
def coded():
    return reading.coded(INTERVIEWS, SEGMENTS, CODINGS, CODES, PARTICIPANTS)


# Choosing


def test_a_passage_has_the_domains_of_its_topics_and_its_sources_direction_there(coded):
    fear = coded[coded["code"].eq("fear")].set_index("segment_id")
    assert fear.loc["s2", ["domain", "direction"]].tolist() == ["justice", "improved"]
    assert fear.loc["s4", ["domain", "direction"]].isna().all()
    assert not coded.duplicated(["segment_id", "domain", "code"]).any()


def test_codes_are_counted_by_state_and_by_the_sex_of_those_heard(coded):
    assert reading.crosstab(coded, "code", "state").loc["fear"].to_dict() == {
        "XX-ARB": 1, "XX-BEL": 1,
    }  # fmt: skip
    # i1 holds a woman, i2 a woman and a man, and of i3 nobody is known.
    assert reading.crosstab(coded, "code", "sex").loc["hearings"].to_dict() == {
        "female": 1, "mixed": 1,
    }  # fmt: skip


def test_choices_narrow_each_other_and_none_stands_for_any(coded):
    assert set(reading.chosen(coded, state="XX-ARB", code=None)["segment_id"]) == {"s1", "s2", "s3"}
    both = reading.chosen(coded, state="XX-ARB", code="fear")
    assert both["segment_id"].tolist() == ["s2"]
    assert reading.chosen(coded, group="judges", code="fear").empty


# Counting


def test_a_source_counts_once_in_a_cell(coded):
    counts = reading.crosstab(coded, "group", "domain")
    assert counts.loc["unions", "justice"] == 1  # i1, of two passages and two coders
    assert reading.crosstab(coded, "state", "code").loc["XX-BEL"].to_dict() == {
        "fear": 1, "hearings": 0, "improved": 0, "worsened": 0,
    }  # fmt: skip


def test_a_variable_is_not_crossed_with_itself(coded):
    with pytest.raises(ValueError, match="two different"):
        reading.crosstab(coded, "group", "group")


# Reading

TURNS = pd.DataFrame(
    [("i1", 5, 10, "INT", "Well?"), ("i1", 15, 25, "P1", "It changed"),
     ("i1", 30, 34, "P2", "Yes."), ("i1", 40, 43, "INT", "How"), ("i2", 5, 8, "INT", "Not")],
    columns=["source_id", "start", "end", "speaker", "text"],
)  # fmt: skip


def passage(start: int, end: int) -> list[tuple[str, str]]:
    """Who speaks, and what of it is marked, around the passage from start to end."""
    segment = pd.DataFrame({"segment_id": ["s"], "source_id": ["i1"], "start": start, "end": end})
    context = reading.in_context(segment, TURNS)
    return [
        (turn.speaker, turn.text[turn.mark_start : turn.mark_end]) for turn in context.itertuples()
    ]


def test_a_passage_stands_within_its_turn_between_its_neighbors():
    assert passage(18, 25) == [("INT", ""), ("P1", "changed"), ("P2", "")]


def test_a_passage_over_two_turns_is_marked_in_both():
    assert passage(18, 33) == [("INT", ""), ("P1", "changed"), ("P2", "Yes"), ("INT", "")]


def test_the_first_turn_has_none_before_it_and_no_other_source_comes_after_the_last():
    assert passage(5, 10) == [("INT", "Well?"), ("P1", "")]
    assert passage(40, 43) == [("P2", ""), ("INT", "How")]


def test_what_was_said_cannot_become_a_part_of_the_page():
    evil = "<script>x</script>"
    context = pd.DataFrame({
        "segment_id": ["s"], "speaker": [evil], "text": [f"{evil}&b"], "mark_start": [0],
        "mark_end": [len(evil)],
    })  # fmt: skip
    counts = pd.DataFrame({"c": [1]}, index=["r"])
    shown = pages.passages(context, {"s": evil}) + pages.crosstab(counts, {"r": evil}, {"c": evil})
    assert evil not in shown
    assert f"<mark>{html.escape(evil)}</mark>&amp;b" in shown


# The controls


@pytest.fixture(scope="module")
def study(tmp_path_factory):
    """A small study with its processed tables."""
    study = read_study(raw_study.write(tmp_path_factory.mktemp("study")))
    store.save(study, **raw_study.tables(study))
    return study


@pytest.fixture
def controls(study):
    names = ("interviews", "turns", "segments", "codings", "codes", "participants")
    return Explorer(study, dict(zip(names, store.load(study, *names), strict=True)))


def test_every_output_is_headed_by_the_warning(controls):
    for shown in (controls.passages, controls.counts):
        assert re.sub("<[^>]*>", "", shown.value).startswith("Confidential: not for release")
        assert shown.value.index("#b00020") < 80


def test_a_choice_shows_the_passages_that_fit_from_the_first_page(controls):
    assert controls.passages.value.count("<mark>") >= PER_PAGE
    controls.page.value = 2
    (_, domain) = controls.choices["domain"].options[1]
    controls.choices["domain"].value = domain
    fitting = reading.chosen(controls.coded, domain=domain)["segment_id"].nunique()
    assert f"{fitting} passages, page 1 of" in controls.passages.value


def test_a_choice_that_nothing_fits_is_said(controls):
    seen = controls.coded[["state", "group"]].drop_duplicates()
    states, groups = seen["state"].unique(), seen["group"].unique()
    free = [(s, g) for s in states for g in groups if not seen.eq([s, g]).all(axis=1).any()]
    controls.choices["state"].value, controls.choices["group"].value = free[0]
    assert pages.NOTHING in controls.passages.value and pages.NOTHING in controls.counts.value


def test_the_same_variable_twice_is_asked_to_be_changed(controls):
    controls.rows.value = controls.columns.value
    assert "Choose two different variables." in controls.counts.value


def test_without_processed_tables_make_all_is_asked_for(tmp_path):
    shown = explorer(raw_study.exland(tmp_path))
    assert isinstance(shown, ipywidgets.HTML)
    assert "Run make all first." in shown.value and "not built yet" in shown.value


def test_the_notebook_runs_from_top_to_bottom_and_leaves_the_study_as_it_was(
    study, tmp_path, monkeypatch
):
    for variable in ("IPYTHONDIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR"):
        monkeypatch.setenv(variable, str(tmp_path / "profile"))
    files = {path: path.stat().st_mtime_ns for path in study.data_dir.rglob("*")}
    given = [("data_dir", str(study.data_dir)), ("figures_dir", str(tmp_path / "figures"))]
    run(NOTEBOOK, tmp_path / "ran.ipynb", tmp_path / "done", given)
    cells = nbformat.read(tmp_path / "ran.ipynb", as_version=4).cells
    (shown,) = [output for cell in cells for output in cell.get("outputs", [])]
    assert "application/vnd.jupyter.widget-view+json" in shown.data
    assert {path: path.stat().st_mtime_ns for path in study.data_dir.rglob("*")} == files
    assert not (tmp_path / "figures").exists()
