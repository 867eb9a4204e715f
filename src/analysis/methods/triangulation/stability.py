"""How far verdicts hold where the evidence, or a choice, is another one."""

from collections.abc import Iterable

import joblib
import pandas as pd

from analysis.methods.triangulation.matrix import triangulate
from analysis.methods.triangulation.variations import Variation
from analysis.vocabulary import (
    APPEARS,
    BASE,
    BETTER,
    CHANGES_OF_VERDICT,
    CHOICE,
    FLAT,
    HOLDS,
    OPEN,
    SHAKY,
    STEADY,
    TURNING,
    TURNS,
    WEAKENS,
    WORSE,
)

WAYS = ["people_way", "indicators_way"]
SAID = ["verdict", "level", *WAYS]
VARIATION = ["kind", "variation"]
STEADY_SHARE = 0.9  # of the variations in which a steady verdict holds


def varied(others: Iterable[Variation], n_jobs: int = 1) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The headlines and the cells of every variation, with its ``kind`` and name ``variation``.

    ``n_jobs`` says how many cores work on it, -1: all.
    """
    found = joblib.Parallel(n_jobs=n_jobs)(joblib.delayed(_triangulated)(one) for one in others)
    headlines, cells = zip(*found, strict=True)
    return pd.concat(headlines, ignore_index=True), pd.concat(cells, ignore_index=True)


def _triangulated(other: Variation) -> tuple[pd.DataFrame, pd.DataFrame]:
    matrix = triangulate(other.evidence, other.study)
    named = {"kind": other.kind, "variation": other.name}
    return matrix.headlines.assign(**named), matrix.cells.assign(**named)


def changes_of(base: pd.DataFrame, others: pd.DataFrame, key: list[str]) -> pd.DataFrame:
    """What became of each verdict of ``base`` in each variation: ``becomes``.

    ``key`` names the columns of a verdict (``domain``, or ``state`` and ``domain``). It ``holds``
    where the same is said of the ways of both lines, likely or declared; ``weakens`` where nothing
    is said; ``turns`` where something else is; it ``appears`` where ``base`` says nothing. Missing
    where neither says anything. A place that is not studied in a variation has no row.
    """
    both = others.merge(base[[*key, *SAID]], on=key, suffixes=("", "_base"))
    was_said, is_said = both["level_base"].ne(OPEN), both["level"].ne(OPEN)
    same = was_said & is_said
    for way in WAYS:
        same &= both[way].eq(both[f"{way}_base"])
    becomes = pd.Series(TURNS, both.index, dtype="str").mask(same, HOLDS)
    becomes = becomes.mask(was_said & ~is_said, WEAKENS).mask(~was_said & is_said, APPEARS)
    becomes = becomes.mask(~was_said & ~is_said)
    return both[[*VARIATION, *key, *SAID, "probability"]].assign(becomes=becomes)


def probability_of(base: pd.DataFrame, others: pd.DataFrame, key: list[str]) -> pd.DataFrame:
    """How probable the verdicts of ``base`` are in each variation: ``said_probability`` (0-1).

    It is that both lines point as ``base`` says, from the probability of each: they are drawn
    independently. Only verdicts that are said have rows, those of ``base`` under the kind ``base``.
    """
    said = base.loc[base["level"].ne(OPEN), [*key, *WAYS]]
    rows = pd.concat([base.assign(kind=BASE, variation=BASE), others], ignore_index=True)
    both = rows.drop(columns=WAYS).merge(said, on=key)
    probability = 1.0
    for line, way in zip(("people", "indicators"), WAYS, strict=True):
        beyond = {BETTER: both[f"{line}_better"], WORSE: both[f"{line}_worse"]}
        beyond[FLAT] = 1 - beyond[BETTER] - beyond[WORSE]
        probability *= sum(both[way].eq(name) * values for name, values in beyond.items())
    return both[[*VARIATION, *key]].assign(said_probability=probability)


def stability(changes: pd.DataFrame, base: pd.DataFrame, key: list[str]) -> pd.DataFrame:
    """One row per verdict of ``base``: how often it held, and one word for that, ``stability``.

    ``changes`` comes from ``changes_of``. ``steady``: it turns nowhere and holds in nine variations
    of ten; ``shaky``: it turns nowhere and holds in fewer; ``turning``: somewhere something else is
    said. Missing where ``base`` says nothing. ``n_variations``, ``n_holds``, ``n_weakens``,
    ``n_turns`` and ``n_appears`` count variations.
    """
    sizes = changes.groupby(key).size().rename("n_variations")
    table = base[[*key, "level"]].merge(sizes, on=key, how="left")
    table = table.merge(_counted(changes, key), on=key, how="left").fillna({"n_variations": 0})
    numbers = ["n_variations", *(f"n_{change}" for change in CHANGES_OF_VERDICT)]
    table[numbers] = table[numbers].fillna(0).astype(int)
    is_steady = table["n_holds"].ge(STEADY_SHARE * table["n_variations"])
    mark = is_steady.map({True: STEADY, False: SHAKY}).mask(table["n_turns"].gt(0), TURNING)
    table["stability"] = mark.mask(table["level"].eq(OPEN) | table["n_variations"].eq(0))
    return table.drop(columns="level")


def flips(changes: pd.DataFrame) -> pd.DataFrame:
    """How many verdicts are others by ``kind`` and ``variation``, and which part of all they are.

    ``changes`` comes from ``changes_of``. Returns ``n_verdicts``, ``n_holds``, ``n_weakens``,
    ``n_turns``, ``n_appears`` and ``flipped`` (0-1), the part that weakens, turns or appears.
    """
    sizes = changes.groupby(VARIATION, sort=False).size().rename("n_verdicts").reset_index()
    table = sizes.merge(_counted(changes, VARIATION), on=VARIATION)
    flipped = table[["n_weakens", "n_turns", "n_appears"]].sum(axis=1)
    return table.assign(flipped=flipped / table["n_verdicts"])


def by_kind(changes: pd.DataFrame) -> pd.DataFrame:
    """What became of each headline, by ``domain`` and ``kind``; choices one by one.

    ``changes`` comes from ``changes_of``. ``variation`` names a choice and is missing where a part
    of the evidence is left out; ``n_variations``, ``n_holds``, ``n_weakens``, ``n_turns`` and
    ``n_appears`` count variations.
    """
    by = ["domain", *VARIATION]
    named = _with_choices_named(changes)
    counts = named[by].assign(n_variations=1)
    for change in CHANGES_OF_VERDICT:
        counts[f"n_{change}"] = named["becomes"].eq(change).astype(int)
    return counts.groupby(by, sort=False, dropna=False).sum().reset_index()


def most_flipped(flips: pd.DataFrame) -> pd.DataFrame:
    """The largest ``flipped`` of each ``kind``, of choices one by one: from ``flips``."""
    named = _with_choices_named(flips)
    return named.groupby(VARIATION, sort=False, dropna=False)["flipped"].max().reset_index()


def _with_choices_named(table: pd.DataFrame) -> pd.DataFrame:
    return table.assign(variation=table["variation"].where(table["kind"].eq(CHOICE)))


def _counted(changes: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    counts = pd.DataFrame({f"n_{name}": changes["becomes"].eq(name) for name in CHANGES_OF_VERDICT})
    return counts.groupby([changes[column] for column in by]).sum().reset_index()
