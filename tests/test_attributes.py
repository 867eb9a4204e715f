"""Cases of the coded project: whose they are, where they are, and what is refused."""

import pandas as pd
import pytest

import raw_study
from analysis.faults import BadInput
from analysis.intake import attributes
from analysis.intake.coded_project import Project
from analysis.intake.coded_project.project import Report
from frame import frame

# Two people were heard in G01, P1 in E001 too; E009 was withdrawn.
INTERVIEWS = frame("""
    source_id
    E001
    E002
    G01
""")
PARTICIPANTS = frame("""
    source_id  person_id  sex
    E001       P1         female
    E002       P3         male
    G01        P1         female
    G01        P2         male
""")
ASIDE = frame("""
    source_id  reason
    E009       consent_withdrawn
""")
FIRM = [("The mill", "E001"), ("The mill", "E002")]
PEOPLE = [("P1", "E001"), ("P1", "G01"), ("P2", "G01")]


@pytest.fixture
def study(tmp_path):
    """The small study; the attribute ``estado`` holds the place of a case."""
    study = raw_study.exland(tmp_path)
    object.__setattr__(study, "case_place", "estado")
    return study


def project(cases, noted):
    """A coded project that holds cases and what was noted of them."""
    empty = pd.DataFrame()
    report = Report("coding.qdpx")
    return Project(empty, empty, empty, empty, cases=cases, attributes=noted, report=report)


@pytest.fixture
def clean(study):
    """``clean(links, notes)``: the tables of cases of which so much was noted."""

    def cleaned(links, notes=(("P1", "estado", "Belmarca"),)):
        cases = pd.DataFrame(links, columns=["case", "source"], dtype="str")
        noted = pd.DataFrame(notes, columns=["case", "attribute", "value"], dtype="str")
        return attributes.clean(project(cases, noted), INTERVIEWS, PARTICIPANTS, ASIDE, study)

    return cleaned


def rows(table):
    return table.astype("object").where(table.notna(), None).to_numpy().tolist()


def noted(tables):
    table = tables["case_attributes"]
    return {(case, name): value for case, name, value in rows(table)}


def flow(tables):
    return tables["case_flow"].set_index("reason")["n_cases"].to_dict()


# What is kept


def test_a_source_with_several_people_and_a_person_in_several_sources(clean):
    cases = clean(PEOPLE)["cases"]
    assert rows(cases[["case_name", "source_id"]]) == [["P1", "E001"], ["P1", "G01"], ["P2", "G01"]]
    assert cases.groupby("source_id")["case_name"].nunique()["G01"] == 2
    assert cases.groupby("case_name")["source_id"].nunique()["P1"] == 2


def test_a_case_need_not_be_a_person(clean):
    tables = clean(FIRM, [("The mill", "estado", "Zarboria"), ("The mill", "size", "large")])
    assert tables["cases"]["source_id"].tolist() == ["E001", "E002"]
    assert noted(tables) == {("The mill", "estado"): "XX-ARB", ("The mill", "size"): "large"}


def test_a_value_that_was_not_given_stays_missing_and_an_attribute_is_kept_as_written(clean):
    notes = [("P1", "estado", None), ("P1", " Edad ", " 41 "), ("P2", "estado", " BELMARCA")]
    tables = clean(PEOPLE, notes)
    assert noted(tables) == {
        ("P1", "estado"): None, ("P1", " Edad "): " 41 ", ("P2", "estado"): "XX-BEL",
    }  # fmt: skip


def test_names_that_differ_by_a_space_or_a_capital_are_other_cases_and_are_marked(clean):
    links = [*FIRM, ("the mill", "E001"), ("The mill ", "G01"), ("The weir", "G01")]
    tables = clean(links, [("The mill", "estado", "Zarboria"), ("the mill", "estado", "Belmarca")])
    cases = tables["cases"]
    assert cases["case_name"].nunique() == 4
    assert set(cases.loc[cases["is_lookalike"], "case_name"]) == {
        "The mill",
        "The mill ",
        "the mill",
    }
    assert noted(tables) == {("The mill", "estado"): "XX-ARB", ("the mill", "estado"): "XX-BEL"}


def test_a_person_whose_name_has_a_space_more_is_no_person_of_the_register(clean):
    # P3 was heard in E002 only; the name with a space is looked at as any other case.
    tables = clean([("P3 ", "E001")], [("P3 ", "estado", "Zarboria")])
    assert rows(tables["cases"]) == [["P3 ", "E001", False]]


def test_a_place_may_be_any_state_of_the_country_studied_or_not(clean):
    assert noted(clean(PEOPLE, [("P1", "estado", "XX-DUN")])) == {("P1", "estado"): "XX-DUN"}


def test_a_study_that_names_no_place_keeps_every_value_as_it_is(clean, study):
    object.__setattr__(study, "case_place", None)
    assert noted(clean(PEOPLE, [("P1", "estado", "the coast")])) == {("P1", "estado"): "the coast"}


