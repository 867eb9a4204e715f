"""The invented projects: where they work, on what, and what they measured."""

import numpy as np
import pandas as pd

from analysis.study import Study
from analysis.synthetic.fieldwork import Size
from analysis.synthetic.streams import Generator, catalogue, of_domain, pick, picks
from analysis.vocabulary import HIGHER_BETTER, LOWER_BETTER, OUTCOME

N_DOMAINS = {1: 0.2, 2: 0.45, 3: 0.35}
FEWEST_STATES, MOST_STATES = 3, 5
# Start of work, and its end, in days before and after the fieldwork began.
STARTS, ENDS = (1350, 450), (150, 300)
# Share of the full change seen in each of the six half-years that end with the fieldwork's first
# year.
PROGRESS = (0.2, 0.4, 0.6, 0.8, 0.9, 1.0)
# Baseline shares: their mean over states, and their standard deviation, the unit of theta.
BASELINE_MEAN, BASELINE_SD = (0.40, 0.55), (0.08, 0.12)
N_CASES = (30, 401)
# How often something was not reported; the last half-year is reported more carefully.
NO_BASELINE, NO_TARGET, NO_VALUE, NO_LAST_VALUE = 0.05, 0.06, 0.08, 0.03
TARGETS = (0.02, 0.98)  # no project aims at none or at all
KEY = ["project_id", "state", "indicator_id"]
HONEST = {
    "publisher": "Invented: monitoring of the synthetic projects",
    "unit": "share",
    "role": OUTCOME,
    "role_reason": "Synthetic: measured by the projects themselves, before and during their work.",
    "proxy_distance": "near",
    "timing": "Baseline before the project, then every half-year.",
    "grade": "moderate",
    "source": "Made by analysis.synthetic from the study's seed; it describes no real place.",
    "licence": "CC BY 4.0",
    "limits": "Invented. Says nothing about any state, project or institution.",
}


def projects(study: Study, size: Size, rng: Generator) -> pd.DataFrame:
    """One row per project. The approaches are as even as can be."""
    begin = pd.Timestamp(study.fieldwork.start)
    approaches = [
        study.closed("approaches")[n % len(study.approaches)] for n in range(size.projects)
    ]
    trees = picks(rng, catalogue()["project_names"], size.projects)
    rows = []
    for number, approach in enumerate(rng.permutation(approaches)):
        tree = trees[number % len(trees)] + (
            f" {number // len(trees) + 1}" if number >= len(trees) else ""
        )
        start = begin - pd.Timedelta(days=int(rng.integers(STARTS[1], STARTS[0])))
        end = begin + pd.Timedelta(days=int(rng.integers(*ENDS)))
        rows.append((f"P{number + 1:02}", f"Proyecto ficticio {tree}", approach, start, end))
    return pd.DataFrame(rows, columns=["project_id", "name", "approach", "start", "end"])


def project_domains(study: Study, projects: pd.DataFrame, rng: Generator) -> pd.DataFrame:
    """One row per project and domain; the first projects see to it that every domain has one."""
    domains, rows = study.closed("domains"), []
    first = list(rng.permutation(domains))
    for number, project in enumerate(projects["project_id"]):
        drawn = picks(rng, domains, pick(rng, list(N_DOMAINS), list(N_DOMAINS.values())))
        if number < len(first):
            drawn = list(dict.fromkeys([first[number], *drawn]))[: max(N_DOMAINS)]
        rows += [(project, domain) for domain in domains if domain in drawn]
    return pd.DataFrame(rows, columns=["project_id", "domain"])


def project_states(study: Study, project_domains: pd.DataFrame, rng: Generator) -> pd.DataFrame:
    """One row per project and state: rather where its domains have no project yet.

    Every studied state has a project.
    """
    bare = {(state, domain) for state in study.states for domain in study.closed("domains")}
    chosen = {}
    for project, rows in project_domains.groupby("project_id"):
        n = min(int(rng.integers(FEWEST_STATES, MOST_STATES + 1)), len(study.states))
        gain = {s: sum((s, d) in bare for d in rows["domain"]) + rng.random() for s in study.states}
        chosen[project] = sorted(gain, key=gain.get, reverse=True)[:n]
        bare -= {(state, domain) for state in chosen[project] for domain in rows["domain"]}
    for state in sorted(
        set(study.states) - {state for states in chosen.values() for state in states}
    ):
        chosen[min(chosen, key=lambda project: len(chosen[project]))].append(state)
    rows = [(project, state) for project, states in chosen.items() for state in sorted(states)]
    return pd.DataFrame(rows, columns=["project_id", "state"])


