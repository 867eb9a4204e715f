"""The same coded project, written as each tool writes it.

Apart from the project's own writer, and after what is known of the tools' files: the REFI-QDA
schemas, the source of QualCoder, Taguette and qc, and samples that others describe.
"""

import html
import json
import sqlite3
import uuid
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

BOM = "\ufeff"
# Composed and combining accents, an emoji outside the basic plane, a flag of two, a blank line.
TALK = {
    "E001": (
        "INT: ¿Cómo va la conciliación?\n"
        "P1: Mejoró mucho 👍, de veras. Antes tardaban an\u0303os enteros.\n"
        "\n"
        "INT: ¿Y la inspección?\n"
        "P1: La inspeccio\u0301n empeoró 🇲🇽: ya nadie viene. Así está la cosa.\n"
        "P1: Lo demás sigue igual, ni mejor ni peor.\n"
    ),
    "G01": (
        "MOD: Buenas tardes a todas.\n"
        "P2: Aquí casi no hay guarderías, maestra.\n"
        "P3: Sí hay, pero ¡qué caras! 😀 Ni quien las pague.\n"
        "P2: Eso mero digo yo también.\n"
    ),
}
# A code, the one above it, and what is said of it.
CODES = {
    "Tema": (None, "Lo que se cuenta."),
    "Justicia": ("Tema", "Juzgados & conciliación."),
    "Cuidados": ("Tema", None),
    "Mejoró": (None, None),
    "Empeoró": (None, "Está <peor>."),
}
_QUOTED = [
    ("E001", "Mejoró mucho 👍, de veras.", "Mejoró", "C1"),
    ("E001", "Mejoró mucho 👍, de veras.", "Mejoró", "C2"),
    ("E001", "Mejoró mucho 👍, de veras.", "Justicia", "C1"),
    ("E001", "Antes tardaban an\u0303os enteros.", "Justicia", "C2"),
    ("E001", "La inspeccio\u0301n empeoró 🇲🇽: ya nadie viene.", "Empeoró", "C1"),
    ("E001", "Así está la cosa.\nP1: Lo demás sigue igual", "Justicia", "C2"),
    ("E001", "ni mejor ni peor", "Justicia", "C1"),
    ("G01", "Aquí casi no hay guarderías, maestra.", "Cuidados", "C1"),
    ("G01", "¡qué caras! 😀 Ni quien las pague.", "Cuidados", "C2"),
    ("G01", "Eso mero digo yo también.", "Cuidados", "C1"),
]


@dataclass(frozen=True)
class Passage:
    """A passage of a text (in code points, line ends one), and all its codes with their coders."""

    source: str
    start: int
    end: int
    given: tuple[tuple[str, str], ...]

    @property
    def text(self) -> str:
        return TALK[self.source][self.start : self.end]


def passages() -> list[Passage]:
    given: dict[tuple[str, int, int], list[tuple[str, str]]] = {}
    for source, quote, code, coder in _QUOTED:
        start = TALK[source].index(quote)
        given.setdefault((source, start, start + len(quote)), []).append((code, coder))
    return [Passage(*place, tuple(codes)) for place, codes in given.items()]


def expected() -> list[tuple[str, int, int, str, str, str]]:
    """What every dialect must be read as: source, start, end, text, code, coder."""
    return sorted(
        (p.source, p.start, p.end, p.text, code, coder)
        for p in passages()
        for code, coder in p.given
    )


# Ways of counting ---------------------------------------------------------------------------------


def code_points(text: str) -> int:
    return len(text)


