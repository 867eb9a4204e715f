"""The matrix: for every studied state and domain, what people and indicators say together."""

from dataclasses import dataclass
from zlib import crc32

import numpy as np
import pandas as pd

from analysis.methods import posterior
from analysis.methods.verdicts import Lines, expected_places, signs, silence, verdicts
from analysis.settings import Triangulation, VerdictRules
from analysis.study import Study
from analysis.vocabulary import DIRECTIONS, GRADES, IMPROVED, OPEN, OUTCOME, WORSENED

CELL = ["state", "domain"]
ALL_STATES = "all"


def studied_cells(
    asked: pd.DataFrame,
    interviews: pd.DataFrame,
    project_domains: pd.DataFrame,
    project_states: pd.DataFrame,
) -> pd.DataFrame:
    """One row per ``state`` and ``domain`` where a project worked or a source was asked."""
    heard = asked.merge(interviews[["source_id", "state"]], on="source_id")
    worked = project_domains.merge(project_states, on="project_id")
    cells = pd.concat([heard[CELL], worked[CELL]]).drop_duplicates()
    return cells.sort_values(CELL).reset_index(drop=True)


def people_line(
    cells: pd.DataFrame, directions: pd.DataFrame, asked: pd.DataFrame, interviews: pd.DataFrame
) -> pd.DataFrame:
    """``cells`` with ``n_asked``, ``n_raised``, each direction (all sources) and ``n_groups``.

    ``directions`` has one row per ``source_id`` and ``domain`` that was asked about and raised.
    """
    where = interviews[["source_id", "state", "group"]]
    raised = directions.merge(where, on="source_id")
    n_asked = asked.merge(where, on="source_id").groupby(CELL).size().rename("n_asked")
    votes = raised.groupby([*CELL, "direction"]).size().unstack("direction")
    votes = votes.reindex(columns=DIRECTIONS)
    n_groups = raised.groupby(CELL)["group"].nunique().rename("n_groups")
    line = cells.merge(n_asked, on=CELL, how="left").merge(votes, on=CELL, how="left")
    line = line.merge(n_groups, on=CELL, how="left")
    counts = ["n_asked", "n_groups", *DIRECTIONS]
    line[counts] = line[counts].fillna(0).astype(int)
    return line.assign(n_raised=line[list(DIRECTIONS)].sum(axis=1))


@dataclass(frozen=True)
class Matrix:
    """The result by cell, by domain, and how many states hold each meaning."""

    cells: pd.DataFrame
    headlines: pd.DataFrame
    expected_states: pd.DataFrame


def triangulate(
    line: pd.DataFrame, composite: pd.DataFrame, indicators: pd.DataFrame, study: Study
) -> Matrix:
    """Judge every cell and every domain.

    ``line`` comes from ``people_line``, ``composite`` from ``outcomes.composite``. Context
    indicators do not enter. Each domain draws from its own stream of the study's seed, so that
    leaving one out moves no other.
    """
    of_domain = {
        domain: _judge(line[line["domain"].eq(domain)], composite, study)
        for domain in study.closed("domains")
        if line["domain"].eq(domain).any()
    }
    cells, headlines, expected = (
        pd.concat(
            [part.assign(domain=domain) for domain, part in zip(of_domain, parts, strict=True)],
            ignore_index=True,
        )
        for parts in zip(*of_domain.values(), strict=True)
    )
    headlines = headlines.merge(_grades(indicators), on="domain", how="left")
    return Matrix(cells, headlines, expected)


def matrix_table(cells: pd.DataFrame, headlines: pd.DataFrame) -> pd.DataFrame:
    """Only the classes of verdict: ``state`` (``all`` for a domain as a whole) by ``domain``."""
    kept = ["state", "domain", "verdict", "level", "people_way", "indicators_way", "is_borrowed"]
    top = headlines.assign(state=ALL_STATES, is_borrowed=False)
    table = pd.concat([top[[*kept, "grade"]], cells[kept]], ignore_index=True)
    return table.astype({"grade": "str"})


def profile_table(
    cells: pd.DataFrame, indicators: pd.DataFrame, values: pd.DataFrame, state: str, country: str
) -> pd.DataFrame:
    """One state's verdicts by domain, then its latest public values beside the country's.

    Rows of part ``verdict`` have the columns of ``matrix_table``; rows of part ``indicator`` have
    ``indicator_id``, ``title``, ``unit``, ``period``, ``value``, ``lower``, ``upper`` and
    ``country_value``.
    """
    verdicts_ = cells[cells["state"].eq(state)].assign(part="verdict")
    kept = ["part", "domain", "verdict", "level", "people_way", "indicators_way", "is_borrowed"]
    known = values.dropna(subset="value").sort_values(["indicator_id", "period"], kind="stable")
    # Not groupby().last(): it would join an earlier interval to a value published without one.
    latest = known[known["place"].eq(state)].drop_duplicates("indicator_id", keep="last")
    whole = known.loc[known["place"].eq(country), ["indicator_id", "period", "value"]]
    beside = latest.merge(whole.rename(columns={"value": "country_value"}), how="left")
    beside = beside.merge(indicators[["indicator_id", "title_en", "unit"]], on="indicator_id")
    beside = beside.rename(columns={"title_en": "title"}).assign(part="indicator")
    columns = [
        "part",
        "indicator_id",
        "title",
        "unit",
        "period",
        "value",
        "lower",
        "upper",
        "country_value",
    ]
    table = pd.concat([verdicts_[kept], beside[columns]], ignore_index=True)
    return table.assign(state=state)


