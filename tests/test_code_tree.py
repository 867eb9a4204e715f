"""The code tree and its coverage: by source and not by passage, of those asked, by any column."""

import pandas as pd

from analysis.methods.code_tree import (
    coverage,
    named,
    sex_of_sources,
    topics_as_domains,
    tree,
    with_those_above,
)
from frame import frame

CODES = frame("""
    code_id   parent_id  domain    facet      name_en
    barrier   .          .         barrier    Barriers
    fear      barrier    .         barrier    Fear
    threats   fear       .         barrier    Threats
    budget    barrier    .         barrier    Budget
    justice   .          justice   topic      Justice_in_full
    files     justice    justice   topic      Files
""")
SEGMENTS = frame("""
    segment_id  source_id
    s1          i1
    s2          i1
    s3          i2
    s4          i3
""")
CODINGS = frame("""
    segment_id  code_id  coder_id
    s1          threats  A
    s2          threats  B
    s2          files    A
    s3          fear     A
    s4          files    A
""")
ASKED = frame("""
    source_id  domain
    i1         justice
    i2         justice
""")
SOURCES = frame("""
    source_id  group   n_people
    i1         unions  5
    i2         unions  2
    i3         judges  1
""")


def test_children_stand_below_their_parents_in_the_order_of_the_codebook():
    assert tree(CODES).to_numpy().tolist() == [
        ["barrier", 0], ["fear", 1], ["threats", 2], ["budget", 1], ["justice", 0], ["files", 1],
    ]  # fmt: skip


def test_topics_come_first_and_a_domains_own_code_has_the_domains_wording():
    found = named(CODES, {"justice": "Labor justice"})
    assert found["name"].tolist() == [
        "Labor justice", "Files", "Barriers", "Fear", "Threats", "Budget",
    ]  # fmt: skip


def test_a_mark_counts_for_every_code_above_it_once():
    marks = pd.DataFrame([("i1", "threats"), ("i1", "fear")], columns=["source_id", "code_id"])
    assert sorted(with_those_above(marks, CODES)["code_id"]) == ["barrier", "fear", "threats"]


def test_a_source_counts_once_for_a_code_and_a_domains_codes_only_where_it_was_asked():
    found = coverage(CODINGS, SEGMENTS, CODES, ASKED, SOURCES[["source_id", "n_people"]])
    found = found.set_index("code_id")
    assert found.loc["barrier", ["n_asked", "n_sources", "n_people"]].tolist() == [3, 2, 7]
    assert found.loc["threats", ["n_asked", "n_sources", "n_people"]].tolist() == [3, 1, 5]
    # i3 speaks of files too, but was not asked about justice.
    assert found.loc["files", ["n_asked", "n_sources", "source_share"]].tolist() == [2, 1, 0.5]
    assert found.loc["budget", ["n_sources", "n_people", "source_share"]].tolist() == [0, 0, 0]


def test_by_group_what_was_looked_for_and_not_found_is_zero_and_what_was_not_has_no_row():
    found = coverage(CODINGS, SEGMENTS, CODES, ASKED, SOURCES, by=["group"])
    found = found.set_index(["group", "code_id"])["n_sources"]
    assert found["unions", "fear"] == 2 and found["judges", "fear"] == 0
    assert ("judges", "files") not in found.index


def test_every_topic_stands_for_its_domain_and_other_codes_for_themselves():
    marks = pd.DataFrame([(1, "files"), (1, "justice"), (1, "fear")], columns=["unit", "code_id"])
    found = topics_as_domains(marks, CODES)
    assert found.to_numpy().tolist() == [[1, "justice"], [1, "fear"]]


def test_a_source_with_people_of_two_sexes_is_mixed():
    people = frame("""
        source_id  sex
        i1         female
        i1         female
        i2         female
        i2         male
    """)
    assert sex_of_sources(people).to_numpy().tolist() == [["i1", "female"], ["i2", "mixed"]]
