"""What is written is read back as it was, by our reader and by another one."""

import io
import zipfile

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analysis.faults import BadInput
from analysis.intake.coded_project import Project, read, write_qdc, write_qdpx
from coded_projects import dialects
from coded_projects.dialects import TALK

CORNERS = "firstX=1 firstY=2 secondX=30 secondY=4"


def rich():
    """A project with every kind of thing that the tables hold."""
    text, pdf, tape = TALK["E001"], "Página uno.\nPágina dos.", "Se oye poco. Luego más."
    codings = [
        ("E001", "text", 5, 10, None, "Tema", "Ana", "2024-05-01T10:00:00Z"),
        ("E001", "text", 5, 10, None, "Tema", "Beto", None),
        ("E001", "text", 5, 10, None, "Tema > Justicia & más", "Ana", None),
        ("E001", "text", 12, 12, None, "Tema", "Ana", None),
        ("E001", "whole source", None, None, None, "Tema", None, None),
        ("acta.pdf", "pdf", 0, 6, f"page=1 {CORNERS}", "Tema", "Ana", None),
        ("acta.pdf", "text", 12, 18, None, "Tema", "Ana", None),
        ("foto", "picture", None, None, CORNERS, "Tema", "Ana", None),
        ("cinta", "text", 3, 6, None, "Tema", "Ana", None),
        ("cinta", "audio", None, None, "begin=0 end=900", "Tema", "Ana", None),
    ]  # fmt: skip
    columns = ["source", "kind", "start", "end", "place", "code", "coder", "time"]
    codings = pd.DataFrame(codings, columns=columns)
    texts = {"E001": text, "acta.pdf": pdf, "cinta": tape, "foto": None}
    codings["text"] = [
        None if pd.isna(row.start) else texts[row.source][int(row.start) : int(row.end)]
        for row in codings.itertuples()
    ]
    return Project(
        sources=pd.DataFrame(
            [
                ("E001", "text", text), ("acta.pdf", "pdf", pdf), ("foto", "picture", None),
                ("cinta", "audio", tape), ("vacía", "text", ""),
            ],
            columns=["name", "kind", "text"],
        ),
        codes=pd.DataFrame(
            [
                ("Tema", "Tema", None, "Lo que\nse cuenta."),
                ("Tema > Justicia & más", "Justicia & más", "Tema", None),
                ("Dirección", "Dirección", None, '<"peor">'),
            ],
            columns=["code", "name", "parent", "description"],
        ),
        codings=codings,
        coders=pd.DataFrame({"name": ["Ana", "Beto"]}),
        cases=pd.DataFrame(
            [("Juana ", "E001", None, None), ("Juana ", "cinta", 3, 6), ("juana", "E001", 5, 10),
             ("Nadie", None, None, None)],
            columns=["case", "source", "start", "end"],
        ),
        attributes=pd.DataFrame(
            [("Juana ", None, "estado", "Text", "Edo. Méx."),
             ("Juana ", None, "edad", "Integer", "34"),
             ("juana", None, "estado", "Text", None), (None, "cinta", "modo", "Text", "teléfono")],
            columns=["case", "source", "attribute", "type", "value"],
        ),
        sets=pd.DataFrame(
            [("Sur", "source", "E001"), ("Sur", "source", "foto"), ("Clave", "code", "Tema")],
            columns=["set", "kind", "member"],
        ),
        notes=pd.DataFrame(
            [("diario", None, "Hoy\nllovió.", "Ana", "2024-05-01T10:00:00Z"),
             (None, "E001", "Ojo aquí.", None, None)],
            columns=["name", "source", "text", "coder", "time"],
        ),
    )  # fmt: skip


def same(project, other):
    for name, table in project.tables().items():
        pd.testing.assert_frame_equal(table, other.tables()[name], obj=name)


def test_a_project_is_read_back_as_it_was_written(tmp_path):
    write_qdpx(rich(), tmp_path / "p.qdpx")
    back = read(tmp_path / "p.qdpx")
    same(rich(), back)
    assert [str(fault) for fault in back.report.irregular] == [
        "source 1, selection 0: coded by nobody on the list of users"
    ]
    # The passages of the cases.
    assert back.report.left_out == ["2 selections without a code"]


@pytest.mark.parametrize(
    "tool", [dialects.NVIVO_WINDOWS, dialects.ATLAS, dialects.QUALCODER], ids=lambda t: t.origin
)
def test_a_project_of_any_tool_is_read_back_as_it_was_read(tool, tmp_path):
    project = read(dialects.refi(tmp_path / "p.qdpx", tool))
    write_qdpx(project, tmp_path / "q.qdpx")
    same(project, read(tmp_path / "q.qdpx"))


def test_a_database_is_read_back_from_what_is_written_of_it(tmp_path):
    for project in (
        read(dialects.qualcoder(tmp_path / "p.qda")),
        read(dialects.taguette(tmp_path / "p.sqlite3")),
    ):
        write_qdpx(project, tmp_path / "q.qdpx")
        same(project, read(tmp_path / "q.qdpx"))


TEXTS = st.text(st.sampled_from("aá ñ.\n👍e\u0301\u00a0&<\"'\u00ad\x00…"), max_size=60)


