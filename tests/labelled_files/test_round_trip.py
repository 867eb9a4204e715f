"""Files that pyreadstat writes, read back: codes, labels, missing values, dates, names."""

from datetime import date, datetime, time

import pandas as pd
import pyreadstat
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analysis.intake import labelled
from raw_study import faults

WITHIN = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
LETTERS = st.characters(codec="utf-8", exclude_categories=("C", "Z"), exclude_characters="\ufffd")
TEXTS = st.text(LETTERS, min_size=1, max_size=12)
CODES = st.integers(-9, 99)
DAYS = st.dates(date(1800, 1, 1), date(2200, 12, 31))


WRITERS = {"sav": pyreadstat.write_sav, "dta": pyreadstat.write_dta}


def expected(values):
    return [None if value is None else str(value) for value in values]


def got(file, variable):
    return [None if pd.isna(value) else value for value in file.answers[variable]]


@WITHIN
@given(
    codes=st.lists(st.none() | CODES, min_size=1, max_size=8),
    labels=st.dictionaries(CODES, TEXTS, max_size=4),
    missing=st.lists(CODES, max_size=3, unique=True),
    compressed=st.booleans(),
)
def test_codes_labels_and_missing_values_of_spss(codes, labels, missing, compressed, tmp_path):
    path = tmp_path / "made.sav"
    pyreadstat.write_sav(
        pd.DataFrame({"q": pd.Series(codes, dtype="float64")}),
        path,
        compress=compressed,
        column_labels={"q": "¿Qué?"},
        variable_value_labels={"q": labels} if labels else None,
        missing_ranges={"q": missing} if missing else None,
    )
    file = labelled.read(path)
    assert got(file, "q") == expected(codes)
    assert file.is_missing["q"].tolist() == [code in missing for code in codes]
    written = {str(code): label.strip() for code, label in labels.items()}
    known = file.values.dropna(subset="label")
    assert dict(zip(known["value"], known["label"], strict=True)) == written
    assert labelled.wordings(file, "q").keys() >= written.keys()


@WITHIN
@given(st.lists(st.none() | CODES | st.sampled_from("az"), min_size=1, max_size=8))
def test_a_blank_of_stata_is_no_zero_whatever_stands_above_it(tmp_path, codes):
    column = pd.Series([1, *codes], dtype="object")
    tags = sorted({code for code in codes if isinstance(code, str)})
    labels = {1: "uno", **dict.fromkeys(tags, "No sabe")}
    path = tmp_path / "made.dta"
    pyreadstat.write_dta(
        pd.DataFrame({"q": column}),
        path,
        variable_value_labels={"q": labels},
        missing_user_values={"q": tags} if tags else None,
    )
    file = labelled.read(path)
    written = [f".{code}" if code in tags else code for code in column]
    assert got(file, "q") == expected(written)
    assert file.is_missing["q"].tolist() == [code in tags for code in column]
    named = file.values.set_index("value")["label"]
    assert all(named[f".{tag}"] == "No sabe" for tag in tags)


@WITHIN
@given(st.lists(DAYS | st.none(), min_size=1, max_size=5), st.sampled_from(["sav", "dta"]))
def test_days_and_moments(tmp_path, days, ending):
    moments = [day and datetime.combine(day, time(23, 59, 58)) for day in days]
    path = tmp_path / f"made.{ending}"
    last = datetime(2000, 1, 1)
    frame = pd.DataFrame({"day": pd.Series([*days, last.date()], dtype="object")})
    frame["moment"] = pd.Series([*moments, last], dtype="datetime64[us]")
    WRITERS[ending](frame, path)
    file = labelled.read(path)
    assert got(file, "day")[:-1] == [day and day.isoformat() for day in days]
    assert got(file, "moment")[:-1] == [moment and moment.isoformat() for moment in moments]


@WITHIN
@given(st.lists(TEXTS | st.just(""), min_size=1, max_size=5), st.sampled_from(["sav", "dta"]))
def test_texts_without_the_blanks_they_are_padded_with(tmp_path, texts, ending):
    path = tmp_path / f"made.{ending}"
    WRITERS[ending](pd.DataFrame({"q": [f" {text}  " for text in texts]}), path)
    assert got(labelled.read(path), "q") == [text.strip() or None for text in texts]


@pytest.mark.parametrize(
    ("form", "value", "text"),
    [
        ("%td", 22340, "2021-03-01"),
        ("%tdDD/NN/CCYY", -1, "1959-12-31"),
        ("%d", 0, "1960-01-01"),
        ("%tc", 1.9e12, "2020-03-16T17:46:40"),
        ("%tm", 734, "2021-03"),
        ("%tm", -1, "1959-12"),
        ("%tq", 246, "2021-Q3"),
        ("%th", 123, "2021-S2"),
        ("%tw", 3181, "2021-W10"),
        ("%ty", 2021, "2021"),
        ("%tC", 5, "5"),
        ("%9.2f", 2.5, "2.5"),
    ],
)
def test_a_date_of_stata_counts_in_the_unit_of_its_format(form, value, text, tmp_path):
    path = tmp_path / "made.dta"
    frame = pd.DataFrame({"q": [float(value), None]})
    pyreadstat.write_dta(frame, path, variable_format={"q": form})
    assert got(labelled.read(path), "q") == [text, None]


