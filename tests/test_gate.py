"""The gate before a run: all that is wrong with all files in one report, and nothing of anybody."""

import shutil
import subprocess
import sys
from dataclasses import replace
from hashlib import sha256

import openpyxl
import pandas as pd
import pytest

import raw_study
from analysis.intake import coding, interviews, manifest, transcripts
from analysis.intake.__main__ import check
from analysis.intake.coded_project import write_qdpx
from analysis.study import read_study
from analysis.synthetic import form
from raw_study import rows_of, spoil_csv, spoil_sheet, write_rows

SECRET = "Ana Luisa Robles"


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    return raw_study.write(tmp_path_factory.mktemp("study"))


@pytest.fixture(scope="module")
def before(written):
    """Its tables, none of its files spoilt."""
    return raw_study.tables(read_study(written))


@pytest.fixture(scope="module")
def folio(written, before):
    """A source, entered once, with answers, accounts and passages, none of them quoted."""
    parts = (before[name]["source_id"] for name in ("validation", "accounts", "segments"))
    quoted = before["quotations"]["source_id"]
    return min(set(used_once(written)).intersection(*parts).difference(quoted))


@pytest.fixture
def folder(written, tmp_path):
    """A study in raw files, to spoil."""
    return shutil.copytree(written, tmp_path / "study")


def run(folder):
    command = [sys.executable, "-m", "analysis.intake", str(folder)]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8")


def digests(folder):
    return {p: sha256(p.read_bytes()).digest() for p in folder.rglob("*") if p.is_file()}


def told(folder):
    """Each fault as ``(file below raw, sheet, what is said)``."""
    found = check(read_study(folder))
    return {(fault.file.partition("raw/")[2], fault.sheet, str(fault)) for fault in found}


def used_once(folder, kind="*"):
    """The row of the register, by folio, of sources entered once and of this kind of file."""
    study = read_study(folder)
    register = interviews.read(study)
    used, _ = interviews.by_consent(register, study)
    folios = register["folio"].drop_duplicates(keep=False)
    texts = {path.stem for path in (folder / "raw/interviews/transcripts").glob(f"*.{kind}")}
    kept = texts & set(used["source_id"])
    return {folio: row for row, folio in folios.items() if folio in kept}


def test_a_study_without_faults_passes_in_silence_and_nothing_is_written(folder):
    before = digests(folder)
    done = run(folder)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert digests(folder) == before


def test_all_faults_of_all_files_are_in_one_report_that_quotes_nobody(folder):
    raw = folder / "raw"
    rows = used_once(folder, "txt")
    (first, second, *_), (missing, changed, foreign, *_) = rows.values(), rows
    spoil_sheet(raw / "interviews/register.xlsx", "register", first, "estado", SECRET)
    spoil_sheet(raw / "interviews/register.xlsx", "register", second, "fecha", SECRET)
    spoil_csv(raw / "interviews/codebook.csv", 2, "domain", SECRET)
    (raw / f"interviews/transcripts/{missing}.txt").unlink()
    (raw / f"interviews/transcripts/{changed}.txt").write_text(f"P1: {SECRET}", encoding="utf-8")
    (raw / f"interviews/transcripts/{foreign}.txt").write_bytes(
        f"P1: {SECRET} \xf3".encode("cp1252")
    )
    spoil_csv(raw / "changes/accounts.csv", 2, "source_id", SECRET)
    spoil_csv(raw / "changes/changes.csv", 2, "is_expected", SECRET)
    spoil_csv(raw / "changes/change_accounts.csv", 2, "change_id", SECRET)
    spoil_csv(raw / "changes/contributions.csv", 2, "contribution_id", "")
    survey, heard = raw / "validation/validation.xlsx", row_of(raw, "respondents")
    spoil_sheet(survey, form.REPEAT, 2, "shown/answer", SECRET)
    spoil_sheet(survey, form.TITLE, heard, "who/folio", SECRET)
    spoil_csv(raw / "changes/selections.csv", 3, "level", SECRET)
    spoil_csv(raw / "changes/rubric_scores.csv", 2, "rating", SECRET)
    spoil_csv(raw / "changes/lesson_changes.csv", 2, "lesson_id", SECRET)
    spoil_csv(raw / "projects/projects.csv", 2, "start", SECRET)
    spoil_csv(raw / "projects/project_states.csv", 2, "state", SECRET)
    book = openpyxl.load_workbook(raw / "projects/monitoring.xlsx")
    sheet = next(s.title for s in book if "valor" in {cell.value for cell in s[1]})
    spoil_sheet(raw / "projects/monitoring.xlsx", sheet, 2, "valor", SECRET)
    spoil_csv(raw / "indicators/indicator_values.csv", 2, "value", f"{SECRET} 1,5")
    before = digests(folder)
    done = run(folder)
    assert done.returncode == 1
    assert done.stdout == ""
    for line in (
        f"row {first}, estado: not a state",
        f"row {second}, fecha: not a date such as 2024-03-01 or 01/03/2024",
        "row 2, domain: not on the list (study.yaml: domains)",
        f"{missing}.txt: 1 fault\n  no such file: a source of the register",
        f"{foreign}.txt: 1 fault\n  not a text in UTF-8",
        f"source {changed}: the text that was coded is not the transcript",
        "row 2, source_id: its source is not in the register, so its consent is not known",
        "row 2, is_expected: not on the list (true, false)",
        "change_id: 1 of ",
        "row 2, contribution_id: blank, but must be given",
        "row 2, shown/answer: not on the list (study/raw/validation/form.xlsx: answers)",
        f"row {heard}, who/folio: its source is not in the register, so its consent is not known",
        "row 3, level: not on the list (study.yaml: selection_levels)",
        "row 2, rating: not on the list (study.yaml: rubric_levels)",
        "lesson_id: 1 of ",
        "row 2, start: not a date such as 2024-03-01 or 01/03/2024",
        "row 2, state: not on the list (study.yaml: states)",
        'row 2, valor: not a share from 0 to 1 or a percentage such as "45 %"',
        "row 2, value: not a number",
        "nothing was changed.",
    ):
        assert line in done.stderr
    for part in SECRET.split():
        assert part not in done.stderr
    assert "Traceback" not in done.stderr
    assert digests(folder) == before


