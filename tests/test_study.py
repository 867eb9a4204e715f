"""study.yaml: what is read of it, and every refusal."""

import subprocess
import sys

import pytest

import small_study
from analysis.faults import BadInput
from analysis.settings import Estimation
from analysis.study import read_study, refuse_in_git, sources
from raw_study import faults

LISTS = ["STATES := XX-ARB XX-BEL XX-COR", "DOMAINS := advocacy justice", "SOURCES := "]


def refused(folder, **changes):
    return faults(read_study, small_study.write(folder, **changes))


def in_file(folder, file, text):
    """What is said of the study when one of its files holds this."""
    small_study.write(folder)
    content = text if isinstance(text, bytes) else text.encode()
    (folder / "raw" / file).write_bytes(content)
    with pytest.raises(BadInput) as bad:
        read_study(folder)
    return [(fault.file.partition("raw/")[2], str(fault)) for fault in bad.value.faults]


def test_closed_lists_and_their_wordings_are_in_the_order_of_the_file(tmp_path):
    study = read_study(small_study.write(tmp_path))
    assert study.closed("groups") == ("unions", "judges", "firms")
    assert study.closed("places") == ("XX", "XX-ARB", "XX-BEL", "XX-COR", "XX-DUN")
    assert study.labels("domains", "es") == {"advocacy": "Defensa", "justice": "Justicia"}
    assert study.labels("domains", short=True)["advocacy"] == "Advocacy"
    assert study.labels("groups", short=True)["judges"] == "Judges"  # has no short form


def test_a_file_is_known_from_the_data_folder_on(tmp_path):
    study = read_study(small_study.write(tmp_path / "my study"))
    assert study.known_as(study.raw / "a" / "b.csv") == "my study/raw/a/b.csv"
    assert study.known_as(tmp_path / "elsewhere.csv") == "elsewhere.csv"


def test_smallest_cell_and_seed_can_be_replaced_within_their_bounds(tmp_path):
    folder = small_study.write(tmp_path)
    study = read_study(folder, smallest_cell=12, seed=0)
    assert (study.smallest_cell, study.seed) == (12, 0)
    assert read_study(folder).seed == 1
    told = faults(read_study, folder, 4)
    assert told == ["smallest_cell: Input should be greater than or equal to 5"]


def test_the_lists_are_printed_as_make_reads_them(tmp_path):
    command = [sys.executable, "-m", "analysis.study", str(small_study.write(tmp_path))]
    assert subprocess.check_output(command, text=True).splitlines() == LISTS


# Refusals


def test_an_unknown_key_is_refused_wherever_it_stands(tmp_path):
    rules = {"triangulation": {"verdict": {"likley": 0.8}}, "smalest_cell": 10}
    assert refused(tmp_path, **rules) == [
        "smalest_cell: Extra inputs are not permitted",
        "triangulation.verdict.likley: Extra inputs are not permitted",
    ]


def test_a_rule_for_single_psus_is_one_of_three_or_none():
    assert Estimation().single_psu_rule is None
    assert Estimation(single_psu_rule="centered").single_psu_rule == "centered"


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        (
            {"estimation": {"single_psu_rule": "ignore"}},
            "estimation.single_psu_rule: Input should be 'certainty', 'centered' or 'average'",
        ),
        ({"provenance": "public"}, "provenance: Input should be 'synthetic' or 'restricted'"),
        ({"smallest_cell": 4}, "smallest_cell: Input should be greater than or equal to 5"),
        (
            {"coding": {"assigned_by": "lot"}},
            "coding.assigned_by: Input should be 'source' or 'domain'",
        ),
        (
            {"saturation": {"run_length": 0}},
            "saturation.run_length: Input should be greater than or equal to 1",
        ),
        (
            {"saturation": {"thresholds": [0.05, 5]}},
            "saturation.thresholds.1: Input should be less than 1",
        ),
        ({"seed": -1}, "seed: Input should be greater than or equal to 0"),
        ({"states": ["XX-ARB", "XX-ARB"]}, "Value error, states: an id stands twice"),
        (
            {"states": ["XX-ARB", "XX-ZZZ"]},
            "Value error, states: XX-ZZZ not in reference/states.csv",
        ),
        (
            {"fieldwork": {"start": "2025-01-01", "end": "2024-01-01"}},
            "Value error, fieldwork: ends before it starts",
        ),
    ],
)
def test_a_setting_that_does_not_fit_is_refused(changes, fault, tmp_path):
    assert refused(tmp_path, **changes) == [fault]


def test_an_id_is_lower_case_without_spaces(tmp_path):
    groups = [small_study.settings()["groups"][0], {"id": "Big Firms", "en": "A", "es": "B"}]
    (told,) = refused(tmp_path, groups=groups)
    assert told.startswith("groups.1.id: String should match pattern")


def test_every_missing_key_is_told_at_once(tmp_path):
    told = in_file(tmp_path, "study.yaml", "seed: 1\nprovenance: synthetic\n")
    keys = {fault.split(":")[0] for _, fault in told}
    assert keys == {*small_study.settings(), "questions"} - {
        "seed", "provenance", "smallest_cell", "priorities", "missing_values", "coding",
    }  # fmt: skip


