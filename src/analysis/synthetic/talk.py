"""What was said: a transcript for each source, and where in it each judgement is spoken."""

from dataclasses import dataclass, field
from typing import Any, NamedTuple

import pandas as pd

from analysis.study import Study
from analysis.synthetic.streams import Generator, of_domain, phrases, pick, picks
from analysis.vocabulary import DIRECTIONS, FOCUS_GROUP, IMPROVED

N_PASSAGES = {1: 0.40, 2: 0.35, 3: 0.25}
# Of three passages of a source about a domain, one may say something else; of fewer none, so that
# what most of them say is always the source's direction.
ONE_DIFFERS = 0.15
NAMES_CAUSE, NEW_LINE = 0.6, 0.15
FEWEST_WORDS = 270
INTERVIEWER, MODERATOR = "INT", "MOD"
PASSAGE = ["source_id", "start", "end", "domain", "topic", "direction", "is_odd", "cause"]


class Passage(NamedTuple):
    """A passage: what it is about, what it says and why; ``is_odd`` if unlike its source."""

    text: str
    domain: str
    topic: str
    direction: str
    is_odd: bool
    cause: str | None


@dataclass
class Turns:
    """A conversation under way: who speaks, what, and where in the turn a passage begins."""

    host: str
    guests: list[str]
    rng: Generator
    lines: list[tuple[str, str, Passage | None]] = field(default_factory=list)

    def ask(self, question: str) -> None:
        """The interviewer's turn."""
        self.lines.append((self.host, question, None))

    def answer(self, text: str) -> None:
        """A turn of whoever speaks next."""
        self.lines.append((pick(self.rng, self.guests), text, None))

    def tell(self, passage: Passage) -> None:
        """A turn that holds a passage, after a hesitation."""
        hesitation = pick(self.rng, phrases()["hesitations"])
        if hesitation:
            passage = passage._replace(text=passage.text[0].lower() + passage.text[1:])
        self.lines.append((pick(self.rng, self.guests), hesitation + passage.text, passage))

    def n_words(self) -> int:
        """Words said so far."""
        return sum(len(text.split()) for _, text, _ in self.lines)


def talk(
    study: Study,
    sources: pd.DataFrame,
    asked: pd.DataFrame,
    judgements: pd.DataFrame,
    rng: Generator,
) -> tuple[dict[str, str], pd.DataFrame]:
    """Text of each source's transcript, and its passages: one row per passage.

    ``start`` and ``end`` count characters, the end exclusive.
    """
    labels = study.labels("domains", "es")
    directions = judgements.set_index(["source_id", "domain"])["direction"].to_dict()
    domains = asked.groupby("source_id", sort=False)["domain"].apply(list)
    texts, rows = {}, []
    for source in sources.itertuples(index=False):
        host = MODERATOR if source.kind == FOCUS_GROUP else INTERVIEWER
        turns = Turns(host, [f"P{number}" for number in range(1, source.n_people + 1)], rng)
        said = {
            domain: directions.get((source.source_id, domain))
            for domain in domains[source.source_id]
        }
        _converse(turns, said, labels)
        texts[source.source_id], places = _render(turns)
        rows += [(source.source_id, start, end, *passage[1:]) for start, end, passage in places]
    return texts, pd.DataFrame(rows, columns=PASSAGE)


def _converse(turns: Turns, said: dict[str, str | None], labels: dict[str, str]) -> None:
    """Greeting, introduction, the domains, as much small talk as the length asks, farewell."""
    rng, lists = turns.rng, phrases()
    core = Turns(turns.host, turns.guests, rng)
    for domain, direction in said.items():
        _discuss(core, domain, direction, labels[domain])
    turns.ask(pick(rng, lists["greetings"]))
    turns.answer(pick(rng, lists["consents"]) + " " + pick(rng, lists["introductions"]))
    for block in picks(rng, lists["small_talk"][:-1], len(lists["small_talk"])):
        if turns.n_words() + core.n_words() < FEWEST_WORDS - 40:
            turns.ask(block["question"])
            turns.answer(pick(rng, block["answers"]))
    turns.lines += core.lines
    farewell = pick(rng, lists["farewells"])
    for block in [lists["small_talk"][-1]] * (turns.n_words() < FEWEST_WORDS - 20):
        turns.ask(block["question"])
        turns.answer(pick(rng, block["answers"]))
    turns.ask(farewell["question"])
    turns.answer(farewell["answer"])


def _discuss(turns: Turns, domain: str, direction: str | None, label: str) -> None:
    """A domain's question, and its passages, or an answer that does not raise it."""
    rng, entry = turns.rng, of_domain(phrases()["domains"], domain)
    turns.ask(_worded(pick(rng, entry["questions"]), label))
    if direction is None:
        turns.answer(pick(rng, phrases()["silent"]))
        return
    for number, passage in enumerate(_passages(rng, domain, direction, entry["topics"], label)):
        if number:
            turns.ask(pick(rng, phrases()["follow_ups"]))
        turns.tell(passage)


def _passages(
    rng: Generator, domain: str, direction: str, topics: dict[str, Any], label: str
) -> list[Passage]:
    n = pick(rng, list(N_PASSAGES), list(N_PASSAGES.values()))
    odd = int(rng.integers(n)) if n == max(N_PASSAGES) and rng.random() < ONE_DIFFERS else None
    passages = []
    for number, topic in enumerate(picks(rng, list(topics), n)):
        others = [other for other in DIRECTIONS if other != direction]
        said = pick(rng, others) if number == odd else direction
        sentences = picks(rng, topics[topic][said], int(rng.integers(1, 3)))
        causes = phrases()["mechanisms" if said == IMPROVED else "barriers"]
        cause = pick(rng, list(causes)) if rng.random() < NAMES_CAUSE else None
        sentences += [pick(rng, causes[cause])] if cause else []
        # A line now and then breaks inside a turn, as transcribers do.
        gap = "\n" if rng.random() < NEW_LINE else " "
        text = _worded(gap.join(sentences), label)
        passages.append(Passage(text, domain, topic, said, number == odd, cause))
    return passages


def _worded(text: str, label: str) -> str:
    return text.replace("{domain}", label[0].lower() + label[1:])


def _render(turns: Turns) -> tuple[str, list[tuple[int, int, Passage]]]:
    text, places = "", []
    for speaker, said, passage in turns.lines:
        text += f"{speaker}: {said}\n"
        if passage:
            end = len(text) - 1
            places.append((end - len(passage.text), end, passage))
    return text, places
