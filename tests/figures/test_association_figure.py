"""The exhibit of the association, and its words."""

import numpy as np
import pandas as pd
import pytest
from drawn import said, title

import small_study
from analysis.disclosure import release
from analysis.exhibits.association import QUESTION, answer, draw_association, named, noticed
from analysis.exhibits.wording import odds
from analysis.methods.triangulation.association import NUMBERS
from analysis.methods.triangulation.power import NUMBERS as POWER_NUMBERS
from analysis.study import read_study

SIZES = ["n_states", "n_cells", "true_correlation"]


@pytest.fixture
def study(tmp_path):
    return read_study(small_study.write(tmp_path))


def row(domain, n_people=200, **found):
    agreed = {"agreement": 6.3, "agreement_by_chance": 6.0, "agreement_lower": 5.0,
              "agreement_upper": 7.0, "agreement_p": 0.28, "agreement_q": 0.47}  # fmt: skip
    ranked = {"tau": 0.1, "tau_lower": -0.32, "tau_upper": 0.33, "tau_p": 0.57, "tau_q": 0.92}
    beside = {"reliability_people": 0.17, "reliability_indicators": 0.37, "power": 0.11}
    size = {"n_states": 19, "n_cells": 19, "true_correlation": 0.7, "power_error": 0.01}
    about = {"domain": domain, "n_people": n_people, "undefined": None}
    return about | size | agreed | ranked | beside | found


UNDEFINED = dict.fromkeys([*NUMBERS, *POWER_NUMBERS, "true_correlation"], np.nan)


def told(study, *rows):
    table = pd.DataFrame(rows).astype({"undefined": object})
    return release(table, study, hide=NUMBERS + POWER_NUMBERS, keep=SIZES)


def whole(**found):
    return row("all", agreement_q=np.nan, tau_q=np.nan, power=0.36, **found)


def test_the_title_answers_for_all_domains_and_each_row_has_its_p_and_q(study):
    figure = draw_association(told(study, row("justice"), row("advocacy", tau_p=0.5), whole()))
    assert title(figure) == f"{QUESTION} Not more than chance explains"
    words = said(figure)
    assert "p 0.28, q 0.47" in words and "p 0.50, q 0.92" in words and "p 0.28\n" in words + "\n"
    assert "0.17" in words and "0.37" in words and "r = 0.7" in words
    assert "36\N{NO-BREAK SPACE}%" in words and "11\N{NO-BREAK SPACE}%" in words
    assert words.index("All domains") < words.index("Advocacy") < words.index("Justice")


def test_more_agreement_than_chance_is_said(study):
    figure = draw_association(
        told(study, row("justice", agreement_q=0.04), whole(agreement_p=0.01))
    )
    assert title(figure).endswith("More often than chance explains")


def test_what_is_undefined_or_hidden_says_so(study):
    few = row("justice", **UNDEFINED) | {"undefined": "too_few_states", "n_states": 2}
    same = row("advocacy", **UNDEFINED) | {"undefined": "nothing_varies"}
    none = row("all", **UNDEFINED) | {"undefined": "too_few_states", "n_cells": 0}
    figure = draw_association(told(study, few, same, none))
    assert title(figure).endswith("It cannot be told")
    assert "too few states" in said(figure) and "states do not differ" in said(figure)
    hidden = draw_association(told(study, row("justice", n_people=4), whole()))
    title(hidden)
    assert "<10" in said(hidden) and "0.17" in said(hidden)


def test_findings_name_the_domains_and_how_often_a_link_would_be_noticed(study):
    table = told(study, row("justice", tau_q=0.03), row("advocacy"), whole()).table
    assert named(table, study) == "justice" and answer(table) == "Not more than chance explains"
    assert noticed(table) == {
        "of_a_domain": "about one time in nine", "of_all": "about one time in three",
    }  # fmt: skip
    quiet = told(study, row("advocacy"), row("all", **UNDEFINED)).table
    assert named(quiet, study) == "none"
    assert noticed(quiet)["of_all"] == "it cannot be told how often"


@pytest.mark.parametrize(
    ("share", "words"),
    [(0.0, "less than one time in twenty"), (0.05, "about one time in twenty"),
     (0.11, "about one time in nine"), (0.34, "about one time in three"),
     (0.5, "about five times in ten"), (0.84, "about eight times in ten"),
     (0.97, "nearly always")],
)  # fmt: skip
def test_odds_in_words(share, words):
    assert odds(share) == words
