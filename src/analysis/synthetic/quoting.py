"""What was translated of the invented talk, and which words of it may be published."""

import re
from collections.abc import Sequence

import pandas as pd

from analysis.intake.normalizing import normalized
from analysis.schema.quotations import signed
from analysis.synthetic.streams import Generator, pick, picks
from analysis.vocabulary import CHECKED, DRAFT, MACHINE, SYNTHETIC

STATUSES = {CHECKED: 0.6, DRAFT: 0.25, MACHINE: 0.15}
TRANSLATORS, PROGRAM = ("T1", "T2"), "MT"
# What stands for an identifier, in each language.
MASKS = {"es": {"person": "[nombre]"}, "en": {"person": "[name]"}}
OTHER_MASK = {"es": "[dato]", "en": "[detail]"}
CUT = " […] "
N_SENTENCES = 3  # of what may lose its second one
# A quotation is reviewed so long after it was said.
REVIEWED_AFTER = pd.Timedelta(days=45)
STRETCH = ["source_id", "start", "end"]
_SENTENCE_END = re.compile(r"(?<=[.?!])\s+")


def translations(passages: pd.DataFrame, codings: pd.DataFrame, rng: Generator) -> pd.DataFrame:
    """The passages whose translation is known, where somebody coded exactly their stretch.

    One row per passage, with its ``domain`` and ``direction``; a machine's translation has the
    program's name.
    """
    coded = codings.rename(columns={"source": "source_id"})[STRETCH].drop_duplicates()
    known = passages[passages["translation"].ne("")].merge(coded, on=STRETCH)
    status = [pick(rng, list(STATUSES), list(STATUSES.values())) for _ in known.index]
    translator = [PROGRAM if s == MACHINE else pick(rng, TRANSLATORS) for s in status]
    known = known.assign(status=status, translator=translator)
    return known[[*STRETCH, "translation", "translator", "status", "domain", "direction"]]


def quotations(
    translated: pd.DataFrame,
    texts: dict[str, str],
    planted: pd.DataFrame,
    languages: pd.Series,
    rng: Generator,
) -> pd.DataFrame:
    """One or two checked translations of each domain, as they are to be published.

    ``planted`` are the identifiers, of which the quoted ones are masked; ``languages`` (``es`` or
    ``en``) are by source. The first of a domain names somebody; the second says another direction,
    and a sentence of it is left out; each where there is such a one.
    """
    rows = []
    checked = translated[translated["status"].eq(CHECKED)]
    for _, of_domain in checked.groupby("domain", sort=False):
        named = [len(_named(row, planted)) > 0 for row in of_domain.itertuples()]
        first = of_domain.loc[pick(rng, _best(of_domain, named).index)]
        rows.append(_quoted(first, texts, planted, languages, is_cut=False))
        others = of_domain.drop(index=first.name)
        others = _best(others, others["direction"].ne(first["direction"]))
        others = _best(others, [_can_be_cut(words) for words in others["translation"]])
        rows += [
            _quoted(others.loc[row], texts, planted, languages, is_cut=True)
            for row in picks(rng, others.index, 1)
        ]
    columns = ["source_id", "start", "end", "text", "translation", "domain"]
    table = pd.DataFrame(rows, columns=columns)
    numbers = [f"Q{number:02}" for number in range(1, len(table) + 1)]
    return table.assign(quotation_id=numbers)


def reviews(quotations: pd.DataFrame, dates: pd.Series) -> pd.DataFrame:
    """A record for each quotation that says it is synthetic: nobody reviewed it.

    ``dates`` are those on which the sources were heard.
    """
    both = zip(quotations["text"], quotations["translation"], strict=True)
    return quotations[["quotation_id"]].assign(
        reviewer=SYNTHETIC,
        date=quotations["source_id"].map(dates) + REVIEWED_AFTER,
        text_sha256=[signed(*words) for words in both],
    )


def as_read(table: pd.DataFrame, texts: dict[str, str]) -> pd.DataFrame:
    """Positions, and quoted words, in the transcripts as intake reads them."""
    places = zip(table["source_id"], table["start"], table["end"], strict=True)
    spans = [normalized(texts[source]).to_normal(start, end) for source, start, end in places]
    moved = table.assign(start=[int(s) for s, _ in spans], end=[int(e) for _, e in spans])
    if "text" in moved:
        moved["text"] = [normalized(words).text for words in moved["text"]]
    return moved


def _best(passages: pd.DataFrame, is_wanted: Sequence[bool]) -> pd.DataFrame:
    """Those wanted, or all where there is none."""
    wanted = passages[list(is_wanted)]
    return wanted if len(wanted) else passages


def _can_be_cut(words: str) -> bool:
    return len(_SENTENCE_END.split(words)) == N_SENTENCES


def _named(passage: tuple, planted: pd.DataFrame) -> pd.DataFrame:
    return planted[
        planted["source_id"].eq(passage.source_id)
        & planted["start"].ge(passage.start)
        & planted["end"].le(passage.end)
    ]


def _quoted(
    passage: pd.Series, texts: dict[str, str], planted: pd.DataFrame, languages: pd.Series,
    *, is_cut: bool,
) -> tuple:  # fmt: skip
    said = texts[passage["source_id"]][passage["start"] : passage["end"]]
    spoken = languages[passage["source_id"]]
    both = {spoken: said, {"es": "en", "en": "es"}[spoken]: passage["translation"]}
    for named in _named(passage, planted).itertuples():
        for language, words in both.items():
            mask = MASKS[language].get(named.kind, OTHER_MASK[language])
            both[language] = re.sub(re.escape(named.value), mask, words, flags=re.IGNORECASE)
    if is_cut:
        both = _cut(both)
    return (*passage[STRETCH], *both.values(), passage["domain"])


def _cut(both: dict[str, str]) -> dict[str, str]:
    """Without the second sentence, where both languages have three."""
    sentences = {language: _SENTENCE_END.split(words) for language, words in both.items()}
    if {len(of_one) for of_one in sentences.values()} != {N_SENTENCES}:
        return both
    return {language: f"{first}{CUT}{last}" for language, (first, _, last) in sentences.items()}
