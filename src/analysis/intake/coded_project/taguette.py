"""Taguette's databases (``*.sqlite3``), also those of its relatives with the same tables.

Tables, columns and the way of counting by Taguette's source, version 1.5: positions are bytes of
UTF-8 over the text between the tags of the document's HTML. Who coded when stands only in the log
of commands.
"""

import json
from html.parser import HTMLParser

import numpy as np

from analysis.faults import BadInput, Fault
from analysis.intake.coded_project.counting import Stored
from analysis.intake.coded_project.database import Database, position
from analysis.intake.coded_project.parts import Code, Marked, Parts
from analysis.intake.coded_project.project import TEXT

# The table by which such a database is known.
SIGN = "highlight_tags"

# Elements that begin on a new line where they are shown.
_BLOCKS = {
    "p", "div", "br", "blockquote", "pre", "caption", "h1", "h2", "h3", "h4", "h5", "h6", "ul",
    "ol", "li", "dl", "dt", "dd", "table", "tr", "hr",
}  # fmt: skip
# A cell stands apart from its neighbor.
_CELLS = {"td", "th"}


def read(database: Database, known_as: str, project: str = "") -> Parts:
    """The parts of a project; ``project`` names it where the database holds several.

    Raises BadInput where it does and none is named, or none has that name.
    """
    key = _one_project(database, known_as, project)
    found = Parts("Taguette database", "Taguette")
    sources = {}
    columns = ("id", "project_id", "name", "contents")
    for number, of, name, contents in database.rows("documents", *columns):
        if of == key:
            sources[number] = Marked(str(number), str(name), TEXT, between_tags(str(contents)))
    found.sources = list(sources.values())
    found.codes = {
        str(number): Code(str(path), None, about)
        for number, of, path, about in database.rows(
            "tags", "id", "project_id", "path", "description"
        )
        if of == key
    }
    log = _Log(database, key)
    found.coders = {login: login for login in log.coders()}
    selections = _highlights(database, sources)
    n_tagged = set()
    for highlight, tag in database.rows(SIGN, "highlight_id", "tag_id"):
        if highlight in selections:
            source, of = selections[highlight]
            source.code(of, str(tag), *log.coder(highlight, tag))
            n_tagged.add(highlight)
    if n_bare := len(selections) - len(n_tagged):
        found.left_out.append(f"{n_bare:,} selections without a code")
    return found


def between_tags(contents: str) -> Stored:
    """The text between the tags, with a line end, counted for nothing, where a block begins."""
    reader = _Text()
    reader.feed(contents)
    reader.close()
    return Stored("".join(reader.pieces), np.array(reader.n_stored, dtype=int))


def _one_project(database: Database, known_as: str, project: str) -> int:
    names = {key: str(name) for key, name in database.rows("projects", "id", "name")}
    keys = [key for key, name in names.items() if project in ("", name)]
    if len(keys) != 1:
        rule = f"holds {len(names)} projects, {len(keys)} of them by the name given"
        cure = "Name one of its projects, or export that project alone from Taguette."
        raise BadInput([Fault(known_as, rule, cure=cure)])
    return keys[0]


def _highlights(database: Database, sources: dict[int, Marked]) -> dict[int, tuple[Marked, int]]:
    selections = {}
    columns = ("id", "document_id", "start_offset", "end_offset", "snippet")
    for key, document, start, end, snippet in database.rows("highlights", *columns):
        if source := sources.get(document):
            quotes = (between_tags(str(snippet)).text,) if snippet else ()
            span = position(start), position(end)
            selections[key] = source, source.select(TEXT, *span, quotes=quotes)
    return selections


class _Log:
    """Who gave a tag to a highlight, and when, by the log of commands."""

    def __init__(self, database: Database, project: int) -> None:
        self._given: dict[tuple[int, int], tuple[str, str]] = {}
        columns = ("id", "date", "user_login", "project_id", "payload")
        commands = [row for row in database.rows("commands", *columns) if row[3] == project]
        for _, date, login, _, payload in sorted(commands, key=lambda row: row[0]):
            command = _payload(payload)
            highlight = command.get("highlight_id")
            if command.get("type") == "highlight_add":
                self._set(highlight, command.get("tags"), (str(login), str(date)))
            elif command.get("type") == "tag_merge":
                self._merge(command.get("src_tag_id"), command.get("dest_tag_id"))

    def coders(self) -> list[str]:
        """Logins of those who coded, in the order in which they began."""
        return list(dict.fromkeys(login for login, _ in self._given.values()))

    def coder(self, highlight: int, tag: int) -> tuple[str | None, str | None]:
        """Login and time; none where the log does not say."""
        return self._given.get((highlight, tag), (None, None))

    def _set(self, highlight: int, tags: object, by: tuple[str, str]) -> None:
        # A change of a highlight is written as if it were new, with all its tags.
        tags = set(tags) if isinstance(tags, list) else set()
        for key in [key for key in self._given if key[0] == highlight and key[1] not in tags]:
            del self._given[key]
        for tag in sorted(tags, key=str):
            self._given.setdefault((highlight, tag), by)

    def _merge(self, old: int, new: int) -> None:
        for (highlight, tag), by in list(self._given.items()):
            if tag == old:
                del self._given[highlight, tag]
                self._given.setdefault((highlight, new), by)


def _payload(text: object) -> dict:
    try:
        found = json.loads(text)
    except (TypeError, ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self.n_stored: list[int] = []

    def handle_data(self, data: str) -> None:
        # Bytes are counted as they stand; a line end is one.
        self.pieces.append(data)
        self.n_stored += [1] * data.count("\n")

    def handle_starttag(self, tag: str, attrs: list) -> None:
        del attrs
        if tag in _BLOCKS | _CELLS:
            self._apart()

    def handle_endtag(self, tag: str) -> None:
        if tag in _BLOCKS | _CELLS:
            self._apart()

    def _apart(self) -> None:
        if self.pieces and not self.pieces[-1].endswith("\n"):
            self.pieces.append("\n")
            self.n_stored.append(0)
