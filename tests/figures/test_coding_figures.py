"""Figures of the coding: code tree, saturation, codes together, agreement by code and in full."""

import numpy as np
import pandas as pd
from drawn import said, title

from analysis.disclosure import Released, release, release_classes, together
from analysis.exhibits.code_structure import draw_tree
from analysis.exhibits.coded import draw_agreement
from analysis.exhibits.coders import draw_annex, draw_code_agreement
from analysis.exhibits.saturation import draw_saturation
from analysis.exhibits.sentences import reached_at
from analysis.methods.agreement import Scale, annex
from analysis.study import Study
from frame import frame

# Agreement


def test_a_paradox_is_noted_under_its_row(study):
    table = frame("""
        domain   language  measure            value  lower  upper  undefined  is_paradox
        all      .         percent_agreement  0.90   0.80   1.00   .          0
        all      .         alpha              0.80   0.60   1.00   .          0
        justice  .         percent_agreement  0.90   0.80   1.00   .          1
        justice  .         alpha              0.10   -0.2   0.40   .          1
    """)
    table = table.assign(is_paradox=table["is_paradox"].eq(1))
    columns = ["domain", "language", "measure", "undefined", "is_paradox"]
    released = release_classes(table, study, columns=columns, work=["value", "lower", "upper"])
    figure = draw_agreement(released)
    title(figure)
    written = " ".join(said(figure).split())
    assert "Justice agree often, but one direction is so frequent that chance would too" in written
    assert written.count("agree often") == 1


def by_code(study: Study, table: str) -> Released:
    given = frame(table).assign(upper=1.0, lower=0.1, undefined=None)
    return release(given, study, people="n_units", hide=["value", "lower", "upper", "n_sources"])


CODES = """
    code_id  name     measure  value  n_units  n_sources
    fear     Fear     alpha    0.40   30       12
    fear     Fear     jaccard  0.30   30       12
    votes    Ballots  alpha    0.90   20       8
    votes    Ballots  jaccard  0.80   20       8
    rare     Rare     alpha    0.20   9        5
    rare     Rare     jaccard  0.10   9        5
    lone     Lone     alpha    0.10   40       2
    lone     Lone     jaccard  0.10   40       2
"""


def test_codes_applied_unlike_are_named_and_rare_ones_left_out(study):
    figure = draw_code_agreement(by_code(study, CODES))
    assert title(figure) == "Applied unlike (alpha below 0.67): “Fear”"
    written = said(figure)
    assert "Ballots" in written and "Rare" not in written and "Lone" not in written
    assert "2 rarer codes are left out" in " ".join(written.split())


def test_codes_all_applied_alike_or_all_rare_are_said_to_be(study):
    alike = draw_code_agreement(by_code(study, CODES.replace("0.40 ", "0.67 ")))
    assert title(alike).startswith("Every code that is frequent enough is applied alike")
    rare = CODES.replace(" 30 ", " 3 ").replace(" 20 ", " 2 ")
    assert title(draw_code_agreement(by_code(study, rare))).startswith("No code was given often")


def full(study: Study, judged: pd.DataFrame, sets: pd.DataFrame) -> Released:
    scale = Scale.of(("improved", "no_change", "worsened"))
    table = annex(judged, scale, sets, np.random.default_rng(1))
    columns = ["part", "of", "measure", "interval", "undefined"]
    return release_classes(table, study, columns, work=["value", "lower", "upper", "n_units"])


def judgements() -> pd.DataFrame:
    rng = np.random.default_rng(5)
    said = rng.choice(["improved", "no_change", "worsened"], size=30)
    rows = [
        (f"i{n}", "d", f"s{n % 3}", coder, said[n] if rng.random() < 0.8 else "no_change")
        for n in range(30)
        for coder in ("Ana", "Berta", "Carla")
    ]
    return pd.DataFrame(rows, columns=["source_id", "domain", "state", "coder_id", "direction"])


def test_the_annex_tells_every_coefficient_and_how_its_interval_was_made(study):
    judged = judgements()
    sets = judged.assign(unit=0, codes=[frozenset([code]) for code in judged["direction"]])
    figure = draw_annex(full(study, judged, sets))
    assert title(figure).startswith("On the direction of change, every coefficient corrected")
    written = said(figure)
    for word in ("PABAK", "Cohen's kappa, A and B", "errors drawn anew", "by formula", "MASI"):
        assert word in written
    assert "Ana" not in written


