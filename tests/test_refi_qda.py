"""Coded projects: written and read back, and refused where they cannot be trusted."""

import zipfile

import pandas as pd
import pytest

from analysis.faults import BadInput
from analysis.intake import refi_qda
from analysis.intake.refi_qda import Project
from analysis.intake.refi_qda_writer import guid, write

TEXT = "INT: ¿Y la conciliación?\nP1: Mejoró 👍 mucho.\n"
QDE = """<?xml version="1.0" encoding="utf-8"?>
<Project xmlns="urn:QDA-XML:project:1.0" name="p">
  <Users><User guid="u1" name="C1"/></Users>
  <CodeBook><Codes><Code guid="c1" name="Mejoró" isCodable="true"/></Codes></CodeBook>
  <Sources><TextSource guid="s1" name="E001" plainTextPath="internal://s1.txt">
    <PlainTextSelection guid="p1" startPosition="0" endPosition="3" creatingUser="u1">
      <Coding guid="k1" creatingUser="u1"><CodeRef targetGUID="c1"/></Coding>
    </PlainTextSelection>
  </TextSource></Sources>
</Project>
"""


def project():
    """Two texts; a code under another; one passage read alike by two coders."""
    top, below = guid("code", "topic"), guid("code", "court")
    codes = pd.DataFrame(
        [(top, "Tema", None, "Lo que se cuenta."), (below, "Juzgado & más", top, "")],
        columns=["guid", "name", "parent", "description"],
    )
    codings = pd.DataFrame(
        [
            ("E001", 29, 43, "Juzgado & más", "C1"),
            ("E001", 29, 43, "Juzgado & más", "C2"),
            ("E001", 29, 43, "Tema", "C1"),
        ],
        columns=["source", "start", "end", "code", "coder"],
    )
    sources = pd.DataFrame({"name": ["E001", "E002"], "text": [TEXT, "sin código\r\n"]})
    return Project(sources, codes, codings, pd.DataFrame({"name": ["C1", "C2"]}))


def pack(path, qde=QDE, text=b"abcde", name="sources/s1.txt"):
    """A .qdpx of this project.qde and one text."""
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("project.qde", qde)
        archive.writestr(name, text)
    return path


def refused(path):
    """The report with which the file is refused."""
    with pytest.raises(BadInput) as bad:
        refi_qda.read(path, "data/raw/interviews/coding.qdpx")
    return str(bad.value)


def test_a_project_is_read_back_as_it_was_written(tmp_path):
    write(project(), tmp_path / "p.qdpx")
    back = refi_qda.read(tmp_path / "p.qdpx", "p.qdpx")
    for name in ("sources", "codes", "codings", "coders"):
        written, read = getattr(project(), name), getattr(back, name)
        columns = list(written.columns)
        order = columns if name == "codings" else []
        written = written.sort_values(order) if order else written
        read = read.sort_values(order) if order else read
        assert written.fillna("").to_numpy().tolist() == read.fillna("").to_numpy().tolist()


def test_positions_count_code_points_so_that_an_emoji_is_one(tmp_path):
    write(project(), tmp_path / "p.qdpx")
    back = refi_qda.read(tmp_path / "p.qdpx", "p.qdpx")
    assert back.sources["text"][0][29:43] == "Mejoró 👍 mucho"


def test_the_same_project_gives_the_same_bytes(tmp_path):
    write(project(), tmp_path / "a.qdpx")
    write(project(), tmp_path / "b.qdpx")
    assert (tmp_path / "a.qdpx").read_bytes() == (tmp_path / "b.qdpx").read_bytes()


def test_a_code_lies_inside_the_code_above_it(tmp_path):
    write(project(), tmp_path / "p.qdpx")
    qde = zipfile.ZipFile(tmp_path / "p.qdpx").read("project.qde").decode()
    inside = qde[qde.index('name="Tema"') : qde.index("</Codes>")]
    assert inside.index('name="Juzgado &amp; más"') < inside.index("</Code>")


def test_capitals_in_the_folder_of_the_texts_do_not_matter(tmp_path):
    path = pack(tmp_path / "p.qdpx", name="Sources/S1.TXT")
    assert refi_qda.read(path, "p.qdpx").sources["text"].tolist() == ["abcde"]


def test_the_coder_of_a_selection_stands_in_for_one_of_a_coding(tmp_path):
    qde = QDE.replace('<Coding guid="k1" creatingUser="u1">', '<Coding guid="k1">')
    assert refi_qda.read(pack(tmp_path / "p.qdpx", qde), "p").codings["coder"].tolist() == ["C1"]


