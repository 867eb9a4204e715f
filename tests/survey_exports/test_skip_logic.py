"""Conditions of forms, and what became of each question under them."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import raw_study
from analysis.intake import survey_exports
from analysis.intake.survey_exports.conditions import Values, evaluated
from analysis.intake.survey_exports.xpath import Unreadable, parsed
from analysis.vocabulary import ITEM_STATUSES
from raw_study import workbook

ROW = {"a": "yes", "n": "5", "m": "x y", "blank": "", "day": "2024-05-01", "odd": None}


def lookup(name):
    """The one row above; what is None is not known, ``n`` is a number."""
    if name not in ROW:
        raise Unreadable(name)
    text = np.array([ROW[name] or ""], dtype=object)
    return Values(text, np.array([ROW[name] is not None]), name == "n")


def truth(condition):
    """True, False, or None where it is not known."""
    told = evaluated(parsed(condition), lookup, 1)
    return bool(told.holds[0]) if told.is_known[0] else None


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ("${a} = 'yes'", True),
        ('${a}="no"', False),
        ("${ a } != ‘yes’", False),
        ("${n} >= 5 and ${n} < 6", True),
        ("${n} = '5.0'", True),
        ("${n} > -1", True),
        ("${blank} = ''", True),
        ("${blank} > 0", False),
        ("${blank} != 1", True),
        ("selected(${m}, 'x')", True),
        ("selected(${m}, 'x y')", False),
        ("not(selected(${m}, 'z')) and (${n} = 1 or ${a} = 'yes')", True),
        ("count-selected(${m}) = 2", True),
        ("count-selected(${blank}) >= 1", False),
        ("${a} = 'no' or ${a} = 'yes' and ${n} = 4", False),
        ("true() and not(false())", True),
        ("${day} > 20", None),
        ("${odd} = 'x'", None),
        ("${odd} = 'x' or ${a} = 'yes'", True),
        ("${odd} = 'x' and ${a} = 'no'", False),
        ("not(${odd} = 'x')", None),
    ],
)
def test_a_condition_is_evaluated_as_xpath_says_or_is_unknown(condition, expected):
    assert truth(condition) is expected


@pytest.mark.parametrize(
    "condition",
    [
        "today() > ${day}", "${n} + 1 = 6", "${a} = ", "(${a} = 'yes'", "${a} 'yes'", "#", "",
        "regex(${a}, 'y.*')", "../a = 'yes'", "${zzz} = 1", "if(${a} = 'yes', 1, 2) = 1",
    ],
)  # fmt: skip
def test_what_is_of_another_part_of_xpath_is_never_guessed(condition):
    with pytest.raises(Unreadable):
        truth(condition)


CONDITIONS = st.recursive(
    st.sampled_from(["${a} = 'yes'", "${n} < 3", "${odd} = 'x'", "selected(${m}, 'y')"]),
    lambda inner: st.one_of(
        inner.map("not({})".format),
        st.tuples(inner, inner).map(lambda both: "({} and {})".format(*both)),
        st.tuples(inner, inner).map(lambda both: "({} or {})".format(*both)),
    ),
    max_leaves=8,
)
PYTHON = (("${a} = 'yes'", "True"), ("${n} < 3", "False"), ("selected(${m}, 'y')", "True"))


@given(CONDITIONS)
def test_what_is_known_holds_whatever_the_unknown_turns_out_to_be(condition):
    outcomes = set()
    for odd in ("True", "False"):
        text = condition
        for part, value in (*PYTHON, ("${odd} = 'x'", odd)):
            text = text.replace(part, value)
        outcomes.add(eval(text.replace("not(", "(not ")))
    told = truth(condition)
    assert told is None or outcomes == {told}


# Items -------------------------------------------------------------------------------------------

SURVEY = [
    ["select_one yn", "works", ""],
    ["begin_group", "job", "${works} = 'yes'"],
    ["integer", "hours", ""],
    ["text", "boss", "${hours} > 10"],
    ["select_multiple tools", "tools", ""],
    ["end_group", "", ""],
    ["text", "later", "today() > '2024-01-01'"],
    ["begin_repeat", "child", "${works} != ''"],
    ["integer", "years", ""],
    ["text", "school", "${years} > 5 and ${works} = 'yes'"],
    ["end_repeat", "", ""],
]
MAIN = ("works", "job/hours", "job/boss", "job/tools", "later", "_uuid", "_index")
CHILD = ("child/years", "child/school", "_parent_index", "_submission__uuid")
ASKED = ["works", "hours", "boss", "tools", "later", "years", "school"]


@pytest.fixture
def read(tmp_path):
    """``read(rows, children, questions)``: items of an export, and the export."""
    study = raw_study.exland(tmp_path)
    form = workbook(
        study.raw / "form.xlsx",
        survey=[["type", "name", "relevance"], *SURVEY],
        choices=[
            ["list_name", "value"], ["yn", "yes"], ["yn", "no"], ["tools", "saw"], ["tools", "-99"],
        ],
        settings=[["form_title"], ["Form"]],
    )  # fmt: skip

    def items(rows, children=(), questions=ASKED):
        path = workbook(study.raw / "e.xlsx", Form=[MAIN, *rows], child=[CHILD, *children])
        form_ = survey_exports.read_form(study, form)
        export = survey_exports.read(study, path, form_, questions)
        return survey_exports.items(export, study), export

    return items


def status(items, question):
    return items.loc[items["question"].eq(question), "status"].tolist()


def test_a_blank_is_told_from_a_question_that_was_not_put(read):
    rows = [
        ["yes", 40, "Ana", "saw", None, "u1", 1],
        ["yes", 40, None, None, None, "u2", 2],
        ["yes", -99, None, "-99", None, "u3", 3],
        ["no", None, None, None, None, "u4", 4],
        ["no", 8, None, None, None, "u5", 5],
        [None, None, None, None, None, "u6", 6],
    ]
    items, _ = read(rows)
    assert status(items, "hours") == [
        "answered", "answered", "missing_value", "not_asked", "against_skip_logic", "not_asked",
    ]  # fmt: skip
    assert status(items, "boss") == ["answered", "blank", *["not_asked"] * 4]
    assert status(items, "tools") == ["answered", "blank", "missing_value", *["not_asked"] * 3]
    assert status(items, "works") == ["answered"] * 5 + ["blank"]
    assert set(items["status"].cat.categories) == set(ITEM_STATUSES)


def test_a_condition_that_cannot_be_read_is_unknown_and_told(read):
    items, export = read([["yes", 1, None, None, "x", "u1", 1]])
    assert status(items, "later") == ["unknown"]
    assert export.reading.unread == {"later": '"today" is not read'}


def test_a_round_sees_its_own_answers_and_those_around_it(read):
    rows = [["yes", 1, None, None, None, "u1", 1], ["no", None, None, None, None, "u2", 2]]
    children = [[9, "A", 1, "u1"], [9, None, 1, "u1"], [3, None, 1, "u1"], [9, "B", 2, "u2"]]
    items, _ = read(rows, children)
    assert status(items, "school") == ["answered", "blank", "not_asked", "against_skip_logic"]
    school = items[items["question"].eq("school")]
    assert school["submission"].tolist() == [2, 2, 2, 3]
    assert school["instance"].tolist() == [2, 3, 4, 5]
    assert items.loc[items["question"].eq("works"), "instance"].isna().all()


def test_a_condition_may_refer_to_what_is_not_asked_for(read):
    items, export = read([["no", None, None, None, None, "u1", 1]], questions=["boss", "hours"])
    assert status(items, "hours") == ["not_asked"]
    assert export.asked == ("boss", "hours")
    assert "works" in export.sheets[""].answers
