"""Codes that are found together: in a passage, a turn, or passages near each other.

What is counted is units of text; several of one source are not independent, so the test says what
stands together in these texts, not how sure it is of people.
"""

from collections.abc import Mapping

import numpy as np
import pandas as pd
from scipy import sparse, stats

from analysis.vocabulary import DIRECTION, TOPIC

PAIR = ["code_id", "other_code_id"]


def counts(marks: pd.DataFrame) -> pd.DataFrame:
    """In how many units each two codes are found: a square table, on its diagonal one code alone.

    ``marks`` has one row per ``unit`` and ``code_id``. Units are many and their codes few, so each
    mark is paired with the next of its unit, the one after that and so on, all units at once: the
    product of the sparse matrix with itself, in a quarter of the time.
    """
    unit, units = pd.factorize(marks["unit"])
    code, codes = pd.factorize(marks["code_id"], sort=True)
    place = unit.astype(np.int32), code.astype(np.int32)
    # What is marked twice in one unit is one entry of the matrix.
    matrix = sparse.csr_array((np.ones(len(marks), np.int32), place), (len(units), len(codes)))
    row, column = np.repeat(np.arange(len(units)), np.diff(matrix.indptr)), matrix.indices
    found = np.diag(np.bincount(column, minlength=len(codes)))
    for ahead in range(1, len(codes)):
        pair = np.flatnonzero(row[ahead:] == row[:-ahead])
        if not len(pair):
            break
        both = column[pair] * len(codes) + column[pair + ahead]
        above = np.bincount(both, minlength=found.size).reshape(found.shape)
        found = found + above + above.T
    return pd.DataFrame(found, index=codes, columns=codes)


def against_chance(both: pd.DataFrame, n_units: int) -> pd.DataFrame:
    """How much more often each two codes are found together than chance would have it.

    ``both`` is what ``counts`` gives; ``n_units`` were looked at, with a code or without.

    Returns one row per pair of codes, ``code_id`` before ``other_code_id`` in the alphabet, with
    ``n_code``, ``n_other`` and ``n_both`` units, ``expected`` (units, were the two independent),
    ``jaccard`` (0-1), ``phi`` (-1 to 1; missing where a code is in all units) and ``p_value``
    (Fisher's exact test, two-sided; Fisher 1922, Journal of the Royal Statistical Society 85).
    """
    one, other = np.triu_indices(len(both), 1)
    found = both.to_numpy()
    alone = found.diagonal()
    table = pd.DataFrame(
        {
            "code_id": both.index[one], "other_code_id": both.index[other],
            "n_code": alone[one], "n_other": alone[other], "n_both": found[one, other],
        }
    )  # fmt: skip
    return table.assign(**_measures(table, n_units))


def _measures(table: pd.DataFrame, n: int) -> dict[str, np.ndarray]:
    a, b, ab = (table[name].to_numpy(dtype=float) for name in ("n_code", "n_other", "n_both"))
    spread = np.sqrt(a * (n - a) * b * (n - b))
    phi = np.divide(n * ab - a * b, spread, out=np.full(len(a), np.nan), where=spread > 0)
    return {
        "expected": a * b / n,
        "jaccard": ab / (a + b - ab),
        "phi": phi,
        "p_value": _exact(a.astype(int), b.astype(int), ab.astype(int), n),
    }


def _exact(a: np.ndarray, b: np.ndarray, ab: np.ndarray, n: int) -> np.ndarray:
    """Two-sided p of Fisher's test: all tables at most as likely as the one found."""
    return np.array(
        [
            stats.fisher_exact([[both, one - both], [other - both, n - one - other + both]])[1]
            for one, other, both in zip(a, b, ab, strict=True)
        ]
    )


def near(spans: pd.DataFrame, marks: pd.DataFrame, n_characters: int) -> pd.DataFrame:
    """Marks for ``counts`` within a window: each passage with what begins so near behind it.

    ``spans`` has one row per passage, its label the ``unit`` of ``marks``, with ``source_id``,
    ``start`` and ``end``. Returns one row per ``unit`` and ``code_id`` found in it or in a passage
    of its source that begins no earlier, and at most ``n_characters`` after its end.
    """
    places = spans[["source_id", "start", "end"]].rename_axis("unit").reset_index()
    pairs = places.merge(places.drop(columns="end"), on="source_id", suffixes=("", "_near"))
    is_near = pairs["start_near"].ge(pairs["start"])
    is_near &= pairs["start_near"].sub(pairs["end"]).le(n_characters)
    pairs = pairs.loc[is_near, ["unit", "unit_near"]]
    found = pairs.merge(marks.rename(columns={"unit": "unit_near"}), on="unit_near")
    return found[["unit", "code_id"]].drop_duplicates()


def causes_and_topics(pairs: pd.DataFrame, codes: pd.DataFrame) -> pd.DataFrame:
    """The pairs of a cause (a help or a hindrance) with a topic, the cause as ``code_id``.

    Topics of one passage compete, and a direction goes with every topic: their pairs mean nothing.
    ``p_adjusted`` is the p-value corrected for the number of pairs left (Benjamini and Hochberg
    1995, Journal of the Royal Statistical Society B 57).
    """
    facet = codes.set_index("code_id")["facet"]
    facets = pairs[PAIR].apply(lambda column: column.map(facet))
    is_topic = facets.eq(TOPIC)
    is_turned = is_topic["code_id"]
    turned = {"code_id": "other_code_id", "other_code_id": "code_id", "n_code": "n_other"}
    turned |= {"n_other": "n_code"}
    pairs = pd.concat([pairs[~is_turned], pairs[is_turned].rename(columns=turned)]).sort_index()
    is_kept = is_topic.sum(axis=1).eq(1) & ~facets.eq(DIRECTION).any(axis=1)
    pairs = pairs[is_kept].reset_index(drop=True)
    adjusted = stats.false_discovery_control(pairs["p_value"]) if len(pairs) else np.empty(0)
    return pairs.assign(p_adjusted=adjusted)


def carriers(
    pairs: pd.DataFrame, marks: pd.DataFrame, source_of: Mapping, sources: pd.DataFrame
) -> pd.DataFrame:
    """The pairs with ``n_sources`` in which both codes share a unit, and ``n_people`` in these.

    ``source_of`` gives the source of a unit; ``sources`` has one row per source, ``n_people``.
    """
    both = pairs[PAIR].merge(marks, on="code_id")
    both = both.merge(marks.rename(columns={"code_id": "other_code_id"}))
    both["source_id"] = both["unit"].map(source_of)
    both = both[[*PAIR, "source_id"]].drop_duplicates().merge(sources, on="source_id")
    found = both.groupby(PAIR, as_index=False).agg(
        n_sources=("source_id", "size"), n_people=("n_people", "sum")
    )
    table = pairs.merge(found, how="left", on=PAIR)
    return table.fillna({"n_sources": 0, "n_people": 0})
