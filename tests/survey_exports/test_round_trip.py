"""From a form to an export and back to the same answers, whatever tool wrote it and how."""

import tempfile
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import raw_study
from analysis.intake import survey_exports
from survey_exports import dialects
from survey_exports.dialects import ASKED, NEEDS, ONCE, PER_PERSON, SEVERAL, TITLE, TOWNS, Dialect

TOLD = [
    {
        "town": "a1", "age": "41", "uuid": "X-1", "needs": "water 1", "comment": 'Sí, ñandú; "así"',
        "people": [
            {"nick_name": "Uno", "work_town": "a-2", "work_needs": "1", "jobs": [{"job": "obra"}]},
            {"nick_name": "Dos", "work_town": None, "work_needs": None,
             "jobs": [{"job": "campo"}, {"job": "taller"}]},
        ],
    },
    {"town": None, "age": None, "uuid": None, "needs": None, "comment": None, "people": []},
    {
        "town": "a-2", "age": "7", "uuid": "007", "needs": "-99", "comment": "a, b",
        "people": [{"nick_name": "Tres", "work_town": "a1", "work_needs": "water 1", "jobs": []}],
    },
]  # fmt: skip


def read(folder: Path, told: list[dict], way: Dialect) -> tuple[survey_exports.Export, list[dict]]:
    """The export of what was told, and what was read of it, in the same shape."""
    study = raw_study.exland(folder)
    return read_by(study, survey_exports.read_form(study, dialects.form(study.raw)), told, way)


def read_by(study, form, told, way, folder="validation"):
    path = dialects.write(study.raw / folder, told, way)
    export = survey_exports.read(study, path, form, ASKED)
    return export, answers(export, study)


def answers(export: survey_exports.Export, study) -> list[dict]:
    """What an export says, nested as it was told."""
    found = export.gathering(study)
    main = survey_exports.submissions(export, study, found)
    people, jobs = (
        survey_exports.repeated(export, name, study, export.gathering(study, name))
        for name in ("people", "jobs")
    )
    assert [str(f) for s in export.sheets.values() for f in s.faults] == []
    assert jobs["submission"].tolist() == people["submission"].reindex(jobs["around"]).tolist()
    return [
        _said(row, ONCE)
        | {
            "people": [
                _said(person, PER_PERSON)
                | {"jobs": [_said(j, ("job",)) for _, j in jobs[jobs["around"].eq(at)].iterrows()]}
                for at, person in people[people["submission"].eq(number)].iterrows()
            ]
        }
        for number, row in main.iterrows()
    ]


def _said(row: pd.Series, names: tuple) -> dict:
    return {name: None if pd.isna(row[name]) else row[name] for name in names}


@pytest.mark.parametrize("tool", ["kobo", "central", "surveycto"])
@pytest.mark.parametrize("shape", ["long", "[n]", "/n/", "_n"])
def test_every_way_of_writing_a_survey_is_read_as_the_same_answers(tool, shape, tmp_path):
    ways = [way for way in dialects.dialects() if (way.tool, way.shape) == (tool, shape)]
    assert len(ways) >= 8
    study = raw_study.exland(tmp_path)
    form = survey_exports.read_form(study, dialects.form(study.raw))
    for number, way in enumerate(ways):
        assert read_by(study, form, TOLD, way, str(number))[1] == unsaid(TOLD), way


def unsaid(told: list[dict]) -> list[dict]:
    """What was told, with the study's missing value blank."""
    return [
        {
            k: [unsaid([p])[0] for p in v] if isinstance(v, list) else (None if v == "-99" else v)
            for k, v in submission.items()
        }
        for submission in told
    ]


WORDS = st.text("abcñÁ ,;\"'/.-_\n0", min_size=1, max_size=12).map(str.strip).filter(bool)
TEXTS = st.none() | WORDS
SEVERAL_OF = st.lists(st.sampled_from(NEEDS[:2]), unique=True).map(
    lambda chosen: " ".join(sorted(chosen, key=NEEDS.index)) or None
)
JOB = st.fixed_dictionaries({"job": WORDS})
PERSON = st.fixed_dictionaries(
    {"nick_name": WORDS, "work_town": st.none() | st.sampled_from(TOWNS), "work_needs": SEVERAL_OF,
     "jobs": st.lists(JOB, max_size=2)}
)  # fmt: skip
SUBMISSION = st.fixed_dictionaries(
    {"town": st.none() | st.sampled_from(TOWNS), "age": st.none() | st.integers(0, 99).map(str),
     "uuid": TEXTS, "needs": SEVERAL_OF, "comment": TEXTS, "people": st.lists(PERSON, max_size=2)}
)  # fmt: skip
LONG = [way for way in dialects.dialects() if way.shape == "long"]


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(SUBMISSION, min_size=1, max_size=4), st.sampled_from(LONG))
def test_whatever_was_answered_comes_back(told, way):
    with tempfile.TemporaryDirectory() as folder:
        assert read(Path(folder), told, way)[1] == unsaid(told)


def test_the_report_of_a_reading_tells_tool_shape_rows_and_what_stayed_behind(tmp_path):
    told = read(tmp_path, TOLD, Dialect())[0].reading
    assert (told.tool, told.shape, told.headed_by) == ("KoboToolbox", "long", "names")
    assert told.versions == {"v1": 3}
    assert told.n_rows == {TITLE: 3, "people": 3, "jobs": 3}
    assert told.private == (
        "deviceid", "who/enumerator", "_submitted_by", "_submission__submitted_by",
    )  # fmt: skip
    assert told.foreign == () and told.unread == {}


@pytest.mark.parametrize("tool", ["kobo", "central", "surveycto"])
def test_the_report_names_a_language_and_columns_that_are_of_no_question(tool, tmp_path):
    file = {"kobo": "xlsx", "central": "zip", "surveycto": "csv"}[tool]
    way = Dialect(tool, file, language=dialects.ES)
    reading = read(tmp_path, TOLD, way)[0].reading
    assert reading.headed_by == f"labels ({dialects.ES})"
    assert SEVERAL == ("needs", "work_needs") and "needs" not in reading.private
    assert reading.foreign == ()
