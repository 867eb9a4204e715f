"""The parts of a file put together as a project: positions placed, keys turned into names."""

from collections.abc import Iterable

import pandas as pd

from analysis.faults import BadInput, Fault, at
from analysis.intake.coded_project import offsets
from analysis.intake.coded_project.codings import codings, numbered
from analysis.intake.coded_project.counting import Reading
from analysis.intake.coded_project.offsets import Choice
from analysis.intake.coded_project.parts import Parts
from analysis.intake.coded_project.project import (
    BELOW,
    Project,
    Report,
    frame,
    unlike,
)

NAMELESS = "without a name"
# Columns of free text.
_SAID = {"value", "text"}
# Characters, of all that is coded and of all paths of codes: far above any project's, and far below
# what would fill a machine, as selections of whole texts or long names of many codes can.
MAX_MARKED, MAX_PATHS = 1_000_000_000, 100_000_000


def assembled(parts: Parts, known_as: str, reading: Reading | None = None) -> Project:
    """The project, its positions by the reading chosen, or by the one prescribed.

    Raises BadInput where no reading can be trusted, where a code stands below itself, and where
    there is neither a code nor a source.
    """
    if not parts.codes and not parts.sources:
        cure = "Export the project again, with its codes and sources."
        raise BadInput([Fault(known_as, "an empty project: no codes, no sources", cure=cure)])
    if sum(source.n_marked() for source in parts.sources) > MAX_MARKED:
        rule = f"its selections hold more than {MAX_MARKED:,} characters in all"
        cure = "Code whole sources as such, not by selections."
        raise BadInput([Fault(known_as, rule, cure=cure)])
    codes, paths = _codes(parts, known_as)
    names = _unlike({source.key: source.name for source in parts.sources}, "sources", parts)
    coders = _unlike(parts.coders, "coders", parts)
    choice = _chosen(parts, known_as, reading)
    counted = choice.reading if choice else Reading()
    spans = {source.key: source.spans(counted) for source in parts.sources}
    given, irregular = codings(parts.sources, spans, names, paths, coders, known_as)
    if len(given) and given["coder"].isna().all():
        parts.left_out.append("who coded is not recorded")
    cases = _cases(parts, names, spans)
    return Project(
        sources=frame("sources", [
            (names[source.key], source.kind, source.stored.text if source.stored else None)
            for source in parts.sources
        ]),
        codes=codes,
        codings=given,
        coders=frame("coders", [(name,) for name in coders.values()]),
        cases=cases,
        attributes=_attributes(parts, names, cases),
        sets=_sets(parts, names, paths),
        notes=_renamed("notes", parts.notes, source=names, coder=coders),
        report=Report(
            known_as, parts.form, parts.origin, choice,
            at(parts.irregular, known_as) + irregular, parts.left_out,
        ),
    )  # fmt: skip


def _chosen(parts: Parts, known_as: str, reading: Reading | None) -> Choice | None:
    each = (source.selected(number) for number, source in enumerate(parts.sources))
    judged = [selections for selections in each if selections]
    for source in parts.sources:
        source.quotes.clear()  # of no more use, and large
    choice = offsets.prescribed(judged, reading) if reading else offsets.choose(judged, known_as)
    if choice:
        parts.irregular += numbered("does not read as it is quoted", choice.misread, parts.form)
    return choice


def _unlike(names: dict[str, str], what: str, parts: Parts, n_blank: int = 0) -> dict[str, str]:
    """Names of the keys, none blank and none twice; those that were are told as irregular."""
    given = unlike([name or NAMELESS for name in names.values()])
    n_changed = sum(new != old for new, old in zip(given, names.values(), strict=True)) + n_blank
    if n_changed:
        rule = f"{n_changed} {what} have no name or share that of another: it was made up"
        parts.irregular.append(Fault(parts.form, rule))
    return dict(zip(names, given, strict=True))