def test_a_study_that_cannot_be_read_is_refused_without_a_traceback(folder):
    (folder / "raw/study.yaml").write_text(f"title: {{en: {SECRET}\n", encoding="utf-8")
    done = run(folder)
    assert (done.returncode, done.stderr) == (
        1,
        "study/raw/study.yaml: 1 fault\n  row 2: not a YAML file of keys and values\n"
        "1 fault; nothing was changed.\n",
    )


def test_a_file_that_differs_from_the_manifest_is_told_beside_what_is_wrong_in_it(folder):
    manifest.record(read_study(folder))
    spoil_csv(folder / "raw/changes/changes.csv", 2, "date", SECRET)
    assert told(folder) == {
        ("changes/changes.csv", "", "changed since the manifest was recorded"),
        ("changes/changes.csv", "", "row 2, date: not a date such as 2024-03-01 or 01/03/2024"),
    }


def test_a_transcript_that_cannot_be_hides_no_other(folder):
    one, other, *_ = used_once(folder, "txt")
    place = folder / "raw/interviews/transcripts"
    (place / f"{one}.txt").write_text(f"[00:09] P1: {SECRET}\n[00:05] INT: sí", encoding="utf-8")
    (place / f"{other}.txt").write_text(
        "".join(f"P{number}: sí\n" for number in range(1, 9)), encoding="utf-8"
    )
    assert told(folder) >= {
        (f"interviews/transcripts/{one}.txt", "", "row 2: time runs backwards"),
        (
            f"interviews/transcripts/{other}.txt", "",
            "more people speak in it than the register has",
        ),
    }  # fmt: skip


def test_one_fault_has_no_followers(folder):
    row, *_ = used_once(folder).values()
    spoil_sheet(folder / "raw/interviews/register.xlsx", "register", row, "estado", SECRET)
    told_of = f"row {row}, estado: not a state"
    assert told(folder) == {("interviews/register.xlsx", "register", told_of)}


@pytest.mark.parametrize(
    "file",
    [
        "interviews/register.xlsx", "interviews/codebook.csv", "interviews/coding.qdpx",
        "changes/changes.csv", "validation/validation.xlsx", "validation/form.xlsx",
        "projects/projects.csv",
        "projects/monitoring.xlsx", "indicators/indicators.csv",
    ],
)  # fmt: skip
def test_a_missing_file_is_named_and_does_not_hide_the_faults_of_others(file, folder):
    (folder / "raw" / file).unlink()
    other = "changes/accounts.csv"
    if file.startswith("changes"):
        other = "projects/projects.csv"
    path = folder / "raw" / other
    write_rows(path, [[*row, SECRET] for row in rows_of(path)])
    assert told(folder) >= {
        (file, "", "no such file"), (other, "", "row 1: 1 columns not in docs/data.md"),
    }  # fmt: skip


