"""When interviews stopped telling anything new: by base, run and threshold, in any order.

Source: Guest, Namey and Chen 2020, A simple method to assess and report thematic saturation in
qualitative research, PLoS ONE 15(5): e0232076.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

import numpy as np
import pandas as pd

from analysis.methods.codes import KEY
from analysis.vocabulary import DIRECTION, TOPIC

FOUND = ("n_base_codes", "n_before", "n_new", "new_share", "n_seen")
ALL, GROUP, DOMAIN = "all", "group", "domain"


@dataclass(frozen=True)
class Rule:
    """Saturation is reached when a run of interviews adds at most so much to the first ones.

    ``base_size`` and ``run_length`` count interviews; ``threshold`` is new codes over the codes of
    the base (0-1).
    """

    base_size: int
    run_length: int
    threshold: float


def code_matrix(
    codings: pd.DataFrame, segments: pd.DataFrame, sources: pd.DataFrame
) -> pd.DataFrame:
    """Which code occurs in which source: a row per source in the order of ``sources``, true or not.

    A source in which nothing was coded has a row without any code.
    """
    of_source = segments.set_index("segment_id")["source_id"]
    found = pd.crosstab(codings["segment_id"].map(of_source), codings["code_id"]).gt(0)
    return found.reindex(sources["source_id"], fill_value=False)


def matrices(
    codings: pd.DataFrame,
    segments: pd.DataFrame,
    codes: pd.DataFrame,
    asked: pd.DataFrame,
    sources: pd.DataFrame,
) -> dict[tuple[str, str], pd.DataFrame]:
    """``code_matrix`` of all sources, of each group and of each domain: by kind and name.

    Directions are left out: they tell nothing new. A group has its own sources; a domain the
    sources asked about it, with the codes of the passages that carry a topic of it. ``sources`` has
    one row per source, in the order heard, with ``group``.
    """
    facet, domain = (codes.set_index("code_id")[name] for name in ("facet", "domain"))
    codings = codings[codings["code_id"].map(facet).ne(DIRECTION)]
    whole = code_matrix(codings, segments, sources)
    found = {(ALL, ALL): whole}
    for group, part in sources.groupby("group"):
        found[GROUP, group] = whole.loc[part["source_id"]]
    topics = codings[codings["code_id"].map(facet).eq(TOPIC)]
    for name, told in asked[KEY].groupby("domain"):
        on_it = topics.loc[topics["code_id"].map(domain).eq(name), "segment_id"]
        part = sources[sources["source_id"].isin(told["source_id"])]
        found[DOMAIN, name] = code_matrix(
            codings[codings["segment_id"].isin(on_it)], segments, part
        )
    return found


def saturation(occurs: np.ndarray, rule: Rule) -> dict[str, float]:
    """When saturation was reached in this order of interviews (rows) for these codes (columns).

    The denominator is the codes of the base and stays the same; runs overlap, each begins one
    interview after the one before. Returns ``n_base_codes``, ``n_before`` (interviews before the
    first run that adds no more than the threshold: saturation is at ``n_before`` + run length),
    ``n_new`` codes in that run and ``new_share``. All but the first are missing where it is not
    reached; all are where there are fewer interviews than base and run, or no code in the base.
    """
    n = len(occurs)
    undefined = dict.fromkeys(FOUND, np.nan)
    if n < rule.base_size + rule.run_length:
        return undefined
    n_seen = np.maximum.accumulate(occurs, axis=0).sum(axis=1)
    n_base = int(n_seen[rule.base_size - 1])
    if n_base == 0:
        return undefined
    new = n_seen[rule.base_size + rule.run_length - 1 :]
    new = new - n_seen[rule.base_size - 1 : n - rule.run_length]
    reached = np.flatnonzero(new / n_base <= rule.threshold)
    if len(reached) == 0:
        return undefined | {"n_base_codes": n_base}
    first = int(reached[0])
    return {
        "n_base_codes": n_base, "n_before": rule.base_size + first, "n_new": int(new[first]),
        "new_share": new[first] / n_base,
        "n_seen": int(n_seen[rule.base_size + rule.run_length - 1 + first]),
    }  # fmt: skip


def in_any_order(
    occurs: np.ndarray, rule: Rule, rng: np.random.Generator, n_orders: int
) -> dict[str, float]:
    """When saturation would have been reached had the interviews come in another order.

    Returns ``reached_share`` of the orders (0-1), and the ``median``, ``percentile_5`` and
    ``percentile_95`` of the interviews before the run, orders in which it is not reached counted
    as later than any; a percentile that falls among these is missing. All are missing where
    saturation is undefined.
    """
    names = ("reached_share", "median", "percentile_5", "percentile_95")
    if len(occurs) < rule.base_size + rule.run_length or not occurs.any():
        return dict.fromkeys(names, np.nan)
    before = np.array(
        [
            saturation(occurs[rng.permutation(len(occurs))], rule)["n_before"]
            for _ in range(n_orders)
        ]
    )
    late = np.where(np.isnan(before), np.inf, before)
    at = np.quantile(late, [0.5, 0.05, 0.95], method="inverted_cdf")
    at = np.where(np.isfinite(at), at, np.nan)
    return dict(zip(names, [float(np.isfinite(late).mean()), *at.tolist()], strict=True))


def saturation_by(
    matrices: Mapping[tuple[str, str], pd.DataFrame],
    rules: Sequence[Rule],
    rng: np.random.Generator,
    n_orders: int,
) -> pd.DataFrame:
    """Saturation of each part of the study, by each rule, in the order held and in any order.

    ``matrices`` are what the function of this name gives. Returns one row per ``kind`` and ``of``
    (all, or which group or domain) and rule (``base_size``, ``run_length``, ``threshold``) with
    ``n_sources``, ``n_codes`` found in them, and the columns of ``saturation`` and
    ``in_any_order``.
    """
    rows = []
    for (kind, name), matrix in matrices.items():
        occurs = matrix.to_numpy()
        n_codes = int(occurs.any(axis=0).sum())
        sizes = {"kind": kind, "of": name, "n_sources": len(matrix), "n_codes": n_codes}
        for rule in rules:
            found = saturation(occurs, rule) | in_any_order(occurs, rule, rng, n_orders)
            rows.append(sizes | asdict(rule) | found)
    return pd.DataFrame(rows)


def curve(occurs: np.ndarray, rng: np.random.Generator, n_orders: int) -> pd.DataFrame:
    """How many distinct codes a number of interviews gives, in whatever order they came.

    Returns one row per ``n_heard`` (interviews, from 1) with the ``median``, ``percentile_5`` and
    ``percentile_95`` of the distinct codes over the orders.
    """
    orders = np.array([new_codes(occurs[rng.permutation(len(occurs))]) for _ in range(n_orders)])
    seen = np.cumsum(orders.reshape(n_orders, len(occurs)), axis=1)
    at = np.quantile(seen, [0.5, 0.05, 0.95], axis=0, method="inverted_cdf")
    names = ("median", "percentile_5", "percentile_95")
    heard = np.arange(1, len(occurs) + 1)
    return pd.DataFrame({"n_heard": heard} | dict(zip(names, at, strict=True)))


def new_codes(occurs: np.ndarray) -> np.ndarray:
    """How many codes each interview is the first to bring up, in this order."""
    return np.diff(np.maximum.accumulate(occurs, axis=0).sum(axis=1), prepend=0)
