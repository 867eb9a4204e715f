"""Codes that are found together: in a passage, a turn, or passages near each other.

What is counted is units of text; several of one source are not independent, so the test says what
stands together in these texts, not how sure it is of people.
"""

import numpy as np
import pandas as pd
from scipy import sparse, stats


def counts(marks: pd.DataFrame) -> pd.DataFrame:
    """In how many units each two codes are found: a square table, on its diagonal one code alone.

    ``marks`` has one row per ``unit`` and ``code_id``. One product of sparse matrices counts all
    pairs, in narrow integers: units are many and codes few.
    """
    unit, units = pd.factorize(marks["unit"])
    code, codes = pd.factorize(marks["code_id"], sort=True)
    place = unit.astype(np.int32), code.astype(np.int32)
    matrix = sparse.csr_array((np.ones(len(marks), np.int32), place), (len(units), len(codes)))
    matrix.data[:] = 1  # what is marked twice in one unit is found once
    return pd.DataFrame((matrix.T @ matrix).toarray(), index=codes, columns=codes)


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


def near(segments: pd.DataFrame, codings: pd.DataFrame, n_characters: int) -> pd.DataFrame:
    """Marks for ``counts`` within a window: each passage with what lies so near behind it.

    Returns one row per ``unit`` (a passage's ``segment_id``) and ``code_id`` found in it or in a
    passage of its source that begins at most ``n_characters`` after its end.
    """
    spans = segments[["segment_id", "source_id", "start", "end"]]
    pairs = spans.merge(spans[["segment_id", "source_id", "start"]], on="source_id")
    gap = pairs["start_y"] - pairs["end"]
    is_near = pairs["start_y"].ge(pairs["start_x"]) & gap.le(n_characters)
    pairs = pairs[is_near].rename(columns={"segment_id_x": "unit", "segment_id_y": "segment_id"})
    marks = pairs[["unit", "segment_id"]].merge(codings[["segment_id", "code_id"]], on="segment_id")
    return marks[["unit", "code_id"]].drop_duplicates()
