"""The numbers the report may say: each taken out of a released table, none typed.

A notebook records its findings, says them, and saves them for the report::

    findings = Findings(study, "01_interviews", build_dir)
    findings.record("n_interviews", released, "n_sources", kind="interview")
    findings.say("We held {n_interviews} interviews.")
    findings.save()
"""

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from IPython.display import Markdown

from analysis import store
from analysis.disclosure import SHOWN, Blank, Released, Suppressed
from analysis.study import Study, refuse_in_git

ID = re.compile(r"[a-z][a-z0-9_]*")
REFERENCE = re.compile(r"\{(" + ID.pattern + r")\}")
DIGITS = 12  # significant digits kept: the last ones may differ between machines
SAID = "said"
FINDINGS = "findings"


class Findings:
    """The findings of one notebook.

    Raises BadInput where restricted findings, and the notebook beside them, would lie inside a
    git work tree: here, before anything is read, and not when they are saved.
    """

    def __init__(self, study: Study, notebook: str, build_dir: Path | str) -> None:
        refuse_in_git(study, Path(build_dir))
        self.study = study
        self.notebook = Path(notebook).stem
        self.path = Path(build_dir) / FINDINGS / f"{self.notebook}.json"
        self._recorded: dict[str, dict[str, Any]] = {}
        self._said: set[str] = set()

    def record(
        self, finding_id: str, released: Released, column: str, *, decimals: int = 0,
        unit: str = "", blank: str = "", **where: Any,
    ) -> None:  # fmt: skip
        """Record the one value of ``column`` in the row where each named column has its value.

        A number is worded with ``decimals`` and thousands separators, a ``*_share`` in unit
        ``%`` as a percentage; a suppressed one as "fewer than" the smallest cell, or as not shown
        where it may be larger, so that a small study can still be reported; a blank one as the word
        ``blank`` where that is given, since nothing may have been there to count. Raises
        ValueError for a table that was not released, a value that is otherwise blank or is
        ambiguous, words that quote a number, and an id recorded before with another value.
        """
        if not isinstance(released, Released):
            msg = f"{finding_id}: a finding comes from a released table only"
            raise ValueError(msg)
        if not ID.fullmatch(finding_id):
            msg = f"{finding_id}: an id begins with a small letter and holds a-z, 0-9 and _ only"
            raise ValueError(msg)
        try:
            value = _plain(released.value(column, **where))
            text = worded(value, column, decimals, unit)
        except Suppressed:
            few = f"fewer than {released.min_cell}"
            value, text = "", "a number not shown" if released.is_protected else few
        except Blank:
            if not blank:
                raise
            value, text = "", blank
        finding = {
            "finding_id": finding_id, "value": value, "text": text,
            "unit": unit, "notebook": self.notebook, "provenance": released.provenance,
        }  # fmt: skip
        # A cell that is run again records the same finding again.
        if self._recorded.setdefault(finding_id, finding) != finding:
            msg = f"{finding_id}: recorded before with another value; restart, or choose another id"
            raise ValueError(msg)

    def say(self, template: str) -> Markdown:
        """The sentence with each ``{finding_id}`` filled in, to be shown in the notebook.

        Raises ValueError for a typed digit and for an id that was not recorded.
        """
        if typed_digit(template):
            msg = "a digit is typed in the sentence; record the number and say {its_id}"
            raise ValueError(msg)
        texts = {finding_id: escaped(about["text"]) for finding_id, about in self._recorded.items()}
        sentence = fill(template, texts)
        self._said.update(REFERENCE.findall(template))
        return Markdown(sentence, metadata={SHOWN: True})

    def save(self) -> None:
        """Write the findings to ``build_dir/findings/<notebook>.json``."""
        ordered = [self._recorded[finding_id] for finding_id in sorted(self._recorded)]
        content = {FINDINGS: ordered, SAID: sorted(self._said)}
        store.write_text(self.path, json.dumps(content, ensure_ascii=False, indent=2) + "\n")


def worded(value: float | str, column: str, decimals: int = 0, unit: str = "") -> str:
    """A value as it is read: 192, 1,234, 0.71, 45 %; a text as it is."""
    if isinstance(value, str):
        return value
    if unit == "%" and column.endswith("_share"):
        value = 100 * value
    rounded = round(value, decimals) + 0.0  # never a negative zero
    return f"{rounded:,.{decimals}f}" + (" %" if unit == "%" else "")


def typed_digit(text: str) -> bool:
    """Whether a number stands in the text otherwise than by reference to a finding."""
    return any(letter.isnumeric() for letter in REFERENCE.sub("", text))


def fill(template: str, texts: Mapping[str, str]) -> str:
    """The template with each reference replaced; raises ValueError for an id not in ``texts``."""
    unknown = sorted(set(REFERENCE.findall(template)) - set(texts))
    if unknown:
        msg = f"{', '.join(unknown)}: no such finding"
        raise ValueError(msg)
    return REFERENCE.sub(lambda match: texts[match[1]], template)


def escaped(text: str) -> str:
    """A finding's text, none of whose characters Markdown takes for its own."""
    return re.sub(r"([\\`*_{}\[\]<>#|$~^])", r"\\\1", text)


def _plain(value: Any) -> int | float | str:
    """A number without the digits in which machines differ, whole where it is whole; or a text."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        msg = "a finding is a number or a text"
        raise ValueError(msg)
    if isinstance(value, str):
        if len(value.split()) > 1 and typed_digit(value):
            msg = "a number stands in words; record it as a finding of its own"
            raise ValueError(msg)
        return value
    number = float(f"{value:.{DIGITS}g}") + 0.0
    return int(number) if number.is_integer() else number
