"""From coded passages to what each source says of each domain.

A source counts once per domain, however often it returns to it: several passages of one person
are not several witnesses.
"""

import pandas as pd

from analysis.vocabulary import DIRECTION, DIRECTIONS, IMPROVED, TOPIC, UNCHANGED, WORSENED

KEY = ["source_id", "domain"]


def judgements(codings: pd.DataFrame, segments: pd.DataFrame, codes: pd.DataFrame) -> pd.DataFrame:
    """How each coder judges the direction of a domain in a source.

    ``codings`` has one row per passage, code and coder; ``segments`` gives a passage's source,
    ``codes`` a code's domain and facet; a direction code's id is one of ``DIRECTIONS``.

    Returns one row per ``source_id``, ``domain`` and ``coder_id`` with ``direction``: the majority
    of the passages to which the coder gave a topic of that domain. A passage counts once, is no
    change where its coder gave it opposite directions, and has no say where it has none; a tie,
    and a domain raised without any direction, is no change.
    """
    coded = codings.merge(segments[["segment_id", "source_id"]], on="segment_id")
    coded = coded.merge(codes[["code_id", "domain", "facet"]], on="code_id")
    passage = ["source_id", "segment_id", "coder_id"]
    topics = coded.loc[coded["facet"].eq(TOPIC), [*passage, "domain"]].dropna().drop_duplicates()
    said = coded.loc[coded["facet"].eq(DIRECTION), [*passage, "code_id"]]
    said = _majority(said.rename(columns={"code_id": "direction"}), passage)
    return _majority(topics.merge(said, on=passage, how="left"), [*KEY, "coder_id"])


def directions(judged: pd.DataFrame, adjudicator: str | None = None) -> pd.DataFrame:
    """One direction per source and domain: the majority of its coders, a tie is no change.

    Where the ``adjudicator`` judged, that judgement alone counts.
    """
    is_final = judged["coder_id"].eq(adjudicator)
    is_settled = is_final.groupby([judged[column] for column in KEY]).transform("any")
    return _majority(judged[is_final | ~is_settled], KEY)


def independent(judged: pd.DataFrame, adjudicator: str | None = None) -> pd.DataFrame:
    """The judgements made without knowing another's: all but the ``adjudicator``'s."""
    return judged[judged["coder_id"].ne(adjudicator)]


def _majority(table: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    """The direction found most often in each ``by``; a tie, or none found, is no change."""
    found = pd.DataFrame({direction: table["direction"].eq(direction) for direction in DIRECTIONS})
    votes = found.groupby([table[column] for column in by]).sum()
    winner = pd.Series(UNCHANGED, votes.index, name="direction")
    for direction in (IMPROVED, WORSENED):
        others = votes.drop(columns=direction).max(axis=1)
        winner = winner.mask(votes[direction].gt(others), direction)
    return winner.reset_index()


def of_asked(raised: pd.DataFrame, asked: pd.DataFrame) -> tuple[pd.DataFrame, int]:
    """The rows of ``raised`` whose source was asked about the domain, and how many were not.

    What is raised unasked is worth reading, but no share of those asked.
    """
    kept = raised.merge(asked[KEY], on=KEY)
    return kept, len(raised) - len(kept)


def mention_share(
    raised: pd.DataFrame, asked: pd.DataFrame, sources: pd.DataFrame, by: list[str]
) -> pd.DataFrame:
    """Share of the sources asked about a domain that raise it.

    ``raised`` and ``asked`` have one row per ``source_id`` and ``domain``; ``sources`` one row per
    source with ``n_people`` and the columns of ``by`` other than ``domain``.

    Returns one row per ``by`` with ``n_people`` (heard in the sources asked), ``n_asked`` and
    ``n_raised`` (sources, once per domain) and ``mention_share`` (0-1). Asked and never raised is
    0; never asked has no row. Raises ValueError if a domain is raised by a source that was not
    asked about it.
    """
    marks = raised[KEY].drop_duplicates().assign(is_raised=True)
    cells = asked[KEY].merge(marks, on=KEY, how="outer", indicator=True)
    n_strays = cells["_merge"].eq("right_only").sum()
    if n_strays:
        msg = f"{n_strays} raised domains were not asked of their source (see of_asked)"
        raise ValueError(msg)
    cells = cells.merge(sources, on="source_id")
    # Where several domains share a row, a source's people are still the same people.
    people = cells.drop_duplicates(["source_id", *by]).groupby(by)["n_people"].sum()
    counts = cells.groupby(by)["is_raised"].agg(n_asked="size", n_raised="count")
    counts.insert(0, "n_people", people)
    return counts.assign(mention_share=counts["n_raised"] / counts["n_asked"]).reset_index()


def code_frequency(
    codings: pd.DataFrame,
    segments: pd.DataFrame,
    codes: pd.DataFrame,
    asked: pd.DataFrame,
    sources: pd.DataFrame,
) -> pd.DataFrame:
    """Share of the sources asked about a domain whose passages on it carry a code.

    A passage belongs to the domains of its topic codes. Directions are left out: they have a
    method of their own.

    ``sources`` has one row per source with ``n_people``.

    Returns one row per ``domain`` and ``code_id`` found, with ``n_asked`` (sources asked about the
    domain), ``n_sources`` that carry the code, ``n_people`` heard in these, and ``source_share``
    (0-1). A rare code is its few carriers, so it is they who must be enough to be shown.
    """
    coded = codings.merge(segments[["segment_id", "source_id"]], on="segment_id")
    coded = coded.merge(codes[["code_id", "domain", "facet"]], on="code_id")
    of_domain = coded.loc[coded["facet"].eq(TOPIC), ["segment_id", "domain"]].drop_duplicates()
    coded = coded[coded["facet"].ne(DIRECTION)].drop(columns="domain")
    found = coded.merge(of_domain, on="segment_id").merge(asked, on=KEY)
    row = ["domain", "code_id"]
    carriers = found[[*row, "source_id"]].drop_duplicates().merge(sources, on="source_id")
    carried = carriers.groupby(row, as_index=False)
    carried = carried.agg(n_people=("n_people", "sum"), n_sources=("source_id", "size"))
    n_asked = asked.groupby("domain").size().rename("n_asked").reset_index()
    table = n_asked.merge(carried, on="domain")
    return table.assign(source_share=table["n_sources"] / table["n_asked"])
