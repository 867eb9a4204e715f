"""The manifest: which raw files are as they were meant to be."""

from hashlib import sha256

import pytest

import raw_study
from analysis.intake import manifest


@pytest.fixture
def study(tmp_path):
    return raw_study.exland(tmp_path)


def told(study):
    return {fault.file.partition("raw/")[2]: fault.rule for fault in manifest.check(study)}


def test_a_study_without_a_manifest_is_read_without_this_check(study):
    assert told(study) == {}


def test_the_manifest_holds_the_checksum_of_every_file_but_itself(study):
    path = manifest.record(study)
    lines = dict(reversed(line.split("  ")) for line in path.read_text().splitlines())
    assert sorted(lines) == ["reference/state_aliases.csv", "reference/states.csv", "study.yaml"]
    content = (study.raw / "study.yaml").read_bytes()
    assert lines["study.yaml"] == sha256(content).hexdigest()
    assert manifest.record(study).read_text().splitlines() == path.read_text().splitlines()


def test_what_was_recorded_passes(study):
    manifest.record(study)
    assert told(study) == {}


def test_each_file_that_changed_vanished_or_appeared_is_named_with_the_cure(study):
    manifest.record(study)
    (study.raw / "study.yaml").write_text("seed: 2\n")
    (study.raw / "reference/states.csv").unlink()
    (study.raw / "reference/new.csv").write_text("a\n")
    assert told(study) == {
        "study.yaml": "changed since the manifest was recorded",
        "reference/states.csv": "no such file, but in the manifest",
        "reference/new.csv": "not in the manifest",
    }
    cures = {fault.cure for fault in manifest.check(study)}
    assert cures == {"If the change was meant, record it: make manifest"}


@pytest.mark.parametrize("name", [".DS_Store", "~$register.xlsx", ".git/config"])
def test_what_programs_leave_behind_is_no_raw_file(name, study):
    manifest.record(study)
    (study.raw / name).parent.mkdir(exist_ok=True)
    (study.raw / name).write_text("passing")
    assert told(study) == {}


def test_a_damaged_manifest_refuses_every_file_and_does_not_fail(study):
    manifest.record(study).write_bytes(b"\xff\xfe not a manifest\n")
    assert told(study)["study.yaml"] == "not in the manifest"
