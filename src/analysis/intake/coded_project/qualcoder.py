"""QualCoder's own databases: a folder ``*.qda`` with ``data.qda`` in it, or that file.

Tables and columns by QualCoder's source, database versions 1 to 14 (QualCoder 2 to 3.8).
"""

from analysis.intake.coded_project.counting import Stored
from analysis.intake.coded_project.database import Database
from analysis.intake.coded_project.parts import Code, Marked, Parts, position
from analysis.intake.coded_project.project import AUDIO, PDF, PICTURE, TEXT, VIDEO

# The table by which such a database is known.
SIGN = "code_text"

_TYPES = {"numeric": "Float", "character": "Text"}
_KINDS = {"images": PICTURE, "audio": AUDIO, "video": VIDEO}
_CORNERS = ("page", "firstX", "firstY", "secondX", "secondY")


def read(database: Database) -> Parts:
    """The parts of a project; its categories are codes, as in what QualCoder exports."""
    about = next((row[0] for row in database.rows("project", "about") if row[0]), "QualCoder")
    found = Parts("QualCoder database", str(about))
    sources = _sources(database)
    found.sources = list(sources.values())
    found.codes = _codes(database)
    found.coders = {owner: owner for owner in _owners(database)}
    n_lost = _text_codings(database, sources)
    n_lost += _picture_codings(database, sources) + _recording_codings(database, sources)
    if n_lost:
        found.left_out.append(f"{n_lost:,} codings of sources that are not in the file")
    _link_cases(database, found, sources)
    _take_notes(database, found, sources)
    return found


def _sources(database: Database) -> dict[str | None, Marked]:
    sources = {}
    for key, name, text, path in database.rows("source", "id", "name", "fulltext", "mediapath"):
        folder = (path or "").lstrip("/").partition("/")[0].partition(":")[0]
        kind = PDF if str(path).lower().endswith(".pdf") else _KINDS.get(folder, TEXT)
        # Recordings and pictures hold an empty text; the transcript is a source of its own.
        stored = Stored.of(text) if text is not None and (text or kind == TEXT) else None
        sources[key] = Marked(str(key), str(name), kind, stored)
    return sources


def _codes(database: Database) -> dict[str, Code]:
    """Categories and codes; either may stand under a category, and in new versions under a code."""
    codes = {}
    for key, name, above, memo in database.rows("code_cat", "catid", "name", "supercatid", "memo"):
        codes[f"category {key}"] = Code(str(name), above and f"category {above}", memo)
    for key, name, category, above, memo in database.rows(
        "code_name", "cid", "name", "catid", "supercid", "memo"
    ):
        parent = f"code {above}" if above else category and f"category {category}"
        codes[f"code {key}"] = Code(str(name), parent, memo)
    return codes


def _owners(database: Database) -> list[str]:
    tables = ("code_text", "code_image", "code_av")
    return list(dict.fromkeys(o for table in tables for (o,) in database.rows(table, "owner") if o))


def _text_codings(database: Database, sources: dict[str | None, Marked]) -> int:
    n_lost, selections = 0, {}
    columns = ("fid", "cid", "pos0", "pos1", "seltext", "owner", "date")
    for fid, code, start, end, text, owner, date in database.rows(SIGN, *columns):
        source = sources.get(fid)
        if source is None:
            n_lost += 1
            continue
        place = (fid, start, end)
        if place not in selections:
            quotes = (text,) if text else ()
            selections[place] = source.select(TEXT, position(start), position(end), None, quotes)
        source.code(selections[place], f"code {code}", owner, date)
    return n_lost


def _picture_codings(database: Database, sources: dict[str | None, Marked]) -> int:
    n_lost = 0
    columns = ("id", "cid", "pdf_page", "x1", "y1", "width", "height", "owner", "date")
    for fid, code, page, x, y, width, height, owner, date in database.rows("code_image", *columns):
        if source := sources.get(fid):
            corners = (page, x, y, _sum(x, width), _sum(y, height))
            place = _place(_CORNERS, corners)
            number = source.select(PICTURE if page is None else PDF, place=place)
            source.code(number, f"code {code}", owner, date)
        n_lost += source is None
    return n_lost


def _recording_codings(database: Database, sources: dict[str | None, Marked]) -> int:
    n_lost = 0
    columns = ("id", "cid", "pos0", "pos1", "owner", "date")
    for fid, code, begin, end, owner, date in database.rows("code_av", *columns):
        if source := sources.get(fid):
            number = source.select(source.kind, place=_place(("begin", "end"), (begin, end)))
            source.code(number, f"code {code}", owner, date)
        n_lost += source is None
    return n_lost


def _link_cases(database: Database, found: Parts, sources: dict[str | None, Marked]) -> None:
    names = {
        key: name or f"case {key} without a name"
        for key, name in database.rows("cases", "caseid", "name")
    }
    linked = set()
    for case, fid, start, end in database.rows("case_text", "caseid", "fid", "pos0", "pos1"):
        if case not in names or fid not in sources:
            continue
        source, linked = sources[fid], linked | {case}
        n_characters = len(source.stored.text) if source.stored else 0
        is_whole = end in (None, "", "0") or (
            position(start) == 0 and position(end) >= n_characters - 1
        )
        number = -1 if is_whole else source.select(source.kind, position(start), position(end))
        found.links.append((names[case], source.key, number))
    found.links += [(name, None, -1) for key, name in names.items() if key not in linked]
    kinds = dict(database.rows("attribute_type", "name", "valuetype"))
    for name, of, key, value in database.rows("attribute", "name", "attr_type", "id", "value"):
        owner = names.get(key) if of == "case" else key in sources and sources[key].key
        if owner:
            given = (owner, None) if of == "case" else (None, owner)
            kind = _TYPES.get(kinds.get(name), "Text")
            found.attributes.append((*given, name, kind, value or None))


def _take_notes(database: Database, found: Parts, sources: dict[str | None, Marked]) -> None:
    for name, text, owner, date in database.rows("journal", "name", "jentry", "owner", "date"):
        found.notes.append((name, None, text, owner, date))
    for fid, text, owner, date in database.rows("annotation", "fid", "memo", "owner", "date"):
        source = sources.get(fid)
        found.notes.append((None, source and source.key, text, owner, date))


def _sum(begin: str | None, length: str | None) -> int:
    """Where a side of a picture's selection ends; 0 where the cells are no numbers."""
    try:
        return sum(int(float(cell or 0)) for cell in (begin, length))
    except (ValueError, OverflowError):
        return 0


def _place(names: tuple[str, ...], values: tuple) -> str:
    return " ".join(f"{name}={value}" for name, value in zip(names, values, strict=True)
                    if value is not None)  # fmt: skip
