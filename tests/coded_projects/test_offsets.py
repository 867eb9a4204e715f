"""How positions are counted: every reading, the choice among them, and what cannot be told."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.faults import BadInput
from analysis.intake.coded_project.counting import (
    AS_STORED,
    BOM,
    CLOSE,
    CODE_POINTS,
    LOOSE,
    MISFIT,
    ONE,
    TWO,
    UTF8,
    UTF16,
    Reading,
    Stored,
    decoded,
)
from analysis.intake.coded_project.offsets import UNUSUAL, USUAL, choose, prescribed
from analysis.intake.coded_project.selections import Selections
from coded_projects import dialects

PIECES = [
    "a",
    "Ñ",
    "ñ",
    "an\u0303o",
    " ",
    ".",
    "\n",
    "\r\n",
    "👍",
    "🇲🇽",
    "e\u0301",
    "\u00a0",
    "word",
]
COUNT = {CODE_POINTS: dialects.code_points, UTF16: dialects.utf16, UTF8: dialects.utf8}


def counted(raw: str, at: int, reading: Reading) -> int:
    """Position ``at`` in a raw text, counted by hand."""
    before = raw[:at]
    if reading.line_end != AS_STORED:
        line_end = {ONE: "\n", TWO: "\r\n"}[reading.line_end]
        before = before.replace("\r\n", "\n").replace("\n", line_end)
    mark = COUNT[reading.unit](BOM) if reading.counts_bom else 0
    return mark + COUNT[reading.unit](before)


@given(
    pieces=st.lists(st.sampled_from(PIECES), min_size=1, max_size=30),
    cuts=st.tuples(st.integers(0, 30), st.integers(0, 30)),
    reading=st.sampled_from(USUAL + UNUSUAL),
)
def test_a_position_counted_by_a_tool_is_found_again(pieces, cuts, reading):
    first, last = sorted(min(cut, len(pieces)) for cut in cuts)
    before, within = "".join(pieces[:first]), "".join(pieces[first:last])
    raw = "".join(pieces)
    # A tool has no position between the two characters of a line end.
    span = [counted(raw, at, reading) for at in (len(before), len(before) + len(within))]
    starts, ends = np.array(span[:1]), np.array(span[1:]) - reading.includes_end
    start, end = Stored.of(BOM + raw).places(starts, ends, reading)
    text = raw.replace("\r\n", "\n")
    assert text[start[0] : end[0]] == within.replace("\r\n", "\n")


@given(st.text(alphabet=[*"aé\n\r.", "👍", "\u0301"], max_size=40), st.sampled_from(USUAL))
def test_a_reading_like_another_gives_the_same_places(raw, reading):
    stored = Stored.of(raw)
    at = np.arange(60)
    for plain, full in zip(
        stored.places(at, at, stored.alike(reading)), stored.places(at, at, reading), strict=True
    ):
        assert plain.tolist() == full.tolist()


def test_a_position_within_a_character_is_none():
    stored = Stored.of("a👍b\r\nc")
    bytes_ = np.array([2]), np.array([5])
    assert stored.places(*bytes_, Reading(UTF8))[0].tolist() == [-1]
    between = np.array([0]), np.array([4])
    assert stored.places(*between, Reading())[1].tolist() == [-1]
    beyond = np.array([0]), np.array([99])
    assert stored.places(*beyond, Reading())[1].tolist() == [-1]


@pytest.mark.parametrize(
    ("span", "fit"),
    [
        ((0, 4), CLOSE),  # "Hola"
        ((0, 5), CLOSE),  # "Hola,"
        ((0, 6), LOOSE),  # "Hola, "
        ((6, 11), CLOSE),  # "don\u0303a", all of it
        ((6, 10), MISFIT),  # without its last letter
        ((6, 9), MISFIT),  # the tilde taken off
        ((1, 4), MISFIT),
        ((12, 20), CLOSE),  # the second line, with its line end
        ((-1, -1), MISFIT),
    ],
)
def test_a_selection_fits_where_it_begins_and_ends_with_words(span, fit):
    text = "Hola, don\u0303a\nYa nos.\n"
    start, end = span
    assert Stored.of(text).fit(np.array([start]), np.array([end])).tolist() == [fit]


def test_encodings_are_told_by_what_is_in_the_file():
    assert decoded("ñ".encode()) == "ñ"
    assert decoded("ñ".encode("utf-16")) == f"{BOM}ñ"
    assert decoded("ñ “así”".encode("cp1252")) == "ñ “así”"


def selections(text: str, *spans: tuple[int, int], quotes: tuple[str, ...] = ()) -> Selections:
    starts, ends = (np.array(side) for side in zip(*spans, strict=True))
    names = [(quote,) for quote in quotes] or [()] * len(spans)
    return Selections(Stored.of(text), starts, ends, names)


def test_one_emoji_and_two_selections_after_it_tell_the_units_apart():
    text = "Va bien 👍 dijo ella. Luego se fue."
    first, second = text.index("Luego") + 1, text.index("fue") + 1
    spans = [(0, 7), (first, first + 5), (second, second + 3)]
    choice = choose([selections(text, *spans)], "p")
    assert str(choice.reading) == "UTF-16 units, line ends as stored, end exclusive"


def test_one_selection_decides_where_only_one_way_fits_it():
    text = "Va bien 👍 dijo ella. Luego se fue."
    after = text.index("Luego") + 1
    assert choose([selections(text, (0, 7), (after, after + 5))], "p").reading.unit == UTF16


def test_blank_space_taken_along_decides_nothing():
    text = "Va 👍 a dos"
    with pytest.raises(BadInput, match="too little tells two ways of counting apart"):
        choose([selections(text, (5, 6))], "p")
    assert choose([selections(text, (5, 6), quotes=("a",))], "p").reading.unit == CODE_POINTS


def test_a_quotation_that_the_text_does_not_read_is_told():
    """QualCoder keeps a copy of the words, which an edited text leaves behind."""
    numbers = ("uno", "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve", "diez")
    names = [f"{word} y lo demás que dijo aquella vez" for word in (*numbers, "once")]
    text = " ".join(names)
    spans = [(text.index(name), text.index(name) + len(name)) for name in names]
    spans[3] = (spans[3][0] + 3, spans[3][1] + 3)
    choice = choose([selections(text, *spans, quotes=tuple(names))], "p")
    assert choice.misread == [(0, 3)]


def test_a_shortened_quotation_does_not_say_where_a_selection_ends():
    text = "Llegamos temprano al 👍 juzgado"
    end = text.index("gado") + 1  # in UTF-16 units it ends in "juz", which no coder meant
    whole = selections(text, (0, end + 3), quotes=("Llegamos temprano...",))
    with pytest.raises(BadInput, match="too little tells"):
        choose([whole], "p")


def test_one_selection_is_enough_against_a_way_of_counting_that_is_rare():
    """Hardly any tool counts bytes."""
    text = "Así está. Luego se fue."
    after = text.index("Luego")
    assert choose([selections(text, (after, after + 5))], "p").reading == Reading()
    in_bytes = selections(text, (after + 2, after + 7))
    with pytest.raises(BadInput, match="too little tells"):
        choose([in_bytes], "p")


def test_an_inclusive_end_is_tried_where_nothing_else_fits():
    text = "Uno dos tres cuatro cinco."
    spans = (0, 2), (4, 6), (8, 11), (13, 18)
    choice = choose([selections(text, *spans)], "p")
    assert choice.reading == Reading(includes_end=True)
    with pytest.raises(BadInput, match="too little tells"):
        choose([selections(text, *spans[:1])], "p")


def test_words_decide_nothing_where_a_quotation_does():
    text = "aaaa bbbb cccc dddd👍 aaaa bbbb cccc dddd eeee"
    at = text.index("aaaa", 5)
    quoted = selections(text, (at + 1, at + 15), quotes=("aaaa bbbb cccc",))
    assert choose([quoted], "p").reading.unit == UTF16


def test_a_quotation_that_is_cut_or_in_one_line_still_counts():
    text = "Antes no había\nnadie que ayudara, la verdad."
    cut = selections(text, (0, 36), (0, 14), quotes=("Antes no había nadie que...", "Antes no…"))
    assert prescribed([cut], Reading()).fit_share == 1.0


def test_a_name_that_quotes_nothing_is_a_label():
    text = "Antes no había nadie que ayudara."
    labels = selections(text, (0, 5), (6, 14), quotes=("ayudara", "line:0001"))
    assert choose([labels], "p").fit_share == 1.0


def test_a_quotation_that_stands_elsewhere_condemns_every_reading():
    text = "Antes no había nadie que ayudara. " * 3
    elsewhere = ("nadie que ayudara. Antes", "había nadie que ayudara")
    wrong = selections(text, (0, 5), (6, 8), quotes=elsewhere)
    with pytest.raises(BadInput, match="fewer than 90%"):
        choose([wrong], "p")


def test_nine_in_ten_must_fit():
    text = "ab " * 10
    spans = [(3 * n, 3 * n + 2) for n in range(9)]
    assert choose([selections(text, *spans, (27, 28))], "p").fit_share == 0.9
    with pytest.raises(BadInput, match="fewer than 90% of the selections fit"):
        choose([selections(text, *spans[:8], (24, 25), (27, 28))], "p")


def test_two_ways_that_fit_as_well_are_refused_with_their_scores():
    """After an emoji the two readings differ, and here nothing says which is right."""
    text = "👍 ........................"
    with pytest.raises(BadInput) as bad:
        choose([selections(text, (6, 9), (8, 13))], "p.qdpx")
    told = str(bad.value)
    assert "too little tells two ways of counting apart" in told
    assert "code points, line ends as stored, end exclusive: 100.0% fit, score" in told
    assert "UTF-16 units, line ends as stored, end exclusive: 100.0% fit, score" in told


def test_readings_that_give_the_same_text_do_not_compete():
    choice = choose([selections("uno dos", (0, 3))], "p")
    assert choice.reading == Reading()
    assert choice.scores["n_differing"].sum() == 0


def test_a_reading_may_be_prescribed_where_none_can_be_chosen():
    text = "👍 ........................"
    choice = prescribed([selections(text, (6, 9))], Reading(UTF16))
    assert choice.reading.unit == UTF16 and len(choice.scores) == 1


def test_nothing_marked_means_nothing_to_choose():
    assert choose([Selections(Stored.of("uno"), np.array([]), np.array([]))], "p") is None


@given(
    words=st.lists(
        st.sampled_from(["casa", "an\u0303o", "niñez", "👍", "sí,", "fue.\n", "día\r\n"]),
        min_size=20,
        max_size=60,
    ),
    reading=st.sampled_from(USUAL),
)
def test_the_right_text_is_chosen_or_none(words, reading):
    """Whatever the way of counting: every selection reads as it was made, or all are refused."""
    raw = " ".join(words)
    spans, made, at = [], [], 0
    for word in words:
        end = at + len(word.rstrip())
        spans.append((counted(raw, at, reading), counted(raw, end, reading)))
        made.append(word.rstrip())
        at += len(word) + 1
    each = selections(BOM + raw, *spans, quotes=tuple(made))
    try:
        choice = choose([each], "p")
    except BadInput:
        return
    starts, ends = each.stored.places(each.starts, each.ends, choice.reading)
    text = each.stored.text
    assert [text[s:e] for s, e in zip(starts, ends, strict=True)] == made
