"""What parts of a REFI-QDA file say of others, looked up once all of it is read.

Tools write the parts in orders of their own, so nothing can be looked up earlier.
"""

from collections import Counter
from collections.abc import Callable

from analysis.intake.coded_project.parts import Marked, Parts
from analysis.intake.coded_project.xml_parts import Part

Passage = tuple[Marked, int]


class References:
    """Parts that refer to others, and what they may refer to, by identifier."""

    def __init__(self) -> None:
        self.sources: dict[str, str] = {}
        self.variables: dict[str | None, tuple[str | None, str | None]] = {}
        # The case, or the source's key, that has the value.
        self.values: list[tuple[str | None, str | None, Part]] = []
        self.cases: list[Part] = []
        self.notes: list[Part] = []
        # Of each note the key of the source it is about.
        self.noted: dict[str | None, str] = {}

    def look_up(
        self, found: Parts, left_out: Counter[str], text_at: Callable[[str], str | None]
    ) -> None:
        """Put cases, attributes, notes and members of sets into ``found``."""
        given, selected = self._given(found), self._selected(found)
        for number, part in enumerate(self.cases, 1):
            self._look_up_case(part, number, given | selected, found, left_out)
        for case, key, part in self.values:
            variable = next((guid(ref, "targetGUID") for ref in part.all("VariableRef")), None)
            name, kind = self.variables.get(variable, (None, None))
            value = next((child.text for child in part.children if child.tag != "VariableRef"), "")
            found.attributes.append((case, key, name, kind, value))
        for part in self.notes:
            text = part.text_of("PlainTextContent") or text_at(part.get("plainTextPath") or "")
            key, coder = self.noted.get(guid(part, "guid")), guid(part, "creatingUser")
            found.notes.append((part.get("name"), key, text, coder, part.get("creationDateTime")))
            left_out["selections within notes"] += len(part.all("PlainTextSelection"))
        found.sets = [
            (name, kind, self.sources.get(member) if kind == "source" else member)
            for name, kind, member in found.sets
        ]

    def _given(self, found: Parts) -> dict[str | None, list[Passage]]:
        """The passages of each code that stands for a case.

        NVivo writes a case as a code too, and what belongs to it as codings: that code is none.
        """
        twins = {guid(part, "guid") for part in self.cases} & set(found.codes)
        named = {guid(ref, "targetGUID") for part in self.cases for ref in part.all("CodeRef")}
        given: dict[str | None, list[Passage]] = {code: [] for code in twins | named}
        for source in found.sources if given else ():
            for of, code in zip(source.of, source.codes, strict=True):
                if code in given:
                    given[code].append((source, of))
            source.drop(twins)
        for code in found.codes.values():
            above = set()
            # What stands below such a code stands below the next one above that is none; a ring
            # of them is left to be found where the tree is built.
            while code.parent in twins and code.parent not in above:
                above.add(code.parent)
                code.parent = found.codes[code.parent].parent
        found.codes = {key: code for key, code in found.codes.items() if key not in twins}
        return given

    def _selected(self, found: Parts) -> dict[str | None, list[Passage]]:
        """The passage of each selection that a case refers to."""
        wanted = {
            guid(ref, "targetGUID") for part in self.cases for ref in part.all("SelectionRef")
        }
        return {
            key: [(source, number)]
            for source in (found.sources if wanted else ())
            for number, key in enumerate(source.guids)
            if key in wanted
        }

    def _look_up_case(
        self, part: Part, number: int, given: dict, found: Parts, left_out: Counter[str]
    ) -> None:
        keys = [self.sources.get(guid(ref, "targetGUID")) for ref in part.all("SourceRef")]
        selections = [guid(ref, "targetGUID") for ref in part.all("SelectionRef")]
        n_dangling = keys.count(None) + sum(key not in given for key in selections)
        left_out["links of cases to sources that are not in the file"] += n_dangling
        codes = [guid(part, "guid"), *(guid(ref, "targetGUID") for ref in part.all("CodeRef"))]
        passages = [passage for key in (*selections, *codes) for passage in given.get(key, [])]
        name, values = part.get("name"), part.all("VariableValue")
        if name is None and len(keys) == 1 and not passages:
            # MAXQDA and Quirkos write the attributes of a source as a case without a name.
            self.values += [(None, keys[0], value) for value in values if keys[0]]
            return
        name = name or f"case {number} without a name"
        links = [(key, -1) for key in keys if key] + [(p[0].key, p[1]) for p in passages]
        found.links += [(name, *link) for link in links or [(None, -1)]]
        self.values += [(name, None, value) for value in values]


def guid(part: Part, name: str) -> str | None:
    """An identifier: braces and capitals are spellings of the same one."""
    given = part.attributes.get(name)
    return given.strip("{} ").lower() or None if given else None
