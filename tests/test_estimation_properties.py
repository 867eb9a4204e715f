"""What holds of every design: svy and the own linearization agree, and domains add up.

The estimators refuse where the two computations differ by a billionth, so each of these tests is
also one of their agreement.
"""

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from analysis.methods.estimation import (
    BadDesign,
    Design,
    mean,
    post_stratify,
    proportion,
    quantile,
    rake,
    ratio,
    total,
)

quietly = settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)
thoroughly = settings(quietly, max_examples=50)
RULES = [None, "certainty", "centered", "average"]
BY = [[], ["group"], ["group", "sex"]]
numbers = st.floats(-1e6, 1e6, allow_subnormal=False).map(lambda x: round(x, 3))


@st.composite
def samples(draw: st.DrawFn) -> tuple[pd.DataFrame, Design]:
    """A small sample of some design: strata, PSUs, SSUs, populations, weights of 0, blanks."""
    n = draw(st.integers(3, 25))
    column = lambda strategy: draw(st.lists(strategy, min_size=n, max_size=n))  # noqa: E731
    table = pd.DataFrame(
        {
            "stratum": column(st.integers(1, 3)),
            "psu": column(st.integers(1, 4)),
            "ssu": column(st.integers(1, 3)),
            "weight": column(st.one_of(st.just(0.0), st.floats(0.01, 1e4))),
            "value": column(st.one_of(st.none(), numbers)),
            "size": column(st.floats(0.5, 50)),
            "group": column(st.sampled_from("abc")),
            "sex": column(st.sampled_from("fm")),
        }
    ).astype({"value": float})
    parts = {"single_psu_rule": draw(st.sampled_from(RULES))}
    for part in ("weight", "stratum", "psu"):
        if draw(st.booleans()):
            parts[part] = part
    stages = draw(st.integers(0, 2 if "psu" in parts else 1))
    strata = table["stratum"] if "stratum" in parts else pd.Series(0, table.index)
    units = table["psu"] if "psu" in parts else table.index.to_series()
    more = draw(st.integers(0, 3))
    if stages:
        table["n_psus"] = units.groupby(strata).transform("nunique") + more * strata.clip(0, 1)
        parts["psu_population"] = "n_psus"
    if stages == 2:
        table["n_ssus"] = table.groupby([strata, units])["ssu"].transform("nunique") + more
        parts |= {"ssu": "ssu", "ssu_population": "n_ssus"}
    return table, Design(**parts)


def estimated(run: object, *asked: object, **more: object) -> pd.DataFrame:
    """The estimate; a design that is refused is none of the cases."""
    try:
        return run(*asked, **more)
    except BadDesign:
        assume(False)


@thoroughly
@given(samples(), st.sampled_from(BY), st.sampled_from([0.1, 0.5, 0.75]))
def test_svy_and_the_own_linearization_agree(sample, by, share):
    table, design = sample
    for got in (
        estimated(mean, table, design, "value", by),
        estimated(total, table, design, "value", by),
        estimated(ratio, table, design, "value", "size", by),
        estimated(proportion, table, design, "sex", by, interval="beta"),
        estimated(quantile, table, design, "value", share, by),
    ):
        inside = got.dropna(subset=["estimate", "lower", "upper"])
        assert (inside["standard_error"] >= 0).all()
        assert (inside["lower"] <= inside["estimate"] + 1e-9 * inside["estimate"].abs()).all()
        assert (inside["upper"] >= inside["estimate"] - 1e-9 * inside["estimate"].abs()).all()
        assert got["n"].add(got["n_missing"]).le(len(table)).all()


@thoroughly
@given(samples(), st.sampled_from(BY), st.booleans())
def test_they_agree_on_fitted_weights(sample, by, is_raked):
    margins = [pd.DataFrame({"sex": ["f", "m"], "size": [30.0, 70]}),
               pd.DataFrame({"group": ["a", "b", "c"], "size": [50.0, 20, 30]})]  # fmt: skip
    fitted = estimated(rake, *sample, margins) if is_raked else estimated(
        post_stratify, *sample, margins[0]
    )  # fmt: skip
    shares = estimated(proportion, *fitted, "sex")
    assert shares["estimate"].tolist() == pytest.approx([0.3, 0.7])
    assert (shares["standard_error"] < 1e-7).all()
    estimated(mean, *fitted, "value", by)
    estimated(total, *fitted, "value", by)


@quietly
@given(samples(), st.sampled_from([0.001, 7.0, 1e6]))
def test_the_unit_of_the_weights_makes_no_difference_to_a_mean(sample, factor):
    table, design = sample
    assume(design.weight)
    got = estimated(mean, table, design, "value", ["group"])
    scaled = mean(table.assign(weight=table["weight"] * factor), design, "value", ["group"])
    columns = ["estimate", "standard_error", "lower", "upper", "n", "degrees_of_freedom"]
    size = table["value"].abs().fillna(0).max() + 1
    for column in columns:
        assert np.allclose(got[column], scaled[column], rtol=1e-9, atol=1e-9 * size, equal_nan=True)


@quietly
@given(samples())
def test_totals_of_domains_add_up(sample):
    table, design = sample
    whole = estimated(total, table, design, "value")["estimate"].fillna(0).item()
    parts = total(table, design, "value", ["group", "sex"])["estimate"].sum()
    size = (table["value"].abs() * table["weight"].max()).sum() + 1
    assert parts == pytest.approx(whole, abs=1e-9 * size)


@quietly
@given(samples())
def test_shares_of_levels_add_up_to_one(sample):
    got = estimated(proportion, *sample, "group", ["sex"]).dropna(subset=["estimate"])
    assert got.groupby("sex")["estimate"].sum().tolist() == pytest.approx(
        [1.0] * got["sex"].nunique()
    )


@quietly
@given(samples(), st.randoms(use_true_random=False))
def test_the_order_of_the_rows_makes_no_difference(sample, random):
    table, design = sample
    order = random.sample(range(len(table)), len(table))
    got = estimated(mean, table, design, "value", ["group"])
    shuffled = mean(table.iloc[order], design, "value", ["group"])
    size = table["value"].abs().fillna(0).max() + 1
    for column in ("estimate", "standard_error"):
        assert np.allclose(
            got[column], shuffled[column], rtol=1e-9, atol=1e-9 * size, equal_nan=True
        )
