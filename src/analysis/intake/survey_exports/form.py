"""The form of a survey: what was asked, of whom, in which words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from analysis.intake.cells import plain

SELECT_ONE, SELECT_MULTIPLE = "select_one", "select_multiple"
NUMBERS = ("integer", "decimal", "range")
# The choice that ``or_other`` adds, and the end of the name of the question that goes with it.
OTHER = "other"


@dataclass(frozen=True)
class Group:
    """A group of questions, also a repeated one.

    ``repeat`` is the repeat group it stands in, ``wording`` its label by language.
    """

    name: str
    path: str
    repeat: str = ""
    wording: Mapping[str, str] = field(default_factory=dict)
    relevant: tuple[str, ...] = ()


@dataclass(frozen=True)
class Question:
    """One question of a form.

    ``path`` heads its column in an export (``intro/folio``); ``wording`` is its label by language
    ("" where the form names none); ``repeat`` is the innermost repeat group it stands in and
    ``choices`` its list of choices, "" where there is none. ``relevant`` holds the conditions under
    which it is asked, its own and those of its groups: all must hold.
    """

    name: str
    kind: str
    path: str
    wording: Mapping[str, str] = field(default_factory=dict)
    repeat: str = ""
    choices: str = ""
    relevant: tuple[str, ...] = ()
    choice_filter: str = ""
    constraint: str = ""

    @property
    def labels(self) -> tuple[str, ...]:
        """Its label in every language."""
        return tuple(self.wording.values())

    @property
    def content(self) -> tuple:
        """What makes an answer mean what it means: of two forms, equal where nothing changed."""
        return self.kind, self.repeat, self.relevant, self.choice_filter


@dataclass(frozen=True)
class Choice:
    """A choice of a list: its label by language, and its further columns, for filters."""

    name: str
    wording: Mapping[str, str] = field(default_factory=dict)
    columns: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Form:
    """A form: its questions, repeat groups and lists of choices, each by name.

    ``file`` as the user knows it. ``groups`` holds every group, repeated ones too, by path.
    """

    file: str
    title: str
    questions: Mapping[str, Question]
    lists: Mapping[str, tuple[Choice, ...]] = field(default_factory=dict)
    groups: Mapping[str, Group] = field(default_factory=dict)
    repeats: Mapping[str, Group] = field(default_factory=dict)
    version: str = ""

    @cached_property
    def languages(self) -> tuple[str, ...]:
        """The languages of its labels, "" for one without a name."""
        worded = [*self.questions.values(), *(c for items in self.lists.values() for c in items)]
        return tuple(dict.fromkeys(language for item in worded for language in item.wording))

    def choices(self, question: str) -> tuple[Choice, ...]:
        """The choices of a question, in the order of the form."""
        return self.lists.get(self.questions[question].choices, ())

    def names(self, question: str) -> tuple[str, ...]:
        """The names of a question's choices, in the order of the form."""
        return tuple(dict.fromkeys(choice.name for choice in self.choices(question)))

    def wordings(self, question: str, language: str | None = None) -> dict[str, str]:
        """A question's choices as ``{wording: name}``: a wording is a name or a label.

        In one ``language`` its labels come before names, as in an export in labels; otherwise
        names come before the labels of all languages. A label that two choices share is left out.
        """
        known = self._wordings.get((question, language))
        if known is None:
            known = _wordings(self.choices(question), language)
            self._wordings[question, language] = known
        return known

    @cached_property
    def _wordings(self) -> dict[tuple[str, str | None], dict[str, str]]:
        return {}

    def above(self, repeat: str) -> Iterator[str]:
        """A repeat group and those around it, from within; at last "", the form itself."""
        while repeat:
            yield repeat
            repeat = self.repeats[repeat].repeat
        yield ""


def _wordings(choices: tuple[Choice, ...], language: str | None) -> dict[str, str]:
    names = {choice.name: choice.name for choice in choices}
    meanings: dict[str, set[str]] = {}
    for choice in choices:
        for spoken, label in choice.wording.items():
            if language in (None, spoken):
                meanings.setdefault(plain(label), set()).add(choice.name)
    labels = {label: name for label, (name, *more) in _sorted(meanings) if not more}
    if language is None:
        known = {plain(name) for name in names}
        return names | {label: name for label, name in labels.items() if label not in known}
    # In labels, a name stands only where a choice has no label in this language.
    bare = {c.name: c.name for c in choices if language not in c.wording}
    return {name: of for name, of in bare.items() if plain(name) not in meanings} | labels


def _sorted(meanings: dict[str, set[str]]) -> Iterator[tuple[str, list[str]]]:
    return ((label, sorted(names)) for label, names in meanings.items())
