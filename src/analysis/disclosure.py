"""What may be shown without showing who said it: the only way from a table to an exhibit.

Four doors. ``release`` takes numbers about people heard or cases measured and hides the small
ones; ``release_classes`` takes verdicts and other words, where no number about people may stand;
``release_public`` takes figures anybody may read; ``release_quotations`` takes one person's words,
each allowed by a reviewer. What comes out is ``Released``, which alone is
drawn, exported or recorded as a finding.
"""

import re
from collections.abc import Sequence
from dataclasses import InitVar, dataclass, field
from typing import Any

import pandas as pd
from pandas.api.types import is_bool_dtype, is_numeric_dtype

from analysis import schema, store
from analysis.methods.suppression import lines, protect
from analysis.schema.quotations import signed
from analysis.study import Study
from analysis.vocabulary import PROVENANCES, PUBLIC, RESTRICTED, SYNTHETIC

# Said of every exhibit, by provenance and language.
STAMPS = {
    PUBLIC: {
        "en": "Public figures: from the publishers named, none from the people heard.",
        "es": "Cifras públicas: de las fuentes citadas, ninguna de las personas escuchadas.",
    },
    SYNTHETIC: {
        "en": "Synthetic study: says nothing about real people, projects or states.",
        "es": "Estudio sintético: nada dice de personas, proyectos o estados reales.",
    },
    RESTRICTED: {
        "en": "Restricted: made from confidential interviews, not to be passed on.",
        "es": "Restringido: hecho con entrevistas confidenciales, no debe circular.",
    },
}
# Said instead where synthetic accounts stand beside the name of a real state, or of several.
JOINED = {
    "en": "Synthetic study, synthetic accounts: says nothing about this state or its people.",
    "es": "Estudio sintético, relatos sintéticos: nada dicen de este estado o su gente.",
}
JOINED_MANY = {
    "en": "Synthetic study, synthetic accounts: says nothing about these states or their people.",
    "es": "Estudio sintético, relatos sintéticos: nada dicen de estos estados o su gente.",
}
STATE_COLUMNS = ("state", "place")

# Each points to one interview, passage or story, and so to the few people in it.
SOURCE_IDS = ("source_id", "segment_id", "account_id", "folio")
# Counts that speak of people: they leave through ``release`` alone.
COUNTS_OF_PEOPLE = (
    "n_people", "n_sources", "n_asked", "n_raised", "n_unasked", "n_respondents", "n_accounts",
    "n_stories", "n_passed",
)  # fmt: skip
# Measures made of what people said; so is every share.
SAID_BY_PEOPLE = ("direction", "direction_lower", "direction_upper", "prominence", "probability")
# Of two sources each reads the other's answer out of what is told of both (Hundepool and others
# 2012, section 4.2.1: a minimum of three contributors).
FEWEST_SOURCES = 3
# A count and the part of it that is counted beside it: what is left over is known too.
PARTS = (("n_asked", "n_raised"),)
# A text that is a number could be any count in disguise; a period (2021, 2021Q3) is none.
_NUMBER = re.compile(r"\s*[-+]?\s*\d[\d.,\s]*%?\s*")
_YEAR = re.compile(r"(19|20)\d\d")

# Set on what a notebook shows by those who show only released tables and findings.
SHOWN = "released"

_SEAL = object()


class Suppressed(ValueError):
    """The value asked for rests on too few people to be told."""


def stamp(provenance: str, language: str = "en", *, n_states: int = 0) -> str:
    """What an exhibit of this provenance, beside the names of so many states, is not."""
    if n_states and provenance == SYNTHETIC:
        return (JOINED if n_states == 1 else JOINED_MANY)[language]
    return STAMPS[provenance][language]


