"""The register: who is used, who is set aside, and what is refused."""

import pandas as pd
import pytest

import raw_study
from analysis.intake import interviews
from raw_study import faults, texts

ROW = {
    "folio": "E001", "tipo": "entrevista", "modalidad": "Presencial", "fecha": "2024-05-02",
    "estado": "Zarboria", "grupo": "Sindicatos", "idioma": "Español", "personas": "1",
    "mujeres": "1", "hombres": "0", "temas": "advocacy; justice", "consentimiento": "sí",
    "claves": "P1",
}  # fmt: skip
BLANK = dict.fromkeys(ROW)


@pytest.fixture
def clean(tmp_path):
    """``clean({...}, {...})``: the tables of a register of rows that differ from ``ROW`` so."""
    study = raw_study.exland(tmp_path)
    return lambda *rows: interviews.clean(texts(*(ROW | row for row in rows)), study)


def flow(tables):
    return tables["interview_flow"].set_index("reason")["n_rows"].to_dict()


# What is read


def test_a_row_becomes_a_source_in_the_words_of_the_study(clean):
    source = clean({})["interviews"].iloc[0]
    assert source.to_dict() == {
        "source_id": "E001", "kind": "interview", "mode": "in_person",
        "date": pd.Timestamp("2024-05-02"), "state": "XX-ARB", "group": "unions",
        "language": "spanish", "n_people": 1,
    }  # fmt: skip


def test_capitals_accents_and_spaces_do_not_matter(clean):
    row = {"tipo": " Grupo  FOCAL", "grupo": "JUECES", "estado": "belmarca ", "idioma": "ESPANOL"}
    source = clean(row | {"temas": "Advocacy"})["interviews"].iloc[0]
    assert source[["kind", "group", "state", "language"]].tolist() == [
        "focus_group", "judges", "XX-BEL", "spanish",
    ]  # fmt: skip


def test_a_source_has_one_row_per_domain_asked(clean):
    asked = clean({}, {"folio": "E002", "temas": None})["asked"]
    assert asked.to_numpy().tolist() == [["E001", "advocacy"], ["E001", "justice"]]


def test_the_people_named_are_women_first_then_men_then_those_who_did_not_say(clean):
    group = {"personas": "4", "mujeres": "1", "hombres": "2", "claves": "P1; P2; P3; P4"}
    people = clean(group)["participants"]
    assert dict(zip(people["person_id"], people["sex"], strict=True)) == {
        "P1": "female", "P2": "male", "P3": "male", "P4": "not_said",
    }  # fmt: skip


def test_blank_and_repeated_rows_are_dropped_and_counted(clean):
    louder = {"folio": "E001", "grupo": " SINDICATOS", "consentimiento": "SÍ"}
    tables = clean({}, BLANK, louder, {"folio": "E002"}, BLANK)
    assert flow(tables) == {
        "registered": 5, "blank_row": 2, "entered_twice": 1, "consent_refused": 0,
        "consent_withdrawn": 0, "used": 2,
    }  # fmt: skip
    assert tables["interviews"]["source_id"].tolist() == ["E001", "E002"]


@pytest.mark.parametrize(
    ("word", "reason"), [("no", "consent_refused"), ("Retirado", "consent_withdrawn")]
)
def test_without_consent_a_source_is_counted_named_and_goes_no_further(word, reason, clean):
    # Nothing else of it is read, not even what would be refused.
    tables = clean({}, {"folio": "E002", "consentimiento": word, "estado": "nowhere"})
    assert flow(tables)[reason] == 1
    assert tables["set_aside"].to_numpy().tolist() == [["E002", reason]]
    for name in ("interviews", "asked", "participants"):
        assert set(tables[name]["source_id"]) == {"E001"}


def test_a_register_in_which_everybody_withdrew_gives_empty_tables(clean):
    tables = clean({"consentimiento": "retirado"})
    assert [len(tables[n]) for n in ("interviews", "asked", "participants")] == [0, 0, 0]


def test_notes_are_never_read_further(tmp_path):
    study = raw_study.exland(tmp_path)
    header, row = [*ROW, "notas"], [*ROW.values(), "Ana Luisa is ill"]
    raw_study.workbook(study.raw / interviews.FILE, register=[header, row])
    assert "notas" not in interviews.read(study)


# What is refused


