"""Coders' errors: learnt where several judged the same, and taken back."""

import numpy as np
import pandas as pd
import pytest

from analysis.methods.triangulation.coder_error import (
    Chains,
    attenuation,
    draw_confusion,
    draw_corrected_shares,
    readings,
    telling,
)
from analysis.methods.triangulation.posterior import draw_shares, prior_grid
from analysis.vocabulary import DIRECTIONS
from frame import frame

GRID = prior_grid(3, 20, 14, 0.5)
CONFUSION = np.array([[0.87, 0.1, 0.03], [0.06, 0.88, 0.06], [0.03, 0.1, 0.87]])
JUDGED = frame("""
    source_id  domain    coder_id  direction
    i1         advocacy  C1        improved
    i1         advocacy  C2        improved
    i1         advocacy  C3        worsened
    i2         advocacy  C1        no_change
    i3         justice   C1        improved
    i3         justice   C2        worsened
    i3         justice   ADJ       improved
""")


def labelled(true: np.ndarray, n_coders: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """How many of each judgement's coders read each direction, by the confusion matrix."""
    return np.array([rng.multinomial(n, CONFUSION[z]) for z, n in zip(true, n_coders, strict=True)])


def read_table(votes: np.ndarray, **columns) -> pd.DataFrame:
    table = pd.DataFrame(votes, columns=list(DIRECTIONS))
    return table.assign(settled=None, domain="advocacy", **columns)


def test_readings_count_coders_and_keep_what_was_settled():
    read = readings(JUDGED, "ADJ").set_index("source_id")
    assert read.loc["i1", list(DIRECTIONS)].tolist() == [2, 0, 1]
    assert read.loc["i3", [*DIRECTIONS, "settled"]].tolist() == [1, 0, 1, "improved"]
    assert read["settled"].isna().tolist() == [True, True, False]


@pytest.mark.parametrize(
    ("rule", "told"),
    [("auto", ["i1", "i3"]), ("triples", ["i1"]), ("adjudicated", ["i3"]), ("none", [])],
)
def test_what_tells_how_coders_err(rule, told):
    read = readings(JUDGED, "ADJ")
    assert read.loc[telling(read, rule), "source_id"].tolist() == told


def test_what_errors_take_from_direction_follows_from_the_matrix_or_from_pairs_that_differ():
    # (0.87 - 0.03) + (0.87 - 0.03), halved: an improvement counts as 0.84 of itself.
    assert attenuation(read_table(np.zeros((1, 3), int)), CONFUSION[None]) == pytest.approx(0.16)
    alike = [[2, 0, 0]] * 5
    read = read_table(np.array([*alike, [1, 1, 0]]))  # one pair of six differs
    assert attenuation(read, None) == pytest.approx(1 - np.sqrt(1 - 1.5 / 6))
    assert attenuation(read_table(np.array(alike)), None) == 0
    assert attenuation(read_table(np.array([[1, 0, 1]])), None) == 1
    assert np.isnan(attenuation(read_table(np.array([[1, 0, 0]])), None))


def test_pairs_that_differ_tell_what_symmetric_errors_take():
    rng = np.random.default_rng(4)
    symmetric = np.full((3, 3), 0.07) + (1 - 0.21) * np.eye(3)
    true = rng.choice(3, size=20_000, p=[0.6, 0.3, 0.1])
    read = read_table(np.array([rng.multinomial(2, symmetric[z]) for z in true]))
    assert attenuation(read, None) == pytest.approx(0.21, abs=0.01)
    assert attenuation(read, symmetric[None]) == pytest.approx(0.21)


def test_the_confusion_matrix_is_found_from_triples_without_any_truth():
    rng = np.random.default_rng(2)
    true = rng.choice(3, size=4_000, p=[0.5, 0.3, 0.2])
    found = draw_confusion(read_table(labelled(true, np.full(4_000, 3), rng)), 40, rng)
    assert np.allclose(found.sum(axis=2), 1)
    assert np.abs(found.mean(axis=0) - CONFUSION).max() < 0.02
    assert found.std(axis=0).max() < 0.02


def test_what_was_settled_tells_the_matrix_by_itself():
    rng = np.random.default_rng(3)
    true = rng.choice(3, size=9_000)
    read = read_table(labelled(true, np.ones(9_000, int), rng))
    found = draw_confusion(read.assign(settled=np.array(DIRECTIONS)[true]), 40, rng)
    assert np.abs(found.mean(axis=0) - CONFUSION).max() < 0.03


def test_coders_without_error_are_left_as_they_are():
    rng = np.random.default_rng(4)
    state = np.repeat(["A", "B", "C"], [6, 3, 1])
    votes = np.eye(3, dtype=int)[[0, 0, 0, 0, 1, 2, 0, 0, 1, 2]]
    exact = np.broadcast_to(np.eye(3) * (1 - 3e-9) + 1e-9, (64, 3, 3))
    corrected = draw_corrected_shares(
        read_table(votes, state=state), ["A", "B", "C", "D"], exact, GRID, Chains(24, 12),
        20_000, rng,
    )  # fmt: skip
    counts = np.array([[4, 1, 1], [2, 1, 0], [0, 0, 1], [0, 0, 0]])
    plain = draw_shares(counts, GRID, 40_000, rng)
    assert np.allclose(corrected.shares.mean(axis=0), plain.shares.mean(axis=0), atol=0.02)
    assert np.allclose(corrected.shares.std(axis=0), plain.shares.std(axis=0), atol=0.02)
    assert np.allclose(corrected.own_weight, plain.own_weight, atol=0.03)


def test_short_chains_say_what_long_ones_say():
    rng = np.random.default_rng(5)
    true = rng.choice(3, size=60, p=[0.7, 0.2, 0.1])
    read = read_table(
        labelled(true, rng.choice([1, 3], size=60), rng), state=rng.choice(list("ABCDEFGH"), 60)
    )
    known = np.broadcast_to(CONFUSION, (64, 3, 3))
    short, long = (
        draw_corrected_shares(read, list("ABCDEFGH"), known, GRID, chains, 12_000, rng).shares
        for chains in (Chains(24, 12), Chains(300, 100))
    )
    assert np.allclose(short.mean(axis=0), long.mean(axis=0), atol=0.02)
    assert np.allclose(short.std(axis=0), long.std(axis=0), atol=0.015)


def test_the_pull_towards_no_change_is_taken_back():
    rng = np.random.default_rng(6)
    n_states, n = 12, 30
    true = rng.choice(3, size=n_states * n, p=[0.75, 0.2, 0.05])
    votes = labelled(true, np.where(rng.random(len(true)) < 0.25, 3, 1), rng)
    states = [f"S{number:02}" for number in range(n_states)]
    read = read_table(votes, state=np.repeat(states, n))
    majority = np.eye(3, dtype=int)[votes.argmax(axis=1)].reshape(n_states, n, 3).sum(axis=1)
    plain = draw_shares(majority, GRID, 4_000, rng).shares
    confusion = draw_confusion(read[telling(read, "auto")], 64, rng)
    corrected = draw_corrected_shares(read, states, confusion, GRID, Chains(24, 12), 4_000, rng)
    net = [(shares[:, :, 0] - shares[:, :, 2]).mean() for shares in (plain, corrected.shares)]
    truth = (true == 0).mean() - (true == 2).mean()
    assert net[0] < truth - 0.04
    assert abs(net[1] - truth) < 0.05
