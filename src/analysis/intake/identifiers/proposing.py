"""Names, places and organizations, proposed to a person who decides; never masked by themselves.

Needs the optional extra ``names`` and a model of spaCy that is installed on the machine, or lies in
a folder. Nothing is downloaded.
"""

import csv
import io
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from analysis.faults import BadInput, Fault
from analysis.intake.identifiers.finding import PSEUDONYM

NOT_LOOKED_FOR = "Names, places and organizations were not looked for."
# What the models call them: OntoNotes and WikiNER labels.
KINDS = {
    "PER": "name", "PERSON": "name", "LOC": "place", "GPE": "place", "FAC": "place",
    "ORG": "organization",
}  # fmt: skip
CURE = "Install the extra and a model: pip install '.[names]'; name a model that is installed."


@dataclass(frozen=True)
class Proposals:
    """How often each value of a kind was seen; ``said`` tells whether it was looked for at all."""

    counts: Counter[tuple[str, str]] = field(repr=False)
    said: str

    def csv(self) -> str:
        """Value, kind and times seen, the most frequent first: rows to keep or strike out."""
        lines = io.StringIO()
        writer = csv.writer(lines, lineterminator="\n")
        writer.writerow(("value", "kind", "n_times"))
        ordered = sorted(self.counts.items(), key=lambda one: (-one[1], one[0]))
        writer.writerows((*one, n) for one, n in ordered)
        return lines.getvalue()


def propose(texts: Iterable[str], model: str = "") -> Proposals:
    """What a model takes for a name, a place or an organization; nothing where none is named.

    Raises BadInput where the extra or the model is not installed.
    """
    if not model:
        return Proposals(Counter(), NOT_LOOKED_FOR)
    read = _loaded(model)
    counts = Counter(
        (" ".join(entity.text.split()), KINDS[entity.label_])
        for text in texts
        for entity in read(PSEUDONYM.sub(" ", text)).ents
        if entity.label_ in KINDS
    )
    n = len(counts)
    said = f"Names, places and organizations: {n} proposed, none masked; a person decides."
    return Proposals(counts, said)


def _loaded(model: str) -> Any:
    try:
        import spacy

        return spacy.load(model)
    except ImportError:
        rule = "the extra for names is not installed"
    except (OSError, ValueError):
        rule = "no such model is installed"
    raise BadInput([Fault(Path(model).name, rule, cure=CURE)])