def utf16(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def utf8(text: str) -> int:
    return len(text.encode("utf-8"))


def crlf(text: str) -> str:
    return text.replace("\n", "\r\n")


# REFI-QDA -----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Refi:
    """How a tool writes a REFI-QDA project."""

    origin: str
    qde: str = "project.qde"
    folder: str = "sources/"
    namespace: str = "urn:QDA-XML:project:1.0"
    path: str = "internal://{}"
    has_bom: bool = False
    has_crlf: bool = False
    count: Callable[[str], int] = code_points
    counts_crlf_twice: bool = False
    counts_bom: bool = False
    adds_one_to_end: int = 0
    name: Callable[[str], str | None] = lambda quote: None
    guid: Callable[[str], str] = lambda _: str(uuid.uuid4())
    has_source_names: bool = True
    coder_stands_at: str = "coding"
    extra: tuple[tuple[str, bytes], ...] = ()
    qde_first: bool = True
    zero_length: int = 0
    header: str = '<?xml version="1.0" encoding="utf-8"?>'


def named(quote: str, longest: int = 40) -> str:
    """As ATLAS.ti names a quotation: its beginning, in one line."""
    quote = " ".join(quote.split())
    return quote if len(quote) <= longest else f"{quote[:longest]}..."


NVIVO_WINDOWS = Refi(
    "NVivo for Windows 12.6", folder="Sources/", has_bom=True, has_crlf=True, count=utf16,
    counts_crlf_twice=True, name=lambda quote: "",
)  # fmt: skip
NVIVO_MAC = Refi(
    "NVivo for Mac 15.0.0", count=utf16, qde_first=False,
    extra=(("sources/.root", b""), ("sources/other.docx", b"PK")),
    header='<?xml version="1.0" encoding="UTF-8" standalone="no" ?>',
)  # fmt: skip
ATLAS = Refi(
    "ATLAS.ti Win 23.4.0", qde="Mi proyecto.qde", has_crlf=True, name=named,
    guid=lambda _: str(uuid.uuid4()).upper(), zero_length=2,
)  # fmt: skip
MAXQDA = Refi(
    "MAXQDA 24 (Release 24.7.0)", guid=lambda _: "{" + str(uuid.uuid4()).upper() + "}",
    coder_stands_at="selection",
)  # fmt: skip
QUALCODER = Refi("QualCoder 3.7", has_bom=True, name=lambda quote: html.escape(quote))
QUALCODER_WINDOWS = Refi(
    "QualCoder 3.5", has_bom=True, has_crlf=True, name=lambda quote: html.escape(quote)
)
BROWSER = Refi("OpenTool", count=utf16, path="relative:///{}")
BYTES = Refi("ByteTool", count=utf8, has_bom=True, counts_bom=True, path="sources/{}")


def refi(path: Path, tool: Refi) -> Path:
    """A .qdpx in this tool's way."""
    files, qde = {}, _qde(tool, files_of := {})
    files[tool.qde] = qde
    for name, content in files_of.items():
        files[tool.folder + name] = content
    items = [*files.items(), *tool.extra]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in items if tool.qde_first else reversed(items):
            archive.writestr(name, content)
    return path


def position(tool: Refi, source: str, at: int) -> int:
    """A position in a text as the tool counts it."""
    before = TALK[source][:at]
    before = crlf(before) if tool.has_crlf and tool.counts_crlf_twice else before
    return tool.count(BOM if tool.counts_bom else "") + tool.count(before)


def _qde(tool: Refi, files: dict[str, bytes]) -> str:
    users = {name: tool.guid(name) for name in ("C1", "C2")}
    codes = {name: tool.guid(name) for name in CODES}
    listed = "".join(f'<User guid="{guid}" name="{name}"/>' for name, guid in users.items())
    sources = "".join(_source(tool, name, users, codes, files) for name in TALK)
    return (
        f'{tool.header}<Project xmlns="{tool.namespace}" name="p" origin="{tool.origin}">'
        f"<Users>{listed}</Users><CodeBook><Codes>{_codes(codes)}</Codes></CodeBook>"
        f"<Sources>{sources}</Sources></Project>"
    )


def _codes(guids: dict[str, str], parent: str | None = None) -> str:
    return "".join(
        f'<Code guid="{guids[name]}" name="{name}" isCodable="true">'
        + (f"<Description>{escape(about)}</Description>" if about else "")
        + f"{_codes(guids, name)}</Code>"
        for name, (above, about) in CODES.items()
        if above == parent
    )


def _source(tool: Refi, name: str, users: dict, codes: dict, files: dict[str, bytes]) -> str:
    text = crlf(TALK[name]) if tool.has_crlf else TALK[name]
    file = f"{tool.guid('text')}.txt" if tool.has_source_names else f"{name}.txt"
    files[file] = ((BOM if tool.has_bom else "") + text).encode()
    selections = "".join(_selection(tool, p, users, codes) for p in passages() if p.source == name)
    empty = "".join(
        f'<PlainTextSelection guid="{tool.guid("s")}" startPosition="5" endPosition="5">'
        f"{_coding(tool, codes['Tema'], users['C1'])}</PlainTextSelection>"
        for _ in range(tool.zero_length if name == "E001" else 0)
    )
    named_ = f'name="{name}" ' if tool.has_source_names else ""
    return (
        f'<TextSource guid="{tool.guid(name)}" {named_}'
        f'plainTextPath="{tool.path.format(file)}">{selections}{empty}</TextSource>'
    )


def _selection(tool: Refi, passage: Passage, users: dict, codes: dict) -> str:
    start = position(tool, passage.source, passage.start)
    end = position(tool, passage.source, passage.end) + tool.adds_one_to_end
    name = tool.name(passage.text)
    named_ = "" if name is None else f" name={quoteattr(name)}"
    # Where the coder stands at the selection, each coder has one of his own.
    coders = dict.fromkeys(coder for _, coder in passage.given)
    groups = [[c] for c in coders] if tool.coder_stands_at == "selection" else [list(coders)]
    return "".join(
        f'<PlainTextSelection guid="{tool.guid("s")}"{named_} startPosition="{start}" '
        f'endPosition="{end}"'
        + (f' creatingUser="{users[group[0]]}"' if len(group) == 1 else "")
        + ">"
        + "".join(
            _coding(tool, codes[code], users[coder])
            for code, coder in passage.given
            if coder in group
        )
        + "</PlainTextSelection>"
        for group in groups
    )


def _coding(tool: Refi, code: str, user: str) -> str:
    by = f' creatingUser="{user}"' if tool.coder_stands_at == "coding" else ""
    return f'<Coding guid="{tool.guid("k")}"{by}><CodeRef targetGUID="{code}"/></Coding>'


# qc -----------------------------------------------------------------------------------------------


def qc(path: Path) -> Path:
    """As qc wrote before 1.4: no scheme, no names of sources, whole lines with their line end."""
    lines = [(name, *line) for name in TALK for line in _lines(TALK[name])]
    coded = {
        (name, start, end)
        for name, start, end in lines
        if any(p.source == name and start <= p.start < end for p in passages())
    }
    sources = "".join(
        f'<TextSource plainTextPath="{name}.txt" guid="{uuid.uuid4()}">'
        + "".join(
            f'<PlainTextSelection guid="{uuid.uuid4()}" name="line:{start}" '
            f'startPosition="{start}" endPosition="{end}"><Coding guid="{uuid.uuid4()}" '
            'creatingUser="u"><CodeRef targetGUID="c"/></Coding></PlainTextSelection>'
            for source, start, end in sorted(coded)
            if source == name
        )
        + "</TextSource>"
        for name in TALK
    )
    qde = (
        '<Project xmlns="urn:QDA-XML:project:1.0" origin="qc 1.3.2" name="qc project">'
        '<Users><User name="chris" guid="u"/></Users><CodeBook><Codes>'
        '<Code guid="c" name="Tema" isCodable="true"/></Codes></CodeBook>'
        f"<Sources>{sources}</Sources></Project>"
    )
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("project.qde", qde)
        for name, text in TALK.items():
            archive.writestr(f"sources/{name}.txt", text)
    return path


def _lines(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for line in text.splitlines(keepends=True):
        yield start, start + len(line)
        start += len(line)


# QualCoder's database -----------------------------------------------------------------------------

QUALCODER_TABLES = """
CREATE TABLE project (databaseversion text, date text, memo text, about text);
CREATE TABLE source (id integer primary key, name text, fulltext text, mediapath text, memo text,
  owner text, date text, av_text_id integer, unique(name));
CREATE TABLE code_name (cid integer primary key, name text, memo text, catid integer, owner text,
  date text, color text, unique(name));
CREATE TABLE code_cat (catid integer primary key, name text, owner text, date text, memo text,
  supercatid integer, unique(name));
CREATE TABLE code_text (ctid integer primary key, cid integer, fid integer, seltext text,
  pos0 integer, pos1 integer, owner text, date text, memo text, avid integer, important integer,
  unique(cid, fid, pos0, pos1, owner));
CREATE TABLE code_image (imid integer primary key, id integer, x1 integer, y1 integer,
  width integer, height integer, cid integer, memo text, date text, owner text);
CREATE TABLE code_av (avid integer primary key, id integer, pos0 integer, pos1 integer,
  cid integer, memo text, date text, owner text);
CREATE TABLE cases (caseid integer primary key, name text, memo text, owner text, date text);
CREATE TABLE case_text (id integer primary key, caseid integer, fid integer, pos0 integer,
  pos1 integer, owner text, date text, memo text);
CREATE TABLE attribute_type (name text primary key, date text, owner text, memo text,
  caseOrFile text, valuetype text);
CREATE TABLE attribute (attrid integer primary key, name text, attr_type text, value text,
  id integer, date text, owner text);
CREATE TABLE annotation (anid integer primary key, fid integer, pos0 integer, pos1 integer,
  memo text, owner text, date text);
CREATE TABLE journal (jid integer primary key, name text, jentry text, date text, owner text);
"""


def qualcoder(folder: Path, count: Callable[[str], int] = code_points) -> Path:
    """QualCoder's own folder with the passages above."""
    coded = [(p.source, p.start, p.end, *given) for p in passages() for given in p.given]
    return write_qualcoder(folder, TALK, CODES, coded, count=count)


def write_qualcoder(
    folder: Path,
    texts: dict[str, str],
    codes: dict[str, tuple[str | None, str | None]],
    coded: list[tuple[str, int, int, str, str]],
    links: Iterable[tuple[str, str]] = (),
    noted: Iterable[tuple[str, str, str]] = (),
    count: Callable[[str], int] = code_points,
) -> Path:
    """A project in QualCoder's tables; a code that has codes below it is a category there.

    ``codes`` gives the one above each and what is said of it, ``coded`` are source, start, end,
    code and coder, ``links`` cases and sources, ``noted`` cases, attributes and values.
    """
    folder.mkdir()
    fids = {name: number for number, name in enumerate(texts, 1)}
    cids = {name: number for number, name in enumerate(codes, 1)}
    with sqlite3.connect(folder / "data.qda") as db:
        db.executescript(QUALCODER_TABLES)
        db.execute("INSERT INTO project VALUES ('v9', '', '', 'QualCoder 3.6')")
        for name, text in texts.items():
            row = (fids[name], f"{name}.txt", text)
            db.execute("INSERT INTO source (id, name, fulltext) VALUES (?, ?, ?)", row)
        _qualcoder_codes(db, codes, cids)
        for source, start, end, code, coder in coded:
            text = texts[source]
            span = count(text[:start]), count(text[:end])
            row = (cids[code], fids[source], text[start:end], *span, coder)
            db.execute(
                "INSERT INTO code_text (cid, fid, seltext, pos0, pos1, owner, date) "
                "VALUES (?, ?, ?, ?, ?, ?, '2024-05-01 10:00:00')",
                row,
            )
        _qualcoder_cases(db, texts, fids, list(links), noted)
    return folder


def _qualcoder_codes(db: sqlite3.Connection, codes: dict, cids: dict[str, int]) -> None:
    tops = {above for above, _ in codes.values() if above}
    for name, (above, about) in codes.items():
        if name in tops:
            row = (cids[name], name, about)
            db.execute("INSERT INTO code_cat (catid, name, memo) VALUES (?, ?, ?)", row)
        else:
            row = (cids[name], name, about, cids[above] if above else None)
            db.execute("INSERT INTO code_name (cid, name, memo, catid) VALUES (?, ?, ?, ?)", row)


def _qualcoder_cases(
    db: sqlite3.Connection, texts: dict, fids: dict[str, int], links: list, noted: Iterable
) -> None:
    cases = {case: number for number, case in enumerate(dict.fromkeys(c for c, _ in links), 1)}
    for name, number in cases.items():
        db.execute("INSERT INTO cases (caseid, name) VALUES (?, ?)", (number, name))
    for case, source in links:
        row = (cases[case], fids[source], len(texts[source]))
        db.execute("INSERT INTO case_text (caseid, fid, pos0, pos1) VALUES (?, ?, 0, ?)", row)
    for case, attribute, value in noted:
        row = (attribute, "case", value or "", cases[case])
        db.execute("INSERT INTO attribute (name, attr_type, value, id) VALUES (?, ?, ?, ?)", row)


# Taguette -----------------------------------------------------------------------------------------

TAGUETTE_TABLES = """
CREATE TABLE users (login text primary key, hashed_password text);
CREATE TABLE projects (id integer primary key, name text, description text, created text);
CREATE TABLE documents (id integer primary key, name text, description text, filename text,
  created text, project_id integer, text_direction text, contents text);
CREATE TABLE highlights (id integer primary key, document_id integer, start_offset integer,
  end_offset integer, snippet text);
CREATE TABLE tags (id integer primary key, project_id integer, path text, description text);
CREATE TABLE highlight_tags (highlight_id integer, tag_id integer);
CREATE TABLE commands (id integer primary key, date text, user_login text, project_id integer,
  document_id integer, payload text);
"""


def taguette(path: Path, projects: int = 1) -> Path:
    """Taguette's database: paragraphs without any line end between them."""
    with sqlite3.connect(path) as db:
        db.executescript(TAGUETTE_TABLES)
        db.execute("INSERT INTO users VALUES ('C1', 'secret'), ('C2', 'secret')")
        for number in range(projects, 0, -1):
            db.execute("INSERT INTO projects (id, name) VALUES (?, ?)", (number, f"p{number}"))
        for number, (name, (_, about)) in enumerate(CODES.items(), 1):
            db.execute("INSERT INTO tags VALUES (?, 1, ?, ?)", (number, name, about or ""))
        for number, (name, text) in enumerate(TALK.items(), 1):
            contents = "".join(f"<p>{html.escape(line)}</p>" for line in text.splitlines())
            row = (number, f"{name}.docx", contents)
            db.execute(
                "INSERT INTO documents (id, name, contents, project_id) VALUES (?, ?, ?, 1)", row
            )
        for highlight, passage in enumerate(passages(), 1):
            _highlight(db, highlight, passage)
    return path


def _highlight(db: sqlite3.Connection, highlight: int, passage: Passage) -> None:
    # Between the tags nothing stands for a line end.
    text = TALK[passage.source]
    span = [utf8(text[:at].replace("\n", "")) for at in (passage.start, passage.end)]
    snippet = "".join(f"<p>{html.escape(line)}</p>" for line in passage.text.splitlines())
    document = list(TALK).index(passage.source) + 1
    db.execute(
        "INSERT INTO highlights VALUES (?, ?, ?, ?, ?)", (highlight, document, *span, snippet)
    )
    tags = {code: list(CODES).index(code) + 1 for code, _ in passage.given}
    for tag in tags.values():
        db.execute("INSERT INTO highlight_tags VALUES (?, ?)", (highlight, tag))
    for coder in dict.fromkeys(coder for _, coder in passage.given):
        # Whoever comes later writes all tags again.
        given = [tags[code] for code, by in passage.given if by <= coder]
        payload = {"type": "highlight_add", "highlight_id": highlight, "tags": given}
        db.execute(
            "INSERT INTO commands (date, user_login, project_id, document_id, payload) "
            "VALUES ('2024-05-01', ?, 1, ?, ?)",
            (coder, document, json.dumps(payload)),
        )
