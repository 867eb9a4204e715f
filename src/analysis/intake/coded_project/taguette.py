"""Taguette's databases (``*.sqlite3``), also those of its relatives with the same tables.

Tables, columns and the way of counting by Taguette's source, version 1.5: positions are bytes of
UTF-8 over the text between the tags of the document's HTML. Who coded when stands only in the log
of commands.
"""

import json
from collections.abc import Iterator
from html.parser import HTMLParser

import numpy as np

from analysis.faults import BadInput, Fault
from analysis.intake.coded_project.counting import Stored
from analysis.intake.coded_project.database import Database
from analysis.intake.coded_project.parts import Code, Marked, Parts, position
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
            sources[number] = Marked(str(number), str(name), TEXT, between_tags(contents or ""))
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


def _one_project(database: Database, known_as: str, project: str) -> str | None:
    names = {key: str(name) for key, name in database.rows("projects", "id", "name")}
    keys = [key for key, name in names.items() if project in ("", name)]
    if len(keys) != 1:
        rule = f"holds {len(names)} projects, {len(keys)} of them by the name given"
        cure = "Name one of its projects, or export that project alone from Taguette."
        raise BadInput([Fault(known_as, rule, cure=cure)])
    return keys[0]


def _highlights(
    database: Database, sources: dict[str | None, Marked]
) -> dict[str | None, tuple[Marked, int]]:
    selections = {}
    columns = ("id", "document_id", "start_offset", "end_offset", "snippet")
    for key, document, start, end, snippet in database.rows("highlights", *columns):
        if source := sources.get(document):
            quotes = (between_tags(snippet).text,) if snippet else ()
            span = position(start), position(end)
            selections[key] = source, source.select(TEXT, *span, quotes=quotes)
    return selections


class _Log:
    """Who gave a tag to a highlight, and when, by the log of commands."""

    def __init__(self, database: Database, project: str | None) -> None:
        self._given: dict[str, dict[str, tuple[str, str | None]]] = {}
        columns = ("project_id", "payload", "user_login", "date")
        commands = [
            (_payload(payload), str(login), date)
            for of, payload, login, date in database.rows("commands", *columns)
            if of == project
        ]
        for highlight, tags, by in reversed(list(_added(commands))):
            # A change of a highlight is written as if it were new, with all its tags.
            before = self._given.get(highlight, {})
            self._given[highlight] = {tag: before.get(tag, by) for tag in sorted(tags)}

    def coders(self) -> list[str]:
        """Logins of those who coded, in the order in which their highlights were first made."""
        return list(dict.fromkeys(by for tags in self._given.values() for by, _ in tags.values()))

    def coder(self, highlight: str | None, tag: str | None) -> tuple[str | None, str | None]:
        """Login and time; none where the log does not say."""
        return self._given.get(highlight, {}).get(tag, (None, None))


def _added(commands: list[tuple]) -> Iterator[tuple[str, set[str], tuple[str, str | None]]]:
    """Highlights as they were made and changed, the last first, with their tags.

    Read from the end, each merge of tags says at once by which tag the earlier ones go now.
    """
    now: dict[str, str] = {}
    for command, login, date in reversed(commands):
        if command.get("type") == "tag_merge":
            old, new = str(command.get("src_tag_id")), str(command.get("dest_tag_id"))
            now[old] = now.get(new, new)
        elif command.get("type") == "highlight_add":
            tags = command.get("tags")
            tags = {str(tag) for tag in tags} if isinstance(tags, list) else set()
            yield str(command.get("highlight_id")), {now.get(t, t) for t in tags}, (login, date)


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
