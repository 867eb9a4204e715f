"""Sentences grown from templates.

``(a|b)`` is one of several, and may be nested or empty; ``[name]`` is one of a list of templates;
``{name}`` is a word the speaker brings. A template has as many readings as these multiply to.
"""

import re
from collections.abc import Mapping, Sequence

from analysis.synthetic.streams import Generator

Lists = Mapping[str, Sequence[str]]
_INNERMOST = re.compile(r"\(([^()]*)\)")
_LIST = re.compile(r"\[(\w+)\]")
_SLOT = re.compile(r"\{(\w+)\}")
# What joining alternatives leaves behind.
_SPACES, _BEFORE_STOP = re.compile(r"[ \t]{2,}"), re.compile(r" +([,.;:?!])")
_CONTRACTIONS = (
    (re.compile(r"\b([dD])e el\b"), r"\1el"),
    (re.compile(r"\b([aA]) el\b"), r"\1l"),
)
_SENTENCE = re.compile(r"(^|[.?!] +)([¿¡]?)(\w)")


def grow(template: str, lists: Lists, slots: Mapping[str, str], rng: Generator) -> str:
    """One reading of the template, spaced and capitalized. Raises KeyError for an unknown name."""
    text = template
    while _LIST.search(text) or _INNERMOST.search(text):
        text = _INNERMOST.sub(lambda found: _one(found[1].split("|"), rng), text)
        text = _LIST.sub(lambda found: f"({_one(lists[found[1]], rng)})", text)
    text = _SLOT.sub(lambda found: slots[found[1]], text)
    return tidied(text)


def tidied(text: str) -> str:
    """Single spaces, none before a stop, ``del`` and ``al``, a capital where a sentence begins."""
    text = _BEFORE_STOP.sub(r"\1", _SPACES.sub(" ", text)).strip()
    for written_apart, joined in _CONTRACTIONS:
        text = written_apart.sub(joined, text)
    return _SENTENCE.sub(lambda found: found[1] + found[2] + found[3].upper(), text)


def _one(options: Sequence[str], rng: Generator) -> str:
    return options[int(rng.random() * len(options))]