def test_a_folio_with_other_content_is_refused_whoever_stands_first(clean):
    rule = "row 3, folio: this source stands above with other content"
    assert faults(clean, {}, {"grupo": "Jueces"}) == [rule]


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ({"estado": "Nowhere"}, "estado: not a state"),
        ({"estado": "the coast"}, "estado: could mean XX or XX-COR"),
        ({"estado": "XX-DUN"}, "estado: not on the list (study.yaml: states)"),
        ({"estado": None}, "estado: blank, but must be given"),
        ({"fecha": "2024-02-29"}, "fecha: before the fieldwork began"),
        ({"fecha": "01/06/2025"}, "fecha: after the fieldwork ended"),
        ({"fecha": "ayer"}, "fecha: not a date such as 2024-03-01 or 01/03/2024"),
        ({"grupo": "Ana"}, "grupo: not on the list (study.yaml: groups)"),
        ({"modalidad": "Ana"}, "modalidad: not on the list (study.yaml: modes)"),
        ({"idioma": "Ana"}, "idioma: not on the list (study.yaml: interview_languages)"),
        ({"tipo": "charla"}, "tipo: not on the list (entrevista, grupo focal)"),
        ({"temas": "justice; peace"}, "temas: not on the list (study.yaml: domains)"),
        ({"consentimiento": "quizás"}, "consentimiento: not on the list (sí, no, retirado)"),
        ({"consentimiento": None}, "consentimiento: blank, but must be given"),
        ({"personas": "1,0"}, "personas: not a whole number"),
        ({"personas": None}, "personas: blank, but must be given"),
        ({"folio": None}, "folio: blank, but must be given"),
    ],
)
def test_a_cell_that_cannot_be_read_is_refused_once_and_by_the_name_of_its_column(
    row, fault, clean
):
    assert faults(clean, {"folio": "E000"}, row) == [f"row 3, {fault}"]


@pytest.mark.parametrize(
    "row",
    [
        {"personas": "2"},
        {"claves": "P1; P2"},
        {"claves": None},
        {"mujeres": "1", "hombres": "1"},
    ],
)
def test_people_that_do_not_fit_are_refused(row, clean):
    assert faults(clean, row) == [
        "row 2, personas, claves, mujeres, hombres: the people named, the women and men, and the "
        "number of people do not fit together"
    ]


def test_a_person_named_twice_in_one_source_is_refused(clean):
    row = {"personas": "2", "claves": "P1; P1"}
    assert faults(clean, row) == ["row 2: stands twice: source_id, person_id"]


@pytest.mark.parametrize("folio", ["../E001", "a/b", "a\\b", "..", "E 1", "/etc/hostname"])
@pytest.mark.parametrize("consent", ["sí", "retirado"])
def test_a_folio_that_could_leave_the_folder_of_transcripts_is_refused(folio, consent, clean):
    row = {"folio": folio, "consentimiento": consent}
    assert faults(clean, row) == ["row 2, folio: not an id: letters, digits, _ and - only"]


def test_a_row_shifted_by_one_is_refused_cell_by_cell_and_quotes_nothing(clean):
    shifted = dict(zip(ROW, [None, *ROW.values()], strict=False))
    told = faults(clean, {"folio": "E000"}, shifted)
    assert "row 3, folio: blank, but must be given" in told
    assert "row 3, consentimiento: not on the list (sí, no, retirado)" in told
    assert not [fault for fault in told if "E001" in fault or "Zarboria" in fault]


def test_all_that_is_wrong_is_told_at_once_in_the_order_of_the_rows(clean):
    told = faults(clean, {"personas": "x"}, {"folio": "E002", "fecha": "x", "grupo": "x"})
    assert [fault.split(":")[0] for fault in told] == [
        "row 2, personas", "row 3, fecha", "row 3, grupo",
    ]  # fmt: skip


def test_of_a_faulty_register_a_source_is_in_use_only_where_every_row_consents(tmp_path):
    study = raw_study.exland(tmp_path)
    register = texts(
        ROW,
        ROW | {"folio": "E002", "estado": "nowhere"},
        ROW | {"folio": "E003", "consentimiento": "quizás"},
        ROW | {"folio": "E004"},
        ROW | {"folio": "E004", "consentimiento": "retirado"},
        ROW | {"folio": "../E005"},
        ROW | {"folio": None},
    )
    used, aside = interviews.by_consent(register, study)
    assert used["source_id"].tolist() == ["E001", "E002"]
    assert aside["source_id"].tolist() == ["../E005", "E003", "E004"]