def test_a_transcript_outside_its_folder_is_never_opened(folder):
    (folder / "raw/interviews/secret.txt").write_text(f"P1: {SECRET}", encoding="utf-8")
    spoil_sheet(folder / "raw/interviews/register.xlsx", "register", 3, "folio", "../secret")
    assert ("interviews/register.xlsx", "register") in {fault[:2] for fault in told(folder)}
    assert not [fault for fault in told(folder) if "secret" in "".join(fault)]


def test_what_is_held_of_a_source_whose_row_vanished_is_refused_in_every_file(folder, folio):
    drop_from_register(folder, folio)
    files = {file for file, _, _ in told(folder)} - {"interviews/translations.csv"}
    assert files == {
        "changes/accounts.csv", "interviews/coding.qdpx", "validation/validation.xlsx",
    }  # fmt: skip


def test_withdrawing_consent_makes_every_table_say_one_source_less(folder, folio, before):
    row = used_once(folder)[folio]
    spoil_sheet(
        folder / "raw/interviews/register.xlsx", "register", row, "consentimiento", "RETIRADO"
    )
    transcripts.file_of(read_study(folder), folio).unlink()
    assert told(folder) == set()
    after = raw_study.tables(read_study(folder))
    for name in (
        "interviews",
        "asked",
        "participants",
        "turns",
        "speakers",
        "segments",
        "accounts",
        "validation",
    ):
        kept = before[name][before[name]["source_id"].ne(folio)].reset_index(drop=True)
        assert len(kept) < len(before[name])
        pd.testing.assert_frame_equal(after[name], kept)
    assert len(after["codings"]) < len(before["codings"])
    links = before["change_accounts"]
    links = links[links["account_id"].isin(after["accounts"]["account_id"])]
    pd.testing.assert_frame_equal(after["change_accounts"], links.reset_index(drop=True))
    assert after["set_aside"]["source_id"].tolist().count(folio) == 1
    counts = after["interview_flow"].set_index("reason")["n_rows"]
    counts -= before["interview_flow"].set_index("reason")["n_rows"]
    assert counts[counts.ne(0)].to_dict() == {"consent_withdrawn": 1, "used": -1}


def test_deleting_an_interview_everywhere_leaves_what_withdrawing_leaves(folder, folio, tmp_path):
    withdrawn = shutil.copytree(folder, tmp_path / "withdrawn")
    row = used_once(folder)[folio]
    spoil_sheet(withdrawn / "raw/interviews/register.xlsx", "register", row, "consentimiento", "no")
    delete_everywhere(folder, folio)
    assert told(folder) == set()
    left, aside = (raw_study.tables(read_study(f)) for f in (folder, withdrawn))
    for name in left.keys() - {"set_aside", "interview_flow", "case_flow", "survey_flow"}:
        pd.testing.assert_frame_equal(left[name], aside[name])
    assert len(left["set_aside"]) == len(aside["set_aside"]) - 1


def test_a_quotation_that_nobody_reviewed_fails_the_build(folder):
    (folder / "raw/interviews/quotation_reviews.csv").unlink()
    done = run(folder)
    assert done.returncode == 1
    assert "quotations.csv: " in done.stderr
    assert "row 2, quotation_id: nobody reviewed it, so it may not be published" in done.stderr
    assert "python -m analysis.intake.quotations" in done.stderr  # the cure


@pytest.mark.parametrize("column", ["text", "translation"])
def test_a_quotation_changed_since_its_review_fails_the_build_and_is_not_quoted(column, folder):
    spoil_csv(folder / "raw/interviews/quotations.csv", 2, column, f"{SECRET} […]")
    done = run(folder)
    assert done.returncode == 1
    assert "row 2, quotation_id: changed since it was reviewed" in done.stderr
    assert ("row 2, text: not the words of the transcript" in done.stderr) is (column == "text")
    assert not any(part in done.stderr for part in SECRET.split())


def test_reviews_by_nobody_fail_the_build_of_a_restricted_study(folder):
    settings = folder / "raw/study.yaml"
    text = settings.read_text(encoding="utf-8")
    assert told(folder) == set()
    settings.write_text(text.replace("provenance: synthetic", "provenance: restricted"), "utf-8")
    n_reviews = len(rows_of(folder / "raw/interviews/quotation_reviews.csv")) - 1
    rule = "synthetic: in a restricted study a person reviews"
    assert n_reviews > 0
    assert told(folder) == {
        ("interviews/quotation_reviews.csv", "", f"row {row}, reviewer: {rule}")
        for row in range(2, 2 + n_reviews)
    }


