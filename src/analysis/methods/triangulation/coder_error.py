"""Coders err, and their errors draw a domain towards no change: drawn, and taken back.

A confusion matrix is learnt where more than one reader judged the same thing, and carried through
with its own uncertainty: each of many chains holds one draw of it, and turns what coders said into
what was meant (docs/methods.md says why drawing a coder instead does not help).
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.methods.triangulation.posterior import (
    Grid,
    ShareDraws,
    draw_at,
    log_likelihood,
    normalized,
)
from analysis.vocabulary import DIRECTIONS, IMPROVED, WORSENED

# Dirichlet prior of a row of the confusion matrix: right six times, each error half a time.
PRIOR = np.full((len(DIRECTIONS), len(DIRECTIONS)), 0.5) + 5.5 * np.eye(len(DIRECTIONS))
PRIOR_SHARES = 0.5  # Dirichlet prior of a domain's directions among what many read
READERS = 3  # so many coders identify their errors without anybody to settle them; two do not
SWEEPS_ALONE = 60  # of the chains that learn the confusion matrix
# A chain begins as if all states were one: these sweeps cost little, and spare ones over the grid.
SWEEPS_POOLED = 10


def readings(judged: pd.DataFrame, adjudicator: str | None) -> pd.DataFrame:
    """One row per ``source_id`` and ``domain``: how many coders read each direction in it.

    ``judged`` comes from ``codes.judgements``. ``settled`` is what the ``adjudicator`` said,
    missing where nothing was settled.
    """
    key = ["source_id", "domain"]
    is_final = judged["coder_id"].eq(adjudicator)
    votes = judged[~is_final].groupby([*key, "direction"]).size().unstack("direction", fill_value=0)
    settled = judged[is_final].set_index(key)["direction"].rename("settled")
    table = votes.reindex(columns=DIRECTIONS, fill_value=0).join(settled, how="outer")
    table[list(DIRECTIONS)] = table[list(DIRECTIONS)].fillna(0).astype(int)
    return table.rename_axis(columns=None).reset_index()


def telling(read: pd.DataFrame, rule: str) -> pd.Series:
    """Which rows of ``readings`` tell how coders err.

    ``rule``: "triples" (three coders or more), "adjudicated" (settled), "auto" (either) or "none".
    """
    is_triple = read[list(DIRECTIONS)].sum(axis=1).ge(READERS)
    is_settled = read["settled"].notna() & read[list(DIRECTIONS)].sum(axis=1).gt(0)
    rules = {
        "triples": is_triple, "adjudicated": is_settled, "auto": is_triple | is_settled,
        "none": is_triple & False,
    }  # fmt: skip
    return rules[rule]


def draw_confusion(read: pd.DataFrame, n_draws: int, rng: np.random.Generator) -> np.ndarray:
    """Draws of the confusion matrix: draws by true direction by direction said.

    ``read`` has the rows that tell; which were settled may depend on what coders said, since that
    is here too. All coders share one matrix: with some dozens of triples, matrices of their own
    would be noise. Each draw ends a chain of its own. Source: Dawid and Skene 1979, Applied
    Statistics 28, with priors.
    """
    votes = read[list(DIRECTIONS)].to_numpy()
    settled = read["settled"].map(DIRECTIONS.index, na_action="ignore").to_numpy(float)
    is_open, domain = np.isnan(settled), pd.factorize(read["domain"])[0]
    of_domain = np.eye(domain.max(initial=0) + 1)[domain]
    start = np.where(is_open, votes.argmax(axis=1), np.nan_to_num(settled)).astype(int)
    true = np.broadcast_to(np.eye(len(DIRECTIONS))[start], (n_draws, *votes.shape)).copy()
    for _ in range(SWEEPS_ALONE):
        confusion = _dirichlet(PRIOR + np.einsum("knz,ny->kzy", true, votes), rng)
        shares = _dirichlet(PRIOR_SHARES + np.einsum("knz,nd->kdz", true, of_domain), rng)
        log_weight = np.einsum("ny,kzy->knz", votes, np.log(confusion)) + np.log(shares[:, domain])
        drawn = _categories(_weights(log_weight[:, is_open]), rng)
        true[:, is_open] = np.eye(len(DIRECTIONS))[drawn]
    return confusion


def attenuation(read: pd.DataFrame, confusion: np.ndarray | None) -> float:
    """The part of net direction that coders' errors take away where it is left as they said (0-1).

    With draws of the confusion matrix, their mean: how much nearer together what is said of an
    improvement and of a worsening lie. Without, from the pairs of readings of ``read`` that differ
    (d), if an error is as likely one way as the other: 1 - sqrt(1 - 3 d / 2), where the root is of
    S (Bennett, Alpert and Goldstein 1954, Public Opinion Quarterly 18), at least 0. Missing where
    nothing was read twice.
    """
    if confusion is not None:
        improved, worsened = DIRECTIONS.index(IMPROVED), DIRECTIONS.index(WORSENED)
        net = confusion[..., improved] - confusion[..., worsened]
        return float(1 - (net[:, improved] - net[:, worsened]).mean() / 2)
    votes = read[list(DIRECTIONS)].to_numpy()
    n = votes.sum(axis=1)
    n_pairs = (n * (n - 1) / 2).sum()
    if not n_pairs:
        return float("nan")
    alike = (votes * (votes - 1) / 2).sum() / n_pairs
    return float(1 - np.sqrt(max(0.0, 1 - 1.5 * (1 - alike))))


@dataclass(frozen=True)
class Chains:
    """How many sweeps the chains of a domain make, and how many of the first are dropped."""

    n_sweeps: int
    n_dropped: int


def draw_corrected_shares(
    read: pd.DataFrame, states: list[str], confusion: np.ndarray, grid: Grid, chains: Chains,
    n_draws: int, rng: np.random.Generator,
) -> ShareDraws:  # fmt: skip
    """Draw every state's shares as ``posterior.draw_shares`` does, from what was meant.

    ``read`` has the readings of one domain with their ``state``. Each draw of ``confusion`` is
    held through a chain of its own: what a single coder said becomes a true direction in
    proportion to the state's shares and to how often it is said for it; several readings count
    with their product; what was settled stays. The matrix does not learn from these readings, so
    that a domain does not bend it to its own ends (Plummer 2015, Statistics and Computing 25).
    """
    place = read["state"].map({state: n for n, state in enumerate(states)}).to_numpy(int)
    votes, n_chains = read[list(DIRECTIONS)].to_numpy(), len(confusion)
    settled = read["settled"].map(DIRECTIONS.index, na_action="ignore").to_numpy(float)
    said = normalized(np.einsum("ny,kzy->knz", votes, np.log(confusion)))
    is_settled = ~np.isnan(settled)
    said[:, is_settled] = np.eye(len(DIRECTIONS))[settled[is_settled].astype(int)]
    counts = _counts(_categories(said, rng), place, len(states))
    for _ in range(SWEEPS_POOLED):
        pooled = _dirichlet(PRIOR_SHARES + counts.sum(axis=1), rng)
        true = _categories(said * pooled[:, None], rng)
        counts = _counts(true, place, len(states))
    n_kept = chains.n_sweeps - chains.n_dropped
    n_each = -(-n_draws // (n_kept * n_chains))
    kept, own = [], np.zeros(len(states))
    n = counts.sum(axis=2)[0]
    for sweep in range(chains.n_sweeps):
        point = _categories(_weights(grid.log_prior + log_likelihood(counts, grid)), rng)
        shares = draw_at(point, counts, grid, rng)
        if sweep >= chains.n_dropped:
            own += (n / (n + grid.concentration[point][:, None])).mean(axis=0) / n_kept
            kept += [shares, *(draw_at(point, counts, grid, rng) for _ in range(n_each - 1))]
        true = _categories(said * shares[:, place], rng)
        counts = _counts(true, place, len(states))
    return ShareDraws(np.concatenate(kept)[:n_draws], own)


TINY = np.finfo(float).tiny


def _dirichlet(alpha: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    gammas = rng.standard_gamma(alpha) + TINY
    return gammas / gammas.sum(axis=-1, keepdims=True)


def _counts(true: np.ndarray, place: np.ndarray, n_states: int) -> np.ndarray:
    """Readings by chain, state and direction; ``true`` has chains by readings."""
    size = (len(true), n_states, len(DIRECTIONS))
    chain = np.arange(len(true))[:, None] * n_states
    cell = (chain + place) * len(DIRECTIONS) + true
    return np.bincount(cell.ravel(), minlength=np.prod(size)).reshape(size)


def _categories(weight: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """One category for each row of weights over the last axis, whatever they add up to."""
    edges = weight.cumsum(axis=-1)
    chosen = rng.random((*weight.shape[:-1], 1)) * edges[..., -1:]
    return (edges <= chosen).sum(axis=-1)


def _weights(log_weight: np.ndarray) -> np.ndarray:
    """Weights over the last axis, the largest of them one."""
    return np.exp(log_weight - log_weight.max(axis=-1, keepdims=True))
