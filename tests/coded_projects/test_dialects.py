"""One coding, in the files of every tool: the same texts, the same quotations, the same coders."""

import sqlite3

import pytest

from analysis.faults import BadInput
from analysis.intake.coded_project import read
from coded_projects import dialects
from coded_projects.dialects import CODES, TALK, code_points, expected, utf16

TOOLS = {
    "NVivo Windows": dialects.NVIVO_WINDOWS, "NVivo Mac": dialects.NVIVO_MAC,
    "ATLAS.ti": dialects.ATLAS, "MAXQDA": dialects.MAXQDA, "QualCoder": dialects.QUALCODER,
    "QualCoder on Windows": dialects.QUALCODER_WINDOWS, "in a browser": dialects.BROWSER,
    "in bytes": dialects.BYTES,
}  # fmt: skip


def found(project):
    """The codings of texts, a code by its own name."""
    names = project.codes.set_index("code")["name"]
    codings = project.codings[project.codings["text"].fillna("").ne("")]
    codings = codings.assign(code=codings["code"].map(names))
    columns = ["source", "start", "end", "text", "code", "coder"]
    return sorted(map(tuple, codings[columns].to_numpy().tolist()))


@pytest.mark.parametrize("tool", TOOLS.values(), ids=TOOLS)
def test_every_tool_is_read_alike(tool, tmp_path):
    project = read(dialects.refi(tmp_path / "p.qdpx", tool))
    assert project.sources["text"].tolist() == list(TALK.values())
    assert found(project) == expected()
    assert project.report.origin == tool.origin
    assert project.report.irregular == []


@pytest.mark.parametrize("tool", TOOLS.values(), ids=TOOLS)
def test_codes_keep_their_place_in_the_tree(tool, tmp_path):
    codes = read(dialects.refi(tmp_path / "p.qdpx", tool)).codes
    assert codes["code"].tolist() == [
        "Tema", "Tema > Justicia", "Tema > Cuidados", "Mejoró", "Empeoró",
    ]  # fmt: skip
    assert codes["parent"].fillna("").tolist() == ["", "Tema", "Tema", "", ""]
    assert codes["description"].fillna("").tolist() == [about or "" for _, about in CODES.values()]


def test_the_reading_is_told_with_its_score(tmp_path):
    choice = read(dialects.refi(tmp_path / "p.qdpx", dialects.NVIVO_WINDOWS)).report.choice
    assert str(choice.reading) == "UTF-16 units, line ends as stored, end exclusive"
    assert choice.fit_share == 1.0
    best, *others = choice.scores.itertuples()
    assert all(other.score < best.score for other in others if other.n_differing)


def test_a_selection_of_length_zero_is_kept_and_has_no_text(tmp_path):
    codings = read(dialects.refi(tmp_path / "p.qdpx", dialects.ATLAS)).codings
    empty = codings[codings["text"].eq("")]
    assert empty[["start", "end", "code"]].to_numpy().tolist() == [[5, 5, "Tema"]] * 2


def test_qc_marks_whole_lines_of_sources_without_names(tmp_path):
    project = read(dialects.qc(tmp_path / "p.qdpx"))
    assert project.sources["name"].tolist() == ["E001", "G01"]
    assert project.codings["text"].tolist() == [
        "P1: Mejoró mucho 👍, de veras. Antes tardaban an\u0303os enteros.\n",
        "P1: La inspeccio\u0301n empeoró 🇲🇽: ya nadie viene. Así está la cosa.\n",
        "P1: Lo demás sigue igual, ni mejor ni peor.\n",
        "P2: Aquí casi no hay guarderías, maestra.\n",
        "P3: Sí hay, pero ¡qué caras! 😀 Ni quien las pague.\n",
        "P2: Eso mero digo yo también.\n",
    ]
    assert set(project.codings["coder"]) == {"chris"}


@pytest.mark.parametrize("count", [code_points, utf16])
@pytest.mark.parametrize("inside", ["", "data.qda"])
def test_a_qualcoder_database_is_read_alike(count, inside, tmp_path):
    project = read(dialects.qualcoder(tmp_path / "p.qda", count) / inside)
    there = [(f"{source}.txt", *rest) for source, *rest in expected()]
    assert found(project) == there
    assert project.report.origin == "QualCoder 3.6"


def test_a_taguette_database_is_read_alike(tmp_path):
    project = read(dialects.taguette(tmp_path / "p.sqlite3"))
    assert project.sources["text"].tolist() == [
        text.replace("\n\n", "\n").rstrip("\n") + "\n" for text in TALK.values()
    ]
    texts = [(row[3], row[4]) for row in found(project)]
    assert sorted(set(texts)) == sorted({(row[3], row[4]) for row in expected()})


def test_taguette_says_who_coded_only_in_its_log(tmp_path):
    """A highlight has one coder per tag: whoever gave it first."""
    project = read(dialects.taguette(tmp_path / "p.sqlite3"))
    first = {}
    for _, _, _, text, code, coder in expected():
        first.setdefault((text, code), coder)
    given = {(row[3], row[4]): row[5] for row in found(project)}
    assert given == first


def test_one_of_several_taguette_projects_must_be_named(tmp_path):
    path = dialects.taguette(tmp_path / "p.sqlite3", projects=2)
    with pytest.raises(BadInput, match="holds 2 projects"):
        read(path)
    assert len(read(path, project="p1").sources) == 2


def test_a_merged_tag_keeps_its_coder(tmp_path):
    path = dialects.taguette(tmp_path / "p.sqlite3")
    with sqlite3.connect(path) as db:
        payload = '{"type": "tag_merge", "src_tag_id": 3, "dest_tag_id": 1}'
        db.execute(
            "INSERT INTO commands (date, user_login, project_id, payload) VALUES ('', 'C2', 1, ?)",
            (payload,),
        )
        db.execute("UPDATE highlight_tags SET tag_id = 1 WHERE tag_id = 3")
        db.execute("DELETE FROM tags WHERE id = 3")
    codings = read(path).codings
    merged = codings[codings["code"].eq("Tema")]
    assert merged["coder"].tolist() == ["C1", "C2", "C1"]