@dataclass(frozen=True, eq=False)
class Released:
    """A table that may be shown, with the provenance and the study it was released under.

    Only this module's functions make one: ``seal`` is theirs. ``table`` gives a copy, so that
    nothing can be written into what was released. ``is_protected`` where large cells may be
    hidden beside small ones.
    """

    provenance: str
    study: Study
    _content: pd.DataFrame = field(repr=False)
    is_protected: bool = False
    seal: InitVar[object] = None

    def __post_init__(self, seal: object) -> None:
        if seal is not _SEAL:
            msg = "a table is released by disclosure.release, release_classes or release_public"
            raise ValueError(msg)

    @property
    def table(self) -> pd.DataFrame:
        """The released rows; where ``is_suppressed``, the hidden columns are blank."""
        return self._content.copy()

    @property
    def min_cell(self) -> int:
        """Fewest people a number shown may rest on."""
        return self.study.smallest_cell

    @property
    def hidden_mark(self) -> str:
        """What stands for a hidden number: also true where it was hidden to protect another."""
        return "hidden" if self.is_protected else f"<{self.min_cell}"

    @property
    def n_states(self) -> int:
        """How many states its rows stand beside, by name."""
        named = [self._content[column] for column in STATE_COLUMNS if column in self._content]
        return max((int(states.nunique()) for states in named), default=0)

    def stamp(self, language: str = "en", *, joins_states: bool = False) -> str:
        """What it may not be taken for; say ``joins_states`` where no column shows it."""
        return stamp(self.provenance, language, n_states=self.n_states or int(joins_states))

    def value(self, column: str, **where: Any) -> Any:
        """The one value of ``column`` in the row where each named column has the value given.

        Raises Suppressed where it is hidden, ValueError where it is blank and where no row fits
        or several do.
        """
        rows = self._content
        _require(rows, [column, *where])
        for name, wanted in where.items():
            rows = rows[rows[name].eq(wanted)]
        if len(rows) != 1:
            msg = f"{column}: {len(rows)} rows fit ({', '.join(where)}), not one"
            raise ValueError(msg)
        value = rows[column].iloc[0]
        if pd.isna(value):
            if "is_suppressed" in rows and rows["is_suppressed"].iloc[0]:
                msg = f"{column}: suppressed ({self.hidden_mark})"
                raise Suppressed(msg)
            msg = f"{column}: blank"
            raise ValueError(msg)
        return value.item() if hasattr(value, "item") else value


def release(
    table: pd.DataFrame,
    study: Study,
    people: str = "n_people",
    hide: Sequence[str] = (),
    within: Sequence[str] = (),
    by: Sequence[str] = (),
    keep: Sequence[str] = (),
) -> Released:
    """Hide the numbers that rest on fewer than ``study.smallest_cell`` people, and the count.

    ``people`` counts the people, sources or cases behind each row: above zero and too few, it
    and every ``hide`` column are blanked and ``is_suppressed`` is true. Zero is shown as zero.
    Hidden like them is what speaks of one or two sources, a share (``*_share``) of none or of
    all of fewer than twice the smallest cell, since it tells what each of them said, and a
    number in a row that counts nobody.
    ``within`` names the dimensions over which totals are published elsewhere, so that further
    cells must be hidden lest a total give a hidden one away; ``by`` the table's other dimensions.
    ``keep`` names numbers that say nothing of the people counted (a rank, a threshold).

    Raises ValueError for a column that is absent, confidential, or a number not named in any
    of these; for numbers of people by state; for rows that hold values but no count; where totals
    would give a cell away.
    """
    named = [people, *hide, *within, *by, *keep]
    table = table.reset_index(drop=True)
    if "is_suppressed" in table:
        msg = "is_suppressed: already released; release the table it was made from"
        raise ValueError(msg)
    _require(table, named)
    _refuse_numbers(table, named)
    _refuse_states(table, people)
    counts = _counts(table, people, hide)
    hidden = counts.gt(0) & counts.lt(study.smallest_cell) | _telling(table, counts, hide, study)
    if within:
        hidden = protect(counts, hidden, lines(table, within, by), study.smallest_cell)
    blanked = {column: table[column].mask(hidden) for column in [people, *hide]}
    shown = table.assign(**blanked, is_suppressed=hidden)
    return _seal(shown, study, study.provenance, is_protected=bool(within))


def release_classes(
    table: pd.DataFrame, study: Study, columns: Sequence[str], public: Sequence[str] = (),
    work: Sequence[str] = (),
) -> Released:  # fmt: skip
    """Release the ``columns`` of a table that holds only words: ids, names, verdicts, yes and no.

    Two kinds of number may stand beside them: ``public`` ones, read from public indicators, and
    numbers about the ``work`` (projects, changes, codes, agreement between coders), which count
    nobody heard. Raises ValueError naming any other column that holds a number or a date.
    """
    chosen = [*columns, *public, *work]
    _require(table, chosen)
    posing = [c for c in (*public, *work) if _speaks_of_people(c)]
    if posing:
        msg = f"{', '.join(posing)}: speaks of people, so it leaves through release alone"
        raise ValueError(msg)
    others = [column for column in columns if not _holds_classes(table[column])]
    if others:
        msg = f"{', '.join(others)}: not a class; use release, or name it as public or work"
        raise ValueError(msg)
    return _seal(table[chosen], study, study.provenance)