def test_a_selection_may_end_with_its_text_but_not_after_it(tmp_path):
    last = QDE.replace('endPosition="3"', 'endPosition="5"')
    assert refi_qda.read(pack(tmp_path / "p.qdpx", last), "p").codings["end"].tolist() == [5]
    beyond = QDE.replace('endPosition="3"', 'endPosition="6"')
    report = refused(pack(tmp_path / "q.qdpx", beyond))
    assert "text 1, selection 1: empty, or not inside its text" in report


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ('startPosition="0"', 'startPosition="3"', "empty, or not inside its text"),
        ('startPosition="0"', 'startPosition="-1"', "empty, or not inside its text"),
        ('endPosition="3"', 'endPosition="three"', "empty, or not inside its text"),
        ('targetGUID="c1"', 'targetGUID="c9"', "a code that is not in the codebook"),
        ('<CodeRef targetGUID="c1"/>', "", "a code that is not in the codebook"),
        ('guid="k1" creatingUser="u1"', 'guid="k1" creatingUser="u9"', "nobody on the list"),
        ('plainTextPath="internal://s1.txt"', "", "plain text is not in the project"),
        ("internal://s1.txt", "internal://../../secret.txt", "plain text is not in the project"),
        ('name="Mejoró"', 'name=""', "code names: 1 blank or standing twice"),
        ("urn:QDA-XML:project:1.0", "urn:other", "holds no Project"),
        ("</Sources>", "", "not well-formed XML"),
        ('encoding="utf-8"', 'encoding="klingon"', "not well-formed XML"),
        (
            "<Project",
            '<!DOCTYPE p [<!ENTITY x SYSTEM "file:///etc/hostname">]><Project',
            "declares a DTD or entities",
        ),
        ("<Project", "<!DOCTYPE p><Project", "declares a DTD or entities"),
    ],
)
def test_a_broken_or_hostile_project_is_refused(tmp_path, old, new, rule):
    assert QDE.count(old) >= 1
    assert rule in refused(pack(tmp_path / "p.qdpx", QDE.replace(old, new)))


def test_all_faults_are_told_at_once_and_nothing_is_quoted(tmp_path):
    qde = QDE.replace('endPosition="3"', 'endPosition="99"').replace("E001", "Juana Pérez")
    twice = '<User guid="u1" name="C1"/><User guid="u2" name="C1"/>'
    report = refused(pack(tmp_path / "p.qdpx", qde.replace('<User guid="u1" name="C1"/>', twice)))
    assert "2 faults" in report
    assert "Juana" not in report


def test_a_file_that_is_no_zip_or_has_no_qde_is_refused(tmp_path):
    (tmp_path / "p.qdpx").write_bytes(b"not a zip")
    assert "no readable zip" in refused(tmp_path / "p.qdpx")
    with zipfile.ZipFile(tmp_path / "q.qdpx", "w") as archive:
        archive.writestr("readme.txt", "")
    assert "0 .qde files inside" in refused(tmp_path / "q.qdpx")
    assert "no such file" in refused(tmp_path / "none.qdpx")


def test_a_damaged_zip_is_refused(tmp_path):
    path = pack(tmp_path / "p.qdpx")
    path.write_bytes(path.read_bytes().replace(b"<Users>", b"<Losers"))
    assert "no readable zip" in refused(path)


def test_a_zip_bomb_is_refused_before_it_is_unpacked(tmp_path, monkeypatch):
    monkeypatch.setattr(refi_qda, "MAX_BYTES", 1_000_000)
    path = tmp_path / "p.qdpx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("project.qde", QDE)
        archive.writestr("sources/s1.txt", b"a" * 1_000_001)
    assert "larger than 1 MB" in refused(path)


def test_a_text_that_is_not_utf8_is_refused(tmp_path):
    assert "not UTF-8" in refused(pack(tmp_path / "p.qdpx", text="así".encode("latin-1")))


def test_codes_nested_without_end_are_read(tmp_path):
    n = 5_000
    opened = "".join(f'<Code guid="n{i}" name="n{i}" isCodable="true">' for i in range(n))
    qde = QDE.replace("</Codes>", opened + "</Code>" * n + "</Codes>")
    assert len(refi_qda.read(pack(tmp_path / "p.qdpx", qde), "p").codes) == n + 1


def test_a_name_that_xml_cannot_carry_is_not_written(tmp_path):
    wrong = project()
    wrong.coders.loc[0, "name"] = "C\x001"
    with pytest.raises(ValueError, match="control character"):
        write(wrong, tmp_path / "p.qdpx")
    assert not (tmp_path / "p.qdpx").exists()
