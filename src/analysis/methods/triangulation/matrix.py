"""The matrix: for every studied state and domain, what people and indicators say together."""

from dataclasses import dataclass
from zlib import crc32

import numpy as np
import pandas as pd

from analysis.methods.outcomes import composite
from analysis.methods.triangulation import coder_error, posterior
from analysis.methods.triangulation.evidence import (
    CELL,
    Evidence,
    exposure,
    people_line,
    said_of_asked,
    studied_cells,
)
from analysis.methods.triangulation.known_errors import Correction, correction
from analysis.methods.triangulation.verdicts import (
    Lines,
    expected_places,
    signs,
    silence,
    verdicts,
)
from analysis.settings import Triangulation, VerdictRules
from analysis.study import Study
from analysis.vocabulary import (
    ALL_STATES,
    DIRECTIONS,
    EXPOSURE,
    GRADES,
    IMPROVED,
    OPEN,
    OUTCOME,
    REGION,
    WORSENED,
)

COUNTED = ["n_asked", "n_raised", "n_indicators"]


@dataclass(frozen=True)
class Matrix:
    """The result by cell; by domain, over all its studied states; by domain and group of states (a
    region, or those with one project or several); and how many states hold each meaning."""

    cells: pd.DataFrame
    headlines: pd.DataFrame
    state_groups: pd.DataFrame
    expected_states: pd.DataFrame


def triangulate(evidence: Evidence, study: Study) -> Matrix:
    """Judge every cell, group of states and domain that was studied.

    Context indicators do not enter. Where some of what was coded was read by several coders or
    settled, directions are corrected for coders' errors as ``study.triangulation.direction`` says.
    """
    places = (evidence.project_domains, evidence.project_states)
    cells = studied_cells(evidence.asked, evidence.interviews, *places)
    said = said_of_asked(evidence, study.adjudicator)
    line = people_line(cells, said, evidence.asked, evidence.interviews, evidence.raised)
    line = line.assign(exposure=exposure(line, *places))
    rule = study.triangulation.indicator
    measured = composite(evidence.standard, evidence.weights, rule.composite, rule.shared_error)
    return judge(line, measured, evidence.indicators, study, correction(evidence, study))


def judge(
    line: pd.DataFrame, composite: pd.DataFrame, indicators: pd.DataFrame, study: Study,
    correction: Correction | None = None,
) -> Matrix:  # fmt: skip
    """Judge every cell from its counts and its composite.

    ``line`` comes from ``people_line``, with ``exposure`` where that is known; ``composite`` from
    ``outcomes.composite``. Each domain draws from its own stream of the study's seed, so that
    leaving one out moves no other by chance.
    """
    of_domain = {
        domain: _judge(line[line["domain"].eq(domain)], composite, study, correction)
        for domain in study.closed("domains")
        if line["domain"].eq(domain).any()
    }
    cells, headlines, groups, expected = (
        pd.concat(
            [part.assign(domain=domain) for domain, part in zip(of_domain, parts, strict=True)],
            ignore_index=True,
        )
        for parts in zip(*of_domain.values(), strict=True)
    )
    headlines = headlines.merge(_grades(indicators), on="domain", how="left")
    return Matrix(cells, headlines, groups, expected)


def _judge(
    line: pd.DataFrame, composite: pd.DataFrame, study: Study, correction: Correction | None
) -> tuple[pd.DataFrame, ...]:
    """One domain: its cells, its headline row, its groups of states, its expected numbers."""
    rules = study.triangulation
    domain = line["domain"].iloc[0]
    cells = line.merge(composite, on=CELL, how="left").reset_index(drop=True)
    cells["n_indicators"] = cells["n_indicators"].fillna(0).astype(int)
    rng = np.random.default_rng([study.seed, crc32(domain.encode())])
    lines, own_weight = _draw(cells, rules, correction, rng)
    groups = _groups(cells, study)
    places = pd.concat([cells[COUNTED], _totals(cells, groups)], ignore_index=True)
    # Judged in one go with the states: a group is a further place, their mean in every draw.
    judged = _summary(lines.beside(list(groups.values())), len(cells), places, rules)
    together = pd.concat([places, judged], axis=1).iloc[len(cells) :].reset_index(drop=True)
    together[["kind", "state_group"]] = list(groups)
    together["is_borrowed"] = together["n_raised"].lt(rules.verdict.own_sources)
    own = {"own_weight": own_weight, "is_borrowed": _borrowed(cells, rules.verdict)}
    return (
        pd.concat([cells[["state", "n_groups", *COUNTED]], judged.head(len(cells))], axis=1).assign(
            **own
        ),
        together.head(1).drop(columns=["kind", "state_group", "is_borrowed", "n_indicators"]),
        together.iloc[1:].drop(columns="n_indicators"),
        expected_places(lines, rules),
    )


def _groups(cells: pd.DataFrame, study: Study) -> dict[tuple[str, str], np.ndarray]:
    """The places of the states that are judged together, by kind and name; all of them first."""
    kinds = {ALL_STATES: pd.Series(ALL_STATES, cells.index)}
    kinds[REGION] = cells["state"].map(study.regions)
    if "exposure" in cells:
        kinds[EXPOSURE] = cells["exposure"]
    return {
        (kind, name): np.flatnonzero(of_kind.eq(name))
        for kind, of_kind in kinds.items()
        for name in sorted(of_kind.unique())
    }


