"""Files that are damaged, hostile, empty or of another kind; and what is kept though not whole."""

import io
import json
import os
import sqlite3
import struct
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from analysis.faults import BadInput
from analysis.intake import archive
from analysis.intake.coded_project import read
from coded_projects import dialects

TEXT = "INT: ¿Y la conciliación?\nP1: Mejoró mucho.\n"
QDE = """<?xml version="1.0" encoding="utf-8"?>
<Project xmlns="urn:QDA-XML:project:1.0" name="p">
  <Users><User guid="u1" name="C1"/><User guid="u2" name="C2"/></Users>
  <CodeBook><Codes><Code guid="c1" name="Mejoró" isCodable="true"/></Codes></CodeBook>
  <Sources><TextSource guid="s1" name="E001" plainTextPath="internal://s1.txt">
    <PlainTextSelection guid="p1" startPosition="29" endPosition="35" creatingUser="u1">
      <Coding guid="k1" creatingUser="u1"><CodeRef targetGUID="c1"/></Coding>
    </PlainTextSelection>
    <PlainTextSelection guid="p2" startPosition="5" endPosition="9" creatingUser="u2">
      <Coding guid="k2"><CodeRef targetGUID="c1"/></Coding>
    </PlainTextSelection>
  </TextSource></Sources>
</Project>
"""
QDE = QDE.replace('startPosition="5" endPosition="9"', 'startPosition="11" endPosition="23"')


