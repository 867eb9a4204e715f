"""What leaves the study, and what does not."""

from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

import small_study
from analysis import store
from analysis.disclosure import (
    Released,
    refused_names,
    release,
    release_classes,
    release_public,
    together,
)
from analysis.study import Study, read_study
from analysis.vocabulary import PUBLIC, RESTRICTED, SYNTHETIC
from frame import frame


@pytest.fixture
def study(tmp_path: Path) -> Study:
    return read_study(small_study.write(tmp_path))


@pytest.fixture
def only_public_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "_read_so_far", {PUBLIC})


def hidden(released: Released) -> list[bool]:
    return released.table["is_suppressed"].tolist()


SHARES = """
    group   n_people  raised_share
    unions  10        0.5
    judges  9         0.4
    firms   0         .
"""


def test_nine_people_are_hidden_and_ten_shown_and_zero_is_zero(study):
    released = release(frame(SHARES), study, hide=["raised_share"]).table
    assert released["is_suppressed"].tolist() == [False, True, False]
    assert released["n_people"].fillna(-1).tolist() == [10, -1, 0]
    assert released["raised_share"].fillna(-1).tolist() == [0.5, -1, -1]


def test_the_smallest_cell_is_the_studys(tmp_path):
    study = read_study(small_study.write(tmp_path), smallest_cell=9)
    assert hidden(release(frame(SHARES), study, hide=["raised_share"])) == [False, False, False]


def test_cases_are_counted_like_people(study):
    cases = frame("project n_cases change\np1 9 0.1\np2 10 0.2\n")
    released = release(cases, study, people="n_cases", hide=["change"])
    assert released.table["change"].fillna(-1).tolist() == [-1, 0.2]


def test_the_table_given_is_left_as_it_was(study):
    table = frame(SHARES)
    release(table, study, hide=["raised_share"])
    pd.testing.assert_frame_equal(table, frame(SHARES))


def test_nothing_can_be_written_into_what_was_released(study):
    released = release(frame(SHARES), study, hide=["raised_share"])
    table = released.table
    table.loc[0, "n_people"] = 9
    assert released.value("n_people", group="unions") == 10


def test_notes_and_index_of_a_table_do_not_travel_with_it(study):
    table = frame(SHARES).set_index(pd.Index(["Ana", "Eva", "Luz"]))
    table.attrs["told_by"] = "Ana"
    released = release(table, study, hide=["raised_share"]).table
    assert released.attrs == {}
    assert released.index.tolist() == [0, 1, 2]


@pytest.mark.parametrize("wrong", [{"people": "n_heads"}, {"hide": ["share"]}, {"within": ["sex"]}])
def test_a_column_that_is_not_there_is_named(study, wrong):
    with pytest.raises(ValueError, match=f"{next(iter(wrong.values()))[0][0]}.*no such column"):
        release(frame(SHARES), study, **({"hide": ["raised_share"]} | wrong))


def test_a_number_nobody_named_is_refused_because_it_could_be_the_one_to_hide(study):
    table = frame("group n_asked n_raised\nunions 12 3\n")
    with pytest.raises(ValueError, match="n_raised: name it in hide"):
        release(table, study, people="n_asked")
    assert release(table, study, people="n_asked", keep=["n_raised"]).value("n_raised") == 3


def test_values_without_a_count_of_people_are_refused(study):
    with pytest.raises(ValueError, match="n_people: blank in rows that hold values"):
        release(frame("group n_people share\nunions . 0.5\n"), study, hide=["share"])


def test_a_released_table_is_not_released_again(study):
    released = release(frame(SHARES), study, hide=["raised_share"])
    with pytest.raises(ValueError, match="already released"):
        release(released.table, study, hide=["raised_share"])


@pytest.mark.parametrize("count", ["-3", "many"])
def test_what_does_not_count_people_is_refused(study, count):
    with pytest.raises(ValueError, match="must count people"):
        release(frame(f"group n_people\nunions {count}\n"), study)


# What a few people said, though there are enough of them


def test_what_speaks_of_two_sources_is_hidden_and_of_three_shown(study):
    table = frame("group n_people n_asked\nunions 20 2\njudges 20 3\nfirms 20 0\n")
    assert hidden(release(table, study, hide=["n_asked"])) == [True, False, False]