def release_public(table: pd.DataFrame, study: Study) -> Released:
    """Release a table as it is, where everything read so far in this process is public.

    Raises ValueError otherwise.
    """
    if store.provenance() != PUBLIC:
        msg = f"not only public figures were read: {store.provenance()}"
        raise ValueError(msg)
    return _seal(table, study, PUBLIC)


def release_quotations(
    quotations: pd.DataFrame, interviews: pd.DataFrame, asked: pd.DataFrame, study: Study
) -> Released:
    """Release the words that a reviewer signed, beside the stakeholder group where it is large.

    The tables are those of the study. ``group`` is given where at least ``study.smallest_cell``
    people of it were heard on the quotation's domain, in its language where that is told, since
    its reader knows all three; otherwise it is blank, as are state, source and person always. Two
    quotations stay two rows, in the order of their ids, and nothing says whether one person said
    both. Where fewer people were heard on the domain in any one language, no quotation on it tells
    which was spoken (the silence of some would): the language most were heard in comes first.

    Returns one row per quotation: ``domain``, ``language`` of its ``words``, ``is_as_spoken``
    (true, or false where that is not told), ``group``, ``words``, ``other_words`` and
    ``text_sha256`` of both, by which an exhibit can be held against what was released.
    Raises ValueError naming each quotation that is not the one reviewed or that nobody reviewed.
    """
    words = zip(quotations["text"], quotations["translation"], strict=True)
    is_signed = quotations["text_sha256"].eq([signed(*both) for both in words])
    reviewer = quotations["reviewer"].str.strip().fillna("")
    is_reviewed = reviewer.ne("") & quotations["reviewed_on"].notna()
    if study.provenance == RESTRICTED:
        is_reviewed &= reviewer.str.casefold().ne(SYNTHETIC)
    unsigned = quotations.loc[~(is_signed & is_reviewed), "quotation_id"]
    if len(unsigned):
        msg = f"{', '.join(unsigned)}: not reviewed as it stands, so it is not published"
        raise ValueError(msg)
    sources = interviews[["source_id", "group"]]
    said = quotations.sort_values("quotation_id").merge(sources, on="source_id")
    heard = asked.merge(interviews, on="source_id")
    in_languages = heard.groupby(["domain", "language"])["n_people"].sum()
    is_told = in_languages.groupby("domain").min().ge(study.smallest_cell)
    said["is_as_spoken"] = said["domain"].map(is_told).eq(True)
    heard["language"] = heard["language"].where(heard["domain"].map(is_told), "")
    of = ["group", "domain", "language"]
    people = heard.groupby(of)["n_people"].sum().rename("n_alike").reset_index()
    of_whom = said.assign(language=said["language"].where(said["is_as_spoken"], ""))
    n_alike = of_whom.merge(people, on=of, how="left")["n_alike"]
    shown = _in_one_order(said, interviews.groupby("language")["n_people"].sum())
    shown = shown.assign(group=said["group"].where(n_alike.ge(study.smallest_cell)))
    columns = ["domain", "language", "is_as_spoken", "group", "words", "other_words", "text_sha256"]
    return _seal(shown[columns], study, study.provenance)


def _in_one_order(said: pd.DataFrame, in_languages: pd.Series) -> pd.DataFrame:
    """What was spoken first; where that is not told, what is in the language most were heard in."""
    shown = said.rename(columns={"text": "words", "translation": "other_words"})
    if shown.empty:
        return shown
    main = in_languages.idxmax()
    is_turned = ~shown["is_as_spoken"] & shown["language"].ne(main)
    both = ["words", "other_words"]
    shown.loc[is_turned, both] = shown.loc[is_turned, both[::-1]].to_numpy()
    words = zip(shown["words"], shown["other_words"], strict=True)
    return shown.assign(
        language=shown["language"].mask(is_turned, main),
        text_sha256=[signed(*pair) for pair in words],
    )


def together(**parts: Released) -> Released:
    """Released tables as one, their rows below each other, for an exhibit that draws them all.

    ``part`` names the table that a row is from; a column that it does not have is blank there.
    Nothing is told that its parts do not tell: no row is joined to another. Raises ValueError
    for parts of different studies.
    """
    studies = [released.study for released in parts.values()]
    if any(study != studies[0] for study in studies):
        msg = "only tables of one study are put together"
        raise ValueError(msg)
    tables = [released.table.assign(part=name) for name, released in parts.items()]
    table = pd.concat(tables, ignore_index=True)
    if "is_suppressed" in table:
        table["is_suppressed"] = table["is_suppressed"].eq(True)
    provenance = max((part.provenance for part in parts.values()), key=PROVENANCES.index)
    is_protected = any(part.is_protected for part in parts.values())
    return _seal(table, studies[0], provenance, is_protected=is_protected)


