"""Coded projects in the REFI-QDA exchange format (.qdpx), read; ``refi_qda_writer`` writes them.

A .qdpx file is a zip with ``project.qde`` (XML, namespace ``urn:QDA-XML:project:1.0``) and the
texts under ``sources/``. Positions count Unicode code points from 0; the end is exclusive.
Format: REFI-QDA Standard 1.5, qdasoftware.org.
"""

import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from lzma import LZMAError
from pathlib import Path
from xml.etree.ElementTree import Element, ParseError

import pandas as pd
from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from analysis.faults import BadInput, Fault, refuse

NAMESPACE = "urn:QDA-XML:project:1.0"
QDE = "project.qde"
INTERNAL = "internal://"
# The largest file read from a project: far above any text, far below what a zip bomb unpacks to.
MAX_BYTES = 200_000_000


@dataclass(frozen=True)
class Project:
    """A coded project.

    ``sources``: one row per text: ``name``, ``text``.
    ``codes``: one row per code, parents first: ``guid``, ``name``, ``parent`` (guid; missing for a
    top code), ``description`` ("" if none).
    ``codings``: one row per passage, code and coder: ``source`` (name), ``start``, ``end`` (code
    points, end exclusive), ``code`` (name), ``coder`` (name).
    ``coders``: one row per coder: ``name``. Names of texts, codes and coders are unique.
    """

    sources: pd.DataFrame
    codes: pd.DataFrame
    codings: pd.DataFrame
    coders: pd.DataFrame


