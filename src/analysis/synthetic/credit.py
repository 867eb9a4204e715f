"""Who contributed to the invented changes, when they were seen, and whether they lasted."""

import pandas as pd

from analysis.study import Study
from analysis.synthetic import truth
from analysis.synthetic.streams import Generator, catalogue, pick, picks

OTHER_ACTOR, RIVAL_NAMED, NO_EVIDENCE = 0.5, 0.4, 0.15
# Whether a change would not have come about without a contribution, and who did not judge that.
NEEDED, NOT_JUDGED = {True: 0.65, False: 0.35}, 0.12
# Days from the start of the last project credited until a change was seen, at the least.
FIRST_SEEN = 150
# How long before its project a backdated change is dated.
DAYS_TOO_EARLY = pd.Timedelta(days=30)


def contributions(
    study: Study, changes: pd.DataFrame, tables: dict[str, pd.DataFrame], rng: Generator
) -> pd.DataFrame:
    """One row per change and actor: one or two projects of the domain, often another actor."""
    approach = tables["projects"].set_index("project_id")["approach"]
    credits = _credits(changes, tables["project_domains"], rng)
    roles, rows = catalogue()["roles"], []
    for change, credited in credits.items():
        for project in credited:
            kind = "tailored" if approach[project] == study.approaches[0].id else "other"
            rows.append((change, project, "", pick(rng, roles[kind])))
        if not credited or rng.random() < OTHER_ACTOR:
            rows.append((change, "", pick(rng, roles["actors"]), pick(rng, roles["actor_roles"])))
    table = pd.DataFrame(rows, columns=["change_id", "project_id", "other_actor", "role"])
    rivals = [pick(rng, roles["rivals"]) if rng.random() < RIVAL_NAMED else "" for _ in table.index]
    ids = [f"B{number:03}" for number in range(1, len(table) + 1)]
    return table.assign(contribution_id=ids, rival_explanation=rivals)


def needed(contributions: pd.DataFrame, rng: Generator) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The contributions with ``is_needed``, blank if not judged; and the truth, one row for each.

    What a project did is needed more often than what another actor did.
    """
    planted = [bool(rng.random() < NEEDED[bool(p)]) for p in contributions["project_id"]]
    judged = [None if rng.random() < NOT_JUDGED else is_needed for is_needed in planted]
    judged = pd.Series(judged, index=contributions.index, dtype="object")
    truth = contributions[["contribution_id"]].assign(is_needed=planted)
    return contributions.assign(is_needed=judged), truth


def _credits(
    changes: pd.DataFrame, project_domains: pd.DataFrame, rng: Generator
) -> dict[str, list[str]]:
    """The projects credited with each change, so that every project of its domains is somewhere."""
    works_in = project_domains.groupby("domain")["project_id"].apply(list)
    credits: dict[str, list[str]] = {}
    for change in changes.itertuples(index=False):
        seen = {project for credited in credits.values() for project in credited}
        pool, n = works_in.get(change.domain, []), int(rng.integers(1, 3))
        fresh, others = ([p for p in pool if (p in seen) == known] for known in (False, True))
        credits[change.change_id] = [*picks(rng, fresh, n), *picks(rng, others, n)][:n]
    domain = changes.set_index("change_id")["domain"]
    for project, rows in project_domains.groupby("project_id"):
        fitting = [change for change in credits if domain[change] in set(rows["domain"])]
        if fitting and not any(project in credited for credited in credits.values()):
            credits[min(fitting, key=lambda change: len(credits[change]))].append(project)
    return credits


def dated(
    study: Study,
    changes: pd.DataFrame,
    contributions: pd.DataFrame,
    projects: pd.DataFrame,
    rng: Generator,
) -> pd.DataFrame:
    """The changes with ``date``: after every project credited began, before the fieldwork."""
    start = contributions["project_id"].map(projects.set_index("project_id")["start"])
    last = start.groupby(contributions["change_id"]).max()
    until = pd.Timestamp(study.fieldwork.start)
    dates = []
    for change in changes["change_id"]:
        # Where only another actor is credited, within the two years before the fieldwork.
        first = until - pd.Timedelta(days=730) if pd.isna(last[change]) else last[change]
        days = rng.integers(FIRST_SEEN, (until - first).days)
        dates.append(first + pd.Timedelta(days=int(days)))
    return changes.assign(date=dates)


def backdated(
    changes: pd.DataFrame, contributions: pd.DataFrame, projects: pd.DataFrame
) -> pd.DataFrame:
    """The changes, the first with a project dated before that project began: what no study may say.

    For tests of what refuses it.
    """
    credited = contributions[contributions["project_id"].ne("")].iloc[0]
    start = projects.set_index("project_id")["start"][credited["project_id"]]
    is_first = changes["change_id"].eq(credited["change_id"])
    return changes.assign(date=changes["date"].mask(is_first, start - DAYS_TOO_EARLY))


def sustained(
    study: Study,
    changes: pd.DataFrame,
    contributions: pd.DataFrame,
    projects: pd.DataFrame,
    rng: Generator,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The changes with ``is_sustained`` and ``evidence``, blank if none was found; and the truth.

    The truth has one row per change: ``approach`` of the project credited first, ``p_sustained``,
    ``is_sustained``.
    """
    approaches = projects.set_index("project_id")["approach"]
    first = contributions.groupby("change_id")["project_id"].first().map(approaches)
    lasting = catalogue()["evidence"]
    planted, seen = [], []
    for change in changes["change_id"]:
        is_first = first[change] == study.approaches[0].id
        p = truth.LASTS_FIRST_APPROACH if is_first else truth.LASTS_OTHERWISE
        lasts = bool(rng.random() < p)
        planted.append((change, first[change], p, lasts))
        evidence = pick(rng, lasting["lasted" if lasts else "ended"])
        seen.append((None, "") if rng.random() < NO_EVIDENCE else (lasts, evidence))
    columns = ["change_id", "approach", "p_sustained", "is_sustained"]
    found = pd.DataFrame(
        seen, columns=["is_sustained", "evidence"], index=changes.index, dtype="object"
    )
    return changes.join(found), pd.DataFrame(planted, columns=columns)
