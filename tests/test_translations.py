"""Translations of passages: of exactly what was coded, by somebody, and known how far."""

import pandas as pd
import pytest

import raw_study
from analysis.intake import translations
from analysis.intake.consent import UNKNOWN
from raw_study import faults, texts

ROW = {
    "source_id": "E001", "start": "4", "end": "10", "translation": "Los tribunales.",
    "translator": "T1", "status": "checked",
}  # fmt: skip
HEARD = pd.DataFrame({"source_id": ["E001"], "language": ["spanish"]})
ASIDE = pd.DataFrame({"source_id": ["E002"]}, dtype="str")
PASSAGES = pd.DataFrame(
    {
        "segment_id": ["E001-001", "E001-002"], "source_id": "E001", "start": [4, 4],
        "end": [10, 20], "speaker": "P1", "text": ["Courts", "Courts are fast"],
    }
)  # fmt: skip


@pytest.fixture
def study(tmp_path):
    return raw_study.exland(tmp_path)


@pytest.fixture
def clean(study):
    """``clean(*rows)``: the passages with the translations of these rows."""
    segments = translations.untranslated(PASSAGES, HEARD)
    return lambda *rows, of=segments: translations.clean(texts(*rows), of, HEARD, ASIDE, study)


def test_a_translation_belongs_to_the_passage_of_exactly_its_stretch(clean):
    table = clean(ROW).set_index("segment_id")
    given = ["language", "translation", "translator", "status"]
    assert table.loc["E001-001", given].tolist() == ["spanish", "Los tribunales.", "T1", "checked"]
    assert table.loc["E001-002", "language"] == "spanish"
    assert table.loc["E001-002", given[1:]].isna().all()


def test_a_study_without_translations_has_passages_all_the_same(study, clean):
    read = translations.read(study)
    table = translations.clean(
        read, translations.untranslated(PASSAGES, HEARD), HEARD, ASIDE, study
    )
    assert len(table) == 2 and table["translation"].isna().all()


def test_a_translation_of_a_set_aside_source_goes_no_further(clean):
    table = clean(ROW, ROW | {"source_id": "E002", "start": "1"})
    assert table["translation"].notna().sum() == 1


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"end": "11"}, "start, end: nobody coded exactly this stretch"),
        ({}, "start, end: this stretch is translated above"),
        ({"source_id": "E009"}, f"source_id: {UNKNOWN}"),
        ({"start": "0", "end": "x"}, "end: not a whole number"),
        ({"status": "final"}, "status: not on the list (machine, draft, checked)"),
        ({"end": "20", "translation": None}, "translation: blank, but must be given"),
        ({"end": "20", "translator": None}, "translator: blank, but must be given"),
        ({"end": "20", "status": None}, "status: blank, but must be given"),
    ],
)
def test_a_translation_of_nothing_or_by_nobody_is_refused(changed, said, clean):
    other = ROW | {"start": "4"} | changed
    found = faults(clean, ROW, other)
    assert f"row 3, {said}" in found
    assert not any("tribunales" in fault for fault in found)


def test_faults_are_told_where_the_coding_itself_cannot_be_read(clean):
    assert faults(lambda: clean(ROW, ROW | {"status": "final"}, of=None)) == [
        "row 3, start, end: this stretch is translated above",
        "row 3, status: not on the list (machine, draft, checked)",
    ]