def pack(path, qde=QDE, text=TEXT, name="sources/s1.txt", **more):
    """A .qdpx of this project.qde and one text."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as zipped:
        zipped.writestr("project.qde", qde)
        zipped.writestr(name, text)
        for other, content in more.items():
            zipped.writestr(other, content)
    return path


def refused(path, **how):
    """The report with which the file is refused."""
    with pytest.raises(BadInput) as bad:
        read(path, "interviews/coding.qdpx", **how)
    return str(bad.value)


def irregular(path):
    """What is told of a project that is read though not whole."""
    return [str(fault) for fault in read(path).report.irregular]


def test_the_example_itself_is_whole(tmp_path):
    project = read(pack(tmp_path / "p.qdpx"))
    assert project.codings["text"].tolist() == ["conciliación", "Mejoró"]
    assert project.codings["coder"].tolist() == ["C2", "C1"]
    assert project.report.irregular == []


# Kept, and told


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('endPosition="35"', 'endPosition="99"', "selection 1: lies outside its text"),
        ('startPosition="29"', 'startPosition="-1"', "selection 1: lies outside its text"),
        ('endPosition="35"', 'endPosition="three"', "selection 1: lies outside its text"),
        (
            '<CodeRef targetGUID="c1"/></Coding>\n    </PlainTextSelection>\n  </',
            "</Coding></PlainTextSelection></",
            "selection 2: given a code that is not in the codebook",
        ),
        (
            '"k1" creatingUser="u1"',
            '"k1" creatingUser="u9"',
            "selection 1: coded by nobody on the list of users",
        ),
        (
            'name="C2"',
            'name="C1"',
            "1 coders have no name or share that of another: it was made up",
        ),
        (
            'name="Mejoró"',
            'name=""',
            "1 codes have no name or share that of another: it was made up",
        ),
    ],
)  # fmt: skip
def test_what_is_not_whole_is_kept_and_told_by_number(old, new, told, tmp_path, monkeypatch):
    monkeypatch.setattr("analysis.intake.coded_project.offsets.ENOUGH", 0.5)
    assert QDE.count(old) == 1
    path = pack(tmp_path / "p.qdpx", QDE.replace(old, new))
    assert len(read(path).codings) == 2
    [fault] = irregular(path)
    assert fault.endswith(told)


def test_a_source_without_its_text_keeps_its_codings(tmp_path):
    project = read(pack(tmp_path / "p.qdpx", name="sources/other.txt"))
    assert project.codings["text"].isna().all() and len(project.codings) == 2
    assert [str(fault) for fault in project.report.irregular] == [
        "source 1, selection 1: its source comes without its plain text",
        "source 1, selection 2: its source comes without its plain text",
    ]


def test_of_a_thousand_irregular_selections_twenty_are_named(tmp_path):
    coding = '<Coding><CodeRef targetGUID="c9"/></Coding>'
    one = f'<PlainTextSelection startPosition="29" endPosition="35">{coding}</PlainTextSelection>'
    qde = QDE.replace("</TextSource>", one * 1_000 + "</TextSource>")
    told = irregular(pack(tmp_path / "p.qdpx", qde))
    unknown = [fault for fault in told if fault.endswith("not in the codebook")]
    assert len(unknown) == 21
    assert "980 more selections: given a code that is not in the codebook" in unknown


def test_unknown_parts_are_counted_and_the_rest_is_read(tmp_path):
    qde = QDE.replace("</Sources>", "</Sources><Links><Link guid='l'/></Links><Novelty/>")
    project = read(pack(tmp_path / "p.qdpx", qde))
    assert project.report.left_out == ["1 links", "1 unknown parts Novelty"]


# Refused


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ("internal://s1.txt", "internal://../../secret.txt", "names a file outside itself"),
        ("internal://s1.txt", "relative:///..%2fsecret.txt", "names a file outside itself"),
        ("urn:QDA-XML:project:1.0", "urn:other", "its XML is no REFI-QDA project"),
        ("</Sources>", "", "truncated or not well-formed"),
        ('encoding="utf-8"', 'encoding="klingon"', "truncated or not well-formed"),
        (
            "<Project",
            '<!DOCTYPE p [<!ENTITY x SYSTEM "file:///etc/hostname">]><Project',
            "declares a DTD or entities",
        ),
        ("<Project", "<!DOCTYPE p><Project", "declares a DTD or entities"),
        (
            "<Users>",
            '<PlainTextSelection guid="x" startPosition="0" endPosition="3"/><Users>',
            "stands outside all sources",
        ),
        ("<Users>", "<Representation/><Users>", "stands outside all sources"),
        (
            '<Code guid="c1"',
            '<Code guid="{C1}" name="Otro"/><Code guid="c1"',
            "two codes have one identifier",
        ),
    ],
)  # fmt: skip
def test_a_broken_or_hostile_project_is_refused(old, new, rule, tmp_path):
    assert old in QDE
    assert rule in refused(pack(tmp_path / "p.qdpx", QDE.replace(old, new)))


def test_codes_nested_without_end_are_refused(tmp_path):
    n = 100_000
    opened = "".join(f'<Code guid="n{i}" name="n{i}">' for i in range(n))
    qde = QDE.replace("</Codes>", opened + "</Code>" * n + "</Codes>")
    assert "parts deep" in refused(pack(tmp_path / "p.qdpx", qde))


def test_a_cycle_of_categories_is_refused(tmp_path):
    folder = dialects.qualcoder(tmp_path / "p.qda")
    with sqlite3.connect(folder / "data.qda") as db:
        db.execute("UPDATE code_cat SET supercatid = catid")
    assert "codes stand below themselves" in refused(folder)


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        (b"not a project at all", "not a coded project: of unknown kind"),
        (b"", "not a coded project: empty"),
        (b"%PDF-1.7", "not a coded project: a PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office document or project"),
        (b"PK\x03\x04truncated", "truncated or damaged"),
        (b"<html></html>", "its XML is no REFI-QDA codebook"),
        (b"<CodeBook xmlns='urn:QDA-XML:codebook:1.0'><Codes>", "truncated or not well-formed"),
        (b"SQLite format 3\x00" + b"\xff" * 200, "truncated or damaged"),
    ],
)
def test_another_kind_of_file_is_named_plainly(content, rule, tmp_path):
    (tmp_path / "p.qdpx").write_bytes(content)
    assert rule in refused(tmp_path / "p.qdpx")


def test_a_database_of_another_program_is_refused(tmp_path):
    with sqlite3.connect(tmp_path / "p.sqlite3") as db:
        db.execute("CREATE TABLE other (a)")
    assert "a database of another program" in refused(tmp_path / "p.sqlite3")
    assert "no such file" in refused(tmp_path / "gone.qdpx")
    assert "no such file" in refused(tmp_path)  # a folder without data.qda


def test_a_zip_without_one_project_file_is_refused(tmp_path):
    with zipfile.ZipFile(tmp_path / "q.qdpx", "w") as zipped:
        zipped.writestr("word/document.xml", "")
    assert "0 project files (.qde) at its root" in refused(tmp_path / "q.qdpx")
    assert "2 project files" in refused(pack(tmp_path / "p.qdpx", **{"Other.QDE": QDE}))


def test_an_empty_project_is_refused_and_a_codebook_without_codings_is_not(tmp_path):
    empty = '<Project xmlns="urn:QDA-XML:project:1.0" name="p"/>'
    assert "an empty project" in refused(pack(tmp_path / "p.qdpx", empty))
    codes = '<Codes><Code guid="c" name="Uno"/></Codes>'
    book = f'<CodeBook xmlns="urn:QDA-XML:codebook:1.0">{codes}</CodeBook>'
    (tmp_path / "c.qdc").write_text(book, encoding="utf-8")
    assert read(tmp_path / "c.qdc").codes["code"].tolist() == ["Uno"]


def test_a_damaged_zip_is_refused(tmp_path):
    path = pack(tmp_path / "p.qdpx")
    whole = path.read_bytes()
    path.write_bytes(whole[:60] + b"\x00\x01\x02\x03" + whole[64:])
    assert "truncated or damaged" in refused(path)
    path.write_bytes(whole[: len(whole) // 2])
    assert "truncated or damaged" in refused(path)


def test_an_encrypted_zip_is_refused(tmp_path):
    path = pack(tmp_path / "p.qdpx")
    content = bytearray(path.read_bytes())
    for sign, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = content.find(sign)
        while place >= 0:
            content[place + at] |= 1
            place = content.find(sign, place + 4)
    path.write_bytes(content)
    assert "encrypted" in refused(path)


@pytest.mark.parametrize(
    "name", ["../secret.txt", "/etc/secret", "C:/secret", "a\\..\\..\\secret", "sources/../../x"]
)
def test_a_zip_that_names_a_file_outside_itself_is_refused(name, tmp_path):
    assert "names a file outside itself" in refused(pack(tmp_path / "p.qdpx", **{name: "x"}))
    assert sorted(p.name for p in tmp_path.iterdir()) == ["p.qdpx"]


def test_a_zip_bomb_is_refused_before_it_is_unpacked(tmp_path):
    assert "unpacks to more than 200 times its size" in refused(
        pack(tmp_path / "p.qdpx", text=b"a" * 50_000_000)
    )


def test_a_zip_that_lies_about_a_size_gives_no_more_than_it_states(tmp_path):
    path = pack(tmp_path / "p.qdpx", text=b"a" * 50_000_000)
    content = path.read_bytes()
    true, stated = struct.pack("<L", 50_000_000), struct.pack("<L", 900_000)
    assert content.count(true) == 2
    path.write_bytes(content.replace(true, stated))
    assert "truncated or damaged" in refused(path)


def test_caps_on_files_and_sizes_hold(tmp_path, monkeypatch):
    path = pack(tmp_path / "p.qdpx", text=os.urandom(2_000))
    monkeypatch.setattr(archive, "MAX_TEXT", 1_000)
    assert "holds a file larger than" in refused(path)
    monkeypatch.setattr(archive, "MAX_FILES", 1)
    assert "more than 1 files inside" in refused(path)


def test_a_member_that_lies_far_outside_the_file_is_refused(tmp_path):
    path = pack(tmp_path / "p.qdpx")
    content = bytearray(path.read_bytes())
    at = content.rfind(b"PK\x01\x02")  # the list's entry of the text
    content[at + 42 : at + 46] = struct.pack("<L", 0x7FFFFFF0)
    path.write_bytes(content)
    assert "truncated or damaged" in refused(path)


def test_two_files_of_one_name_are_refused_where_one_is_asked_for(tmp_path):
    assert "two files inside have one name" in refused(
        pack(tmp_path / "p.qdpx", **{"SOURCES/S1.TXT": "other"})
    )


def test_a_database_that_is_still_open_in_its_tool_is_refused(tmp_path):
    folder = dialects.qualcoder(tmp_path / "p.qda")
    (folder / "data.qda-wal").write_bytes(b"not yet written")
    assert "still open in the tool that made it" in refused(folder)


def test_a_view_in_place_of_a_table_is_not_run(tmp_path):
    folder = dialects.qualcoder(tmp_path / "p.qda")
    with sqlite3.connect(folder / "data.qda") as db:
        db.execute("ALTER TABLE code_av RENAME TO other")
        db.execute(
            "CREATE VIEW code_av AS WITH RECURSIVE n(id) AS (SELECT 1 UNION ALL SELECT id FROM n) "
            "SELECT id, id cid, 0 pos0, 0 pos1, '' owner, '' date FROM n"
        )
    assert len(read(folder).codings) == len(dialects.expected())


def test_reading_changes_no_file(tmp_path):
    folder = dialects.qualcoder(tmp_path / "p.qda")
    before = (folder / "data.qda").read_bytes()
    read(folder)
    assert (folder / "data.qda").read_bytes() == before
    assert [path.name for path in folder.iterdir()] == ["data.qda"]


def test_nothing_confidential_is_quoted(tmp_path):
    cut = QDE.replace('startPosition="29" endPosition="35"', 'startPosition="30" endPosition="34"')
    qde = cut.replace("E001", "Juana Pérez")
    report = refused(pack(tmp_path / "p.qdpx", qde))
    assert "Juana" not in report and "Mejor" not in report
    assert "interviews/coding.qdpx" in report


# Hostile in other ways


ODD_CELLS = [b"\xff\x00", 3.5, ""]


@pytest.mark.parametrize("cell", ODD_CELLS, ids=repr)
@pytest.mark.parametrize(
    ("table", "column"),
    [
        ("source", "name"), ("source", "mediapath"), ("code_name", "memo"), ("code_cat", "name"),
        ("code_text", "owner"), ("code_text", "date"), ("code_text", "seltext"),
        ("code_image", "x1"), ("cases", "name"), ("case_text", "caseid"), ("journal", "jentry"),
        ("attribute", "value"), ("project", "about"),
    ],
)  # fmt: skip
def test_a_database_may_hold_anything_in_any_cell(qualcoder_file, table, column, cell):
    """SQLite keeps no types."""
    with sqlite3.connect(qualcoder_file) as db:
        db.execute(f"UPDATE {table} SET {column} = ? WHERE rowid = 1", (cell,))
    assert len(read(qualcoder_file).codings) == len(dialects.expected()) + 1


@pytest.fixture
def qualcoder_file(tmp_path):
    """A database with a row in every table."""
    path = dialects.qualcoder(tmp_path / "p.qda") / "data.qda"
    with sqlite3.connect(path) as db:
        db.executescript("""
            INSERT INTO cases (name) VALUES ('a');
            INSERT INTO case_text (caseid, fid, pos0, pos1) VALUES (1, 1, 0, 0);
            INSERT INTO attribute (name, attr_type, value, id) VALUES ('e', 'case', '3', 1);
            INSERT INTO journal (name, jentry) VALUES ('n', 't');
            INSERT INTO code_image (id, x1, y1, width, height, cid) VALUES (1, 1, 2, 3, 4, 3);
        """)
    return path


@pytest.mark.parametrize(
    "payload",
    [
        '{"type": "highlight_add", "highlight_id": [1], "tags": [[1], {}]}',
        '{"type": "tag_merge", "src_tag_id": {}, "dest_tag_id": []}',
        "[" * 100_000, "null", b"\xff", 7, None,
    ],
    ids=range(7),
)  # fmt: skip
def test_a_log_may_hold_anything(payload, tmp_path):
    path = dialects.taguette(tmp_path / "p.sqlite3")
    codings = read(path).codings
    with sqlite3.connect(path) as db:
        db.execute("INSERT INTO commands (project_id, payload) VALUES (1, ?)", (payload,))
    assert read(path).codings.equals(codings)


def test_a_chain_of_categories_without_end_is_refused(tmp_path):
    """The paths of its codes would fill any memory."""
    folder = dialects.qualcoder(tmp_path / "p.qda")
    with sqlite3.connect(folder / "data.qda") as db:
        rows = ((n, f"n{n}", n - 1) for n in range(1_000, 21_000))
        db.executemany("INSERT INTO code_cat (catid, name, supercatid) VALUES (?, ?, ?)", rows)
    assert "the names of its codes are too long" in refused(folder)


def test_caps_on_what_is_multiplied_hold(tmp_path, monkeypatch):
    path = pack(tmp_path / "p.qdpx")
    monkeypatch.setattr("analysis.intake.coded_project.assembling.MAX_MARKED", 20)
    assert "its selections hold more than 20 characters" in refused(path)
    again = '<TextSource guid="s2" plainTextPath="internal://s1.txt"/></Sources>'
    path = pack(tmp_path / "q.qdpx", QDE.replace("</Sources>", again))
    monkeypatch.setattr(archive, "MAX_TEXTS", len(TEXT.encode()) + 1)
    assert "its texts are larger than 0 MB in all" in refused(path)


def test_an_unknown_part_of_a_selection_is_told(tmp_path):
    qde = QDE.replace('<Coding guid="k1"', '<Weight/><Coding guid="k1"')
    assert read(pack(tmp_path / "p.qdpx", qde)).report.left_out == ["1 unknown parts Weight"]


# The command


def run(*arguments):
    command = [sys.executable, "-m", "analysis.intake.coded_project", *map(str, arguments)]
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parents[2] / "src")}
    return subprocess.run(command, capture_output=True, text=True, check=False, env=environment)


def test_the_command_prints_what_was_read(tmp_path):
    path = dialects.refi(tmp_path / "p.qdpx", dialects.NVIVO_WINDOWS)
    done = run(path)
    assert done.returncode == 0
    assert "REFI-QDA project of NVivo for Windows 12.6" in done.stdout
    assert (
        "UTF-16 units, line ends as stored, end exclusive; 100.0% of the selections fit"
        in done.stdout
    )
    told = json.loads(run(path, "--json").stdout)
    assert told["counts"]["codings"] == len(dialects.expected())
    assert told["fit_share"] == 1.0 and len(told["readings"]) == 18


def test_the_command_fails_where_the_file_is_refused_or_not_whole(tmp_path):
    (tmp_path / "p.qdpx").write_bytes(b"%PDF-1.7")
    done = run(tmp_path / "p.qdpx")
    assert done.returncode == 1 and "a PDF" in done.stderr and "Traceback" not in done.stderr
    done = run(pack(tmp_path / "q.qdpx", name="sources/other.txt"))
    assert done.returncode == 1 and "not whole:" in done.stdout


def test_a_prescribed_reading_is_followed(tmp_path):
    path = dialects.refi(tmp_path / "p.qdpx", dialects.BROWSER)
    told = json.loads(run(path, "--json", "--unit", "code-points").stdout)
    assert told["reading"] == "code points, line ends as stored, end exclusive"
    assert told["fit_share"] < 0.9


def test_a_project_read_as_prescribed_can_be_written_so_that_none_need_prescribe(tmp_path):
    text = "👍 -=-=-=-= +*+*+*+*"
    qde = QDE.replace('"29"', '"13"').replace('"35"', '"16"')
    qde = qde.replace('"11"', '"5"').replace('"23"', '"8"')
    path = pack(tmp_path / "p.qdpx", qde, text)
    told = run(path)
    assert told.returncode == 1 and "prescribe the reading" in told.stderr
    assert run(path, "--unit", "utf-16", "--write", tmp_path / "q.qdpx").returncode == 0
    assert read(tmp_path / "q.qdpx").codings["text"].tolist() == ["-=-", "*+*"]


def test_a_zip_may_be_read_from_a_folder_with_spaces_and_accents(tmp_path):
    folder = tmp_path / "año # 1? 100%"
    folder.mkdir()
    assert len(read(dialects.qualcoder(folder / "p.qda")).sources) == 2
    assert len(read(pack(folder / "p.qdpx")).sources) == 1
    assert io.BytesIO((folder / "p.qdpx").read_bytes()).read(2) == b"PK"