def read(path: Path, known_as: str) -> Project:
    """Read a project; nothing is extracted to disk. ``known_as`` names the file in faults.

    Raises BadInput where the file is no zip, holds no or a broken ``project.qde`` (also one with a
    DTD or entities), lacks a text, or holds a selection outside its text or a reference to an
    unknown code or user. Faults number the texts and selections in order, and quote nothing.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            return _Reader(archive, known_as).project()
    except FileNotFoundError:
        cure = "docs/data.md lists the files of a study."
        raise BadInput([Fault(known_as, "no such file", cure=cure)]) from None
    except (zipfile.BadZipFile, OSError):
        cure = "Export the project again as REFI-QDA (.qdpx)."
        raise BadInput([Fault(known_as, "not a .qdpx file: no readable zip", cure=cure)]) from None


class _Reader:
    """One open project: gathers its tables and every fault met on the way."""

    def __init__(self, archive: zipfile.ZipFile, known_as: str) -> None:
        self.archive, self.known_as = archive, known_as
        # Tools differ in the capitals of "Sources/".
        self.inside = {name.lower(): name for name in archive.namelist()}
        self.faults: list[Fault] = []

    def project(self) -> Project:
        root = self._root()
        users = {e.get("guid"): e.get("name", "") for e in root.iterfind("q:Users/q:User", _NS)}
        codes = pd.DataFrame(_walk(root.iterfind("q:CodeBook/q:Codes/q:Code", _NS)), columns=_CODES)
        names = dict(zip(codes["guid"], codes["name"], strict=True))
        sources, codings = [], []
        for number, element in enumerate(root.iterfind("q:Sources/q:TextSource", _NS), 1):
            text = self._text(element, number)
            if text is not None:
                sources.append((element.get("name", ""), text))
                codings += self._codings(element, number, text, names, users)
        texts = pd.DataFrame(sources, columns=["name", "text"])
        coders = pd.DataFrame({"name": list(users.values())}, dtype="str")
        self._refuse_alike("text names", texts["name"])
        self._refuse_alike("code names", codes["name"])
        self._refuse_alike("code identifiers", codes["guid"].fillna(""))
        self._refuse_alike("coder names", coders["name"])
        refuse(self.faults)
        return Project(texts, codes, pd.DataFrame(codings, columns=_CODINGS), coders)

    def _root(self) -> Element:
        names = [name for name in self.archive.namelist() if name.lower().endswith(".qde")]
        if len(names) != 1:
            raise BadInput(
                [Fault(self.known_as, f"{len(names)} .qde files inside, where one belongs")]
            )
        try:
            root = fromstring(self._bytes(names[0]), forbid_dtd=True)
        except DefusedXmlException:
            rule = f"{QDE} declares a DTD or entities, which no exported project needs"
            raise BadInput([Fault(self.known_as, rule)]) from None
        except (ParseError, ValueError, LookupError):
            raise BadInput([Fault(self.known_as, f"{QDE} is not well-formed XML")]) from None
        if root.tag != f"{{{NAMESPACE}}}Project":
            raise BadInput([Fault(self.known_as, f"{QDE} holds no Project of {NAMESPACE}")])
        return root

    def _bytes(self, name: str) -> bytes:
        # The size stands in the zip's own list; zipfile never unpacks more than is stated there.
        if self.archive.getinfo(name).file_size > MAX_BYTES:
            rule = f"holds a file larger than {MAX_BYTES // 1_000_000} MB"
            raise BadInput([Fault(self.known_as, rule)])
        try:
            return self.archive.read(name)
        except (RuntimeError, LZMAError, zlib.error, EOFError):
            raise BadInput(
                [Fault(self.known_as, "encrypted or packed in an unknown way")]
            ) from None

    def _text(self, element: Element, number: int) -> str | None:
        file = element.get("plainTextPath", "").removeprefix(INTERNAL)
        name = self.inside.get(f"sources/{file}".lower())
        if not file or not name:
            self._fault("its plain text is not in the project", number)
            return None
        try:
            return self._bytes(name).decode("utf-8")
        except UnicodeDecodeError:
            self._fault("its plain text is not UTF-8", number)
            return None

    def _codings(
        self,
        source: Element,
        number: int,
        text: str,
        codes: dict[str, str],
        users: dict[str, str],
    ) -> Iterator[tuple[str, int, int, str, str]]:
        for place, selection in enumerate(source.iterfind("q:PlainTextSelection", _NS), 1):
            start, end = (_whole(selection.get(side)) for side in ("startPosition", "endPosition"))
            if start is None or end is None or not 0 <= start < end <= len(text):
                self._fault("empty, or not inside its text", number, place)
                continue
            for coding in selection.iterfind("q:Coding", _NS):
                reference = coding.find("q:CodeRef", _NS)
                code = codes.get(None if reference is None else reference.get("targetGUID"))
                coder = users.get(coding.get("creatingUser") or selection.get("creatingUser"))
                if code is None:
                    self._fault("given a code that is not in the codebook", number, place)
                if coder is None:
                    self._fault("coded by nobody on the list of users", number, place)
                if code is not None and coder is not None:
                    yield source.get("name", ""), start, end, code, coder

    def _fault(self, rule: str, number: int, place: int | None = None) -> None:
        where = f"text {number}" if place is None else f"text {number}, selection {place}"
        self.faults.append(Fault(self.known_as, rule, column=where))

    def _refuse_alike(self, what: str, names: pd.Series) -> None:
        n_wrong = int(names.eq("").sum() + names[names.ne("")].duplicated().sum())
        if n_wrong:
            self.faults.append(Fault(self.known_as, f"{what}: {n_wrong} blank or standing twice"))


_NS = {"q": NAMESPACE}
_CODES = ["guid", "name", "parent", "description"]
_CODINGS = ["source", "start", "end", "code", "coder"]


def _walk(top: Iterable[Element]) -> Iterator[tuple[str | None, str, str | None, str]]:
    """Every code, parents first; no recursion, since a hostile file may nest without end."""
    waiting = [(element, None) for element in reversed(list(top))]
    while waiting:
        element, parent = waiting.pop()
        description = element.findtext("q:Description", "", _NS) or ""
        yield element.get("guid"), element.get("name", ""), parent, description
        below = element.findall("q:Code", _NS)
        waiting += [(code, element.get("guid")) for code in reversed(below)]


def _whole(text: str | None) -> int | None:
    return int(text) if text and re.fullmatch(r"[0-9]{1,12}", text) else None
