"""How strong the evidence is that a change happened, apart from who contributed to it.

Four lines: accounts of independent stakeholder groups, indicators, documents, and validation. Each
supports a change, contradicts it or is silent, and the study's rules put a word on what they say
together (triangulation: Denzin 1978, The Research Act; Patton 2015, Qualitative Research and
Evaluation Methods, chapter 9). The rules are judgment, stated beforehand; no probability.
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from analysis.settings import EvidenceLines, StrengthRule
from analysis.vocabulary import (
    ACCOUNTS,
    CONTRADICTS,
    EVIDENCE_KINDS,
    EVIDENCE_LINES,
    SILENT,
    SUPPORTS,
    VALIDATED,
)


def lines(
    changes: pd.DataFrame,
    behind: pd.DataFrame,
    change_evidence: pd.DataFrame,
    answers: pd.DataFrame,
    rules: EvidenceLines,
) -> pd.DataFrame:
    """What each line of evidence says of each change: one row per ``change_id`` and ``line``.

    ``behind`` comes from ``changes.behind``, ``answers`` from ``counts.answers`` of those heard
    before; ``change_evidence`` has one row per change and item with ``kind`` and ``bearing``.
    Returns ``bearing``: supports, contradicts or silent. A kind with one item for and one against
    contradicts: it leaves the change open to doubt.
    """
    n_groups = behind.set_index("change_id")["n_groups"]
    found = {ACCOUNTS: n_groups.ge(rules.n_groups).map({True: SUPPORTS, False: SILENT})}
    for kind in EVIDENCE_KINDS:
        items = change_evidence[change_evidence["kind"].eq(kind)].groupby("change_id")["bearing"]
        # Of the two words the first in the alphabet is the one against.
        found[kind] = items.min()
    found[VALIDATED] = _validated(answers.set_index("change_id"), rules)
    table = pd.DataFrame(found, index=pd.Index(changes["change_id"])).fillna(SILENT)
    table = table[list(EVIDENCE_LINES)].rename_axis(columns="line")
    return table.stack().rename("bearing").reset_index()


def _validated(answers: pd.DataFrame, rules: EvidenceLines) -> pd.Series:
    is_enough = answers["n_people"].ge(rules.n_answers)
    for_, against = (
        is_enough & answers[share].gt(rules.agree_share)
        for share in ("agree_share", "disagree_share")
    )
    words = np.select([for_, against], [SUPPORTS, CONTRADICTS], SILENT)
    return pd.Series(words, answers.index, dtype="object")


def strengths(lines: pd.DataFrame, rules: Sequence[StrengthRule]) -> pd.DataFrame:
    """The strength of evidence on each change, before it was validated and after.

    ``lines`` comes from the function of this name; the first rule that its lines meet gives the
    word. Returns one row per ``change_id`` with ``strength_before``, ``strength_after`` (missing
    where no rule fits), ``n_supporting`` and ``n_contradicting`` (lines, after).
    """
    is_before = lines["line"].ne(VALIDATED)
    before, after = _strength(lines[is_before], rules), _strength(lines, rules)
    table = after.rename(columns={"strength": "strength_after"})
    return table.assign(strength_before=before["strength"]).reset_index()


def _strength(lines: pd.DataFrame, rules: Sequence[StrengthRule]) -> pd.DataFrame:
    said = pd.crosstab(lines["change_id"], lines["bearing"])
    said = said.reindex(columns=[SUPPORTS, CONTRADICTS], fill_value=0)
    pro, contra = said[SUPPORTS], said[CONTRADICTS]
    strength = pd.Series(None, said.index, dtype="object")
    for rule in reversed(rules):
        fits = pro.ge(rule.supporting) & contra.le(rule.contradicting)
        strength = strength.mask(fits, rule.id)
    return pd.DataFrame({"n_supporting": pro, "n_contradicting": contra, "strength": strength})
