"""What was said: a transcript for each source, where each judgement is spoken, and the stories."""

import re
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from analysis.study import Study
from analysis.synthetic import identifiers, transcript
from analysis.synthetic.coding import topics
from analysis.synthetic.conversation import MORE_TALK, Conversation
from analysis.synthetic.identifiers import Planted
from analysis.synthetic.streams import Generator, lists, phrases, pick
from analysis.synthetic.voice import Memory, Voice
from analysis.vocabulary import FOCUS_GROUP

# Words of a transcript: the mean and spread of its logarithm, its bounds, and more in a group.
WORDS, SPREAD, FEWEST, MOST, GROUP_FACTOR = 1_080, 0.28, 840, 2_150, 1.35
# Share of the small talk that comes before the domains.
TALK_FIRST = 0.3
ENGLISH = "english"
PASSAGE = ["source_id", "start", "end", "domain", "topic", "direction", "is_odd", "cause",
    "translation",
]  # fmt: skip
# People called by their first name in the phrases are identifiers too.
_CALLED = re.compile(r"\b(?:[Dd]on|[Dd]oña) [A-ZÁÉÍÓÚÑ]\w+")


@dataclass(frozen=True)
class Said:
    """Transcripts by source, the words alone without labels and times, and, one row each,
    passages, stories (of each source and domain it raises) and identifiers planted.

    ``start`` and ``end`` count characters of the transcript, the end exclusive.
    """

    texts: dict[str, str]
    spoken: dict[str, str]
    passages: pd.DataFrame
    stories: pd.DataFrame
    planted: pd.DataFrame


def talk(
    study: Study,
    sources: pd.DataFrame,
    asked: pd.DataFrame,
    judgements: pd.DataFrame,
    rng: Generator,
) -> Said:
    """What each source says of the domains it was asked about, and much besides."""
    directions = judgements.set_index(["source_id", "domain"])["direction"].to_dict()
    domains = asked.groupby("source_id", sort=False)["domain"].apply(list)
    memory, texts, spoken = Memory(), {}, {}
    rows = {"passages": [], "stories": [], "planted": []}
    for number, source in enumerate(sources.itertuples(index=False)):
        said = {d: directions.get((source.source_id, d)) for d in domains[source.source_id]}
        conversation = _converse(study, source, said, memory, rng)
        _plant(conversation, study, rng)
        spoken[source.source_id] = " ".join(line.text for line in conversation.lines)
        memory.add(spoken[source.source_id])
        habit = transcript.suited(transcript.habit(rng), transcript.kind_of(number))
        text, found = transcript.written(conversation.lines, habit)
        texts[source.source_id] = text
        for name, of_source in found.items():
            rows[name] += [(source.source_id, *row) for row in of_source]
    return Said(
        texts,
        spoken,
        pd.DataFrame(rows["passages"], columns=PASSAGE),
        pd.DataFrame(rows["stories"], columns=["source_id", "domain", "text"]),
        pd.DataFrame(rows["planted"], columns=identifiers.PLANTED),
    )


def _converse(
    study: Study, source: tuple, said: dict[str, str | None], memory: Memory, rng: Generator
) -> Conversation:
    """The domains in drawn order, and as much small talk around them as the length asks."""
    words, slots = _words(source), _slots(study, source, rng)
    guests = [f"P{number}" for number in range(1, source.n_people + 1)]
    places = ((ENGLISH,), ("groups", source.group), *(("domains", domain) for domain in said))
    voice = Voice(rng, memory, source.group, lists(*places), slots)
    # The first of the study's labels asks in interviews, the last in focus groups.
    host = study.interviewer_labels[-1 if source.kind == FOCUS_GROUP else 0]

    def part() -> Conversation:
        return Conversation(host, guests, voice, words)

    first, last, sections = part(), part(), []
    first.begin()
    for domain, direction in said.items():
        voice.slots["domain"] = _label(study, domain, words)
        sections.append(part())
        sections[-1].discuss(domain, direction, topics(domain))
    last.end()
    n_words = sum(each.n_words() for each in (first, last, *sections))
    blocks, target = [], _length(source, rng)
    kinds = rng.permutation([kind for kind in MORE_TALK if kind in words])
    while n_words < target:
        blocks.append(part())
        blocks[-1].small_talk(kinds[len(blocks) % len(kinds)])
        n_words += blocks[-1].n_words()
    n_first = round(TALK_FIRST * len(blocks))
    # In the order in which they were made, so that two of a kind do not stand side by side.
    gaps = sorted(rng.integers(len(sections) + 1, size=len(blocks) - n_first))
    order = [first, *blocks[:n_first]]
    for number in range(len(sections) + 1):
        order += [b for gap, b in zip(gaps, blocks[n_first:], strict=True) if gap == number]
        order += sections[number : number + 1]
    whole = part()
    whole.lines = [line for each in (*order, last) for line in each.lines]
    return whole


def _length(source: tuple, rng: Generator) -> float:
    drawn = WORDS * np.exp(rng.normal(0, SPREAD))
    return float(np.clip(drawn * (GROUP_FACTOR if source.kind == FOCUS_GROUP else 1), FEWEST, MOST))


def _words(source: tuple) -> dict[str, Any]:
    """The phrases of a source's language, group and place, by what they are for."""
    both = {"bilingual": lambda name: phrases("bilingual", name)}
    if source.language == ENGLISH:
        words = phrases("english") | both | {"languages": ("en", "es")}
        of_domain = words["domains"]
        return words | {"domain": lambda name: of_domain.get(name, of_domain["generic"])}
    words, group = phrases("conversation"), phrases("groups", source.group)
    words = words | both | {"languages": ("es", "en")}
    place = _place(source.state)
    return words | group | {
        "place": [*group["place"], *place["scenes"]],
        "domain": lambda name: phrases("domains", name),
    }  # fmt: skip


def _place(state: str) -> dict[str, list[str]]:
    places = phrases("states")
    return places.get(state, places["generic"])


def _slots(study: Study, source: tuple, rng: Generator) -> dict[str, str]:
    state = study.labels("places", "es")[source.state]
    return {"state": state, "trade": pick(rng, _place(source.state)["trades"])}


def _label(study: Study, domain: str, words: dict[str, Any]) -> str:
    label = study.labels("domains", "es" if "fillers" in words else "en")[domain]
    return label[0].lower() + label[1:]


def _plant(conversation: Conversation, study: Study, rng: Generator) -> None:
    """Identifiers at the end of some turns of those heard."""
    group = conversation.voice.group
    frames = "sentences" if "fillers" in conversation.words else "in_english"
    said = [line for line in conversation.lines if line.speaker != conversation.host]
    answers = [line for line in said if line.is_open]
    for _ in range(rng.poisson(identifiers.MEAN)):
        line = pick(rng, answers)
        text, found = identifiers.sentence(study, rng, frames, group)
        at = len(line.text) + 1
        line.after += f" {text}"
        line.planted.append(Planted(found.start + at, found.end + at, found.kind, found.damage))
    for line in conversation.lines:
        known = [range(found.start, found.end) for found in line.planted]
        line.planted += [
            Planted(called.start(), called.end(), "person", "none")
            for called in _CALLED.finditer(line.text)
            if not any(called.start() in place for place in known)
        ]
