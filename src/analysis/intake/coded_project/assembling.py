"""The parts of a file put together as a project: positions placed, keys turned into names."""

from collections.abc import Iterable

import pandas as pd

from analysis.faults import BadInput, Fault, at
from analysis.intake.coded_project import offsets
from analysis.intake.coded_project.counting import Reading
from analysis.intake.coded_project.parts import Marked, Parts
from analysis.intake.coded_project.project import (
    BELOW,
    COLUMNS,
    TEXT,
    WHOLE,
    Project,
    Report,
    frame,
    unlike,
)

NAMELESS = "without a name"
_OF_SELECTION = ("kind", "start", "end", "place", "text", "selection")
_AS_SUCH = (WHOLE, -1, -1, None, None, 0)
_OF_CODING, _OF_SOURCE = ("code", "coder", "time"), ("key", "number", "has_text")
# Columns of free text.
_SAID = {"value", "text"}
# Characters, of all that is coded and of all paths of codes: far above any project's, and far below
# what would fill a machine, as selections of whole texts or long names of many codes can.
MAX_MARKED, MAX_PATHS = 1_000_000_000, 100_000_000
# As many places as are named of each irregularity; the rest are counted.
N_NAMED = 20


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
    judged = [selected for source in parts.sources if (selected := source.selected())]
    choice = offsets.prescribed(judged, reading) if reading else offsets.choose(judged, known_as)
    counted = choice.reading if choice else None
    spans = {source.key: source.spans(counted) for source in parts.sources}
    rows = _rows(parts.sources, spans)
    codings = rows.assign(
        source=rows["key"].map(names), code=rows["code"].map(paths), coder=rows["coder"].map(coders)
    )
    if len(codings) and codings["coder"].isna().all():
        parts.left_out.append("who coded is not recorded")
    irregular = at(parts.irregular, known_as) + _irregular(rows, codings, known_as)
    order = {path: number for number, path in enumerate(codes["code"])}
    codings = codings.assign(order=codings["code"].map(order)).sort_values(
        ["number", "start", "end", "place", "order", "coder", "time"], kind="stable"
    )
    cases = _cases(parts, names, spans)
    return Project(
        sources=frame("sources", [
            (names[source.key], source.kind, source.stored.text if source.stored else None)
            for source in parts.sources
        ]),
        codes=codes,
        codings=codings[COLUMNS["codings"]].reset_index(drop=True),
        coders=frame("coders", [(name,) for name in coders.values()]),
        cases=cases,
        attributes=_attributes(parts, names, cases),
        sets=_sets(parts, names, paths),
        notes=_renamed("notes", parts.notes, source=names, coder=coders),
        report=Report(
            known_as, parts.form, parts.origin, choice, irregular, parts.left_out
        ),
    )  # fmt: skip


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


def _rows(sources: list[Marked], spans: dict[str, tuple]) -> pd.DataFrame:
    """One row per coding: the columns of the project, in the file's own keys; the ``number`` of
    its source and ``selection`` (from 1; 0 for the source as such), and whether that source
    ``has_text``."""
    columns = {name: [] for name in (*_OF_SELECTION, *_OF_CODING, *_OF_SOURCE)}
    for number, source in enumerate(sources, 1):
        starts, ends = (side.tolist() for side in spans[source.key])
        texts = [
            None if start < 0 else source.stored.text[start:end]
            for start, end in zip(starts, ends, strict=True)
        ]
        selections = range(1, len(texts) + 1)
        given = (source.kinds, starts, ends, source.places, texts, selections)
        # A coding of the source as such has the number -1, and so what is put last here.
        for name, values, of_source in zip(_OF_SELECTION, given, _AS_SUCH, strict=True):
            values = [*values, of_source]
            columns[name] += [values[of] for of in source.of]
        for name, values in zip(
            _OF_CODING, (source.codes, source.coders, source.times), strict=True
        ):
            columns[name] += values
        for name, value in zip(
            _OF_SOURCE, (source.key, number, source.stored is not None), strict=True
        ):
            columns[name] += [value] * len(source.of)
    rows = pd.DataFrame(columns)
    has_place = rows["start"].ge(0)
    return rows.assign(
        has_text=rows["has_text"].astype(bool),
        **{side: rows[side].astype("Int64").where(has_place) for side in ("start", "end")},
    )


def _irregular(rows: pd.DataFrame, codings: pd.DataFrame, known_as: str) -> list[Fault]:
    """What was kept though it is not whole, by the numbers of source and selection."""
    has_coder = codings["coder"].notna()
    is_lost = rows["kind"].eq(TEXT) & rows["start"].isna()
    wrong = {
        "lies outside its text": is_lost & rows["has_text"],
        "its source comes without its plain text": is_lost & ~rows["has_text"],
        "given a code that is not in the codebook": codings["code"].isna(),
        "coded by nobody on the list of users": ~has_coder & has_coder.any(),
    }
    faults = []
    for rule, is_wrong in wrong.items():
        places = rows.loc[is_wrong, ["number", "selection"]].drop_duplicates()
        faults += [
            Fault(known_as, rule, column=f"source {number}, selection {selection}")
            for number, selection in places.head(N_NAMED).itertuples(index=False)
        ]
        if len(places) > N_NAMED:
            rest = f"{len(places) - N_NAMED:,} more selections"
            faults.append(Fault(known_as, rule, column=rest))
    return faults


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


def _in_lines(cell: str | None) -> str | None:
    """A note or value with plain line ends, and without blank space around; None for nothing."""
    if not isinstance(cell, str):
        return None
    return cell.replace("\r\n", "\n").replace("\r", "\n").strip() or None


def _sets(parts: Parts, names: dict[str, str], paths: dict[str, str]) -> pd.DataFrame:
    known = {"source": names, "code": paths}
    rows = [(name, kind, known[kind].get(key)) for name, kind, key in parts.sets]
    sets = frame("sets", [row for row in rows if row[-1] is not None])
    return _grouped(sets, "set", sets["set"])
