"""One conversation: turns of an interviewer and of those heard, and where a passage stands."""

from dataclasses import dataclass, field
from typing import Any

from analysis.synthetic.identifiers import Planted
from analysis.synthetic.streams import pick, picks
from analysis.synthetic.voice import Voice
from analysis.vocabulary import DIRECTIONS, IMPROVED

N_PASSAGES = {1: 0.25, 2: 0.45, 3: 0.30}
# Of three passages of a source about a domain, one may say something else; of fewer none, so that
# what most of them say is always the source's direction.
ONE_DIFFERS = 0.15
TELLS_STORY = 0.6
# Sentences of a passage beside the one that says the direction.
ABOUT, SECOND, NAMES_CAUSE, CONTRADICTS = 0.5, 0.45, 0.7, 0.2
# How often a source says one thing more of which a translation is known, while any is left.
SAYS_MORE = 0.4
# The first cause of a list is named this much more often than the last.
FIRST_CAUSE = 6.0
OPENS, HESITATES = 0.45, 0.3
ENDS = {"corrections": 0.12, "closers": 0.25, "recalls": 0.04}
REACTS, REACTS_TO_TALK, NEW_LINE, BACKCHANNEL = 0.55, 0.25, 0.12, 0.15
# People of an interview at the most; a focus group has more, or is greeted as an interview.
LARGEST_INTERVIEW = 3
# What is talked about before the domains, and what between and after them.
FIRST_TALK, MORE_TALK = ("work", "day"), ("before", "worries", "courses", "place", "digressions")
# Talk that begins without ado, and talk in which a date may have to be put right.
UNOPENED, DATED = ("place", "digressions"), ("day", "before")
N_SENTENCES = {2: 0.5, 3: 0.4, 4: 0.1}


@dataclass(frozen=True, eq=False)
class Passage:
    """What a stretch of speech is about, what it says and why.

    ``topic`` is blank where it is about the domain as a whole, as a story is; ``is_odd`` if it is
    unlike what else its source says of the domain; ``cause`` is blank where none is named, and
    ``translation`` where none is known.
    """

    domain: str
    topic: str
    direction: str
    is_odd: bool = False
    cause: str = ""
    translation: str = ""


