"""Quotations: in the words of their passage, and published only as a person reviewed them."""

import hashlib
import subprocess
import sys

import pandas as pd
import pytest

import raw_study
import small_study
from analysis.disclosure import STAMPS, release_quotations
from analysis.exhibits.export import export
from analysis.exhibits.quotations import as_text, draw_quotations
from analysis.faults import BadInput
from analysis.intake import quotations
from analysis.intake.consent import UNKNOWN
from analysis.intake.masked import is_said
from analysis.schema import checked
from analysis.schema.quotations import signed
from analysis.study import read_study
from raw_study import faults, texts

TALK = {"E001": "P1: Fui con doña Paty al tribunal. Esperé mucho. Y me pagaron."}
ROW = {
    "quotation_id": "Q1", "source_id": "E001", "start": "4", "end": "62",
    "text": "Fui con [nombre] al tribunal. […] Y me pagaron.",
    "translation": "I went with [name] to the court. […] And they paid me.", "domain": "justice",
}  # fmt: skip
HASH = signed(ROW["text"], ROW["translation"])
REVIEW = {"quotation_id": "Q1", "reviewer": "R1", "date": "2024-06-01", "text_sha256": HASH}
HEARD = pd.DataFrame(
    {"source_id": ["E001"], "date": [pd.Timestamp("2024-05-02")], "language": ["spanish"]}
)
ASIDE = pd.DataFrame({"source_id": ["E002"]}, dtype="str")


@pytest.fixture
def study(tmp_path):
    return raw_study.exland(tmp_path)


@pytest.fixture
def clean(study):
    """``clean(rows, reviews)``: the table of these quotations."""

    def cleaned(rows=(ROW,), reviews=(REVIEW,)):
        raw = texts(*rows), pd.DataFrame(texts(*reviews), columns=list(REVIEW), dtype="str")
        return quotations.clean(raw, TALK, HEARD, ASIDE, study)

    return cleaned


# What was said


@pytest.mark.parametrize(
    ("quoted", "is_so"),
    [
        ("Fui con Ana al centro y me pagaron.", True),
        ("Fui con Ana al\ncentro  y me pagaron.", True),
        ("Fui con [nombre] al centro y me pagaron.", True),
        ("Fui con [nombre] […] y me pagaron.", True),
        ("[…] al centro y me pagaron.", True),
        ("Fui con Ana […]", True),
        ("Fui con Ana al centro y no me pagaron.", False),
        ("Fui con [nombre] al centro y no me pagaron.", False),
        ("Fui con Ana al centro", False),
        ("Fui […] me pagaron. Y bien.", False),
        ("me pagaron. […] Fui con Ana", False),
        ("Fui […] ent […] pagaron.", False),
        ("[…]", False),
    ],
)
def test_words_are_those_of_the_passage_but_for_what_is_bracketed(quoted, is_so):
    assert is_said(quoted, "Fui con Ana al centro y me pagaron.") is is_so


# What a reviewer signs


def test_what_is_signed_are_both_texts_as_published():
    assert signed("Sí.", "Yes.") == hashlib.sha256("Sí.\nYes.".encode()).hexdigest()


def test_a_reviewed_quotation_becomes_a_row_with_who_signed_it(clean):
    (row,) = clean().to_dict("records")
    assert (row["text"], row["translation"]) == (ROW["text"], ROW["translation"])
    assert (row["language"], row["reviewer"], row["text_sha256"]) == ("spanish", "R1", HASH)
    assert row["reviewed_on"] == pd.Timestamp("2024-06-01")


def test_a_study_without_quotations_has_an_empty_table(study):
    table = quotations.clean(quotations.read(study), {}, HEARD, ASIDE, study)
    assert table.empty and "text_sha256" in table


def test_of_several_reviews_the_last_of_these_words_counts(clean):
    earlier = REVIEW | {"reviewer": "R2", "date": "2024-05-20"}
    of_other_words = REVIEW | {"text_sha256": "0" * 64, "date": "2024-07-01"}
    assert clean(reviews=(REVIEW, earlier, of_other_words))["reviewer"].tolist() == ["R1"]


