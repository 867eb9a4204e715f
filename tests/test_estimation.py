"""Estimates against published results, and their limits.

The vignette is "A survey analysis example" of R's survey 4.1
(cran.r-project.org/web/packages/survey/vignettes/survey.pdf); .Rout.save files are the outputs that
the source package of survey 4.1-1 holds its own tests to; Lumley's page is
r-survey.r-forge.r-project.org/survey/example-summary.html.
"""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from analysis.methods import estimation
from analysis.methods.estimation import (
    BadDesign,
    Design,
    Disagreement,
    by_svy,
    effective_size,
    linearization,
    mean,
    post_stratify,
    proportion,
    quantile,
    rake,
    ratio,
    single_psu_strata,
    total,
)
from frame import frame

DATA = Path(__file__).parent / "data"
DISTRICTS = Design(weight="pw", psu="dnum", psu_population="fpc")
TWO_STAGES = Design(
    weight="pw", psu="dnum", psu_population="fpc1", ssu="snum", ssu_population="fpc2"
)
BY_TYPE = Design(weight="pw", stratum="stype", psu_population="fpc")
TYPES = pd.DataFrame({"stype": ["E", "H", "M"], "size": [4421, 755, 1018]})
TARGETS = pd.DataFrame({"sch_wide": ["No", "Yes"], "size": [1072, 5122]})


def schools(name: str) -> pd.DataFrame:
    return pd.read_csv(DATA / f"{name}.csv")


def found(table: pd.DataFrame, row: int = 0) -> tuple[float, float]:
    return table.loc[row, "estimate"], table.loc[row, "standard_error"]


def printed(estimate: float, error: float, digits: tuple[int, int]) -> tuple:
    """What R prints, to as many decimals."""
    return tuple(
        pytest.approx(number, abs=0.501 * 10.0**-places)
        for number, places in zip((estimate, error), digits, strict=True)
    )


