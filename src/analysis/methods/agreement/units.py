"""Which coders gave a code to which stretch of text: turns, sentences, characters, passages.

Coders mark passages of their own bounds. To compare them the text is cut into units; a coder gave a
unit a code if a passage with it overlaps the unit. What a coder read and gave no code is told by
how the work was shared out (``who_read``): nothing else tells silence from absence.
"""

import re

import numpy as np
import pandas as pd

SPAN = ["source_id", "start", "end"]
READING = ["unit", "coder_id"]
# How texts are shared out to coders: whole sources, or what was said of a domain.
SOURCE, DOMAIN = "source", "domain"
# The end of a sentence: its mark, and the space before what can begin another one.
_SENTENCE = re.compile(r"(?<=[.!?…])[\"'»”)]*\s+(?=[\"'«“(¿¡—-]*[A-ZÁÉÍÓÚÑÜ¿¡0-9])")


def sentences(turns: pd.DataFrame) -> pd.DataFrame:
    """The sentences of each turn: one row per ``source_id``, ``start`` and ``end``.

    ``turns`` has one row per turn with ``source_id``, ``start`` and ``text``. A turn without an
    end mark is one sentence; an abbreviation before a capital letter ends one wrongly.
    """
    rows = []
    for source, start, text in turns[["source_id", "start", "text"]].itertuples(index=False):
        begin = 0
        for gap in [*_SENTENCE.finditer(text), None]:
            end = gap.start() if gap else len(text)
            rows.append((source, start + begin, start + end))
            begin = gap.end() if gap else end
    return pd.DataFrame(rows, columns=SPAN)


def characters(passages: pd.DataFrame, texts: pd.DataFrame) -> pd.DataFrame:
    """The text cut wherever a passage begins or ends: within each stretch all characters are alike.

    ``passages`` and ``texts`` (one row per stretch of talk to be coded) have ``SPAN``. Returns
    ``SPAN`` and ``n_characters``.
    """
    edges = pd.concat(
        [table[["source_id", side]].set_axis(["source_id", "at"], axis=1)
         for table in (passages, texts) for side in ("start", "end")]
    ).drop_duplicates()  # fmt: skip
    edges = edges.sort_values(["source_id", "at"], kind="stable")
    after = edges.groupby("source_id")["at"].shift(-1)
    spans = edges.rename(columns={"at": "start"}).assign(end=after).dropna()
    spans = spans.astype({"end": int}).reset_index(drop=True)
    spans = spans.loc[sorted(overlaps(spans, texts)[0].unique())].reset_index(drop=True)
    return spans.assign(n_characters=spans["end"] - spans["start"])


def overlaps(spans: pd.DataFrame, passages: pd.DataFrame) -> tuple[pd.Series, pd.Series]:
    """Every span and passage of one source that share a character: the labels of both.

    ``spans`` do not overlap each other within a source.
    """
    found = []
    ordered = spans.sort_values(["source_id", "start"], kind="stable")
    of_source = dict(list(ordered.groupby("source_id")))
    for source, part in passages.groupby("source_id"):
        if source not in of_source:
            continue
        own = of_source[source]
        first = np.searchsorted(own["end"].to_numpy(), part["start"].to_numpy(), side="right")
        last = np.searchsorted(own["start"].to_numpy(), part["end"].to_numpy(), side="left")
        n = np.maximum(last - first, 0)
        place = np.repeat(first - np.cumsum(n) + n, n) + np.arange(n.sum())
        found.append((own.index.to_numpy()[place], np.repeat(part.index.to_numpy(), n)))
    if not found:
        return pd.Series(dtype=int), pd.Series(dtype=int)
    span, passage = (np.concatenate(labels) for labels in zip(*found, strict=True))
    return pd.Series(span), pd.Series(passage)