def refused_names() -> frozenset[str]:
    """Columns that no released table may hold.

    They are the ids of sources and every column that any table declares confidential, even if
    another declares the same word openly: the ``date`` of a change leaves under a name of its
    own. Counts (``n_``) are spared, because ``release`` judges them by their size.
    """
    declared = {
        column
        for name in schema.TABLES
        for column, about in schema.about(name).items()
        if about["confidential"] and not column.startswith("n_")
    }
    return frozenset(declared.union(SOURCE_IDS))


def _seal(
    table: pd.DataFrame, study: Study, provenance: str, *, is_protected: bool = False
) -> Released:
    confidential = sorted(refused_names().intersection(table.columns))
    if confidential:
        msg = f"{', '.join(confidential)}: confidential, never released"
        raise ValueError(msg)
    binding = max(provenance, store.provenance(), key=PROVENANCES.index)
    content = table.reset_index(drop=True).copy()
    content.attrs.clear()  # a note left there would travel past every check
    return Released(binding, study, content, is_protected, seal=_SEAL)


def _require(table: pd.DataFrame, columns: Sequence[str]) -> None:
    absent = [column for column in columns if column not in table.columns]
    if absent:
        msg = f"{', '.join(absent)}: no such column; the table has {', '.join(map(str, table))}"
        raise ValueError(msg)


def _refuse_numbers(table: pd.DataFrame, named: Sequence[str]) -> None:
    """A number that nobody named could be the very one to hide (n_raised beside n_asked)."""
    others = [c for c in table if c not in named and not _holds_classes(table[c])]
    if others:
        names = ", ".join(map(str, others))
        msg = f"{names}: name it in hide, or in keep or by if it tells nothing"
        raise ValueError(msg)


def _refuse_states(table: pd.DataFrame, people: str) -> None:
    """By state, with a domain or without, only classes of what people said may leave."""
    places = [column for column in STATE_COLUMNS if column in table]
    if places and people in COUNTS_OF_PEOPLE:
        msg = f"{places[0]}: no number of people leaves by state; give classes to release_classes"
        raise ValueError(msg)


def _speaks_of_people(column: str) -> bool:
    return column in (*COUNTS_OF_PEOPLE, *SAID_BY_PEOPLE) or column.endswith("_share")


def _telling(
    table: pd.DataFrame, counts: pd.Series, hide: Sequence[str], study: Study
) -> pd.Series:
    """Rows that tell what a few people said, though there are enough people behind them."""
    sources = table[[column for column in hide if column in COUNTS_OF_PEOPLE]]
    shares = table[[column for column in hide if column.endswith("_share")]]
    values = table[[column for column in hide if is_numeric_dtype(table[column])]]
    left = [sources[all_] - sources[part] for all_, part in PARTS if {all_, part} <= {*sources}]
    counted = pd.concat([sources, *left], axis=1)
    is_few = counted.gt(0) & counted.lt(FEWEST_SOURCES)
    is_small = counts.gt(0) & counts.lt(2 * study.smallest_cell)
    is_unanimous = is_small & shares.isin([0, 1]).any(axis=1)
    rests_on_nobody = counts.eq(0) & (values.notna() & values.ne(0)).any(axis=1)
    return is_few.any(axis=1) | is_unanimous | rests_on_nobody


def _holds_classes(column: pd.Series) -> bool:
    values = column.dropna()
    return is_bool_dtype(column) or all(_is_class(value) for value in values)


def _is_class(value: Any) -> bool:
    if isinstance(value, str):
        return not _NUMBER.fullmatch(value) or bool(_YEAR.fullmatch(value))
    return isinstance(value, bool)


def _counts(table: pd.DataFrame, people: str, hide: Sequence[str]) -> pd.Series:
    counts = table[people]
    if not is_numeric_dtype(counts) or is_bool_dtype(counts) or counts.lt(0).any():
        msg = f"{people}: must count people, from zero up"
        raise ValueError(msg)
    uncounted = counts.isna()
    if table.loc[uncounted, list(hide)].notna().any(axis=None):
        msg = f"{people}: blank in rows that hold values, so nobody can say how few they rest on"
        raise ValueError(msg)
    return counts.astype(float)
