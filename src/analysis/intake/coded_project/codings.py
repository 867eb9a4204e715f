"""The codings of all sources in one table, and what of them is not whole."""

from collections.abc import Iterable
from itertools import chain

import numpy as np
import pandas as pd

from analysis.faults import Fault
from analysis.intake.coded_project.parts import Marked
from analysis.intake.coded_project.project import COLUMNS, TEXT, WHOLE

# As many places as are named of each irregularity; the rest are counted.
N_NAMED = 20
# The number of a name, and the position, that there is not.
NONE = -1

Names = dict[str, str]
Spans = dict[str, tuple[np.ndarray, np.ndarray]]


def codings(
    sources: list[Marked], spans: Spans, names: Names, paths: Names, coders: Names, known_as: str
) -> tuple[pd.DataFrame, list[Fault]]:
    """Table ``codings``, and what of it is not whole, by the numbers of source and selection.

    ``names``, ``paths`` and ``coders`` give the name of each key. There may be a million codings,
    so each is a row of numbers until it is known where it belongs.
    """
    marked = _selections(sources, spans)
    times, said_at = pd.factorize(np.array(_all(sources, "times"), dtype=object), sort=True)
    rows = pd.DataFrame(
        {
            **_places(sources),
            "code": _numbers(_all(sources, "codes"), paths),
            "coder": _numbers(_all(sources, "coders"), coders),
            "time": times,
        }
    )
    rows = rows.iloc[_order(rows, marked)].reset_index(drop=True)
    table = marked.iloc[rows["at"]].reset_index(drop=True)
    del marked
    faults = _irregular(rows, table, sources, known_as)
    has_place = table["start"].ne(NONE)
    table = table.assign(
        source=_named(names.values(), rows["number"]),
        start=table["start"].astype("Int64").where(has_place),
        end=table["end"].astype("Int64").where(has_place),
        code=_named(paths.values(), rows["code"]),
        coder=_named(coders.values(), rows["coder"]),
        time=_named(said_at, rows["time"]),
    )
    return table[COLUMNS["codings"]], faults


def _all(sources: list[Marked], column: str) -> list:
    return list(chain.from_iterable(getattr(source, column) for source in sources))


def _selections(sources: list[Marked], spans: Spans) -> pd.DataFrame:
    """One row per selection, and after those of each source one for the source as such."""
    # Source by source, so that a million texts are never held twice.
    texts = [pd.Series([], dtype="str")]
    for source in sources:
        starts, ends = (side.tolist() for side in spans[source.key])
        read = [
            None if start < 0 else source.stored.text[start:end]
            for start, end in zip(starts, ends, strict=True)
        ]
        texts.append(pd.Series([*read, None], dtype="str"))
    empty = np.array([], dtype=np.int64)
    start, end = (
        np.concatenate([empty, *(np.append(spans[source.key][side], NONE) for source in sources)])
        for side in (0, 1)
    )
    kinds = chain.from_iterable([*source.kinds, WHOLE] for source in sources)
    places = chain.from_iterable([*source.places, None] for source in sources)
    return pd.DataFrame(
        {
            "kind": pd.array(list(kinds), dtype="str"),
            "start": start,
            "end": end,
            "place": pd.array(list(places), dtype="str"),
            "text": pd.concat(texts, ignore_index=True),
        }
    )


def _places(sources: list[Marked]) -> dict[str, np.ndarray]:
    """Of each coding the ``number`` of its source, that of its ``selection`` in it (none for the
    source as such), and the row of the selections ``at`` which it stands."""
    sizes = np.array([len(source.kinds) for source in sources], dtype=np.int64)
    first = np.concatenate([[0], np.cumsum(sizes + 1)])
    number = np.repeat(np.arange(len(sources)), [len(source.of) for source in sources])
    selection = np.array(_all(sources, "of"), dtype=np.int64)
    at = first[number] + np.where(selection < 0, sizes[number] if len(sizes) else 0, selection)
    return {"number": number, "selection": selection, "at": at}


def _numbers(keys: Iterable[str | None], names: Names) -> np.ndarray:
    places = {key: number for number, key in enumerate(names)}
    return np.array([places.get(key, NONE) for key in keys], dtype=np.int64)


def _named(names: Iterable[str], numbers: pd.Series) -> pd.api.extensions.ExtensionArray:
    return pd.array(list(names), dtype="str").take(numbers.to_numpy(), allow_fill=True)


def _order(rows: pd.DataFrame, marked: pd.DataFrame) -> np.ndarray:
    """By source, place, code, coder and time; what is missing comes last."""
    place, _ = pd.factorize(marked["place"], sort=True)
    at = rows["at"].to_numpy()
    keys = [
        rows["time"], rows["coder"], rows["code"], place[at], marked["end"].to_numpy()[at],
        marked["start"].to_numpy()[at], rows["number"],
    ]  # fmt: skip
    last = np.iinfo(np.int64).max
    return np.lexsort([np.where(np.asarray(key) == NONE, last, key) for key in keys])


def _irregular(
    rows: pd.DataFrame, table: pd.DataFrame, sources: list[Marked], known_as: str
) -> list[Fault]:
    has_text = np.array([source.stored is not None for source in sources], dtype=bool)
    of_text = has_text[rows["number"].to_numpy()]
    is_lost, has_coder = table["kind"].eq(TEXT) & table["start"].eq(NONE), rows["coder"].ne(NONE)
    wrong = {
        "lies outside its text": is_lost & of_text,
        "its source comes without its plain text": is_lost & ~of_text,
        "given a code that is not in the codebook": rows["code"].eq(NONE),
        "coded by nobody on the list of users": ~has_coder & has_coder.any(),
    }
    faults = []
    for rule, is_wrong in wrong.items():
        places = rows.loc[is_wrong, ["number", "selection"]].drop_duplicates()
        faults += numbered(rule, list(places.itertuples(index=False)), known_as)
    return faults


def numbered(rule: str, places: list[tuple[int, int]], known_as: str) -> list[Fault]:
    """A fault for each place, a source and a selection by number; the first few by themselves."""
    faults = [
        Fault(known_as, rule, column=f"source {source + 1}, selection {selection + 1}")
        for source, selection in places[:N_NAMED]
    ]
    if len(places) > N_NAMED:
        rest = f"{len(places) - N_NAMED:,} more selections"
        faults.append(Fault(known_as, rule, column=rest))
    return faults
