"""Numbers the report may say, and their comparison with the accepted ones."""

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import small_study
from analysis.disclosure import release, release_classes
from analysis.exhibits.findings import Findings, typed_digit, worded
from analysis.exhibits.verify import compare, read
from analysis.faults import BadInput
from analysis.study import Study, read_study
from frame import frame


@pytest.fixture
def study(tmp_path: Path) -> Study:
    return read_study(small_study.write(tmp_path))


@pytest.fixture
def findings(study: Study, tmp_path: Path) -> Findings:
    return Findings(study, "notebooks/01_interviews.ipynb", tmp_path / "build")


@pytest.fixture
def released(study: Study):
    table = pd.DataFrame(
        {"group": ["unions", "judges"], "n_people": [192, 9], "raised_share": [0.454, 0.1]}
    )
    return release(table, study, hide=["raised_share"])


def test_a_number_is_worded_from_the_released_table(findings, released):
    findings.record("n_interviews", released, "n_people", group="unions")
    findings.record("unions_share", released, "raised_share", unit="%", group="unions")
    said = findings.say("We heard {n_interviews} people; {unions_share} of them raise it.")
    assert said.data == "We heard 192 people; 45 % of them raise it."


@pytest.mark.parametrize(
    ("value", "column", "decimals", "unit", "text"),
    [
        (192, "n_people", 0, "people", "192"),
        (1234, "n_people", 0, "", "1,234"),
        (0.45, "raised_share", 0, "%", "45 %"),
        (0.4567, "raised_share", 1, "%", "45.7 %"),
        (12.5, "rate", 1, "%", "12.5 %"),
        (0.714, "alpha", 2, "", "0.71"),
        (-0.001, "change", 1, "", "0.0"),
        ("dissonance", "verdict", 0, "", "dissonance"),
    ],
)
def test_numbers_are_worded_plainly(value, column, decimals, unit, text):
    assert worded(value, column, decimals, unit) == text


def test_a_bare_table_gives_no_finding(findings, released):
    with pytest.raises(ValueError, match="released table only"):
        findings.record("n_people", released.table, "n_people", group="unions")


def test_a_suppressed_value_is_told_as_fewer_than_the_smallest_cell(findings, released):
    findings.record("n_judges", released, "n_people", group="judges")
    findings.save()
    saved = findings.path.read_text(encoding="utf-8")
    assert findings.say("{n_judges} judges").data == "fewer than 10 judges"
    assert '"value": ""' in saved and "9" not in saved


def test_a_blank_value_is_told_only_where_there_is_a_word_for_it(findings, study):
    nobody = release(pd.DataFrame({"n_people": [0], "agree_share": [np.nan]}), study,
                     hide=["agree_share"])  # fmt: skip
    with pytest.raises(ValueError, match="blank"):
        findings.record("agreed", nobody, "agree_share", unit="%")
    findings.record("agreed", nobody, "agree_share", unit="%", blank="not known")
    assert findings.say("The share is {agreed}.").data == "The share is not known."


def test_a_value_that_may_be_large_is_not_told_as_small(findings):
    table = pd.DataFrame({"group": ["unions", "judges"], "n_people": [9, 40]})
    released = release(table, findings.study, within=["group"])
    findings.record("n_judges", released, "n_people", group="judges")
    assert findings.say("{n_judges} of judges").data == "a number not shown of judges"


def test_words_do_not_quote_a_number(findings):
    words = pd.DataFrame({"said": ["heard by 9 judges"], "period": ["2021"]})
    released = release_classes(words, findings.study, columns=["said", "period"])
    with pytest.raises(ValueError, match="a number stands in words"):
        findings.record("said", released, "said")
    findings.record("year", released, "period")
    assert findings.say("In {year}.").metadata == {"released": True}


@pytest.mark.parametrize("sentence", ["We heard 192 people.", "Half: ½.", "In x² of {n}."])
def test_a_typed_number_is_refused(findings, sentence):
    with pytest.raises(ValueError, match="a digit is typed"):
        findings.say(sentence)


def test_digits_in_the_id_of_a_finding_are_not_typed_numbers():
    assert not typed_digit("In {n_states_2024} states")