def test_the_annex_of_one_coder_has_no_value(study):
    sets = pd.DataFrame(columns=["source_id", "unit", "coder_id", "codes"])
    figure = draw_annex(full(study, judgements().query("coder_id == 'Ana'"), sets))
    assert title(figure) == "No judgment was made by two coders, so no coefficient has a value"


def test_the_annex_says_why_a_coefficient_has_no_value(study):
    judged = judgements().assign(direction="improved")
    sets = judged.assign(unit=0, codes=[frozenset([code]) for code in judged["direction"]])
    figure = draw_annex(full(study, judged, sets))
    assert title(figure).endswith("every coefficient corrected for chance is 1.00")
    assert "one direction given" in said(figure)


# Saturation


def saturated(study: Study, table: str) -> Released:
    middle = ["median", "percentile_5", "percentile_95"]
    hide = ["n_sources", "n_codes", "n_before", "n_seen", "reached_share", *middle]
    keep = ["base_size", "run_length", "threshold"]
    reached = frame(table).assign(base_size=4, run_length=2, threshold=0.05)
    curve = pd.DataFrame({"n_heard": [1, 2, 3], "n_people": 60} | dict.fromkeys(middle, 5.0))
    return together(
        reached=release(reached, study, hide=hide, keep=keep),
        curve=release(curve, study, hide=middle, keep=["n_heard"]),
    )


REACHED = """
    kind   of       n_people n_sources n_codes n_before n_seen reached_share median percentile_5 percentile_95
    all    all      60       40        30      9        25     1.0           10     4            20
    group  unions   30       20        28      .        .      0.5           .      6            .
    group  judges   9        7         20      4        18     1.0           4      4            6
    domain advocacy 30       5         8       .        .      .             .      .            .
"""  # noqa: E501


def test_saturation_tells_after_how_many_interviews_and_how_much_was_heard_by_then(study):
    figure = draw_saturation(saturated(study, REACHED))
    assert title(figure) == (
        "By the rule, nothing much new after 9+2 interviews; yet only 25 of 30 codes had been heard"
    )
    written = said(figure)
    assert "not reached; in 50\N{NO-BREAK SPACE}% of orders" in written
    assert "<10" in written and "undefined: too few interviews" in written


def test_saturation_not_reached_is_said(study):
    never = REACHED.replace("9        25     1.0           10     4            20",
                            ".        .      0.3           .      9            .")  # fmt: skip
    figure = draw_saturation(saturated(study, never))
    assert title(figure) == "By the rule, interviews never stopped saying something new"
    assert [reached_at(9, 2), reached_at(float("nan"), 2)] == ["9+2", "not reached"]


def test_too_few_people_for_saturation_are_said_to_be(study):
    table = "\n".join(REACHED.splitlines()[:3]).replace("60 ", "9 ")
    assert title(draw_saturation(saturated(study, table))).startswith("Too few interviews")


# The structure of the codes


def covered(study: Study, share: float, n_people: int) -> Released:
    whole = pd.DataFrame({
        "code_id": ["justice", "files", "rare"], "name": ["Labor justice", "Files", "Rare"],
        "depth": [0, 1, 1], "n_people": [60, n_people, 3], "n_sources": [40, 30, 3],
        "source_share": [0.9, share, 0.1],
    })  # fmt: skip
    groups = pd.DataFrame({
        "group": ["unions", "judges", "unions"], "code_id": ["justice", "justice", "files"],
        "n_people": [30, 30, 4], "n_sources": [20, 20, 4], "source_share": [0.81, 0.92, 0.2],
    })  # fmt: skip
    hide = ["n_sources", "source_share"]
    return together(
        all=release(whole, study, hide=hide, keep=["depth"]),
        group=release(groups, study, hide=hide),
    )


def test_the_tree_names_the_most_widespread_code_below_a_top_one(study):
    figure = draw_tree(covered(study, 0.5, 40))
    assert title(figure) == (
        "Most widespread: “Files”, in 50 % of sources; 1 of 3 codes are too rare to be shown"
    )
    written = said(figure)
    assert "81" in written and "92" in written and "<10" in written
    assert "20" not in written.split()


def test_a_tree_of_too_few_people_is_said_to_be(study):
    released = covered(study, 0.5, 40).table.query("part == 'all'").drop(columns="is_suppressed")
    few = released.assign(n_people=5)[["code_id", "name", "depth", "n_people", "source_share"]]
    hidden = together(all=release(few, study, hide=["source_share"], keep=["depth"]))
    assert title(draw_tree(hidden)).startswith("Too few people")