def _codes(parts: Parts, known_as: str) -> tuple[pd.DataFrame, dict[str, str]]:
    """Table ``codes``, each under its parent, and the path of each key."""
    below: dict[str | None, list[str]] = {}
    for key, code in parts.codes.items():
        below.setdefault(code.parent if code.parent in parts.codes else None, []).append(key)
    paths: dict[str, str] = {}
    waiting, n_characters = [(key, "") for key in reversed(below.get(None, []))], 0
    while waiting:
        key, above = waiting.pop()
        paths[key] = above + (parts.codes[key].name or NAMELESS)
        n_characters += len(paths[key])
        if n_characters > MAX_PATHS:
            cure = "Shorten the names of the codes, or nest them less deeply, and export again."
            raise BadInput([Fault(known_as, "the names of its codes are too long", cure=cure)])
        waiting += [(each, paths[key] + BELOW) for each in reversed(below.get(key, []))]
    if len(paths) < len(parts.codes):
        cure = "Put one of them elsewhere in the coding tool, and export again."
        raise BadInput([Fault(known_as, "codes stand below themselves", cure=cure)])
    n_blank = sum(not code.name for code in parts.codes.values())
    paths = _unlike(paths, "codes", parts, n_blank)
    rows = [
        (paths[key], code.name, paths.get(code.parent), _in_lines(code.description))
        for key, code in ((key, parts.codes[key]) for key in paths)
    ]
    return frame("codes", rows), paths


def _cases(parts: Parts, names: dict[str, str], spans: dict[str, tuple]) -> pd.DataFrame:
    rows = []
    for case, key, selection in parts.links:
        start, end = (None, None)
        if key is not None and selection >= 0:
            start, end = (int(side[selection]) for side in spans[key])
        is_placed = start is not None and start >= 0
        rows.append((case, names.get(key), *((start, end) if is_placed else (None, None))))
    cases = frame("cases", rows).drop_duplicates()
    # Where two cases have one name, "linked to none" may be true of the other alone.
    is_linked = cases["source"].notna()
    cases = cases[is_linked | ~cases["case"].isin(cases.loc[is_linked, "case"])]
    # As they are written: what is linked as a whole, then the passages.
    by_kind = cases.sort_values("start", key=lambda start: start.notna(), kind="stable")
    return _grouped(by_kind, "case", cases["case"])


def _attributes(parts: Parts, names: dict[str, str], cases: pd.DataFrame) -> pd.DataFrame:
    """Those of cases, then those of sources."""
    given = _renamed("attributes", parts.attributes, source=names)
    of_case = given[given["case"].notna()]
    of_source = given[given["case"].isna()]
    return pd.concat(
        [_grouped(of_case, "case", cases["case"]), _grouped(of_source, "source", names.values())],
        ignore_index=True,
    )


def _grouped(table: pd.DataFrame, by: str, order: Iterable[str]) -> pd.DataFrame:
    """Rows of one case, source or set together, in the order in which these are named."""
    places = {name: number for number, name in enumerate(dict.fromkeys(order))}
    return table.sort_values(
        by, key=lambda names: names.map(places), kind="stable", ignore_index=True
    )


def _renamed(table: str, rows: list[tuple], **columns: dict[str, str]) -> pd.DataFrame:
    given = frame(table, [tuple(None if cell == "" else cell for cell in row) for row in rows])
    said = {column: given[column].map(_in_lines) for column in _SAID & set(given)}
    named = {column: given[column].map(names) for column, names in columns.items()}
    return given.assign(**said, **named)


def _in_lines(cell: object) -> str | None:
    """A note or value with plain line ends, and without blank space around; None for nothing."""
    if not isinstance(cell, str):
        return None
    return cell.replace("\r\n", "\n").replace("\r", "\n").strip() or None


def _sets(parts: Parts, names: dict[str, str], paths: dict[str, str]) -> pd.DataFrame:
    known = {"source": names, "code": paths}
    rows = [(name, kind, known[kind].get(key)) for name, kind, key in parts.sets]
    sets = frame("sets", [row for row in rows if row[-1] is not None])
    return _grouped(sets, "set", sets["set"])