def test_an_unknown_finding_is_refused(findings):
    with pytest.raises(ValueError, match="n_heard: no such finding"):
        findings.say("We heard {n_heard} people.")


def test_a_cell_may_run_again_and_another_value_may_not_take_its_id(findings, released, study):
    findings.record("n_heard", released, "n_people", group="unions")
    findings.record("n_heard", released, "n_people", group="unions")
    other = release(pd.DataFrame({"n_people": [200]}), study)
    with pytest.raises(ValueError, match="n_heard: recorded before"):
        findings.record("n_heard", other, "n_people")


def test_what_markdown_would_take_for_its_own_is_escaped(findings, study):
    table = release_classes(pd.DataFrame({"name": ["a_b *c*"]}), study, ["name"])
    findings.record("name", table, "name")
    assert findings.say("{name}").data == r"a\_b \*c\*"


def test_yes_and_no_are_no_findings(findings, study):
    table = release_classes(pd.DataFrame({"is_borrowed": [True]}), study, ["is_borrowed"])
    with pytest.raises(ValueError, match="a number or a text"):
        findings.record("borrowed", table, "is_borrowed")


def test_findings_are_saved_the_same_in_whatever_order_they_were_recorded(
    study, released, tmp_path
):
    saved = []
    for order in (["n_people", "raised_share"], ["raised_share", "n_people"]):
        findings = Findings(study, "01_interviews", tmp_path / "build")
        for column in order:
            findings.record(f"unions_{column}", released, column, group="unions")
        findings.say("{unions_n_people}")
        findings.save()
        saved.append(findings.path.read_bytes())
    assert saved[0] == saved[1]
    content = json.loads(saved[0])
    assert content["said"] == ["unions_n_people"]
    assert content["findings"][0] == {
        "finding_id": "unions_n_people", "value": 192, "text": "192", "unit": "",
        "notebook": "01_interviews", "provenance": "synthetic",
    }  # fmt: skip


def test_restricted_findings_stay_out_of_a_git_tree(tmp_path):
    study = read_study(small_study.write(tmp_path / "vault", provenance="restricted"))
    (tmp_path / "repository" / ".git").mkdir(parents=True)
    with pytest.raises(BadInput, match="git work tree"):
        Findings(study, "01_interviews", tmp_path / "repository" / "build")
    assert not (tmp_path / "repository" / "build").exists()


# Verify


ACCEPTED = """
    finding_id  value         unit
    same        192           people
    nearly      0.45          share
    changed     0.45          share
    reunited    45            share
    reworded    agreement     none
    gone        1             people
"""
FOUND = """
    finding_id  value         unit
    same        192           people
    nearly      0.4500000001  share
    changed     0.450000001   share
    reunited    45            %
    reworded    dissonance    none
    fresh       2             people
"""


def test_each_finding_is_judged():
    judged = compare(frame(FOUND), frame(ACCEPTED)).set_index("finding_id")["status"]
    assert judged.to_dict() == {
        "same": "match",
        "nearly": "within tolerance",  # 2e-10 of its size
        "changed": "differs",  # 2e-9 of its size
        "reunited": "differs",
        "reworded": "differs",
        "gone": "missing",
        "fresh": "new",
    }


def run_verify(findings: Path, accepted: Path) -> subprocess.CompletedProcess:
    command = [sys.executable, "-m", "analysis.exhibits.verify", str(findings), str(accepted)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_the_command_fails_unless_all_match(tmp_path):
    accepted, found = tmp_path / "accepted.csv", tmp_path / "findings.csv"
    frame(ACCEPTED).to_csv(accepted, index=False)
    frame(FOUND).to_csv(found, index=False)
    assert run_verify(accepted, accepted).returncode == 0
    differing = run_verify(found, accepted)
    assert differing.returncode == 1
    assert "3 differs" in differing.stdout


def test_without_accepted_findings_the_cure_is_named(tmp_path):
    with pytest.raises(BadInput, match=r"accepted.csv.*\n.*no such file\n.*make accept"):
        read(tmp_path / "accepted.csv")
