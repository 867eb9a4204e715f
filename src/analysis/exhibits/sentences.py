"""Sentences made from tables, for findings that are words."""

import pandas as pd

from analysis import vocabulary as words
from analysis.exhibits import verdict_wording
from analysis.study import Study

NOTHING = {words.DECLARED: "nothing can be declared", words.LIKELY: "nothing more"}

WHOLE = "All studied states"


def listed(names: list[str]) -> str:
    """Names as a text lists them: a; a and b; a, b and c."""
    return " and ".join([", ".join(names[:-1]), *names[-1:]] if len(names) > 1 else names)


def headlines_at(level: str, headlines: pd.DataFrame, study: Study) -> str:
    """The domains' verdicts of one level (declared or likely) as a sentence without its capital.

    ``headlines`` has one row per domain with ``verdict``, ``level``, ``people_way`` and
    ``indicators_way``.
    """
    names = study.labels("domains", short=True)
    said = headlines[headlines["level"].eq(level)].set_index("domain")
    said = said.reindex([domain for domain in names if domain in said.index])
    kinds = said.groupby(["verdict", "people_way", "indicators_way"], sort=False)
    clauses = [
        verdict_wording.clause(*kind, listed([lower(names[domain]) for domain in part.index]))
        for kind, part in kinds
    ]  # fmt: skip
    return "; ".join(clauses) or NOTHING[level]


def verdict_on(domain: str, headlines: pd.DataFrame, study: Study) -> str:
    """The verdict on one domain over all studied states, and how sure it is, as a sentence."""
    name = study.labels("domains", short=True)[domain]
    said = headlines[headlines["domain"].eq(domain)]
    if said.empty:
        return f"{name}: studied in no state"
    level, verdict = said["level"].iloc[0], said["verdict"].iloc[0]
    if level == words.OPEN:
        return f"{name}: {lower(verdict_wording.VERDICTS[verdict])} over all studied states"
    clause = headlines_at(level, said, study)
    return capital(clause) if level == words.DECLARED else f"Likely, but no finding: {clause}"


def undetermined(headlines: pd.DataFrame, study: Study) -> str:
    """The domains for which no verdict can be given, or "none"."""
    names = study.labels("domains", short=True)
    unsaid = set(headlines.loc[headlines["level"].eq(words.OPEN), "domain"])
    return listed([lower(name) for domain, name in names.items() if domain in unsaid]) or "none"


def coders_errors(*, is_corrected: bool, is_wanted: bool) -> str:
    """What becomes of coders' errors in net direction, to be followed by how much they take."""
    if is_corrected:
        return "Coders' errors are taken back; left as coded, net direction would shrink by"
    why = "since too few judgments tell how they err" if is_wanted else "as study.yaml asks"
    return f"Coders' errors are not taken back, {why}: net direction has shrunk by"


def reached_at(n_before: float, run_length: float) -> str:
    """Saturation as its method writes it: interviews before the run, and the run."""
    return f"{n_before:.0f}+{run_length:.0f}" if n_before == n_before else "not reached"


def place_name(place: str, study: Study) -> str:
    """How a place of the matrix reads: all states, a class of exposure, a region or a state."""
    names = {words.ALL_STATES: WHOLE} | verdict_wording.EXPOSURES | study.labels("states")
    return names.get(place) or capital(place.replace("_", " "))


def lower(label: str) -> str:
    """A label inside a sentence; an abbreviation keeps its capitals."""
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]


def capital(text: str) -> str:
    """A text that begins a sentence."""
    return text[:1].upper() + text[1:]
