"""Figures of who was heard and what they say: each title tells what its table says."""

from pathlib import Path

import matplotlib

matplotlib.use("agg")
import pandas as pd
import pytest
from drawn import assert_legible, said, title

from analysis import vocabulary as words
from analysis.disclosure import (
    Released,
    release,
    release_classes,
    release_quotations,
    together,
)
from analysis.exhibits.causes import draw_causes
from analysis.exhibits.coded import draw_agreement
from analysis.exhibits.maps import draw_heard_by_state
from analysis.exhibits.people import draw_flow, draw_heard, draw_mentions
from analysis.exhibits.quotations import draw_quotations
from analysis.schema.quotations import signed
from analysis.study import Study
from frame import frame

# Who was heard


def heard(study: Study, table: str, within: list[str] | None = None) -> Released:
    return release(frame(table), study, hide=["n_asked"], within=within or [])


HEARD = """
    group   domain    n_people  n_asked
    unions  advocacy  21        12
    unions  justice   11        6
    judges  justice   9         4
"""


def test_people_heard_are_counted_and_small_cells_hidden(study):
    figure = draw_heard(heard(study, HEARD))
    assert title(figure) == "Enough people to be shown: 2 of 4 pairs of group and domain"
    assert "21" in said(figure) and "<10" in said(figure)


def test_a_cell_hidden_to_protect_another_is_not_called_small(study):
    table = """
        group   domain    n_people  n_asked
        unions  advocacy  21        12
        unions  justice   11        6
        judges  advocacy  9         4
        judges  justice   30        14
    """
    figure = draw_heard(heard(study, table, within=["group", "domain"]))
    assert_legible(figure)
    assert "hidden" in said(figure) and "<10" not in said(figure)


@pytest.mark.parametrize("draw", [draw_heard, draw_mentions])
def test_nobody_asked_is_said(study, draw):
    table = pd.DataFrame(columns=["group", "domain", "n_people", "mention_share"])
    table = table.astype({"n_people": float, "mention_share": float})
    released = release(table, study, hide=["mention_share"])
    assert title(draw(released)) == "Nobody was asked about any domain"


def mentions(study: Study, shares: list[float], n_people: int = 40) -> Released:
    table = pd.DataFrame({
        "group": ["unions", "judges", "firms"], "domain": "justice", "n_people": n_people,
        "mention_share": shares,
    })  # fmt: skip
    return release(table, study, hide=["mention_share"])


def test_mentions_tell_in_how_many_pairs_over_half_raise_a_change(study):
    figure = draw_mentions(mentions(study, [0.51, 0.5, 0.2]))
    assert title(figure) == (
        "Over half of the sources asked raise a change in 1 of the 3 pairs of group and domain "
        "that can be shown"
    )
    assert "51\N{NO-BREAK SPACE}%" in said(figure)


def test_mentions_all_hidden_are_said_to_be(study):
    figure = draw_mentions(mentions(study, [0.51, 0.5, 0.2], n_people=9))
    assert title(figure) == "No pair of group and domain has enough people to be shown"


def test_the_flow_tells_how_many_rows_are_usable(study):
    rows = pd.DataFrame({"reason": words.FLOW, "n_rows": [14, 0, 1, 2, 0, 11]})
    released = release_classes(rows, study, columns=["reason"], work=["n_rows"])
    assert title(draw_flow(released)) == "Usable: 11 of the 14 rows in the register of interviews"


def by_state(study: Study, table: str) -> Released:
    named = frame(table).replace({"few": "under 10", "many": "20 or more"})
    return release_classes(named, study, columns=["state", "heard", "heard_order"])


def test_a_studied_state_where_nobody_was_heard_is_not_taken_for_an_unstudied_one(study):
    table = """
        state   heard  heard_order
        XX-ARB  few    a
        XX-BEL  many   c
    """
    figure = draw_heard_by_state(by_state(study, table))
    assert title(figure) == "Under 10 people were heard in 1 of 3 studied states"
    assert "nobody heard" in said(figure) and "not studied" in said(figure)


