"""The code tree and its coverage: how many sources each code, or one below it, is found in.

A source counts once for a code, however many of its passages carry it: several passages of one
person are not several witnesses.
"""

from collections.abc import Mapping, Sequence

import pandas as pd

from analysis.vocabulary import FACETS, SEXES, TOPIC

MIXED = "mixed"


def tree(codes: pd.DataFrame) -> pd.DataFrame:
    """The codes of the codebook, each below its parent: ``code_id``, ``depth`` (0: a top code).

    Codes of one parent keep the order of the codebook.
    """
    below = dict(list(codes["code_id"].groupby(codes["parent_id"].fillna(""), sort=False)))
    rows, waiting = [], [(code, 0) for code in reversed(list(below.get("", [])))]
    while waiting:
        code, depth = waiting.pop()
        rows.append((code, depth))
        waiting += [(child, depth + 1) for child in reversed(list(below.get(code, [])))]
    return pd.DataFrame(rows, columns=["code_id", "depth"])


def named(codes: pd.DataFrame, domains: Mapping[str, str]) -> pd.DataFrame:
    """The tree with ``name`` (a domain's own code has the domain's wording) and ``facet``.

    Topics come first, by domain as in ``domains``, then the other facets.
    """
    about = codes[["code_id", "name_en", "facet", "domain"]]
    facets, places = list(FACETS).index, list(domains).index
    facet = codes["facet"].map(facets)
    domain = codes["domain"].map(places, na_action="ignore").fillna(len(domains))
    in_order = codes.assign(_facet=facet, _domain=domain).sort_values(
        ["_facet", "_domain"], kind="stable"
    )
    found = tree(in_order).merge(about, on="code_id")
    is_domain = found["facet"].eq(TOPIC) & found["depth"].eq(0)
    name = found["domain"].map(domains).where(is_domain).fillna(found["name_en"])
    return found.assign(name=name)[["code_id", "depth", "name", "facet"]]


def with_those_above(marks: pd.DataFrame, codes: pd.DataFrame) -> pd.DataFrame:
    """The marks, and each again for every code above its own; one row where both were given."""
    parents = codes.set_index("code_id")["parent_id"]
    levels, level = [marks], marks
    while len(level):
        above = level["code_id"].map(parents)
        level = level.assign(code_id=above)[above.notna()]
        levels.append(level)
    return pd.concat(levels, ignore_index=True).drop_duplicates()


def topics_as_domains(marks: pd.DataFrame, codes: pd.DataFrame) -> pd.DataFrame:
    """The marks with every topic replaced by its domain's top code, so that few codes are left."""
    tops = codes[codes["facet"].eq(TOPIC) & codes["parent_id"].isna()]
    top = codes.set_index("code_id")["domain"].map(tops.set_index("domain")["code_id"])
    of_topic = marks["code_id"].map(top)
    return marks.assign(code_id=of_topic.fillna(marks["code_id"])).drop_duplicates()


def coverage(
    codings: pd.DataFrame,
    segments: pd.DataFrame,
    codes: pd.DataFrame,
    asked: pd.DataFrame,
    sources: pd.DataFrame,
    by: Sequence[str] = (),
) -> pd.DataFrame:
    """In how many sources each code, or one below it, is found.

    A code of a domain is looked for in the sources asked about it, any other in all. ``sources``
    has one row per source with ``n_people`` and the columns of ``by``.

    Returns one row per ``by`` and ``code_id`` of the codebook with ``n_asked`` (sources it is
    looked for in), ``n_sources`` that carry it, ``n_people`` heard in these, and ``source_share``
    (0-1). Looked for and not found is 0; looked for in no source has no row.
    """
    places = segments[["segment_id", "source_id"]]
    marks = codings[["segment_id", "code_id"]].merge(places)[["source_id", "code_id"]]
    marks = with_those_above(marks.drop_duplicates(), codes).assign(is_carried=True)
    own = codes.loc[codes["domain"].notna(), ["code_id", "domain"]]
    anywhere = codes.loc[codes["domain"].isna(), ["code_id"]]
    looked = own.merge(asked[["source_id", "domain"]], on="domain")[["source_id", "code_id"]]
    looked = pd.concat([looked, sources[["source_id"]].merge(anywhere, how="cross")])
    cells = looked.merge(marks, how="left").merge(sources, on="source_id")
    is_carried = cells["is_carried"].eq(True)
    cells = cells.assign(n_sources=is_carried, n_people=cells["n_people"].where(is_carried, 0))
    table = cells.groupby([*by, "code_id"], as_index=False).agg(
        n_asked=("source_id", "size"), n_sources=("n_sources", "sum"), n_people=("n_people", "sum")
    )
    return table.assign(source_share=table["n_sources"] / table["n_asked"])


def sex_of_sources(participants: pd.DataFrame) -> pd.DataFrame:
    """Whether a source holds people of one sex or several: ``source_id`` and ``sex``.

    One of ``SEXES``, or mixed; a source of which no person is known has no row.
    """
    sexes = participants.groupby("source_id")["sex"].agg(["nunique", "first"])
    sex = sexes["first"].where(sexes["nunique"].eq(1), MIXED).rename("sex")
    known = sex[sex.isin([*SEXES, MIXED])]
    return known.reset_index()
