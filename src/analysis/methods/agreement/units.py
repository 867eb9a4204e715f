"""Which coders gave a code to which stretch of text: turns, sentences, characters, passages.

Coders mark passages of their own bounds. To compare them the text is cut into units; a coder gave a
unit a code if a passage with it overlaps the unit. Whoever coded anything in a source is taken to
have read all of it.
"""

import re

import numpy as np
import pandas as pd

SPAN = ["source_id", "start", "end"]
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


def readers(codings: pd.DataFrame, segments: pd.DataFrame) -> pd.Series:
    """How many coders coded anything in each source."""
    of_source = segments.set_index("segment_id")["source_id"]
    return codings["coder_id"].groupby(codings["segment_id"].map(of_source)).nunique()


def matched(codings: pd.DataFrame, segments: pd.DataFrame) -> pd.DataFrame:
    """Passages of several coders matched by overlap, with the set of codes each coder gave.

    Passages that overlap, also by way of a third one, are one unit. Only sources that two coders
    or more coded enter. Returns one row per ``source_id``, ``unit`` and ``coder_id`` of the source
    with ``codes``, a frozenset; it is empty where the coder marked nothing there.
    """
    coded = codings.merge(segments[["segment_id", *SPAN]], on="segment_id")
    coded = coded[coded["source_id"].map(readers(codings, segments)).ge(2)]
    coded = coded.sort_values(["source_id", "start", "end"], kind="stable")
    # A passage begins a unit where all before it in the source have ended.
    reach = coded.groupby("source_id")["end"].cummax()
    before = reach.groupby(coded["source_id"]).shift()
    coded["unit"] = (before.isna() | coded["start"].ge(before)).cumsum()
    sets = coded.groupby(["source_id", "unit", "coder_id"])["code_id"].agg(frozenset)
    who = coded[["source_id", "coder_id"]].drop_duplicates()
    every = coded[["source_id", "unit"]].drop_duplicates().merge(who, on="source_id")
    every = every.merge(sets.rename("codes").reset_index(), how="left")
    every["codes"] = [c if isinstance(c, frozenset) else frozenset() for c in every["codes"]]
    return every