class TestPublished:
    def test_mean_of_a_cluster_sample(self):  # vignette: 644.17 23.542
        assert found(mean(schools("apiclus1"), DISTRICTS, "api00")) == printed(
            644.17, 23.542, (2, 3)
        )

    def test_totals(self):  # Lumley's page: enroll 3404940.13 932235.03, stypeH 473.86 158.70
        clustered = schools("apiclus1").assign(is_high=lambda t: t["stype"].eq("H"))
        got = total(clustered, DISTRICTS, "enroll")
        assert found(got) == printed(3404940.13, 932235.03, (2, 2))
        got = total(clustered, DISTRICTS, "is_high")
        assert found(got) == printed(473.86, 158.70, (2, 2))

    def test_proportions_of_a_factor(self):  # Lumley's page: stypeE 0.786885 0.0463 ...
        got = proportion(schools("apiclus1"), DISTRICTS, "stype")
        assert got["level"].tolist() == ["E", "H", "M"]
        published = [(0.786885, 0.0463), (0.076503, 0.0268), (0.136612, 0.0296)]
        for row, pair in enumerate(published):
            assert found(got, row) == printed(*pair, (6, 4))

    def test_ratio_and_ratio_in_a_domain(self):  # vignette: 0.8497087 0.008386297; high schools
        got = ratio(schools("apiclus1"), DISTRICTS, "api_stu", "enroll")
        assert found(got) == printed(0.8497087, 0.008386297, (7, 9))
        got = ratio(schools("apiclus1"), DISTRICTS, "api_stu", "enroll", by=["stype"])
        assert found(got.set_index("stype"), "H") == printed(0.8300683, 0.01472607, (7, 8))

    def test_domains_keep_the_design(self):  # vignette, svyby(~ell, ~stype)
        got = mean(schools("apiclus1"), DISTRICTS, "ell", by=["stype"])
        published = [(29.69444, 1.411617), (15.0, 5.347065), (22.68, 2.952862)]
        for row, pair in enumerate(published):
            assert found(got, row) == printed(*pair, (5, 6))

    def test_two_stages_and_missing_values(self):  # Lumley 2010, chapter 7: 670.81 30.099; 2639273
        got = mean(schools("apiclus2"), TWO_STAGES, "api00")
        assert found(got) == printed(670.81, 30.099, (2, 3))
        got = total(schools("apiclus2"), TWO_STAGES, "enroll")
        assert found(got) == printed(2639273, 799638, (0, 0))
        assert got.loc[0, ["n", "n_missing"]].tolist() == [120, 6]

    def test_post_stratified_totals(self):  # Lumley 2010, chapter 7: 3074076 292584; 673 28.832
        got = post_stratify(schools("apiclus2"), TWO_STAGES, TYPES)
        assert found(total(*got, "enroll")) == printed(3074076, 292584, (0, 0))
        assert found(mean(*got, "api00")) == printed(673, 28.832, (0, 3))

    def test_a_known_size_has_no_error(self):  # by definition, and in R: SE 0
        table, design = post_stratify(schools("apiclus1").assign(one=1), DISTRICTS, TYPES)
        got = total(table, design, "one", by=["stype"])
        assert got["estimate"].tolist() == pytest.approx([4421, 755, 1018])
        assert got["standard_error"].max() < 1e-8

    def test_raking(self):  # rakecheck.Rout.save, calibrate(..., "raking"): 641.23 23.704; 3647280
        got = rake(schools("apiclus1"), DISTRICTS, [TYPES, TARGETS])
        assert found(mean(*got, "api00")) == printed(641.23, 23.704, (2, 3))
        assert found(total(*got, "enroll")) == printed(3647280, 400603, (0, 0))

    def test_quantiles(self):  # vignette, qrule "math" (survey 4.1): 552 492 627 31.47166 ...
        published = {0.25: (552, 492, 627, 31.47166), 0.5: (652, 561, 714, 35.66788),
                     0.75: (719, 696, 777, 18.88300)}  # fmt: skip
        for share, (value, lower, upper, error) in published.items():
            got = quantile(schools("apiclus1"), DISTRICTS, "api00", share).iloc[0]
            assert got[["estimate", "lower", "upper"]].tolist() == [value, lower, upper]
            assert got["standard_error"] == pytest.approx(error, abs=1e-5)

    def test_intervals_of_a_small_share(self):
        # Example of R's ?svyciprop, run with survey 4.1-1: logit 0.0219 (0.0023, 0.18),
        # beta 0.021858 (0.000216, 0.14).
        table = schools("apiclus1").assign(is_none=lambda t: t["ell"].eq(0))
        logit, beta = (
            proportion(table, DISTRICTS, "is_none", interval=kind).iloc[1]
            for kind in ("logit", "beta")
        )
        assert logit["estimate"] == pytest.approx(0.021858, abs=5e-7)
        assert logit[["lower", "upper"]].tolist() == [
            pytest.approx(0.0023, abs=5e-5), pytest.approx(0.18, abs=5e-3)
        ]  # fmt: skip
        assert beta[["lower", "upper"]].tolist() == [
            pytest.approx(0.000216, abs=5e-7), pytest.approx(0.14, abs=5e-3)
        ]  # fmt: skip

    def test_design_effects(self):  # deff.Rout.save, Tsuchiya's example, deff = "replace"
        firms = frame("""
            sales  weight
            15     20
            143    200
            21     11
            51     25
            337    550
            50     30
            274    250
            145    100
            15     10
            86     55
        """)
        design = Design(weight="weight")
        got = mean(firms, design, "sales").iloc[0]
        assert got["estimate"] == pytest.approx(243.914, abs=5e-4)
        assert got["standard_error"] == pytest.approx(48.752, abs=5e-4)
        assert got["design_effect"] == pytest.approx(1.974067, abs=5e-7)
        assert got["n_effective"] == pytest.approx(10 / 1.974067, rel=1e-6)
        got = total(firms, design, "sales").iloc[0]
        assert got["design_effect"] == pytest.approx(18.15669, abs=5e-6)

    @pytest.mark.parametrize(
        ("rule", "error"), [("certainty", 5.8058), ("centered", 5.8281), ("average", 6.0096)]
    )
    def test_rules_for_a_stratum_with_one_psu(self, rule, error):  # lonely.psu.Rout.save
        design = Design(weight="pw", stratum="dnum", single_psu_rule=rule)
        got = mean(schools("apiclus1"), design, "api00")
        assert found(got) == printed(644.17, error, (2, 4))
        assert got["single_psu_rule"].tolist() == [rule]

    def test_a_stratum_that_is_wholly_drawn_needs_no_rule(self):  # lonely.psu.Rout.save: 5.7344
        table = schools("apiclus1").assign(
            population=lambda t: np.where(t["dnum"].eq(413), 1, 1000)
        )
        design = Design(weight="pw", stratum="dnum", psu_population="population")
        got = mean(table, design, "api00")
        assert found(got) == printed(644.17, 5.7344, (2, 4))
        assert got["single_psu_rule"].isna().all()

    def test_size_by_unequal_weights(self):  # Kish 1992: (1 + 1 + 2)^2 / (1 + 1 + 4) = 16 / 6
        got = effective_size(frame("w\n1\n1\n2"), Design(weight="w"))
        assert got["n_effective"].tolist() == [pytest.approx(16 / 6)]
        assert got["weighting_effect"].tolist() == [pytest.approx(18 / 16)]