def test_the_review_of_a_quotation_that_was_taken_out_stays_on_record(clean):
    assert len(clean(reviews=(REVIEW, REVIEW | {"quotation_id": "Q9"}))) == 1


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"translation": "I went."}, f"quotation_id: {quotations.UNSIGNED['changed since']}"),
        ({"quotation_id": "Q2"}, f"quotation_id: {quotations.UNSIGNED['unreviewed']}"),
        ({"source_id": "E002"}, f"source_id: {quotations.NOT_CONSENTED}"),
        ({"source_id": "E003"}, f"source_id: {UNKNOWN}"),
        ({"end": "63"}, f"start, end: {quotations.OUTSIDE}"),
        ({"end": "40"}, f"text: {quotations.NOT_SAID}"),
        ({"start": "four"}, "start: not a whole number"),
        ({"domain": "peace"}, "domain: not on the list (study.yaml: domains)"),
        ({"domain": None}, "domain: blank, but must be given"),
    ],
)
def test_a_quotation_that_may_not_be_published_is_refused(changed, said, clean):
    assert faults(clean, (ROW | changed,)) == [f"row 2, {said}"]


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"reviewer": None}, "reviewer: blank, but must be given"),
        ({"date": "2024-05-01"}, "date: before the interview was held"),
        ({"date": None}, "date: blank, but must be given"),
        ({"date": "soon"}, "date: not a date such as 2024-03-01 or 01/03/2024"),
    ],
)
def test_a_review_that_is_none_is_refused(changed, said, clean):
    assert faults(clean, (ROW,), (REVIEW | changed,)) == [f"row 2, {said}"]


def test_a_hash_that_is_none_is_refused_beside_the_quotation_it_leaves_unreviewed(clean):
    assert faults(clean, (ROW,), (REVIEW | {"text_sha256": HASH.upper()},)) == [
        f"row 2, text_sha256: {quotations.reviews.NO_HASH}",
        f"row 2, quotation_id: {quotations.UNSIGNED['changed since']}",
    ]


@pytest.mark.parametrize("reviewer", ["synthetic", "Synthetic"])
def test_a_synthetic_review_is_refused_where_the_study_is_restricted(reviewer, clean, study):
    review = REVIEW | {"reviewer": reviewer}
    assert len(clean(reviews=(review,))) == 1
    object.__setattr__(study, "provenance", "restricted")
    said = f"row 2, reviewer: {quotations.reviews.NOBODY}"
    assert faults(clean, (ROW,), (review,)) == [said]


def test_all_faults_are_told_at_once_and_nothing_is_quoted(clean):
    wrong = ROW | {"quotation_id": "Q2", "source_id": "E002", "domain": "peace", "start": "x"}
    found = faults(clean, (ROW | {"text": "Nobody said this."}, wrong))
    assert len(found) == 6
    assert not any(word in fault for fault in found for word in ("Nobody", "Paty", "peace", "E00"))


def test_an_identifier_left_in_the_words_is_refused(study):
    said = "Llámeme al 55 0123 4567."
    row = ROW | {"start": "0", "end": str(len(said)), "text": said, "translation": "Call me."}
    review = REVIEW | {"text_sha256": signed(said, "Call me.")}
    raw = texts(row), texts(review)
    found = faults(quotations.clean, raw, {"E001": said}, HEARD, ASIDE, study)
    assert found == [f"row 2, text: {quotations.IDENTIFIES}"]


# The command


def test_the_command_lists_what_there_is_to_sign_and_writes_nothing(study):
    folder = study.raw / "interviews"
    folder.mkdir()
    rows = [ROW, ROW | {"quotation_id": "Q2"}, ROW | {"quotation_id": "Q3", "text": "Fui."}]
    reviews = [REVIEW, REVIEW | {"quotation_id": "Q3"}]
    texts(*rows).to_csv(folder / "quotations.csv", index=False)
    texts(*reviews).to_csv(folder / "quotation_reviews.csv", index=False)
    before = {path: path.read_bytes() for path in study.raw.rglob("*") if path.is_file()}
    command = [sys.executable, "-m", "analysis.intake.quotations", str(study.data_dir)]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    other = signed("Fui.", ROW["translation"])
    assert told.splitlines() == [
        f"Q1  reviewed       {HASH}",
        f"Q2  unreviewed     {HASH}",
        f"Q3  changed since  {other}",
    ]
    assert {path: path.read_bytes() for path in study.raw.rglob("*") if path.is_file()} == before


# What is shown


@pytest.fixture
def heard():
    """Twelve people of the unions were heard on justice in Spanish, and three judges."""
    interviews = pd.DataFrame(
        {
            "source_id": ["E001", "E002", "E003"], "group": ["unions", "unions", "judges"],
            "language": "spanish", "n_people": [4, 8, 3],
        }
    )  # fmt: skip
    asked = pd.DataFrame({"source_id": ["E001", "E002", "E003"], "domain": "justice"})
    return interviews, asked


def table_of(study, **changes):
    row = {
        "quotation_id": "Q1", "source_id": "E001", "domain": "justice", "language": "spanish",
        "text": "Sí.", "translation": "Yes.", "reviewer": "R1",
        "reviewed_on": pd.Timestamp("2024-06-01"), "text_sha256": signed("Sí.", "Yes."),
    }  # fmt: skip
    return checked("quotations", pd.DataFrame([row | changes]), study)


def test_a_quotation_names_its_group_and_nothing_else_of_who_said_it(study, heard):
    released = release_quotations(table_of(study), *heard, study)
    assert released.table.to_dict("records") == [
        {"domain": "justice", "language": "spanish", "is_as_spoken": True, "group": "unions",
         "words": "Sí.", "other_words": "Yes.", "text_sha256": signed("Sí.", "Yes.")}
    ]  # fmt: skip


