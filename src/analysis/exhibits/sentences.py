"""Sentences made from tables, for findings that are words."""

import pandas as pd

from analysis import vocabulary as words
from analysis.exhibits import wording
from analysis.study import Study


def listed(names: list[str]) -> str:
    """Names as a text lists them: a; a and b; a, b and c."""
    return " and ".join([", ".join(names[:-1]), *names[-1:]] if len(names) > 1 else names)


def headlines_at(level: str, headlines: pd.DataFrame, study: Study) -> str:
    """The domains' verdicts of one level: "labor justice in agreement; ...", or "none".

    ``headlines`` has one row per domain with ``verdict`` and ``level``.
    """
    names = study.labels("domains", short=True)
    said = headlines[headlines["level"].eq(level) & headlines["domain"].isin(names)]
    parts = [
        f"{listed([lower(names[d]) for d in part['domain']])} {wording.VERDICTS_IN_TEXT[verdict]}"
        for verdict, part in said.groupby("verdict", sort=False)
    ]
    return "; ".join(parts) or "none"


def undetermined(headlines: pd.DataFrame, study: Study) -> str:
    """The domains for which no verdict can be given, or "none"."""
    names = study.labels("domains", short=True)
    open_ = headlines[headlines["level"].eq(words.OPEN)]["domain"]
    return listed([lower(names[d]) for d in open_]) or "none"


def lower(label: str) -> str:
    """A label inside a sentence."""
    return label[:1].lower() + label[1:]