class TestLimits:
    def test_a_value_of_one_kind_has_no_error_and_still_an_interval(self):
        table = pd.DataFrame({"said": ["yes"] * 10, "who": range(10)})
        got = proportion(table, Design(psu="who"), "said", interval="beta").iloc[0]
        assert (got["estimate"], got["standard_error"], got["upper"]) == (1, 0, 1)
        # Clopper and Pearson: the tenth root of 0.025.
        assert got["lower"] == pytest.approx(0.025**0.1)
        got = proportion(table, Design(psu="who"), "said", interval="logit").iloc[0]
        assert np.isnan(got["lower"]) and np.isnan(got["upper"])

    def test_several_answers_of_one_person_are_no_more_people(self):
        table = pd.DataFrame({"said": ["yes"] * 10, "who": [1, 1, 2, 2, 3, 3, 4, 4, 5, 5]})
        got = proportion(table, Design(psu="who"), "said", interval="beta").iloc[0]
        assert got["n"] == 10
        assert got["lower"] == pytest.approx(0.025**0.2)

    def test_a_level_that_nobody_of_a_group_gave_is_zero_there(self):
        table = frame("""
            group  said
            a      yes
            a      yes
            b      yes
            b      no
        """)
        got = proportion(table, Design(), "said", by=["group"], interval="beta")
        assert got.set_index(["group", "level"])["estimate"].to_dict() == {
            ("a", "no"): 0, ("a", "yes"): 1, ("b", "no"): 0.5, ("b", "yes"): 0.5,
        }  # fmt: skip
        assert got.loc[0, ["lower", "upper"]].tolist() == [0, pytest.approx(1 - 0.025**0.5)]

    def test_one_row_has_no_interval(self):
        table = frame("""
            group  y
            a      1
            b      2
            b      4
        """)
        got = mean(table, Design(), "y", by=["group"])
        assert got["estimate"].tolist() == [1, 3]
        assert got["degrees_of_freedom"].tolist() == [0, 1]
        assert got["lower"].isna().tolist() == [True, False]
        assert np.isnan(got.loc[0, "design_effect"])

    def test_a_domain_where_nothing_is_known_has_no_estimate(self):
        table = frame("""
            group  y  w
            a      1  1
            a      3  1
            b      .  1
            c      5  0
        """)
        for one in (mean, total):
            got = one(table, Design(weight="w"), "y", by=["group"])
            assert got["estimate"].isna().tolist() == [False, True, True]
            assert got["n"].tolist() == [2, 0, 0]
            assert got["n_missing"].tolist() == [0, 1, 0]

    def test_answers_that_nobody_gave_have_no_level(self):
        table = pd.DataFrame({"group": ["a", "b"], "said": pd.array([pd.NA, pd.NA], "str")})
        got = proportion(table, Design(), "said", by=["group"])
        assert got["level"].isna().all() and got["estimate"].isna().all()
        assert got["n_missing"].tolist() == [1, 1]

    def test_a_ratio_to_nothing_has_no_estimate(self):
        table = frame("""
            group  y  x
            a      1  2
            a      3  2
            b      1  0
        """)
        got = ratio(table, Design(), "y", "x", by=["group"])
        assert got["estimate"].tolist() == [1, pytest.approx(np.nan, nan_ok=True)]

    def test_a_row_without_weight_counts_as_drawn_and_not_as_a_row(self):
        table = pd.DataFrame({"y": [1.0, 2, 4], "w": [1, 1, 0], "unit": [1, 2, 3]})
        got = total(table, Design(weight="w", psu="unit"), "y").iloc[0]
        # Three units with totals 1, 2 and 0: 3 / 2 of the squares around 1.
        assert got["standard_error"] == pytest.approx(np.sqrt(1.5 * 2))
        assert got["n"] == 2

    def test_rows_of_no_domain_stay_in_the_design(self):
        table = pd.DataFrame({"y": [1.0, 3, 5, 7], "group": ["a", "a", None, None]})
        got = total(table, Design(), "y", by=["group"])
        assert got["group"].tolist() == ["a"]
        # Units with totals 1, 3, 0 and 0.
        assert got.loc[0, "standard_error"] == pytest.approx(np.sqrt(4 / 3 * 6))

    def test_the_normal_interval_may_be_asked_for(self):
        table = pd.DataFrame({"y": [1.0, 3]})
        got = mean(table, Design(), "y", degrees_of_freedom=np.inf).iloc[0]
        assert got["upper"] == pytest.approx(2 + stats.norm.ppf(0.975))
        assert got["degrees_of_freedom"] == 1

    def test_a_quantile_is_reached_whatever_the_unit_of_the_weights(self):
        for weight in (1.0, 0.1, 3.3, 1e-7):
            table = pd.DataFrame({"y": range(1, 11), "w": weight})
            shares = [0.1, 0.2, 0.3, 0.5, 0.9]
            got = [quantile(table, Design(weight="w"), "y", p)["estimate"].item() for p in shares]
            assert got == [1, 2, 3, 5, 9]

    def test_an_index_of_any_kind_makes_no_difference(self):
        table = pd.DataFrame({"y": [1.0, 3, 5], "h": [1, 1, 1], "d": list("aab")}, index=[7, 7, 7])
        got = mean(table, Design(stratum="h"), "y", by=["d"])
        assert got["estimate"].tolist() == [2, 5]

    def test_levels_keep_the_order_of_their_categories(self):
        said = pd.Categorical(["no", "yes", "yes"], categories=["yes", "partly", "no"])
        got = proportion(pd.DataFrame({"said": said}), Design(), "said")
        assert got["level"].tolist() == ["yes", "partly", "no"]
        assert got["estimate"].tolist() == pytest.approx([2 / 3, 0, 1 / 3])