def _totals(cells: pd.DataFrame, groups: dict[tuple[str, str], np.ndarray]) -> pd.DataFrame:
    """What the states of each group have together; of indicators, the most that one has."""
    counts = cells[COUNTED].to_numpy()
    rows = [
        (*counts[where, :2].sum(axis=0), counts[where, 2].max(), len(where))
        for where in groups.values()
    ]
    return pd.DataFrame(rows, columns=[*COUNTED, "n_states"])


def _draw(
    cells: pd.DataFrame, rules: Triangulation, correction: Correction | None,
    rng: np.random.Generator,
) -> tuple[Lines, np.ndarray]:  # fmt: skip
    said = _draw_directions(cells, rules, correction, rng)
    improved, worsened = DIRECTIONS.index(IMPROVED), DIRECTIONS.index(WORSENED)
    net = said.shares[:, :, improved] - said.shares[:, :, worsened]
    prior, n_draws = rules.direction, rules.n_draws
    grid = posterior.prior_grid(
        2, rules.prominence.n_steps, prior.n_rho, prior.prior_mean, prior.prior_rho
    )
    silent = cells["n_asked"] - cells["n_raised"]
    counts = np.column_stack([cells["n_raised"], silent])
    raised = posterior.draw_shares(counts, grid, n_draws, rng)
    change = None
    if cells["change_sd"].notna().sum() >= 2:
        estimate, error = cells["change_sd"].to_numpy(), cells["error_sd"].to_numpy()
        n_tau = rules.indicator.n_tau
        change = posterior.draw_normal_means(estimate, error, n_tau, n_draws, rng)
    return Lines(net, raised.shares[:, :, 0], change), said.own_weight


def _draw_directions(
    cells: pd.DataFrame, rules: Triangulation, correction: Correction | None,
    rng: np.random.Generator,
) -> posterior.ShareDraws:  # fmt: skip
    prior = rules.direction
    grid = posterior.prior_grid(
        len(DIRECTIONS), prior.n_steps, prior.n_rho, prior.prior_mean, prior.prior_rho
    )
    if correction is None:
        return posterior.draw_shares(cells[list(DIRECTIONS)].to_numpy(), grid, rules.n_draws, rng)
    read = correction.readings
    read = read[read["domain"].eq(cells["domain"].iloc[0])]
    chains = coder_error.Chains(prior.n_sweeps, prior.n_dropped)
    return coder_error.draw_corrected_shares(
        read, list(cells["state"]), correction.confusion, grid, chains, rules.n_draws, rng
    )


def _summary(
    lines: Lines, n_states: int, places: pd.DataFrame, rules: Triangulation
) -> pd.DataFrame:
    """One row per place: each line's mean, interval and ways, and the verdict on both.

    The first ``n_states`` places are the states of the domain, the others groups of them.
    """
    is_measured = places["n_indicators"].gt(0) & (lines.change is not None)
    prominence = float(lines.prominence[:, :n_states].mean())
    silent = silence(lines.prominence, prominence, places["n_asked"], is_measured, rules)
    said = verdicts(lines, rules).mask(silent.notna())
    said["verdict"], said["level"] = said["verdict"].fillna(silent), said["level"].fillna(OPEN)
    change = np.full((2, len(places)), np.nan) if lines.change is None else lines.change
    regions = rules.verdict.region_direction, rules.verdict.region_indicator
    numbers = (
        _interval("direction", lines.direction) | _interval("change", change)
        | _interval("prominence", lines.prominence)
        | _beyond("people", lines.direction, regions[0]) | _beyond("indicators", change, regions[1])
    )  # fmt: skip
    return pd.concat([pd.DataFrame(numbers), said], axis=1)


def _interval(name: str, draws: np.ndarray) -> dict[str, np.ndarray]:
    found = posterior.interval(draws)
    return {name: found[0], f"{name}_lower": found[1], f"{name}_upper": found[2]}


def _beyond(name: str, draws: np.ndarray, region: float) -> dict[str, np.ndarray]:
    """How probably a line is better, or worse, than its region of no change."""
    way = signs(draws, region)
    unknown = np.where(np.isnan(draws[0]), np.nan, 0.0)
    return {
        f"{name}_better": (way > 0).mean(axis=0) + unknown,
        f"{name}_worse": (way < 0).mean(axis=0) + unknown,
    }


def _borrowed(cells: pd.DataFrame, rule: VerdictRules) -> pd.Series:
    """Whether the verdict rests on the domain more than on the cell's own evidence.

    A cell without an indicator of its own has no verdict to mark: it is silent.
    """
    return cells["n_raised"].lt(rule.own_sources) | cells["n_groups"].lt(rule.own_groups)


def _grades(indicators: pd.DataFrame) -> pd.DataFrame:
    """The weakest grade among each domain's outcome indicators."""
    outcomes = indicators[indicators["role"].eq(OUTCOME)]
    rank = outcomes["grade"].map(GRADES.index)
    weakest = rank.groupby(outcomes["domain"]).max().map(dict(enumerate(GRADES)))
    return weakest.rename("grade").rename_axis("domain").reset_index()