def test_a_share_of_all_or_none_is_hidden_unless_many_stand_behind_it(study):
    table = frame("""
        group   n_people  raised_share
        unions  19        1
        judges  19        0
        firms   19        0.5
        media   20        1
    """)
    assert hidden(release(table, study, hide=["raised_share"])) == [True, True, False, False]


def test_a_number_in_a_row_that_counts_nobody_is_hidden(study):
    table = frame("project n_cases change\np1 0 0.3\np2 0 .\n")
    assert hidden(release(table, study, people="n_cases", hide=["change"])) == [True, False]


# Complementary suppression


def test_along_each_line_a_second_cell_hides_with_the_first(study):
    table = frame("""
        group   domain    n_people
        unions  advocacy  9
        unions  justice   30
        unions  equality  40
        judges  advocacy  50
        judges  justice   20
        judges  equality  60
        firms   advocacy  70
        firms   justice   80
        firms   equality  90
    """)
    # 9 takes 30 with it in its row and 50 in its column; these two take 20 with them.
    expected = [True, True, False, True, True, False, False, False, False]
    assert hidden(release(table, study, within=["group", "domain"])) == expected
    assert sum(hidden(release(table, study))) == 1


def test_the_two_sources_left_over_are_hidden_like_two_that_speak(study):
    table = frame("""
        group   n_people  n_asked  n_raised
        unions  20        10       8
        judges  20        10       7
        firms   20        10       10
    """)
    released = release(table, study, hide=["n_asked", "n_raised"])
    assert released.table["is_suppressed"].tolist() == [True, False, False]


def test_two_hidden_cells_that_hold_too_few_between_them_take_a_third(study):
    table = frame("group n_people\nunions 4\njudges 5\nfirms 40\nmedia 30\n")
    assert hidden(release(table, study, within=["group"])) == [True, True, False, True]


def test_zeros_stay_where_another_cell_can_hide(study):
    table = frame("group n_people\nunions 4\njudges 0\nfirms 40\n")
    assert hidden(release(table, study, within=["group"])) == [True, False, True]


def test_a_line_whose_total_is_hidden_itself_needs_no_second_cell(study):
    table = frame("group n_people\nunions 4\njudges 0\nfirms 0\n")
    assert hidden(release(table, study, within=["group"])) == [True, False, False]


def test_totals_over_one_dimension_bind_the_cells_along_it_only(study):
    table = frame("""
        domain    sex     n_people
        advocacy  female  9
        advocacy  male    20
        justice   female  30
        justice   male    40
    """)
    released = release(table, study, within=["sex"], by=["domain"])
    assert hidden(released) == [True, True, False, False]


def test_a_dimension_left_out_is_asked_for(study):
    table = frame("domain sex n_people\na f 9\na m 20\nb f 30\nb m 40\n")
    with pytest.raises(ValueError, match="other dimensions in by"):
        release(table, study, within=["sex"])


def test_a_cell_that_no_other_can_protect_is_refused(study):
    table = frame("""
        group   domain    n_people
        unions  advocacy  9
        unions  justice   30
        judges  advocacy  50
    """)
    with pytest.raises(ValueError, match="join categories"):
        release(table, study, within=["group", "domain"])


def test_a_cell_that_two_totals_together_pin_down_is_protected_too(study):
    table = frame("""
        group   domain     n_people
        unions  advocacy   8
        unions  justice    8
        unions  equality   30
        unions  pay        30
        judges  advocacy   8
        judges  justice    8
        judges  equality   9
        judges  pay        30
        firms   advocacy   30
        firms   justice    30
        firms   equality   8
        firms   pay        8
        media   advocacy   30
        media   justice    30
        media   equality   8
        media   pay        8
    """)
    # Unions and judges hide 41, of which advocacy and justice 32: judges on equality are 9.
    shown = release(table, study, within=["group", "domain"]).table
    n_hidden = shown.groupby("group")["is_suppressed"].sum().to_dict()
    assert n_hidden == {"unions": 3, "judges": 3, "firms": 2, "media": 2}