def test_a_map_of_one_class_tells_that_class(study):
    table = """
        state   heard  heard_order
        XX-ARB  many   c
        XX-BEL  many   c
        XX-COR  many   c
    """
    figure = draw_heard_by_state(by_state(study, table))
    assert title(figure) == "20 or more people were heard in 3 of 3 studied states"
    assert "nobody heard" not in said(figure)


# What people say


CODES = """
    domain    name      facet      n_people  n_asked  n_sources  source_share
    advocacy  Ballots   topic      40        30       20         0.67
    advocacy  Peers     mechanism  40        30       9          0.30
    advocacy  Practice  mechanism  40        30       3          0.10
    advocacy  Fear      barrier    40        30       6          0.200
    justice   Budget    barrier    50        30       6          0.204
"""
PAIRS = """
    domain    code_id   n_people n_sources n_both expected phi  phi_in_turn phi_in_window p_value p_adjusted
    advocacy  Fear      30       20        14     6        0.2  -0.1        .             0.00001 0.0001
    advocacy  Practice  30       20        3      9        -0.2 -0.2        -0.2          0.00001 0.0001
    justice   Budget    20       12        9      8        0.01 0.01        0.02          0.4     0.5
    advocacy  Peers     4        4         4      1        0.3  0.3         0.3           0.0001  0.001
"""  # noqa: E501
FIRST = "Helps most: “Peers”; hinders most: “Budget” and “Fear”"


def caused(study: Study, codes: str = CODES, pairs: str = PAIRS) -> Released:
    named, crossed = frame(codes), frame(pairs)
    counted, tested = ["n_asked", "n_sources", "source_share"], list(crossed.columns[3:])
    return together(
        share=release(named.assign(code_id=named["name"]), study, hide=counted),
        pair=release(crossed, study, hide=tested),
    )


def test_causes_name_the_first_help_and_every_hindrance_that_ties(study):
    figure = draw_causes(caused(study), 1)
    assert title(figure) == f"{FIRST}; more than by chance: “Fear” with advocacy"
    written = said(figure)
    # Ballots are a topic; practice is rarer than peers, and found less than by chance.
    assert "Ballots" not in written and "Practice" not in written
    assert "14 passages; by chance 6.0\nphi 0.20, −0.10, –; p < 0.001" in written
    assert "together: too few people" in written and "0.30" not in written


def test_a_cause_that_surely_goes_with_a_domain_is_shown_however_few_name_it(study):
    surely = PAIRS.replace("3      9        -0.2", "13     9        0.2 ")
    assert "Practice" in said(draw_causes(caused(study, pairs=surely), 1))


@pytest.mark.parametrize("p", ["0.06", "1.0"])
def test_pairs_that_chance_explains_are_not_said_to_go_together(study, p):
    figure = draw_causes(caused(study, pairs=PAIRS.replace("0.0001\n", f"{p}\n")), 1)
    assert title(figure) == f"{FIRST}; no pair surely more than by chance"


def test_causes_of_too_few_people_are_said_to_be(study):
    table = CODES.replace("40 ", "9 ").replace("50 ", "9 ")
    assert title(draw_causes(caused(study, table), 2)).startswith("Too few people name")


def agreed(study: Study, table: str) -> Released:
    columns = ["domain", "language", "measure", "undefined"]
    values = ["value", "lower", "upper"]
    given = frame(table).reindex(columns=[*columns, *values])
    return release_classes(given, study, columns=columns, work=values)


