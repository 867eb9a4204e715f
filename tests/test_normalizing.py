"""Normalized texts: what changes, what does not, and where a span goes and comes from."""

import unicodedata

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.intake.normalizing import normalized

# Combining accents, jamo, a vowel sign that composes, emoji with joiner and selector, line ends.
PIECES = [
    "a", "e", "n", "ñ", "é", " ", "e\u0301", "n\u0303", "u\u0308\u0301", "\u0301", "\u0327\u0301",
    "\u1100", "\u1161", "\u11a8", "가", "\u09c7\u09be", "\u0f73", "👩\u200d👧", "❤\ufe0f",
    "\r\n", "\r", "\n", "\u2028", "\x0b", "\u00a0", "\u2009", "\u00ad", "\u200b", "\ufeff",
    "“", "’", "«", "\u212b", "\u2260", "\u0958",
]  # fmt: skip
TEXTS = st.lists(st.sampled_from(PIECES) | st.characters(codec="utf-8"), max_size=12).map("".join)


@st.composite
def spans(draw, text):
    start = draw(st.integers(0, len(text)))
    return start, draw(st.integers(start, len(text)))


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        ("«“sí”, ‘no’, 5′»", "«\"sí\", 'no', 5'»"),
        ("a\u00a0b\u2009c\u3000d\te", "a b c d\te"),
        ("in\u00adspec\u200btor\ufeff", "inspector"),
        ("a\r\nb\rc\u2028d\u2029e\x0bf\n", "a\nb\nc\nd\ne\nf\n"),
        ("nin\u0303o a\u0301", "niño á"),
        ("e\u00ad\u0301", "é"),
        ("k\u02bcu", "k\u02bcu"),
        ("👩\u200d👧 a\u200db", "👩\u200d👧 ab"),
        ("", ""),
    ],
)
def test_differences_that_no_reader_sees_are_gone(text, normal):
    assert normalized(text).text == normal


def test_a_span_goes_where_its_words_went():
    text = "\ufeffEl nin\u0303o\r\ndijo “sí”"
    normal = normalized(text)
    for words, there in (("nin\u0303o", "niño"), ("dijo", "dijo"), ("“sí”", '"sí"')):
        start = text.index(words)
        first, last = normal.to_normal(start, start + len(words))
        assert normal.text[first:last] == there
        first, last = normal.to_original(first, last)
        assert text[first:last] == words


def test_spans_are_mapped_all_at_once():
    normal = normalized("a\r\nb\r\nc")
    start, end = normal.to_normal([0, 3, 6], np.array([1, 4, 7]))
    assert (start.tolist(), end.tolist()) == ([0, 2, 4], [1, 3, 5])
    start, end = normal.to_original(start, end)
    assert (start.tolist(), end.tolist()) == ([0, 3, 6], [1, 4, 7])


def test_half_a_composed_letter_is_all_of_it_and_a_dropped_mark_is_nothing():
    normal = normalized("ane\u0301\u00adx")
    assert normal.to_normal(3, 4) == (2, 3)
    assert normal.to_normal(4, 5) == (3, 3)
    assert normal.to_original(3, 4) == (4, 6)  # the soft hyphen before it, too


def test_beyond_the_text_there_is_nothing():
    with pytest.raises(IndexError):
        normalized("abc").to_normal(2, 4)


@settings(deadline=None)  # the first text that is not in form C asks for the list of compositions
@given(TEXTS)
def test_it_is_in_form_c_and_normalizing_again_changes_nothing(text):
    normal = normalized(text).text
    assert unicodedata.is_normalized("NFC", normal)
    assert normalized(normal).text == normal


@settings(deadline=None)
@given(st.text(st.sampled_from("".join(PIECES[:19])) | st.characters(categories=["L", "M", "N"])))
def test_cut_into_stretches_it_is_form_c_of_the_whole(text):
    assert normalized(text).text == unicodedata.normalize("NFC", text)


@given(TEXTS, st.sampled_from(["", "\u0301", "\r", "\u00ad"]))
def test_what_is_outside_the_changes_stays_as_it_is_and_where_it_is(text, mark):
    plain = "Dijo que no. "
    normal = normalized(plain + text + mark + "\nY ya.")
    assert normal.text.startswith(plain[:-1]) and normal.text.endswith("Y ya.")
    assert normal.to_normal(0, 5) == normal.to_original(0, 5) == (0, 5)
    assert normalized(plain).text == plain


@given(st.data())
def test_a_span_mapped_there_and_back_covers_itself(data):
    text = data.draw(TEXTS)
    normal = normalized(text)
    for length, there, back in (
        (len(text), normal.to_normal, normal.to_original),
        (len(normal.text), normal.to_original, normal.to_normal),
    ):
        start, end = data.draw(spans("x" * length))
        first, last = back(*there(start, end))
        assert first <= start <= end <= last


@given(TEXTS)
def test_the_mapping_is_monotone_and_takes_the_whole_to_the_whole(text):
    normal = normalized(text)
    start, end = normal.to_normal(range(len(text) + 1), range(len(text) + 1))
    assert (np.diff(start) >= 0).all() and (np.diff(end) >= 0).all()
    assert normal.to_normal(0, len(text)) == (0, len(normal.text))
    assert normal.to_original(0, len(normal.text)) == (0, len(text))
