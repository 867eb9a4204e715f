"""A verdict that a researcher overrules: what is read, and each refusal."""

from pathlib import Path

import pandas as pd
import pytest

import raw_study
from analysis.intake import overrulings
from analysis.intake.__main__ import check
from analysis.study import read_study
from analysis.synthetic.overruling import overrulings as invented
from analysis.vocabulary import ALL_STATES
from frame import frame
from raw_study import faults

GOOD = {
    "state": "XX-ARB", "domain": "justice", "verdict": "dissonance", "decided_by": "A1",
    "decided_on": "2024-05-02", "why": "The same workshop taught all of them what to say.",
}  # fmt: skip


@pytest.fixture
def study(tmp_path):
    return raw_study.exland(tmp_path)


def wrong(study, *rows, judged=None):
    """What is said of these rows, each the good one with other values."""
    table = raw_study.texts(*(GOOD | row for row in rows))
    return faults(lambda: overrulings.clean(table, study, judged))


def test_an_overruling_is_read_with_its_day_and_a_study_without_any_has_none(study):
    folder = study.raw / "triangulation"
    assert overrulings.clean(overrulings.read(study), study).empty
    folder.mkdir()
    text = ",".join(GOOD) + "\n" + ",".join(GOOD.values()) + "\n"
    (folder / "overrulings.csv").write_text(text, encoding="utf-8")
    table = overrulings.clean(overrulings.read(study), study)
    assert table["decided_on"].tolist() == [pd.Timestamp("2024-05-02")]
    assert table[["state", "verdict"]].values.tolist() == [["XX-ARB", "dissonance"]]


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ({"state": "XX-ZZZ"}, "state"), ({"state": None}, "state"),
        ({"domain": "weather"}, "domain"), ({"verdict": "surely_better"}, "verdict"),
        ({"verdict": "not_studied"}, "verdict"), ({"why": None}, "why"),
        ({"decided_by": None}, "decided_by"), ({"decided_on": None}, "decided_on"),
        ({"decided_on": "soon"}, "decided_on"),
    ],
)  # fmt: skip
def test_what_is_unknown_or_blank_is_refused_by_row_and_column(study, row, column):
    told = wrong(study, {}, row | {"domain": row.get("domain", "advocacy")})
    assert len(told) == 1 and told[0].startswith(f"row 3, {column}:")
    assert not any(value in told[0] for value in row.values() if value)


def test_the_same_verdict_is_not_overruled_twice(study):
    told = wrong(study, {}, {"verdict": "agreement"})
    assert told and all("row 2" in fault or "row 3" in fault for fault in told)


def test_every_fault_is_told_at_once(study):
    assert len(wrong(study, {"state": "XX-ZZZ"}, {"why": None, "domain": "weather"})) == 3


def test_only_what_was_judged_is_overruled(study):
    judged = frame("""
        state   domain
        XX-ARB  justice
        XX-BEL  advocacy
    """)
    rows = [{}, {"state": "XX-ARB", "domain": "advocacy"}, {"state": ALL_STATES}]
    assert wrong(study, *rows, judged=judged) == [f"row 3, state: {overrulings.NOT_JUDGED}"]
    table = raw_study.texts(GOOD, GOOD | {"state": ALL_STATES})
    assert len(overrulings.clean(table, study, judged)) == 2


def test_an_invented_study_overrules_where_most_were_asked(study):
    asked = frame("""
        source_id  domain
        i1         justice
        i2         justice
        i3         advocacy
    """)
    used = pd.DataFrame({"source_id": ["i1", "i2", "i3"], "state": ["XX-BEL", "XX-BEL", "XX-ARB"]})
    made = invented(study, asked, used)
    assert made[["state", "domain"]].values.tolist() == [["XX-BEL", "justice"]]
    texts = made.assign(decided_on=made["decided_on"].dt.strftime("%Y-%m-%d")).astype("str")
    assert len(overrulings.clean(texts, study)) == 1


def test_the_gate_reads_the_file_of_a_whole_study(tmp_path):
    study = read_study(raw_study.write(tmp_path / "study"))
    assert len(overrulings.clean(overrulings.read(study), study)) == 1
    assert check(study) == []
    raw_study.spoil_csv(study.raw / overrulings.FILE, 2, "why", "")
    told = [(Path(fault.file).name, fault.row, fault.column) for fault in check(study)]
    assert told == [("overrulings.csv", 2, "why")]