def test_a_hidden_number_is_called_small_only_where_it_must_be(study):
    assert release(frame(SHARES), study, hide=["raised_share"]).hidden_mark == "<10"
    table = frame("group n_people\nunions 4\njudges 50\nfirms 40\n")
    released = release(table, study, within=["group"])
    assert released.hidden_mark == "hidden"
    with pytest.raises(ValueError, match=r"suppressed \(hidden\)"):
        released.value("n_people", group="firms")


grids = st.lists(st.lists(st.integers(0, 40), min_size=3, max_size=3), min_size=3, max_size=5)


@given(grids)
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_no_published_total_gives_a_hidden_cell_away(study, grid):
    table = pd.DataFrame(grid).melt(var_name="domain", value_name="n_people", ignore_index=False)
    table = table.rename_axis("group").reset_index().astype({"group": str, "domain": str})
    try:
        shown = release(table, study, within=["group", "domain"]).table
    except ValueError:
        assume(False)
    for dimension in ("group", "domain"):
        for _, line in table.assign(hidden=shown["is_suppressed"]).groupby(dimension):
            secret = line.loc[line["hidden"], "n_people"]
            if len(secret) and line["n_people"].sum() >= 10:
                assert len(secret) > 1
                assert secret.sum() >= 10


# Classes and public figures


CELLS = """
    state   domain    verdict       is_borrowed  n_asked  change
    XX-ARB  advocacy  agreement     True         2        0.3
    XX-BEL  advocacy  undetermined  False        1        0.1
"""


def test_classes_leave_alone_whatever_their_numbers(study):
    released = release_classes(frame(CELLS), study, columns=["state", "verdict", "is_borrowed"])
    assert released.table.columns.tolist() == ["state", "verdict", "is_borrowed"]
    assert released.value("verdict", state="XX-ARB") == "agreement"


def test_a_number_among_the_classes_is_refused_by_name(study):
    with pytest.raises(ValueError, match="^change: not a class"):
        release_classes(frame(CELLS), study, columns=["state", "change"])


def test_a_number_dressed_as_a_category_is_a_number(study):
    table = frame(CELLS).astype({"n_asked": "category"})
    with pytest.raises(ValueError, match="^n_asked: not a class"):
        release_classes(table, study, columns=["state", "n_asked"])


def test_a_public_number_or_one_about_the_work_stands_beside_classes(study):
    released = release_classes(frame(CELLS), study, columns=["state", "verdict"], public=["change"])
    assert released.value("change", state="XX-ARB") == 0.3
    changes = frame("domain n_changes\nadvocacy 4\n")
    assert release_classes(changes, study, ["domain"], work=["n_changes"]).value("n_changes") == 4


@pytest.mark.parametrize("column", ["direction", "mention_share", "probability"])
def test_what_people_said_does_not_pass_as_a_public_number(study, column):
    cells = frame(CELLS).rename(columns={"change": column})
    with pytest.raises(ValueError, match=f"{column}: speaks of people"):
        release_classes(cells, study, columns=["state"], public=[column])


def test_a_number_dressed_as_text_is_a_number_and_a_period_is_none(study):
    table = frame(CELLS).assign(n_asked=["2", "1"], share="45 %", period=["2021", "2021Q3"])
    for column in ("n_asked", "share"):
        with pytest.raises(ValueError, match=f"^{column}: not a class"):
            release_classes(table, study, columns=["state", column])
    assert release_classes(table, study, columns=["period"]).table["period"].tolist()[0] == "2021"
    with pytest.raises(ValueError, match="share: name it in hide"):
        release(frame(SHARES).assign(share="9"), study, hide=["raised_share"])


def test_by_state_no_number_of_people_leaves_however_large(study):
    table = frame("state n_people raised_share\nXX-ARB 40 0.5\n")
    with pytest.raises(ValueError, match="^state: no number of people leaves by state"):
        release(table, study, hide=["raised_share"])
    cases = table.rename(columns={"n_people": "n_cases"})
    assert hidden(release(cases, study, people="n_cases", hide=["raised_share"])) == [False]