@pytest.mark.parametrize(
    ("alpha", "beginning"),
    [
        ("0.80", "Coders agree reliably on direction (alpha 0.80;"),
        ("0.79", "Coders agree on direction well enough for tentative conclusions (alpha 0.79;"),
        ("0.66", "Coders agree too little on direction for one to stand for all (alpha 0.66;"),
        ("-0.2", "Coders agree too little on direction for one to stand for all (alpha -0.20;"),
        (".", "Agreement on direction beyond chance cannot be measured"),
    ],
)
def test_agreement_is_read_as_krippendorff_does(study, alpha, beginning):
    table = f"""
        domain   measure            value    lower  upper  undefined
        all      percent_agreement  0.90     0.80   1.00   .
        all      alpha              {alpha}  .      .      one_category_given
        justice  ac1                0.70     -0.30  1.00   .
    """
    assert title(draw_agreement(agreed(study, table))).startswith(beginning)


def test_agreement_without_judgments_is_said(study):
    table = "domain measure value lower upper undefined\nall alpha . . . nothing_judged_twice"
    figure = draw_agreement(agreed(study, table))
    assert title(figure).startswith("No judgment was made by two coders")


def test_what_has_no_value_says_why_beside_its_row(study):
    table = """
        domain   language  measure            value  lower  upper  undefined
        all      .         percent_agreement  1.00   1.00   1.00   .
        all      .         alpha              .      .      .      one_category_given
        justice  .         percent_agreement  .      .      .      nothing_judged_twice
        .        spanish   ac1                0.90   0.80   1.00   .
    """
    written = said(draw_agreement(agreed(study, table)))
    assert "All domains\nalpha: one direction given" in written
    assert "Justice\nnothing judged twice" in written
    assert "In Spanish" in written and "fewer than" not in written


def test_agreement_in_a_language_with_nine_sources_is_hidden(study):
    measures = "measure value lower upper n_units n_sources undefined language\n"
    few = frame(measures + "alpha 0.90 0.80 1.00 12 9 . spanish")
    hidden = release(few, study, "n_sources", hide=["value", "lower", "upper", "n_units"])
    overall = agreed(study, "domain measure value lower upper\nall alpha 0.80 0.70 0.90")
    written = said(draw_agreement(together(domain=overall, language=hidden)))
    assert "In Spanish\n<10" in written


def test_a_language_that_would_give_a_small_one_away_is_hidden_with_it(study):
    both = frame("""
        language  measure  value  lower  upper  n_units  n_sources  undefined
        english   alpha    0.20   0.10   0.30   1        1          .
        spanish   alpha    0.90   0.80   1.00   63       52         .
    """)
    hide = ["value", "lower", "upper", "n_units"]
    split = release(both, study, "n_sources", hide, within=["language"], by=["measure"])
    assert split.table[["n_sources", *hide]].isna().all(axis=None)
    overall = agreed(study, "domain measure value lower upper\nall alpha 0.80 0.70 0.90")
    assert "In Spanish\nhidden" in said(draw_agreement(together(domain=overall, language=split)))


def test_quotations_are_drawn_in_both_languages_whatever_their_length(study):
    words = {"text": "La audiencia " * 40, "translation": "The hearing " * 40}
    row = {
        "quotation_id": "Q1", "source_id": "E001", "domain": "justice", "language": "spanish",
        **words, "reviewer": "R1", "reviewed_on": pd.Timestamp("2024-06-01"),
        "text_sha256": signed(**words),
    }  # fmt: skip
    interviews = pd.DataFrame(
        [{"source_id": "E001", "group": "judges", "language": "spanish", "n_people": 9}]
    )
    asked = pd.DataFrame([{"source_id": "E001", "domain": "justice"}])
    table = pd.DataFrame([row, row | {"quotation_id": "Q2"}])
    figure = draw_quotations(release_quotations(table, interviews, asked, study), "justice")
    assert title(figure) == "Justice, in the words of those heard"
    written = " ".join(said(figure).split())
    assert written.count("The hearing") == written.count("audiencia") == 80
    assert "A person heard" in written
    assert "Judges" not in written and "said in" not in written


def test_figures_leave_the_folder_alone(study, tmp_path: Path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    draw_heard(heard(study, HEARD))
    assert not list(tmp_path.iterdir())
