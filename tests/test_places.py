"""States in any spelling: what is understood, what is refused, and what is said about it."""

import unicodedata
from pathlib import Path

import pandas as pd
import pytest

from analysis.faults import BadInput, report
from analysis.intake.places import read_aliases, to_state
from analysis.study import read_study

DATA = Path(__file__).parents[1] / "data"
JALISCO = {"jalisco": {"MX-JAL"}, "jal": {"MX-JAL"}, "mexico": {"MX", "MX-MEX"}}


@pytest.fixture(scope="module")
def study():
    return read_study(DATA)


@pytest.fixture(scope="module")
def aliases(study):
    return read_aliases(study)


def column(*spellings):
    """A column ``estado`` whose first cell stands in row 2."""
    return pd.Series(spellings, index=range(2, 2 + len(spellings)), name="estado", dtype="str")


@pytest.mark.parametrize(
    ("spelling", "code"),
    [
        ("Nuevo León", "MX-NLE"),
        ("  NUEVO   LEON ", "MX-NLE"),
        ("nvo. león", "MX-NLE"),
        ("Q. Roo", "MX-ROO"),
        ("D.F.", "MX-CMX"),
        ("Ciudad de México", "MX-CMX"),
        ("Edo. de México", "MX-MEX"),
        ("Veracruz de Ignacio de la Llave", "MX-VER"),
        ("09", "MX-CMX"),
        ("mx-jal", "MX-JAL"),
        ("MX-MEX", "MX-MEX"),
    ],
)
def test_a_known_spelling_gives_its_state(spelling, code, aliases):
    states, faults = to_state(column(spelling), aliases)
    assert (states.tolist(), faults) == ([code], [])


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize("name", ["id", "es", "en", "short"])
def test_every_state_is_known_by_its_code_its_names_and_its_short_form(name, form, study, aliases):
    names = {place.id: getattr(place, name) for place in study.places}
    if name == "short":
        assert names.pop("MX-MEX") == "MEX"  # may mean the country
    written = [unicodedata.normalize(form, name).upper() for name in names.values()]
    states, faults = to_state(column(*written), aliases)
    assert (states.tolist(), faults) == (list(names), [])


def test_an_accent_may_be_a_character_of_its_own(aliases):
    decomposed = unicodedata.normalize("NFD", "Michoacán")
    assert decomposed != "Michoacán"
    assert to_state(column(decomposed), aliases)[0].tolist() == ["MX-MIC"]


@pytest.mark.parametrize("spelling", ["México", "MEXICO", "Mex.", "Méx", "MEX"])
def test_what_may_mean_the_country_is_refused(spelling, aliases):
    states, (fault,) = to_state(column("Puebla", spelling), aliases)
    assert states.isna().tolist() == [False, True]
    assert (fault.row, fault.column, fault.rule) == (3, "estado", "could mean MX or MX-MEX")
    assert "leave it one row" in fault.cure


def test_a_near_miss_hints_at_the_code_and_never_quotes_the_cell():
    states, (fault,) = to_state(column("Jalixco"), JALISCO)
    assert states.isna().all()
    assert fault.rule == "not a state (closest: MX-JAL)"
    assert "jalixco" not in report([fault]).casefold()


@pytest.mark.parametrize("spelling", ["Atlántida", "Mexica", "MX", "-", "?"])
def test_a_far_or_ambiguous_neighbour_is_no_hint(spelling):
    _, (fault,) = to_state(column(spelling), JALISCO)
    assert fault.rule == "not a state"


def test_every_bad_row_is_told(aliases):
    _, faults = to_state(column("Atlántida", "Puebla", "Atlántida", "México"), aliases)
    assert [fault.row for fault in faults] == [2, 4, 5]


def test_a_blank_stays_missing_without_a_fault(aliases):
    states, faults = to_state(column("Puebla", None), aliases)
    assert (states.index.tolist(), states.isna().tolist(), faults) == ([2, 3], [False, True], [])


def test_no_spelling_but_the_countrys_name_has_two_meanings(aliases):
    assert {word for word, codes in aliases.items() if len(codes) > 1} == {"mexico", "mex"}


def test_an_alias_of_no_place_or_with_a_blank_is_refused_by_row(tmp_path):
    folder = tmp_path / "raw"
    (folder / "reference").mkdir(parents=True)
    for name in ("study.yaml", "reference/states.csv"):
        (folder / name).write_bytes((DATA / "raw" / name).read_bytes())
    aliases = "alias,state\nTexas,US-TX\nPue,MX-PUE\n,MX\n"
    (folder / "reference/state_aliases.csv").write_text(aliases)
    with pytest.raises(BadInput) as refused:
        read_aliases(read_study(tmp_path))
    assert [(f.row, f.column) for f in refused.value.faults] == [(2, "state"), (4, "alias")]
    assert refused.value.faults[0].file.endswith("raw/reference/state_aliases.csv")


def test_each_state_has_a_tile_of_its_own_and_a_region(study):
    assert len(study.places) == 32
    assert len({(place.row, place.column) for place in study.places}) == 32
    regions = {place.region for place in study.places}
    assert regions == {"north", "north_central", "central", "south"}


@pytest.mark.parametrize(
    ("north", "south"),
    [("MX-CHH", "MX-DUR"), ("MX-ZAC", "MX-JAL"), ("MX-BCN", "MX-BCS"), ("MX-PUE", "MX-OAX")],
)
def test_tiles_keep_north_above_south(north, south, study):
    row = {place.id: place.row for place in study.places}
    assert row[north] < row[south]


@pytest.mark.parametrize(
    ("west", "east"),
    [("MX-SON", "MX-CHH"), ("MX-COA", "MX-NLE"), ("MX-VER", "MX-TAB"), ("MX-YUC", "MX-ROO")],
)
def test_tiles_keep_west_left_of_east(west, east, study):
    tile_column = {place.id: place.column for place in study.places}
    assert tile_column[west] < tile_column[east]