def test_a_claim_that_asks_for_a_level_the_rubric_does_not_have_is_refused(tmp_path):
    claims = [{"id": "probable", "en": "P", "es": "P", "lowest": "excellent"}]
    with pytest.raises(BadInput, match="contribution_claims: excellent not in rubric_levels"):
        read_study(small_study.write(tmp_path, contribution_claims=claims))


@pytest.mark.parametrize("name", ["contribution_claims", "evidence_strengths"])
def test_words_without_a_rule_that_can_be_read_are_refused(name, tmp_path):
    with pytest.raises(BadInput, match=name):
        read_study(small_study.write(tmp_path, **{name: []}))
    twice = [{"id": "a", "en": "A", "es": "A"}, {"id": "a", "en": "B", "es": "B"}]
    with pytest.raises(BadInput, match=f"{name}: an id stands twice"):
        read_study(small_study.write(tmp_path, **{name: twice}))


def test_panels_without_those_heard_before_are_refused(tmp_path):
    panels = [{"id": "funder", "en": "Funder", "es": "Financiador"}]
    with pytest.raises(BadInput, match="validation_panels: no respondents"):
        read_study(small_study.write(tmp_path, validation_panels=panels))


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("title: {en: One\nseed: 1\n", "row 2: not a YAML file of keys and values"),
        ("- a list\n", "not a YAML file of keys and values"),
        ("", "not a YAML file of keys and values"),
        ("1: one\n", "not a YAML file of keys and values"),
        ("fieldwork: {start: 2024-02-31}\n", "not a YAML file of keys and values"),
        ("title: Méx".encode("latin-1"), "not a YAML file of keys and values"),
    ],
)
def test_broken_yaml_is_refused(text, fault, tmp_path):
    assert in_file(tmp_path, "study.yaml", text) == [("study.yaml", fault)]


def test_a_place_that_does_not_fit_is_refused_in_its_own_file_and_row(tmp_path):
    table = small_study.STATES.replace("north,1,2", "north,first,2").replace("XX-COR,", "Corland,")
    told = in_file(tmp_path, "reference/states.csv", table)
    assert [(file, fault.partition(":")[0]) for file, fault in told] == [
        ("reference/states.csv", "row 3, tile_row"), ("reference/states.csv", "row 4, state"),
    ]  # fmt: skip


def test_a_row_of_places_with_a_field_too_many_or_too_few_is_refused(tmp_path):
    table = small_study.STATES.replace("north,1,1", "north,1,1,9").replace("north,1,2", "north,1")
    told = in_file(tmp_path, "reference/states.csv", table)
    assert [fault.partition(":")[0] for _, fault in told] == [
        "row 2, more than the header", "row 3, tile_column",
    ]  # fmt: skip


def test_places_in_another_encoding_are_refused(tmp_path):
    told = in_file(tmp_path, "reference/states.csv", "state,name\nMéx".encode("latin-1"))
    assert told == [("reference/states.csv", "not a CSV file in UTF-8")]


@pytest.mark.parametrize("file", ["study.yaml", "reference/states.csv"])
def test_a_missing_file_is_named(file, tmp_path):
    small_study.write(tmp_path)
    (tmp_path / "raw" / file).unlink()
    with pytest.raises(BadInput, match=f"{file}: 1 fault\n  no such file\n  -> Point DATA="):
        read_study(tmp_path)


# Restricted data


@pytest.mark.parametrize("marker", ["folder", "file"])  # a file in a linked work tree
def test_restricted_data_are_refused_inside_a_git_work_tree(marker, tmp_path):
    if marker == "folder":
        (tmp_path / ".git").mkdir()
    else:
        (tmp_path / ".git").write_text("gitdir: elsewhere")
    rule = "restricted data and their outputs may not lie inside a git work tree"
    assert refused(tmp_path / "deep/data", provenance="restricted") == [rule]


def test_restricted_data_may_lie_elsewhere_but_their_outputs_not_in_git(tmp_path):
    study = read_study(small_study.write(tmp_path / "data", provenance="restricted"))
    (tmp_path / "repository/.git").mkdir(parents=True)
    refuse_in_git(study, tmp_path / "figures")
    with pytest.raises(BadInput):
        refuse_in_git(study, tmp_path / "repository/figures")


def test_synthetic_data_may_lie_in_git(tmp_path):
    (tmp_path / ".git").mkdir()
    assert read_study(small_study.write(tmp_path)).provenance == "synthetic"


def test_restricted_outputs_inside_git_are_refused_before_anything_is_made(tmp_path, checkout):
    data = small_study.write(tmp_path, provenance="restricted")
    command = [sys.executable, "-m", "analysis.study", str(data), str(data / "figures")]
    fine = subprocess.run(command, cwd=checkout, capture_output=True, text=True)
    assert fine.stdout.splitlines() == LISTS
    refused = subprocess.run([*command, "build"], cwd=checkout, capture_output=True, text=True)
    assert refused.returncode == 1 and "may not lie inside a git work tree" in refused.stderr


def test_the_sources_of_public_indicators_are_named_once_and_nothing_else_reaches_make(tmp_path):
    study = read_study(small_study.write(tmp_path))
    assert sources(study) == []
    (study.raw / "indicators").mkdir()
    rows = "indicator_id,source_id\na,survey\nb,survey\nc,census\nd,$(shell x)\ne,\n"
    (study.raw / "indicators/indicator_uses.csv").write_text(rows, encoding="utf-8")
    assert sources(study) == ["census", "survey"]