@dataclass
class Line:
    """A turn: ``said`` belongs to the passage, what stands before and after it to none.

    More may be said at the end of a turn that ``is_open``.
    """

    speaker: str
    said: str
    passage: Passage | None = None
    before: str = ""
    after: str = ""
    is_open: bool = True
    planted: list[Planted] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The whole turn."""
        return self.before + self.said + self.after


@dataclass
class Conversation:
    """A conversation under way. ``guests`` are the speaker labels of those heard."""

    host: str
    guests: list[str]
    voice: Voice
    words: dict[str, Any]
    lines: list[Line] = field(default_factory=list)

    def n_words(self) -> int:
        """Words said so far, labels aside."""
        return sum(len(line.text.split()) for line in self.lines)

    def chance(self, probability: float) -> bool:
        """True as often as ``probability`` says."""
        return bool(self.voice.rng.random() < probability)

    def ask(self, entries: list, passage: Passage | None = None) -> None:
        """The interviewer's turn; one within a story belongs to its passage."""
        self.lines.append(Line(self.host, self.voice.say(entries), passage))

    def answer(
        self, text: str, speaker: str = "", *, opens: bool = True, ends: tuple[str, ...] = (),
        reacts: float = 0.0,
    ) -> Line:  # fmt: skip
        """A turn of whoever speaks next, and in a group what others may say to it.

        It ``opens`` like speech where the question asks for an opinion, and may end with one of
        the kinds of phrases in ``ends``.
        """
        speaker = speaker or self.next_guest()
        before = ""
        if opens:
            before = self._perhaps("openers", OPENS) or self._perhaps("hesitations", HESITATES)
        if before.endswith((",", "…", ":")):
            text = text[0].lower() + text[1:]
        after = next(filter(None, (self._perhaps(kind, ENDS[kind]) for kind in ends)), "")
        line = Line(
            speaker,
            self._spoken(text),
            before=f"{before} " if before else "",
            after=f" {after}" if after else "",
        )
        self.lines.append(line)
        if self.chance(reacts):
            self._react(speaker)
        return line

    def next_guest(self) -> str:
        """Whoever speaks next."""
        return pick(self.voice.rng, self.guests)

    def _spoken(self, text: str) -> str:
        fillers = self.words.get("fillers")
        return self.voice.hesitating(text, fillers) if fillers else text

    def _perhaps(self, kind: str, share: float) -> str:
        """One of a kind of phrases, or nothing; a language may lack the kind."""
        return self.voice.say(self.words[kind]) if kind in self.words and self.chance(share) else ""

    def _react(self, speaker: str) -> None:
        others = [guest for guest in self.guests if guest != speaker]
        if len(others) > 1 and "reactions" in self.words:
            for guest in picks(self.voice.rng, others, int(self.voice.rng.integers(1, 3))):
                self.lines.append(Line(guest, self.voice.say(self.words["reactions"])))

    # What a conversation consists of ------------------------------------------------------------

    def begin(self) -> None:
        """Greeting, consent, who everyone is, and one's work."""
        say = self.voice.say
        is_group = len(self.guests) > LARGEST_INTERVIEW and "group_greetings" in self.words
        self.ask(self.words["group_greetings" if is_group else "greetings"])
        for number, guest in enumerate(self.guests):
            consent = "" if number else f"{say(self.words['consents'])} "
            text = consent + say(self.words["introductions"])
            self.answer(text, guest, opens=False).is_open = False
        for kind in FIRST_TALK:
            self.small_talk(kind)

    def small_talk(self, kind: str) -> None:
        """A question and an answer that judge no domain."""
        entries, speaker = self.words[kind], self.next_guest()
        n = pick(self.voice.rng, list(N_SENTENCES), list(N_SENTENCES.values()))
        # A digression is a story by itself.
        is_story = kind == "digressions"
        self.ask(self.words["asks"][kind])
        n_lines = len(self.lines)
        self.answer(
            self.voice.say(entries, 1 if is_story else n), speaker,
            opens=kind not in UNOPENED, reacts=REACTS_TO_TALK,
            ends=(*(["corrections"] if kind in DATED else []), "closers"),
        )  # fmt: skip
        goes_on = not is_story and len(self.lines) == n_lines + 1 and "backchannels" in self.words
        if goes_on and self.chance(BACKCHANNEL):
            self.ask(self.words["backchannels"])
            self.answer(self.voice.say(entries), speaker, opens=False)

    def discuss(self, domain: str, direction: str | None, topics: dict[str, Any]) -> None:
        """A domain's question, and its passages, or an answer that does not raise it."""
        entry = self.words["domain"](domain)
        self.ask(entry["questions"])
        if direction is None:
            self.answer(self.voice.say(entry["silent"]), opens=False).is_open = False
            return
        for number, passage in enumerate(self._passages(domain, direction, list(topics))):
            if number:
                self.ask(self.words["follow_ups"])
            said = self._passage(passage, entry)
            self.answer(said, reacts=REACTS, ends=tuple(ENDS)).passage = passage
        if self.chance(SAYS_MORE):
            self._say_more(domain, direction)
        if entry.get("stories") and self.chance(TELLS_STORY):
            self._story(Passage(domain, "", direction), entry)

    def _say_more(self, domain: str, direction: str) -> None:
        """Something that nobody said yet, word for word, since its translation is known."""
        pair = self.voice.unsaid(self.words["bilingual"](domain)[direction])
        if pair is None:
            return
        said, translation = (pair[language] for language in self.words["languages"])
        passage = Passage(domain, "", direction, translation=translation)
        self.ask(self.words["follow_ups"])
        self.lines.append(Line(self.next_guest(), said, passage))

    def end(self) -> None:
        """The last question and the last answer."""
        pair = pick(self.voice.rng, self.words["farewells"])
        self.ask([pair["question"]])
        last = self.voice.say([pair["answer"]])
        self.lines.append(Line(self.next_guest(), last, is_open=False))

    def _passages(self, domain: str, direction: str, topics: list[str]) -> list[Passage]:
        rng = self.voice.rng
        n = pick(rng, list(N_PASSAGES), list(N_PASSAGES.values()))
        odd = int(rng.integers(n)) if n == max(N_PASSAGES) and self.chance(ONE_DIFFERS) else None
        passages = []
        for number, topic in enumerate(picks(rng, topics, n)):
            others = [other for other in DIRECTIONS if other != direction]
            said = pick(rng, others) if number == odd else direction
            cause = self._cause(said) if self.chance(NAMES_CAUSE) else ""
            passages.append(Passage(domain, topic, said, number == odd, cause))
        return passages

    def _cause(self, direction: str) -> str:
        causes = list(self._causes(direction))
        step = FIRST_CAUSE ** (-1 / max(1, len(causes) - 1))
        return pick(self.voice.rng, causes, [step**place for place in range(len(causes))])

    def _causes(self, direction: str) -> dict[str, list]:
        return self.words["mechanisms" if direction == IMPROVED else "barriers"]

    def _passage(self, passage: Passage, entry: dict[str, Any]) -> str:
        say = self.voice.say
        # In English a domain has no topics of its own.
        of_topic = entry["topics"][passage.topic] if "topics" in entry else entry
        n = 1 + self.chance(SECOND)
        said = [say(of_topic["about"])] if "about" in of_topic and self.chance(ABOUT) else []
        said += [say(of_topic[passage.direction], n)]
        said += [say(self._causes(passage.direction)[passage.cause])] if passage.cause else []
        said += [self._perhaps("contradictions", CONTRADICTS)]
        # A line now and then breaks inside a turn, as transcribers do.
        return ("\n" if self.chance(NEW_LINE) else " ").join(filter(None, said))

    def _story(self, passage: Passage, entry: dict[str, Any]) -> None:
        speaker, parts = self.next_guest(), self.voice.story(entry["stories"][passage.direction])
        self.ask(entry["prompts"])
        for number, part in enumerate(parts):
            if number:
                # An interviewer who nods is part of the story.
                self.ask(self.words["backchannels"], passage)
            self.lines.append(Line(speaker, part, passage, is_open=False))
        self.ask(self.words["significance_asks"])
        self.answer(self.voice.say(self.words["significance"][passage.direction]), speaker)
