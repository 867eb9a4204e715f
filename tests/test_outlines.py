"""The outlines of the states: what is shipped, and what is refused."""

from pathlib import Path

import pytest

import small_study
from analysis.intake import outlines
from analysis.study import read_study
from raw_study import faults

DATA = Path(__file__).parents[1] / "data"
SQUARE = "0,0 0,1 1,1 1,0 0,0"


def study(tmp_path, *rows):
    found = read_study(small_study.write(tmp_path))
    if rows:
        lines = [
            "state,ring,points",
            *(f'{state},{ring},"{points}"' for state, ring, points in rows),
        ]
        (found.raw / "reference/outlines.csv").write_text("\n".join(lines), encoding="utf-8")
    return found


def cleaned(of):
    return outlines.clean(outlines.read(of), of)


def test_every_state_of_the_country_has_a_closed_outline_within_its_bounds():
    shipped = read_study(DATA)
    table = cleaned(shipped)
    assert set(table["state"]) == {place.id for place in shipped.places}
    rings = table.groupby(["state", "ring"])[["longitude", "latitude"]]
    assert (rings.first() == rings.last()).all(axis=None)
    # Mexico's mainland: 14.5 to 32.7 north, 86.7 to 117.1 west.
    assert table["latitude"].between(14.5, 32.8).all()
    assert table["longitude"].between(-118.5, -86.7).all()


def test_the_file_is_small_enough_to_be_kept():
    assert (DATA / "raw" / outlines.FILE).stat().st_size < 100_000


def test_corners_are_counted_along_each_ring(tmp_path):
    table = cleaned(study(tmp_path, ("XX-ARB", 1, SQUARE), ("XX-ARB", 2, SQUARE)))
    assert table["corner"].tolist() == [1, 2, 3, 4, 5] * 2
    assert table["latitude"].tolist() == [0, 1, 1, 0, 0] * 2


def test_a_study_without_outlines_has_none(tmp_path):
    assert cleaned(study(tmp_path)).empty


@pytest.mark.parametrize("points", ["", "0,0 1,1 0,0", "0,0 0,1 1,1 1,x", "0 0 0 1 1 1 1 0"])
def test_what_is_no_ring_is_told_by_row(tmp_path, points):
    of = study(tmp_path, ("XX-ARB", 1, SQUARE), ("XX-BEL", 1, points))
    (found,) = faults(outlines.clean, outlines.read(of), of)
    assert found.startswith("row 3, points: not four or more pairs")


def test_a_ring_given_twice_a_stranger_and_a_place_off_the_globe_are_told(tmp_path):
    of = study(tmp_path, ("XX-ARB", 1, SQUARE), ("XX-ARB", 1, SQUARE))
    assert faults(outlines.clean, outlines.read(of), of) == ["row 3: stands twice: state, ring"]
    off = SQUARE.replace("0,1", "0,91")
    of = study(tmp_path, ("YY-ARB", 1, SQUARE), ("XX-BEL", 1, off))
    assert faults(outlines.clean, outlines.read(of), of) == [
        "row 2, state: not on the list (study.yaml: places)", "row 3, latitude: above 90",
    ]  # fmt: skip