def test_a_project_without_cases_gives_empty_tables(clean, study):
    object.__setattr__(study, "case_place", None)
    tables = clean([], [])
    assert [len(tables[name]) for name in ("cases", "case_attributes")] == [0, 0]
    assert set(flow(tables).values()) == {0}


# Consent


def test_the_cases_of_a_withdrawn_source_are_counted_and_go_no_further(clean):
    links = [*PEOPLE, ("P9", "E009"), ("Nobody's", None), ("P1", "E009")]
    notes = [("P1", "estado", "Belmarca"), ("P9", "estado", "the coast"), ("Nobody's", "age", "4")]
    tables = clean(links, notes)
    assert set(tables["cases"]["case_name"]) == {"P1", "P2"}
    assert set(tables["cases"]["source_id"]) == {"E001", "G01"}
    assert noted(tables) == {("P1", "estado"): "XX-BEL"}
    assert flow(tables) == {
        "in_project": 4, "linked_to_no_source": 1, "sources_set_aside": 1, "used": 2,
    }  # fmt: skip


def test_a_case_of_a_source_that_is_not_registered_is_refused_without_its_name(clean):
    told = refused(clean, [*FIRM, ("Ana", "E77")], [("Ana", "estado", "Belmarca")])
    rule = "its source is not in the register, so its consent is not known"
    assert told == [f"row 2, source: {rule}"]


# People


def test_a_person_linked_elsewhere_than_the_register_heard_them_is_refused(clean):
    links = [*PEOPLE, ("P3", "E002"), ("P3", "E001")]
    rule = "linked to a source in which the register did not hear this person"
    assert refused(clean, links) == [f"row 3, source: {rule}"]


@pytest.mark.parametrize("links", [[("P1", "E001"), ("P2", "G01")], [("P2", "G01"), ("P1", None)]])
def test_a_person_not_linked_to_where_the_register_heard_them_is_refused(links, clean):
    number = 1 + [name for name, _ in links].index("P1")
    rule = "not linked to a source in which the register heard this person"
    assert refused(clean, links) == [f"row {number}, source: {rule}"]


# Places


def test_a_spelling_with_two_meanings_is_refused_naming_the_case_by_its_number(clean):
    notes = [
        ("P1", "estado", "Belmarca"),
        ("P2", "age", "the coast"),
        ("P2", "estado", "the coast"),
    ]
    assert refused(clean, PEOPLE, notes) == ["row 2, estado: could mean XX or XX-COR"]


@pytest.mark.parametrize(
    ("spelling", "rule"),
    [("Atlantis", "not a state"), ("all over", "a whole country, not a state")],
)
def test_a_place_that_is_no_state_is_refused_and_never_quoted(spelling, rule, clean, study):
    with (study.raw / "reference/state_aliases.csv").open("a") as lines:
        lines.write("all over,XX\n")
    assert refused(clean, FIRM, [("The mill", "estado", spelling)]) == [f"row 1, estado: {rule}"]


def test_the_name_of_the_country_is_no_state_and_the_state_of_the_same_name_is(tmp_path):
    # The aliases of the study itself, where one state is called like the country.
    study = raw_study.read_study(raw_study.DATA)
    object.__setattr__(study, "case_place", "estado")
    cases = pd.DataFrame({"case": ["a", "b"], "source": ["E001", "E002"]}, dtype="str")
    notes = cases.assign(attribute="estado", value=["Edo. Méx.", "México"]).drop(columns="source")
    sources = INTERVIEWS, PARTICIPANTS, ASIDE
    tables = attributes.clean(project(cases, notes.head(1)), *sources, study)
    assert noted(tables) == {("a", "estado"): "MX-MEX"}
    with pytest.raises(BadInput) as bad:
        attributes.clean(project(cases, notes), *sources, study)
    (fault,) = bad.value.faults
    assert str(fault) == "row 2, estado: could mean MX or MX-MEX"
    assert (fault.sheet, fault.file) == ("cases", "coding.qdpx")
    assert "Méx" not in str(bad.value)


def test_a_place_that_no_attribute_holds_is_refused(clean, study):
    object.__setattr__(study, "case_place", "Estado")
    assert refused(clean, PEOPLE) == ["no attribute of a case is the case_place of study.yaml"]


def test_an_attribute_given_twice_is_refused(clean):
    notes = [("The mill", "estado", None), ("The mill", "estado", "Zarboria")]
    assert refused(clean, FIRM, notes) == ["row 1: stands twice: case_name, attribute"]


def test_a_case_linked_to_several_passages_of_a_source_is_linked_to_it_once(clean):
    tables = clean([*FIRM, FIRM[0]], [("The mill", "estado", "Zarboria")])
    assert rows(tables["cases"][["case_name", "source_id"]]) == [list(link) for link in FIRM]


def refused(clean, *inputs):
    """What is said, once it is sure that nothing of the project is quoted."""
    told = raw_study.faults(clean, *inputs)
    quoted = ["Ana", "P1", "P2", "P3", "mill", "coast", "Atlantis", "Belmarca", "E77"]
    assert not [fault for fault in told for word in quoted if word in fault]
    return told