class TestRefused:
    def refused(self, table: pd.DataFrame, design: Design) -> str:
        with pytest.raises(BadDesign) as bad:
            mean(table, design, "y")
        return str(bad.value)

    @pytest.mark.parametrize(
        ("weights", "said"),
        [([1, -1], "w: negative in 1 rows"), ([1, None], "w: missing in 1 rows"),
         ([0, 0], "w: no row weighs more than 0"), ([1, np.inf], "w: not finite in 1 rows"),
         (["1", "2"], "w: not a number")],
    )  # fmt: skip
    def test_weights(self, weights, said):
        table = pd.DataFrame({"y": [1, 2], "w": weights})
        assert said in self.refused(table, Design(weight="w"))

    def test_all_that_is_wrong_is_said_at_once(self):
        table = pd.DataFrame({"y": [1, 2], "w": [1, None], "h": [1, None]})
        message = self.refused(table, Design(weight="w", stratum="h"))
        assert "w: missing in 1 rows" in message and "h: missing in 1 rows" in message
        assert "no column unit" in self.refused(table, Design(psu="unit"))
        assert "no row" in self.refused(table.head(0), Design())

    def test_a_stratum_with_one_psu_without_a_rule(self):
        table = pd.DataFrame({"y": [1, 2, 3], "h": ["a", "a", "secret"]})
        design = Design(stratum="h")
        message = self.refused(table, design)
        assert "1 stratum has one PSU (by h)" in message and "single_psu_rule" in message
        assert "secret" not in message
        assert single_psu_strata(table, design) == ["secret"]

    def test_a_sample_of_one_psu(self):
        table = pd.DataFrame({"y": [1, 2], "unit": [1, 1]})
        assert "one PSU" in self.refused(table, Design(psu="unit"))
        assert "none to average" in self.refused(
            table, Design(psu="unit", single_psu_rule="average")
        )

    def test_populations_that_cannot_be(self):
        table = pd.DataFrame({"y": [1, 2, 3], "h": [1, 1, 1], "size": [2, 2, 2]})
        design = Design(stratum="h", psu_population="size")
        assert "size: fewer than were drawn, in 1" in self.refused(table, design)
        table["size"] = [5, 5, 6]
        assert "size: not the same" in self.refused(table, design)

    def test_a_second_stage_by_halves(self):
        table = pd.DataFrame({"y": [1, 2], "i": [1, 2], "j": [1, 1], "size": 9})
        half = Design(psu="i", ssu="j", psu_population="size")
        assert "ssu and ssu_population go together" in self.refused(table, half)
        whole = Design(psu="i", ssu="j", psu_population="size", ssu_population="size")
        assert "2 PSUs have one SSU" in self.refused(table, whole)

    def test_what_is_no_number(self):
        with pytest.raises(ValueError, match="y: not a number"):
            mean(pd.DataFrame({"y": ["1", "2"]}), Design(), "y")

    def test_words_that_are_not_known(self):
        table = pd.DataFrame({"y": [1, 2]})
        assert "single_psu_rule: none of" in self.refused(table, Design(single_psu_rule="adjust"))
        with pytest.raises(ValueError, match="interval: none of logit, beta"):
            proportion(table, Design(), "y", interval="wald")

    def test_a_domain_named_like_a_result(self):
        with pytest.raises(BadDesign, match="estimate is the name of a result"):
            mean(pd.DataFrame({"y": [1, 2], "estimate": [1, 2]}), Design(), "y", by=["estimate"])

    @pytest.mark.parametrize(
        ("margins", "said"),
        [
            ([TYPES.head(2)], "stype: no size for M"),
            ([pd.concat([TYPES, pd.DataFrame({"stype": ["K"], "size": [5]})])],
             "stype: no row in the sample for K"),
            ([TYPES.assign(size=0)], "stype: every size must be above 0"),
            ([TYPES, TARGETS.assign(size=[1, 1])], "sch_wide adds up to 2, but stype to 6,194"),
            ([pd.concat([TYPES, TYPES])], "stype: a cell stands twice"),
            ([TYPES.rename(columns={"stype": "kind"})], "kind: no column kind"),
        ],
    )  # fmt: skip
    def test_margins(self, margins, said):
        with pytest.raises(BadDesign) as bad:
            rake(schools("apiclus1"), DISTRICTS, margins)
        assert said in str(bad.value)

    def test_margins_that_no_weights_fit(self):
        table = frame("""
            a  b
            p  r
            q  s
        """)
        margins = [pd.DataFrame({"a": ["p", "q"], "size": [1, 2]}),
                   pd.DataFrame({"b": ["r", "s"], "size": [2, 1]})]  # fmt: skip
        with pytest.raises(BadDesign, match="no weights fit all margins.*a cell of a"):
            rake(table, Design(), margins)

    def test_fitting_twice(self):
        got = post_stratify(schools("apiclus1"), DISTRICTS, TYPES)
        with pytest.raises(BadDesign, match="calibrated already"):
            post_stratify(*got, TYPES)

    @pytest.mark.parametrize("part", [0, 1])
    def test_two_computations_that_disagree(self, part, monkeypatch):
        honest = linearization.totals

        def off(*asked: object) -> tuple:
            numbers = list(honest(*asked))
            numbers[part] = numbers[part] * (1 + 2e-9)
            return tuple(numbers)

        monkeypatch.setattr(linearization, "totals", off)
        with pytest.raises(Disagreement, match="svy and the own linearization disagree in 1 of 1"):
            mean(schools("apiclus1"), DISTRICTS, "api00")

    def test_quantiles_that_disagree(self, monkeypatch):
        honest = by_svy.quantiles
        monkeypatch.setattr(by_svy, "quantiles", lambda *asked: tuple(
            numbers * (1 + 2e-9) for numbers in honest(*asked)))  # fmt: skip
        with pytest.raises(Disagreement, match="quantile"):
            quantile(schools("apiclus1"), DISTRICTS, "api00")


def test_svy_is_loaded_only_by_who_estimates():
    code = "import sys, analysis.methods.estimation; print('svy' in sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.split() == ["False"]


def test_what_is_offered_is_named():
    assert all(hasattr(estimation, name) for name in estimation.__all__)
