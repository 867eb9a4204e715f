"""Permutation tests of two lines over the same places, many at once.

One set of permutations serves every statistic: all that are sums over places of a product of the
two lines come out of one matrix product.
"""

import numpy as np
from scipy import sparse, stats

# Sums in another order differ in their last digits; what differs by less is equal.
RELATIVE_TOLERANCE = 1e-9


def permutations(
    n: int, n_permutations: int, rng: np.random.Generator, blocks: np.ndarray | None = None
) -> np.ndarray:
    """Draw permutations of ``n`` places: one a row, the place that comes to each place.

    With ``blocks`` (a label of each place) only places of one label are exchanged.
    """
    order = np.tile(np.arange(n, dtype=np.int32), (n_permutations, 1))
    labels = np.zeros(n) if blocks is None else np.asarray(blocks)
    for label in np.unique(labels):
        inside = labels == label
        order[:, inside] = rng.permuted(order[:, inside], axis=1)
    return order


def permuted_sums(products: np.ndarray, order: np.ndarray) -> np.ndarray:
    """Sum over places s of ``products[k, s, order[b, s]]``: permutations b by statistics k.

    ``products`` has statistics by places by places. Each permutation is a row of a sparse matrix
    with a one for each pair of places that it brings together, so that all permutations and
    statistics are one product, in the precision of ``products``.
    """
    n_permutations, n = order.shape
    together = (order + np.arange(n, dtype=order.dtype) * n).ravel()
    ends = np.arange(0, together.size + 1, n, dtype=order.dtype)
    ones = np.ones(together.size, products.dtype)
    chosen = sparse.csr_array((ones, together, ends), shape=(n_permutations, n * n))
    return chosen @ np.ascontiguousarray(products.reshape(len(products), n * n).T)


def p_value(
    permuted: np.ndarray, found: np.ndarray | float, rng: np.random.Generator | None = None
) -> np.ndarray:
    """Share of the permutations, and of what was found itself, that reach what was found.

    ``permuted`` has the permutations in rows; for a two-sided test give both without their signs.
    (greater or equal + 1) / (B + 1) is never 0 and rejects at most as often as it says (Phipson and
    Smyth 2010, Statistical Applications in Genetics and Molecular Biology 9). With ``rng`` ties are
    broken by a draw U, (greater + U (equal + 1)) / (B + 1), which is uniform where nothing is to be
    found: for judging the test, not a study.
    """
    found = np.asarray(found)
    slack = (RELATIVE_TOLERANCE * np.maximum(1, np.abs(found))).astype(found.dtype)
    n_reaching = (permuted >= found - slack).sum(axis=0)
    if rng is None:
        return (n_reaching + 1) / (len(permuted) + 1)
    n_greater = (permuted > found + slack).sum(axis=0)
    n_equal = n_reaching - n_greater
    return (n_greater + rng.random(n_equal.shape) * (n_equal + 1)) / (len(permuted) + 1)


def rank_correlations(
    ones: np.ndarray, others: np.ndarray, order: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Spearman's rank correlation of each row of ``ones`` with that of ``others``, and its p.

    Both have pairs of lines by places, without blanks; ties have the mean of their ranks. The p is
    two-sided, by the permutations ``order``; both are missing where a line is constant. Source:
    Spearman 1904, American Journal of Psychology 15.
    """
    n = ones.shape[1]
    # Twice the distance from the middle rank: whole numbers, exact in single precision.
    one, other = (2 * stats.rankdata(lines, axis=1) - (n + 1) for lines in (ones, others))
    products = (one[:, :, None] * other[:, None, :]).astype(np.float32)
    found = (one * other).sum(axis=1)
    spread = np.sqrt((one**2).sum(axis=1) * (other**2).sum(axis=1))
    varies = spread > 0
    p = p_value(np.abs(permuted_sums(products, order)), np.abs(found).astype(np.float32))
    rho = np.divide(found, spread, out=np.full(len(found), np.nan), where=varies)
    return rho, np.where(varies, p, np.nan)


def kendall_sums(ones: np.ndarray, others: np.ndarray, order: np.ndarray) -> np.ndarray:
    """Kendall's S of each row of ``ones`` with the permuted row of ``others``.

    S is the number of pairs of places that both lines order alike, less those that they order
    unlike (Kendall 1938, Biometrika 30). Returns permutations by pairs of lines.
    """
    n = ones.shape[1]
    smallest = np.int8 if n < np.iinfo(np.int8).max else np.int32
    ranks = stats.rankdata(others, method="dense", axis=1).astype(smallest)
    moved = np.ascontiguousarray(ranks.T[order.T])  # places by permutations by lines
    total = np.zeros(moved.shape[1:], np.int32)
    for first, second in zip(*np.triu_indices(n, 1), strict=True):
        sign = np.sign(ones[:, second] - ones[:, first]).astype(np.int8)
        above, below = moved[second] > moved[first], moved[second] < moved[first]
        total += sign * (above.view(np.int8) - below.view(np.int8))
    return total


def kendall(one: np.ndarray, other: np.ndarray) -> tuple[int, float]:
    """Kendall's S of two lines, and what it would be if they ordered all their pairs alike.

    The quotient is tau-b, which takes ties out of either line (Kendall 1945, Biometrika 33); the
    second number is 0 where a line is constant.
    """
    a, b = (np.sign(line[:, None] - line).astype(int) for line in (one, other))
    return int((a * b).sum()) // 2, float(np.sqrt((a**2).sum() * (b**2).sum())) / 2