@pytest.mark.parametrize("exempt", ["public", "work"])
def test_a_count_of_people_does_not_pass_as_anything_else(study, exempt):
    with pytest.raises(ValueError, match="n_asked: speaks of people"):
        release_classes(frame(CELLS), study, columns=["state"], **{exempt: ["n_asked"]})


def test_public_figures_leave_as_they_are_until_anything_else_was_read(study, only_public_read):
    figures = frame("place value\nXX-ARB 0.4\n")
    assert release_public(figures, study).provenance == PUBLIC
    store.note(SYNTHETIC)
    with pytest.raises(ValueError, match="not only public figures were read: synthetic"):
        release_public(figures, study)


# What a released table is


@pytest.mark.parametrize(
    "column",
    ["text", "speaker", "comment", "coder_id", "person_id", "source_id", "account_id", "date"],
)
def test_confidential_columns_and_ids_of_sources_never_leave(study, only_public_read, column):
    table = frame(SHARES).assign(**{column: "a"})
    with pytest.raises(ValueError, match=f"{column}: confidential"):
        release(table, study, hide=["raised_share"])
    with pytest.raises(ValueError, match=f"{column}: confidential"):
        release_classes(table, study, columns=["group", column])
    with pytest.raises(ValueError, match=f"{column}: confidential"):
        release_public(table, study)


def test_every_confidential_column_but_counts_is_refused():
    assert {"significance", "collector_id", "respondent_id"} <= refused_names()
    assert "n_asked" not in refused_names()


def test_a_bare_table_cannot_pass_for_a_released_one(study):
    with pytest.raises(ValueError, match="released by disclosure"):
        Released(PUBLIC, study, frame(SHARES))


def test_numbers_about_people_are_never_less_bound_than_their_study(study, only_public_read):
    assert release(frame(SHARES), study, hide=["raised_share"]).provenance == SYNTHETIC


def test_what_was_read_binds_what_is_released(study, only_public_read):
    store.note(RESTRICTED)
    assert release(frame(SHARES), study, hide=["raised_share"]).provenance == RESTRICTED


def test_beside_a_state_the_stamp_says_that_it_says_nothing_of_it(study):
    cells = release_classes(frame(CELLS), study, columns=["state", "verdict"])
    shares = release(frame(SHARES), study, hide=["raised_share"])
    sentence = "synthetic accounts: says nothing about this state"
    assert "synthetic accounts: says nothing about these states" in cells.stamp()
    assert sentence in release_classes(frame(CELLS).head(1), study, columns=["state"]).stamp()
    assert sentence not in shares.stamp()
    assert sentence in shares.stamp(joins_states=True)
    assert cells.stamp("es").startswith("Estudio sintético")


def test_one_value_is_given_and_a_suppressed_blank_or_ambiguous_one_refused(study):
    released = release(frame(SHARES), study, hide=["raised_share"])
    assert released.value("raised_share", group="unions") == 0.5
    for group, reason in [("judges", "suppressed"), ("firms", "blank"), ("media", "0 rows fit")]:
        with pytest.raises(ValueError, match=reason):
            released.value("raised_share", group=group)
    with pytest.raises(ValueError, match="3 rows fit"):
        released.value("raised_share")


# Several tables together


def test_tables_together_stay_hidden_row_by_row_and_keep_the_most_binding_provenance(
    study, only_public_read
):
    verdicts = frame("state verdict\nXX-ARB agreement")
    public = release_public(verdicts, study)
    store.note(SYNTHETIC)
    both = together(verdict=public, share=release(frame(SHARES), study, hide=["raised_share"]))
    assert both.table["part"].tolist() == ["verdict", "share", "share", "share"]
    assert hidden(both) == [False, False, True, False]
    assert both.table["n_people"].fillna(-1).tolist() == [-1, 10, -1, 0]
    assert both.provenance == SYNTHETIC and both.n_states == 1


def test_tables_of_two_studies_are_not_put_together(study, tmp_path):
    other = read_study(small_study.write(tmp_path / "other", seed=2))
    one, two = (release_classes(frame("verdict\nsilence"), s, ["verdict"]) for s in (study, other))
    with pytest.raises(ValueError, match="one study"):
        together(one=one, two=two)