def _judge(line: pd.DataFrame, composite: pd.DataFrame, study: Study) -> tuple[pd.DataFrame, ...]:
    """One domain: its cells, its headline row, its expected numbers of states."""
    rules = study.triangulation
    domain = line["domain"].iloc[0]
    cells = line.merge(composite, on=CELL, how="left").reset_index(drop=True)
    cells["n_indicators"] = cells["n_indicators"].fillna(0).astype(int)
    rng = np.random.default_rng([study.seed, crc32(domain.encode())])
    lines, own_weight = _draw(cells, study, rng)
    judged = _summary(lines, cells["n_asked"], cells["n_indicators"].gt(0), rules)
    judged = judged.assign(own_weight=own_weight, is_borrowed=_borrowed(cells, rules.verdict))
    judged = judged.assign(**_beyond(lines, rules.verdict))
    totals, is_measured = _totals(cells), pd.Series([lines.change is not None])
    whole = _summary(lines.mean(), totals["n_asked"], is_measured, rules)
    headline = pd.concat([totals, whole], axis=1)
    kept = ["state", "n_asked", "n_raised", "n_groups", "n_indicators"]
    return pd.concat([cells[kept], judged], axis=1), headline, expected_places(lines, rules)


def _draw(cells: pd.DataFrame, study: Study, rng: np.random.Generator) -> tuple[Lines, np.ndarray]:
    rules, n_draws = study.triangulation, study.triangulation.n_draws
    prior = rules.direction
    grid = posterior.prior_grid(3, prior.n_steps, prior.n_rho, prior.prior_mean)
    said = posterior.draw_shares(cells[list(DIRECTIONS)].to_numpy(), grid, n_draws, rng)
    improved, worsened = DIRECTIONS.index(IMPROVED), DIRECTIONS.index(WORSENED)
    net = said.shares[:, :, improved] - said.shares[:, :, worsened]
    grid = posterior.prior_grid(2, rules.prominence.n_steps, prior.n_rho, prior.prior_mean)
    silent = cells["n_asked"] - cells["n_raised"]
    raised = posterior.draw_shares(
        np.column_stack([cells["n_raised"], silent.to_numpy()]), grid, n_draws, rng
    )
    change = None
    if cells["change_sd"].notna().sum() >= 2:
        estimate, error = cells["change_sd"].to_numpy(), cells["error_sd"].to_numpy()
        n_tau = rules.indicator.n_tau
        change = posterior.draw_normal_means(estimate, error, n_tau, n_draws, rng)
    return Lines(net, raised.shares[:, :, 0], change), said.own_weight


def _summary(
    lines: Lines, n_asked: pd.Series, has_indicator: pd.Series, rules: Triangulation
) -> pd.DataFrame:
    """One row per place: each line's mean and interval, and the verdict on both."""
    silent = silence(lines.prominence, n_asked, has_indicator, rules)
    said = verdicts(lines, rules).mask(silent.notna())
    said["verdict"], said["level"] = said["verdict"].fillna(silent), said["level"].fillna(OPEN)
    return pd.concat(
        [
            _interval("direction", lines.direction),
            _interval("change", lines.change, n_places=lines.direction.shape[1]),
            pd.Series(lines.prominence.mean(axis=0), name="prominence"),
            said,
        ],
        axis=1,
    )


def _interval(name: str, draws: np.ndarray | None, n_places: int = 0) -> pd.DataFrame:
    if draws is None:
        draws = np.full((2, n_places), np.nan)
    found = posterior.interval(draws)
    return found.rename(columns={"mean": name, "lower": f"{name}_lower", "upper": f"{name}_upper"})


def _beyond(lines: Lines, rule: VerdictRules) -> dict[str, np.ndarray]:
    """Probability that each line lies above, and below, its region of no change."""
    change = lines.change
    if change is None:
        change = np.full_like(lines.direction, np.nan)
    signed = {
        "people": signs(lines.direction, rule.region_direction),
        "indicators": signs(change, rule.region_indicator),
    }
    return {
        f"{line}_{way}": np.where(np.isnan(of_line[0]), np.nan, (of_line == sign).mean(axis=0))
        for line, of_line in signed.items() for way, sign in (("better", 1), ("worse", -1))
    }  # fmt: skip


def _borrowed(cells: pd.DataFrame, rule: VerdictRules) -> pd.Series:
    """Whether the verdict rests on the domain more than on the cell's own sources.

    A cell without an indicator of its own has no verdict to mark: it is silent.
    """
    return cells["n_raised"].lt(rule.own_sources) | cells["n_groups"].lt(rule.own_groups)


def _totals(cells: pd.DataFrame) -> pd.DataFrame:
    totals = cells[["n_asked", "n_raised"]].sum().to_frame().T
    return totals.assign(n_states=len(cells))


def _grades(indicators: pd.DataFrame) -> pd.DataFrame:
    """The weakest grade among each domain's outcome indicators."""
    outcomes = indicators[indicators["role"].eq(OUTCOME)]
    rank = outcomes["grade"].map(GRADES.index)
    weakest = rank.groupby(outcomes["domain"]).max().map(dict(enumerate(GRADES)))
    return weakest.rename("grade").rename_axis("domain").reset_index()