def test_a_short_float_of_stata_is_the_number_that_was_typed(tmp_path):
    path = tmp_path / "made.dta"
    frame = pd.DataFrame({"q": pd.Series([1.1, 2, 1e-4], dtype="float32")})
    frame.to_stata(path, write_index=False)
    assert got(labelled.read(path), "q") == ["1.1", "2", "0.0001"]


def test_a_day_that_no_calendar_has_is_refused_by_case(tmp_path):
    path = tmp_path / "made.sav"
    frame = pd.DataFrame({"q": [0.0, 1e15]})
    pyreadstat.write_sav(frame, path, variable_format={"q": "ADATE10"})
    assert faults(labelled.read, path) == ["row 2, q: a date that no calendar has"]


def test_a_missing_value_of_a_date_is_its_code(tmp_path):
    path = tmp_path / "made.sav"
    frame = pd.DataFrame({"q": [13833936000.0, 99.0]})
    pyreadstat.write_sav(
        frame, path, variable_format={"q": "ADATE10"}, missing_ranges={"q": [99.0]}
    )
    file = labelled.read(path)
    assert got(file, "q") == ["2021-03-01", "99"]
    assert file.is_missing["q"].tolist() == [False, True]


def test_a_time_may_have_more_than_a_day_of_hours(tmp_path):
    path = tmp_path / "made.sav"
    frame = pd.DataFrame({"q": [90061.5, -60.0]})
    pyreadstat.write_sav(frame, path, variable_format={"q": "TIME11"})
    assert got(labelled.read(path), "q") == ["25:01:01.500", "-00:01:00"]


def test_a_label_that_two_values_share_decodes_to_neither(tmp_path):
    path = tmp_path / "made.sav"
    labels = {1: "Sí", 2: "Otro", 3: "OTRO", 4: "Otro", 5: "1"}
    pyreadstat.write_sav(
        pd.DataFrame({"q": [1.0, 2, 3, 4, 5]}), path, variable_value_labels={"q": labels}
    )
    file = labelled.read(path)
    assert file.report.labels_shared == ("q",)
    assert file.values["is_label_shared"].tolist() == [False, True, False, True, False]
    # OTRO is Otro in capitals, and 1 another value's code.
    assert labelled.wordings(file, "q") == {
        "1": "1", "2": "2", "3": "3", "4": "4", "5": "5", "Sí": "1",
    }  # fmt: skip


def test_the_caller_may_declare_missing_values_variable_by_variable(tmp_path):
    path = tmp_path / "made.sav"
    pyreadstat.write_sav(pd.DataFrame({"q": [99.0, 1], "age": [99.0, 34]}), path)
    file = labelled.read(path, missing={"Q": ["99"]})
    assert file.is_missing.to_numpy().tolist() == [[True, False], [False, False]]
    assert file.variables["missing"].tolist() == ["99", ""]
    told = faults(lambda: labelled.read(path, missing={"nope": ["99"]}))
    assert told == ["nope: no such variable"]


def test_two_texts_that_differ_only_in_blanks_are_refused(tmp_path):
    path = tmp_path / "made.sav"
    pyreadstat.write_sav(pd.DataFrame({"q": ["a", " a"]}), path)
    assert faults(labelled.read, path) == ["q: two of its values differ only in blanks"]


def test_a_file_that_claims_more_rows_than_it_can_hold_is_refused_unread(tmp_path):
    path = tmp_path / "made.dta"
    pyreadstat.write_dta(pd.DataFrame({"q": [1.0, 2.0]}), path)
    content = path.read_bytes()
    place = content.index(b"<N>") + 3
    claimed = (2**33).to_bytes(8, "little")
    path.write_bytes(content[:place] + claimed + content[place + 8 :])
    told = faults(labelled.read, path)
    assert told in (["it claims more values than it can hold: truncated, damaged or hostile"],
                    ["cannot be read"])  # fmt: skip


@pytest.mark.parametrize("version", [8, 12, 13, 14, 15])
def test_a_file_of_stata_cut_off_anywhere_is_refused_or_whole(version, tmp_path):
    path = tmp_path / "made.dta"
    frame = pd.DataFrame({"q": [1.0, 2.0, None], "s": ["a", "bb", ""]})
    pyreadstat.write_dta(frame, path, version=version, variable_value_labels={"q": {1: "Yes"}})
    content, whole = path.read_bytes(), labelled.read(path)
    n_refused = 0
    for length in range(0, len(content), 11):
        path.write_bytes(content[:length])
        try:
            file = labelled.read(path)
        except ValueError as refused:
            n_refused += 1
            assert refused.faults
        else:
            assert file.answers.equals(whole.answers)
    assert n_refused


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"folio,q1\nE01,1\n", b"$FL2", b"i\x01"])
def test_what_is_no_such_file_is_refused_with_a_cure(content, tmp_path):
    path = tmp_path / "made.sav"
    path.write_bytes(content)
    with pytest.raises(ValueError, match=r"(?s)made\.sav: 1 fault.*-> "):
        labelled.read(path)
    assert faults(labelled.read, tmp_path / "none.sav") == ["no such file, or not readable"]