@pytest.mark.parametrize(("n_english", "is_told"), [(9, False), (10, True)])
def test_where_few_were_heard_in_a_language_no_quotation_tells_which_was_spoken(
    n_english, is_told, heard, tmp_path
):
    names = {"spanish": ("Spanish", "Español"), "english": ("English", "Inglés")}
    spoken = [{"id": name, "en": en, "es": es} for name, (en, es) in names.items()]
    study = read_study(small_study.write(tmp_path, interview_languages=spoken))
    interviews, asked = heard
    interviews = interviews.assign(
        n_people=[20, n_english, 3], language=["spanish", "english", "spanish"]
    )
    both = pd.concat(
        [
            table_of(study),
            table_of(
                study, quotation_id="Q2", source_id="E002", language="english", text="No!",
                translation="¡No!", text_sha256=signed("No!", "¡No!"),
            ),
        ]
    )  # fmt: skip
    released = release_quotations(both, interviews, asked, study)
    assert released.table["is_as_spoken"].tolist() == [is_told] * 2
    assert released.table["language"].tolist() == ["spanish", "english" if is_told else "spanish"]
    assert released.table["words"].tolist() == ["Sí.", "No!" if is_told else "¡No!"]
    assert released.table["group"].tolist() == ["unions"] * 2
    assert ("said in" in as_text(written(released, tmp_path), study, "en")) is is_told


@pytest.mark.parametrize(("n_people", "is_named"), [(7, True), (6, False)])
def test_ten_people_of_the_group_heard_on_the_domain_are_named_and_nine_are_not(
    n_people, is_named, study, heard
):
    interviews, asked = heard
    interviews = interviews.assign(n_people=[3, n_people, 50])
    (group,) = release_quotations(table_of(study), interviews, asked, study).table["group"]
    assert (group == "unions") is is_named
    elsewhere = asked.assign(domain=["justice", "advocacy", "justice"])
    (group,) = release_quotations(table_of(study), interviews, elsewhere, study).table["group"]
    assert pd.isna(group)


@pytest.mark.parametrize(
    "changes",
    [{"text": "No."}, {"translation": "No."}, {"text_sha256": "0" * 64}, {"reviewer": " "}],
)
def test_what_is_not_what_was_reviewed_is_not_released(changes, study, heard):
    with pytest.raises(ValueError, match="^Q1: not reviewed as it stands"):
        release_quotations(table_of(study, **changes), *heard, study)


def test_a_synthetic_review_releases_nothing_of_a_restricted_study(study, heard):
    table = table_of(study, reviewer="synthetic")
    assert len(release_quotations(table, *heard, study).table) == 1
    object.__setattr__(study, "provenance", "restricted")
    with pytest.raises(ValueError, match="^Q1: not reviewed as it stands"):
        release_quotations(table, *heard, study)


def written(released, folder):
    figure = draw_quotations(released, "justice")
    return export(figure, released, "domain_quotations_justice", "Said.", "Words.", folder)


def test_the_report_has_a_quotation_as_text_in_both_languages(study, heard, tmp_path):
    odd = {"text": "“Sí” & <b>no</b>, a $5.", "translation": "*Yes*, at $5."}
    odd["text_sha256"] = signed(*odd.values())
    exhibit = written(release_quotations(table_of(study, **odd), *heard, study), tmp_path)
    html = as_text(exhibit, study, "en")
    assert "“Sí” &amp; &lt;b&gt;no&lt;/b&gt;, a $5." in html and '<p lang="es">' in html
    assert "*Yes*, at $5." in html and 'class="translation" lang="en"' in html
    assert "Unions, said in Spanish" in html
    assert STAMPS["synthetic"]["en"] in html  # it may be copied without the caption below it
    assert "Sindicatos, dicho en español" in as_text(exhibit, study, "es")


def test_a_quotation_changed_in_an_exhibit_does_not_reach_the_report(study, heard, tmp_path):
    exhibit = written(release_quotations(table_of(study), *heard, study), tmp_path)
    path = tmp_path / "domain_quotations_justice.csv"
    path.write_text(path.read_text("utf-8").replace("Yes.", "No."), encoding="utf-8")
    with pytest.raises(BadInput, match="not the one that was reviewed"):
        as_text(exhibit, study, "en")


def test_a_domain_without_quotations_says_so(study, heard, tmp_path):
    nothing = release_quotations(table_of(study).head(0), *heard, study)
    exhibit = written(nothing, tmp_path)
    assert exhibit.title == "Justice: no quotation was reviewed for publication"
    assert as_text(exhibit, study, "en") == ""


def test_a_restricted_study_is_read_like_another(tmp_path):
    small_study.write(tmp_path, provenance="restricted")
    study = read_study(tmp_path)
    assert quotations.to_sign(study) == ""