@st.composite
def projects(draw):
    """Any passages of any texts, also such as begin and end within words, coded by anyone."""
    texts = draw(st.lists(TEXTS, min_size=1, max_size=3))
    codes = [("A", "A", None, None), ("A > B", "B", "A", "x"), ("&amp; <", "&amp; <", None, None)]
    given = set()
    for number, text in enumerate(texts):
        ends = st.tuples(*[st.integers(0, len(text))] * 2).map(sorted).map(tuple)
        who = st.tuples(ends, st.integers(0, 2), st.sampled_from(["Ana", "Óscar"]))
        given |= {(number, *span, *by) for span, *by in draw(st.sets(who, max_size=6))}
    rows = [
        (f"E{number}", start, end, texts[number][start:end], codes[code][0], coder)
        for number, start, end, code, coder in sorted(given)
        if start == end or texts[number][start:end].strip(" \n\u00a0\x00")
    ]
    return Project(
        sources=pd.DataFrame({"name": [f"E{n}" for n in range(len(texts))], "text": texts}),
        codes=pd.DataFrame(codes, columns=["code", "name", "parent", "description"]),
        codings=pd.DataFrame(rows, columns=["source", "start", "end", "text", "code", "coder"]),
        coders=pd.DataFrame({"name": ["Ana", "Óscar"]}),
    )


@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(project=projects())
def test_any_project_is_read_back_or_refused_never_otherwise(project, tmp_path):
    """Every selection carries its text, so that even one that cuts words is read where it was.

    Such as quote nothing, blank space and unprintable characters alone, are not among them.
    """
    write_qdpx(project, tmp_path / "p.qdpx")
    try:
        same(project, read(tmp_path / "p.qdpx"))
    except BadInput:
        # A single space or unprintable character more is too little to tell two ways apart.
        edges = {text[end] for text in project.codings["text"] if text for end in (0, -1)}
        assert edges & set(" \n\u00a0\x00")


def test_the_same_project_gives_the_same_bytes(tmp_path):
    write_qdpx(rich(), tmp_path / "a.qdpx")
    write_qdpx(rich(), tmp_path / "b.qdpx")
    assert (tmp_path / "a.qdpx").read_bytes() == (tmp_path / "b.qdpx").read_bytes()


def test_a_codebook_is_read_back_as_it_was_written(tmp_path):
    write_qdc(rich(), tmp_path / "c.qdc")
    back = read(tmp_path / "c.qdc")
    pd.testing.assert_frame_equal(back.codes, rich().codes)
    assert back.sets["member"].tolist() == ["Tema"]
    assert back.report.form == "REFI-QDA codebook" and len(back.codings) == 0


@pytest.mark.parametrize("namespace", ["urn:QDA-XML:codebook:1:0", "urn:QDA-XML:codebook:0:4"])
def test_codebooks_of_other_namespaces_are_read(namespace, tmp_path):
    """NVivo for Mac and ATLAS.ti name theirs in ways of their own."""
    write_qdc(rich(), tmp_path / "c.qdc")
    text = (tmp_path / "c.qdc").read_text(encoding="utf-8")
    (tmp_path / "c.qdc").write_text(
        text.replace("urn:QDA-XML:codebook:1.0", namespace), encoding="utf-8-sig"
    )
    pd.testing.assert_frame_equal(read(tmp_path / "c.qdc").codes, rich().codes)


def test_what_cannot_be_written_is_refused_and_nothing_is_overwritten(tmp_path):
    write_qdpx(rich(), tmp_path / "p.qdpx")
    before = (tmp_path / "p.qdpx").read_bytes()
    wrong = rich()
    wrong.coders.loc[0, "name"] = "A\x00na"
    with pytest.raises(ValueError, match="control character"):
        write_qdpx(wrong, tmp_path / "p.qdpx")
    lost = rich()
    lost.codings.loc[0, ["start", "end"]] = pd.NA
    with pytest.raises(ValueError, match="1 codings of texts have no place"):
        write_qdpx(lost, tmp_path / "p.qdpx")
    assert (tmp_path / "p.qdpx").read_bytes() == before


def test_another_reader_counts_the_same(tmp_path):
    """pyrefiqda reads the structure, not the texts."""
    pyrefiqda = pytest.importorskip("pyrefiqda")
    write_qdpx(rich(), tmp_path / "p.qdpx")
    other = pyrefiqda.RefiProject.load(str(tmp_path / "p.qdpx"), extract_dir=str(tmp_path / "x"))
    project = read(tmp_path / "p.qdpx")
    assert len(other.users.user) == len(project.coders)
    assert len(other.cases.case) == project.cases["case"].nunique()
    assert sum(1 for _ in _under(other.code_book.codes.code)) == len(project.codes)
    text = other.sources.text_source[0]
    n_codings = sum(len(s.coding) for s in text.plain_text_selection) + len(text.coding)
    assert n_codings == project.codings["source"].eq("E001").sum()


def _under(codes):
    for code in codes:
        yield code
        yield from _under(code.code)


def test_texts_lie_in_the_zip_by_the_names_that_sources_give(tmp_path):
    write_qdpx(rich(), tmp_path / "p.qdpx")
    with zipfile.ZipFile(io.BytesIO((tmp_path / "p.qdpx").read_bytes())) as archive:
        names = archive.namelist()
    assert names[0] == "project.qde"
    assert len([name for name in names if name.startswith("sources/")]) == 4
