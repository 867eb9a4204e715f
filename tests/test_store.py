"""Processed tables: through their declaration both ways, whole or not at all, with provenance."""

import os
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
import pytest

import raw_study
import small_study
from analysis import schema, store
from analysis.study import read_study
from frame import frame
from raw_study import faults

ASKED = frame("""
    source_id  domain
    i1         justice
    i2         advocacy
""")
CODES = pd.DataFrame({"source_id": ["i9"], "reason": ["consent_refused"]})


@pytest.fixture
def study(tmp_path):
    return read_study(small_study.write(tmp_path))


@pytest.fixture(autouse=True)
def nothing_read(monkeypatch):
    monkeypatch.setattr(store, "_read_so_far", {"public"})


@pytest.fixture(scope="module")
def tables(tmp_path_factory):
    """Every table that intake makes of a small study, and the study."""
    study = read_study(raw_study.write(tmp_path_factory.mktemp("study")))
    return raw_study.tables(study), study


def digests(study):
    return {path.name: sha256(path.read_bytes()).hexdigest() for path in study.processed.iterdir()}


def provenance_of(study, name):
    return pq.read_schema(study.processed / f"{name}.parquet").metadata[b"provenance"].decode()


# Round trips


def test_every_table_of_intake_comes_back_as_it_was_saved(tables):
    made, study = tables
    store.save(study, **made)
    for name, table in made.items():
        loaded = store.load(study, name)
        pd.testing.assert_frame_equal(loaded, schema.checked(name, table, study))
        pd.testing.assert_frame_equal(loaded, schema.checked(name, loaded, study))


def test_only_results_are_not_made_by_intake(tables):
    made, _ = tables
    assert schema.TABLES.keys() - made.keys() == {
        "cells", "headlines", "state_groups", "expected_states", "associations",
        "indicator_changes", "variation_headlines", "variation_flips", "stability",
    }  # fmt: skip


@pytest.mark.parametrize("name", schema.TABLES)
def test_an_empty_table_comes_back_with_its_types(name, study):
    empty = schema.checked(name, pd.DataFrame(columns=list(schema.about(name))), study)
    store.save(study, **{name: empty})
    pd.testing.assert_frame_equal(store.load(study, name), empty)


def test_the_same_tables_give_the_same_bytes_in_whatever_order_their_rows_stand(tables):
    made, study = tables
    store.save(study, **made)
    before = digests(study)
    store.save(study, **{name: table[::-1] for name, table in made.items()})
    assert digests(study) == before


def test_tables_are_given_in_the_order_named(study):
    store.save(study, asked=ASKED, set_aside=CODES)
    aside, asked = store.load(study, "set_aside", "asked")
    assert (aside["source_id"].tolist(), len(asked)) == (["i9"], 2)


# Whole or not at all


def test_no_table_is_written_when_one_is_refused(study):
    store.save(study, asked=ASKED)
    before = digests(study)
    wrong = CODES.assign(reason="Ana said so")
    told = faults(lambda: store.save(study, asked=ASKED[:1], set_aside=wrong))
    assert told == ["row 0, reason: not on the list (consent_refused, consent_withdrawn)"]
    assert digests(study) == before


def test_a_failure_while_writing_leaves_the_old_file_and_nothing_else(tmp_path):
    path = tmp_path / "table.parquet"
    store.write_text(path, "old")
    with pytest.raises(RuntimeError), store.replacing(path) as file:
        file.write(b"half of the n")
        raise RuntimeError
    assert {p.name: p.read_text() for p in tmp_path.iterdir()} == {"table.parquet": "old"}


def test_a_process_killed_while_writing_leaves_the_old_file(tmp_path):
    path = tmp_path / "table.parquet"
    store.write_text(path, "old")
    program = (
        "import os, sys\nfrom pathlib import Path\nfrom analysis.store import replacing\n"
        "with replacing(Path(sys.argv[1])) as file:\n"
        "    file.write(b'half'); file.flush(); os._exit(9)\n"
    )
    done = subprocess.run([sys.executable, "-c", program, path], env=os.environ | SOURCE)
    assert (done.returncode, path.read_text()) == (9, "old")


SOURCE = {"PYTHONPATH": str(Path(store.__file__).parents[1])}


def test_a_file_can_be_read_by_whom_the_umask_allows(tmp_path):
    old = os.umask(0o027)
    try:
        store.write_text(tmp_path / "a.csv", "x")
    finally:
        os.umask(old)
    assert (tmp_path / "a.csv").stat().st_mode & 0o777 == 0o640


def test_text_has_unix_line_ends_and_is_utf_8(tmp_path):
    store.write_text(tmp_path / "new folder/a.txt", "sí\nno\n")
    assert (tmp_path / "new folder/a.txt").read_bytes() == b"s\xc3\xad\nno\n"


def test_a_table_not_built_yet_is_refused_with_the_cure(study):
    with pytest.raises(
        ValueError, match="asked.parquet: 1 fault\n  not built yet\n  -> Run: make all"
    ):
        store.load(study, "asked")


def test_a_table_that_no_longer_fits_its_declaration_is_refused_by_its_file(study):
    study.processed.mkdir()
    ASKED.assign(mood="Ana").to_parquet(study.processed / "asked.parquet")
    with pytest.raises(ValueError, match="asked.parquet: 1 fault\n  mood: column not declared"):
        store.load(study, "asked")


def test_a_damaged_table_is_refused(study):
    study.processed.mkdir()
    (study.processed / "asked.parquet").write_bytes(b"PAR1 no more")
    assert faults(store.load, study, "asked") == ["not a Parquet table"]


# Provenance


@pytest.mark.parametrize(
    ("read", "carried"),
    [
        ([], "public"),
        (["public"], "public"),
        (["synthetic", "public"], "synthetic"),
        (["restricted", "synthetic", "public"], "restricted"),
    ],
)
def test_a_table_carries_the_most_binding_provenance_read_so_far(read, carried, study):
    for provenance in read:
        store.note(provenance)
    store.save(study, asked=ASKED)
    assert provenance_of(study, "asked") == carried


def test_loading_a_table_hands_its_provenance_on_to_what_is_saved_after(study, monkeypatch):
    store.note("restricted")
    store.save(study, asked=ASKED)
    monkeypatch.setattr(store, "_read_so_far", {"public"})
    store.load(study, "asked")
    store.save(study, set_aside=CODES)
    assert provenance_of(study, "set_aside") == "restricted"


def test_a_table_without_provenance_counts_as_the_study_does(study):
    study.processed.mkdir()
    ASKED.to_parquet(study.processed / "asked.parquet")
    store.load(study, "asked")
    assert store.provenance() == "synthetic"


def test_reading_raw_files_is_noted(tables):
    _, study = tables
    raw_study.tables(study)
    assert store.provenance() == "synthetic"