def given(codings: pd.DataFrame, segments: pd.DataFrame, spans: pd.DataFrame) -> pd.DataFrame:
    """Which coders gave which code to which unit: one row per ``unit``, ``code_id``, ``coder_id``.

    ``unit`` is the label of the row of ``spans``. What nobody gave a code has no row.
    """
    passages = segments.set_index("segment_id")[SPAN]
    unit, segment = overlaps(spans, passages)
    marked = pd.DataFrame({"unit": unit, "segment_id": segment})
    return marked.merge(codings, on="segment_id").drop(columns="segment_id").drop_duplicates()


def who_read(
    marked: pd.DataFrame, spans: pd.DataFrame, codes: pd.DataFrame, assigned_by: str = SOURCE
) -> pd.DataFrame:
    """Which coders read which unit: one row per ``unit`` and ``coder_id``.

    ``marked`` is what ``given`` gives for ``spans``; ``codes`` gives a code's ``domain``. Assigned
    by source, whoever coded anything in a source read all of it. Assigned by domain, a unit with a
    code of a domain was read by those who coded that domain anywhere in its source, and a unit
    without by those who coded every domain that was found in its source; who overlooked a domain
    altogether is then taken not to have been given it.
    """
    source = spans["source_id"].rename_axis("unit").reset_index()
    coded = marked.merge(source, on="unit")
    if assigned_by == SOURCE:
        return source.merge(coded[["source_id", "coder_id"]].drop_duplicates())[READING]
    coded = coded.merge(codes[["code_id", "domain"]], on="code_id").dropna(subset="domain")
    readings = coded[["source_id", "domain", "coder_id"]].drop_duplicates()
    of_domain = coded[["unit", "source_id", "domain"]].drop_duplicates().merge(readings)
    n_domains = readings.groupby("source_id")["domain"].nunique()
    n_read = readings.groupby(["source_id", "coder_id"]).size().rename("n_read").reset_index()
    whole = n_read[n_read["n_read"].eq(n_read["source_id"].map(n_domains))]
    others = source[~source["unit"].isin(of_domain["unit"])].merge(whole, on="source_id")
    return pd.concat([of_domain[READING], others[READING]], ignore_index=True).drop_duplicates()


def matched(
    codings: pd.DataFrame, segments: pd.DataFrame, codes: pd.DataFrame, assigned_by: str = SOURCE
) -> pd.DataFrame:
    """Passages of several coders matched by overlap, with the set of codes each coder gave.

    Passages that overlap, also by way of a third one, are one unit; those enter that two coders or
    more read. Returns one row per ``source_id``, ``unit`` and ``coder_id`` who read it, with
    ``codes``, a frozenset; it is empty where the coder marked nothing there.
    """
    passages = segments[segments["segment_id"].isin(codings["segment_id"])]
    spans = joined(passages)
    marked = given(codings, segments, spans)
    sets = marked.groupby(["unit", "coder_id"])["code_id"].agg(frozenset).rename("codes")
    read = who_read(marked, spans, codes, assigned_by)
    read = read[read.groupby("unit")["coder_id"].transform("size").ge(2)]
    every = read.merge(sets.reset_index(), how="left")
    every["codes"] = [c if isinstance(c, frozenset) else frozenset() for c in every["codes"]]
    every = every.assign(source_id=every["unit"].map(spans["source_id"]))
    every = every.sort_values(READING, ignore_index=True)
    return every[["source_id", "unit", "coder_id", "codes"]]


def joined(passages: pd.DataFrame) -> pd.DataFrame:
    """Passages that overlap, also by way of a third one, as one stretch: one row per ``SPAN``."""
    ordered = passages.sort_values(SPAN, kind="stable")
    # A passage begins a stretch where all before it in the source have ended.
    reach = ordered.groupby("source_id")["end"].cummax()
    before = reach.groupby(ordered["source_id"]).shift()
    stretch = (before.isna() | ordered["start"].ge(before)).cumsum().rename("stretch")
    spans = ordered.groupby(stretch).agg(
        source_id=("source_id", "first"), start=("start", "min"), end=("end", "max")
    )
    return spans.reset_index(drop=True)