def indicators(study: Study) -> pd.DataFrame:
    """One row per monitoring indicator, two per domain; the second is better when lower."""
    rows = []
    for domain in study.domains:
        words = {"id": domain.id, "en": domain.en, "es": domain.es}
        pair = of_domain(catalogue()["indicators"], domain.id)
        for entry, direction in zip(pair, (HIGHER_BETTER, LOWER_BETTER), strict=True):
            rows.append(
                {"indicator_id": entry["id"].format(**words),
                 "title_en": entry["en"].format(**words),
                 "title_es": entry["es"].format(**words), "domain": domain.id,
                 "universe": entry["universe"], "direction": direction, **HONEST}
            )  # fmt: skip
    return pd.DataFrame(rows)


def baselines(study: Study, indicators: pd.DataFrame, rng: Generator) -> pd.DataFrame:
    """One row per indicator and state: the true share before, and ``sd`` over the states.

    The drawn shares are given exactly that standard deviation, so that theta has its unit.
    """
    tables = []
    for indicator in indicators["indicator_id"]:
        mean, sd = rng.uniform(*BASELINE_MEAN), rng.uniform(*BASELINE_SD)
        spread = rng.normal(size=len(study.states))
        spread = np.clip((spread - spread.mean()) / spread.std(ddof=1), -2, 2)
        spread = (spread - spread.mean()) / spread.std(ddof=1)
        tables.append(
            pd.DataFrame(
                {
                    "indicator_id": indicator,
                    "state": study.states,
                    "share": mean + sd * spread,
                    "sd": sd,
                }
            )
        )
    return pd.concat(tables, ignore_index=True)


def monitoring(
    study: Study,
    tables: dict[str, pd.DataFrame],
    cells: pd.DataFrame,
    baselines: pd.DataFrame,
    rng: Generator,
    overdispersion: float = 0.0,
) -> pd.DataFrame:
    """One row per project, state, indicator and half-year in which the project worked.

    Shares from binomial counts; ``period`` as 2024-S1. One state and domain, where a project
    works, has no row at all: its indicators are silent.
    """
    planned = tables["project_states"].merge(tables["project_domains"], on="project_id")
    planned = planned[~_is_silent(planned, rng)]
    planned = planned.merge(
        tables["indicators"][["indicator_id", "domain", "direction"]], on="domain"
    )
    planned = planned.merge(cells[["state", "domain", "theta"]], on=["state", "domain"])
    planned = planned.merge(baselines, on=["state", "indicator_id"])
    planned = planned.merge(tables["projects"][["project_id", "start"]], on="project_id")
    rows = []
    for plan in planned.sort_values(KEY, kind="stable").itertuples(index=False):
        rows += _reports(plan, study.fieldwork.start.year, rng, overdispersion)
    return pd.DataFrame(
        rows, columns=[*KEY, "period", "baseline", "target", "actual", "n_baseline", "n_actual"]
    )


def _is_silent(planned: pd.DataFrame, rng: Generator) -> pd.Series:
    drawn = planned.iloc[int(rng.integers(len(planned)))]
    return planned["state"].eq(drawn["state"]) & planned["domain"].eq(drawn["domain"])


def _reports(plan: tuple, last_year: int, rng: Generator, overdispersion: float) -> list[tuple]:
    sign = 1 if plan.direction == HIGHER_BETTER else -1
    change = sign * plan.theta * plan.sd
    n_baseline = int(rng.integers(*N_CASES))
    baseline = _share(plan.share, n_baseline, overdispersion, rng)
    if rng.random() < NO_BASELINE:
        baseline, n_baseline = None, None
    target = _target(plan.share if baseline is None else baseline, sign, plan.sd)
    if rng.random() < NO_TARGET:
        target = None
    rows = []
    for place, progress in enumerate(PROGRESS):
        year, half = last_year - 2 + place // 2, place % 2 + 1
        if plan.start >= pd.Timestamp(year, 6 * half, 1):
            continue
        n = int(rng.integers(*N_CASES))
        actual = _share(plan.share + progress * change, n, overdispersion, rng)
        missed = rng.random() < (NO_LAST_VALUE if progress == PROGRESS[-1] else NO_VALUE)
        actual, n = (None, None) if missed else (actual, n)
        key = (plan.project_id, plan.state, plan.indicator_id, f"{year}-S{half}")
        rows.append((*key, baseline, target, actual, n_baseline, n))
    return rows


def _target(baseline: float, sign: int, sd: float) -> float | None:
    """A share better than the baseline by ``sd``, in whole percents; None where none is better."""
    target = np.clip(round(baseline + sign * sd, 2), *TARGETS)
    return target if sign * (target - round(baseline, 2)) > 0 else None


def _share(share: float, n: int, overdispersion: float, rng: Generator) -> float:
    """Share of ``n`` cases: binomial, or beta-binomial where the cases are correlated."""
    share = float(np.clip(share, 0, 1))
    if overdispersion and 0 < share < 1:
        strength = 1 / overdispersion - 1
        share = rng.beta(strength * share, strength * (1 - share))
    return rng.binomial(n, share) / n