def test_a_quotation_of_a_source_that_withdrew_is_taken_out_by_a_person(folder, before):
    path = folder / "raw/interviews/quotations.csv"
    header, *quoted = rows_of(path)
    rows = used_once(folder)
    number, folio = next((n, row[1]) for n, row in enumerate(quoted, 2) if row[1] in rows)
    spoil_sheet(
        folder / "raw/interviews/register.xlsx", "register", rows[folio], "consentimiento", "no"
    )
    rule = "its source's consent was refused or withdrawn, so it may not be published"
    assert told(folder) == {
        ("interviews/quotations.csv", "", f"row {number}, source_id: {rule}")
    }  # fmt: skip
    write_rows(path, [header, *(row for row in quoted if row[1] != folio)])
    assert told(folder) == set()
    after = raw_study.tables(read_study(folder))
    assert len(after["quotations"]) == len(before["quotations"]) - 1
    assert folio not in set(after["segments"]["source_id"])


def test_a_study_without_translations_and_quotations_passes(folder):
    for name in ("translations", "quotations", "quotation_reviews"):
        (folder / f"raw/interviews/{name}.csv").unlink()
    assert told(folder) == set()
    tables = raw_study.tables(read_study(folder))
    assert tables["quotations"].empty and tables["segments"]["translation"].isna().all()


def test_faults_of_translations_are_told_beside_those_of_the_coding(folder):
    path = folder / "raw/interviews/translations.csv"
    spoil_csv(path, 2, "start", "0")
    spoil_csv(path, 3, "status", SECRET)
    rows = {
        "row 2, start, end: nobody coded exactly this stretch",
        "row 3, status: not on the list (machine, draft, checked)",
    }
    assert {text for file, _, text in told(folder) if "translations" in file} == rows
    spoil_csv(folder / "raw/interviews/codebook.csv", 2, "name_es", SECRET)
    found = {file: text for file, _, text in told(folder)}
    assert "interviews/coding.qdpx" in found
    assert "status" in found["interviews/translations.csv"]


def drop_from_register(folder, folio):
    path = folder / "raw/interviews/register.xlsx"
    book = openpyxl.load_workbook(path)
    for row in reversed(range(2, book["register"].max_row + 1)):
        if str(book["register"].cell(row, 1).value).strip() == folio:
            book["register"].delete_rows(row)
    book.save(path)


def row_of(raw, panel):
    """The row of the first submission of a panel."""
    main = openpyxl.load_workbook(raw / "validation/validation.xlsx")[form.TITLE]
    header = [cell.value for cell in main[1]]
    panels = [row[header.index("who/panel")].value for row in main.iter_rows()]
    return 1 + panels.index(panel)


def delete_answers(path, folio):
    """The submissions of a source, and their rows of the repeat group."""
    book = openpyxl.load_workbook(path)
    gone = {}
    for sheet, key, is_gone in (
        (form.TITLE, "_uuid", lambda row: row["who/folio"] == folio),
        (form.REPEAT, "_submission__uuid", lambda row: row["_submission__uuid"] in gone),
    ):
        header = [cell.value for cell in book[sheet][1]]
        for number in reversed(range(2, book[sheet].max_row + 1)):
            row = dict(zip(header, (cell.value for cell in book[sheet][number]), strict=True))
            if is_gone(row):
                gone[row[key]] = True
                book[sheet].delete_rows(number)
    book.save(path)


def delete_everywhere(folder, folio):
    raw = folder / "raw"
    drop_from_register(folder, folio)
    transcripts.file_of(read_study(folder), folio).unlink()
    header, *rows = rows_of(raw / "changes/accounts.csv")
    gone = {row[0] for row in rows if row[1] == folio}
    write_rows(raw / "changes/accounts.csv", [header, *(r for r in rows if r[0] not in gone)])
    links = rows_of(raw / "changes/change_accounts.csv")
    write_rows(raw / "changes/change_accounts.csv", [row for row in links if row[1] not in gone])
    translated = rows_of(raw / "interviews/translations.csv")
    write_rows(raw / "interviews/translations.csv", [row for row in translated if row[0] != folio])
    delete_answers(raw / "validation/validation.xlsx", folio)
    header, *rows = rows_of(raw / "changes/selections.csv")
    account = header.index("account_id")
    kept = [row for row in rows if row[account] not in gone]
    write_rows(raw / "changes/selections.csv", [header, *kept])
    _, project = coding.read(read_study(folder))
    cases = project.cases[project.cases["source"].ne(folio)]
    project = replace(
        project,
        sources=project.sources[project.sources["name"].ne(folio)],
        codings=project.codings[project.codings["source"].ne(folio)],
        cases=cases,
        attributes=project.attributes[project.attributes["case"].isin(cases["case"])],
    )
    write_qdpx(project, raw / "interviews/coding.qdpx")
