"""What a verdict means for the ways of both lines, what is inferred, and how it reads."""

import pandas as pd
import pytest

from analysis import vocabulary as words
from analysis.exhibits import verdict_wording
from analysis.exhibits.cell import VERDICT_COLORS, Cell, face, marks
from analysis.exhibits.cell_key import legend
from analysis.methods.meta_inference import meaning, meta_inference
from frame import frame


@pytest.mark.parametrize(
    ("verdict", "people", "indicators", "meant", "inferred"),
    [
        ("agreement", "better", "better", "same_direction", "confirmed"),
        ("agreement", "flat", "flat", "no_change_in_either", "confirmed"),
        ("partial_agreement", "worse", "worse", "same_direction", "expanded"),
        ("partial_agreement", "better", "worse", "dissonance", "discordant"),
        ("partial_agreement", "better", "flat", "people_only", "expanded"),
        ("dissonance", "worse", "better", "dissonance", "discordant"),
        ("dissonance", "flat", "better", "indicators_only", "discordant"),
        ("people_only", "better", "flat", "people_only", "expanded"),
    ],
)
def test_a_verdict_means_what_its_ways_say_in_either_rule_table(
    verdict, people, indicators, meant, inferred
):
    assert meaning(verdict, people, indicators) == meant
    assert meta_inference(verdict, words.DECLARED, people, indicators) == inferred
    assert meta_inference(verdict, words.LIKELY, people, indicators) == words.NOT_YET
    color = face(Cell(verdict, words.DECLARED, (people, indicators)))
    assert color == face(Cell(meant, words.DECLARED, (people, indicators)))


def test_without_ways_a_verdict_means_itself():
    assert meaning("undetermined", None, None) == "undetermined"
    assert meaning("agreement", float("nan"), None) == "agreement"


def test_two_lines_that_part_are_never_said_to_agree_but_in_strength():
    said = verdict_wording.clause("partial_agreement", "better", "worse", "justice")
    assert said == (
        "people and indicators agree in strength only on justice: people say better, "
        "indicators worse"
    )
    assert "strength only" in verdict_wording.read("partial_agreement", "better", "flat")
    assert verdict_wording.kind("partial_agreement", "better", "worse") == "in opposite directions"
    assert marks(Cell("partial_agreement", words.DECLARED, ("better", "worse"))) == "▲=▼"
    alike = verdict_wording.clause("partial_agreement", "worse", "worse", "justice")
    assert alike == "people and indicators agree, unlike in strength, that justice worsened"


def test_the_legend_tells_both_partial_agreements_apart():
    table = frame("""
        verdict            level     people_way  indicators_way
        partial_agreement  declared  better      better
        partial_agreement  likely    better      worse
    """).assign(is_borrowed=False, overruled_verdict=None)
    entries = {label: cell for cell, label in legend(table)}
    assert list(entries) == [
        "Partial agreement, unlike in strength", "Partial agreement: alike in strength only",
        "Pale: likely, but no finding",
    ]  # fmt: skip
    colors = pd.Series([face(cell) for cell in entries.values()])
    assert colors.nunique() == 3
    assert set(VERDICT_COLORS) >= {cell.verdict for cell in entries.values()}
