from math import isclose

import pytest

from analysis.methods.codes import (
    code_frequency,
    directions,
    independent,
    judgements,
    mention_share,
    of_asked,
)
from frame import frame

CODES = frame("""
    code_id        domain   facet
    hearings       justice  topic
    registry       justice  topic
    inspections    enforce  topic
    improved       .        direction
    no_change      .        direction
    worsened       .        direction
    training       .        mechanism
""")
SEGMENTS = frame("""
    segment_id  source_id
    s1          i1
    s2          i1
    s3          i1
    s4          i2
""")


def test_a_source_counts_once_however_often_it_returns():
    sources = frame("""
        source_id  group   n_people
        i1         unions  1
        i2         unions  2
        i3         unions  1
    """)
    asked = frame("""
        source_id  domain
        i1         justice
        i2         justice
        i3         justice
    """)
    raised = frame("""
        source_id  domain
        i1         justice
        i1         justice
        i2         justice
    """)
    share = mention_share(raised, asked, sources, by=["group"])
    assert share["mention_share"].tolist() == [2 / 3]
    assert share["n_people"].tolist() == [4]


def test_asked_and_silent_is_zero_and_never_asked_has_no_row():
    sources = frame("""
        source_id  group    n_people
        i1         unions   1
        i2         workers  1
    """)
    asked = frame("""
        source_id  domain
        i1         justice
    """)
    share = mention_share(asked.head(0), asked, sources, by=["group", "domain"])
    assert share[["group", "mention_share"]].values.tolist() == [["unions", 0.0]]


def test_a_domain_raised_unasked_is_counted_apart_and_refused_in_a_share():
    asked = frame("""
        source_id  domain
        i1         justice
    """)
    raised = frame("""
        source_id  domain
        i1         justice
        i1         enforce
    """)
    kept, n_unasked = of_asked(raised, asked)
    assert (kept["domain"].tolist(), n_unasked) == (["justice"], 1)
    with pytest.raises(ValueError, match="1 raised domains were not asked"):
        mention_share(
            raised, asked, asked.assign(n_people=1)[["source_id", "n_people"]], ["domain"]
        )


def test_a_source_is_judged_by_the_majority_of_its_passages_and_a_tie_is_no_change():
    codings = frame("""
        segment_id  code_id     coder_id
        s1          hearings    A
        s1          improved    A
        s2          registry    A
        s2          improved    A
        s3          hearings    A
        s3          worsened    A
        s1          hearings    B
        s1          improved    B
        s2          hearings    B
        s2          worsened    B
    """)
    judged = judgements(codings, SEGMENTS, CODES)
    assert judged.values.tolist() == [
        ["i1", "justice", "A", "improved"],
        ["i1", "justice", "B", "no_change"],
    ]


def test_a_direction_belongs_to_the_domain_of_the_same_coder_in_the_same_passage():
    codings = frame("""
        segment_id  code_id      coder_id
        s1          hearings     A
        s1          worsened     B
        s2          inspections  A
        s2          improved     A
    """)
    judged = judgements(codings, SEGMENTS, CODES).set_index("domain")["direction"]
    assert judged.to_dict() == {"justice": "no_change", "enforce": "improved"}


def test_a_passage_has_one_vote_and_none_where_its_coder_gave_no_direction():
    codings = frame("""
        segment_id  code_id     coder_id
        s1          hearings    A
        s1          improved    A
        s2          hearings    A
        s3          hearings    A
        s1          hearings    B
        s1          improved    B
        s1          worsened    B
        s2          hearings    B
        s2          worsened    B
    """)
    judged = judgements(codings, SEGMENTS, CODES)
    assert judged[["coder_id", "direction"]].values.tolist() == [
        ["A", "improved"],
        ["B", "no_change"],
    ]


def test_a_passage_about_two_domains_gives_its_direction_to_both():
    codings = frame("""
        segment_id  code_id      coder_id
        s1          hearings     A
        s1          registry     A
        s1          inspections  A
        s1          worsened     A
    """)
    judged = judgements(codings, SEGMENTS, CODES)
    assert judged[["domain", "direction"]].values.tolist() == [
        ["enforce", "worsened"],
        ["justice", "worsened"],
    ]


def test_without_codings_nothing_is_judged():
    none = frame("segment_id code_id coder_id\ns1 hearings A\n").head(0)
    judged = judgements(none, SEGMENTS, CODES)
    assert judged.empty and directions(judged).empty


def test_people_count_once_where_several_domains_share_a_row():
    sources = frame("source_id group n_people\ni1 unions 6\n")
    asked = frame("source_id domain\ni1 justice\ni1 enforce\n")
    share = mention_share(asked.head(1), asked, sources, by=["group"])
    assert share[["n_people", "n_asked", "n_raised"]].values.tolist() == [[6, 2, 1]]


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (["improved", "improved", "worsened"], "improved"),
        (["improved", "no_change", "worsened"], "no_change"),
        (["worsened"], "worsened"),
    ],
)
def test_coders_vote_on_a_source(said, expected):
    rows = "\n".join(f"i1 justice c{n} {direction}" for n, direction in enumerate(said))
    judged = frame(f"source_id domain coder_id direction\n{rows}")
    assert directions(judged)["direction"].tolist() == [expected]


def test_where_an_adjudicator_judged_nobody_else_counts():
    judged = frame("""
        source_id  domain   coder_id  direction
        i1         justice  A         improved
        i1         justice  B         improved
        i1         justice  ADJ       worsened
        i2         justice  A         no_change
    """)
    assert directions(judged, "ADJ")["direction"].tolist() == ["worsened", "no_change"]
    assert independent(judged, "ADJ")["coder_id"].tolist() == ["A", "B", "A"]
    assert len(independent(judged)) == len(judged)


def test_code_frequency_counts_sources_within_the_domain_of_the_passage():
    codings = frame("""
        segment_id  code_id      coder_id
        s1          hearings     A
        s1          training     A
        s2          hearings     A
        s2          training     B
        s4          inspections  A
        s4          training     A
    """)
    asked = frame("""
        source_id  domain
        i1         justice
        i2         justice
        i2         enforce
    """)
    sources = frame("""
        source_id  n_people
        i1         1
        i2         3
    """)
    found = code_frequency(codings, SEGMENTS, CODES, asked, sources).set_index(
        ["domain", "code_id"]
    )
    assert found.loc[("justice", "training"), "n_sources"] == 1
    assert isclose(found.loc[("justice", "training"), "source_share"], 1 / 2)
    assert found.loc[("enforce", "training"), "n_people"] == 3
