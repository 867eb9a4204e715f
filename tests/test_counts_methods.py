from analysis.methods.counts import heard, irregularities, progress, targets_reached
from frame import frame


def test_a_source_asked_about_two_domains_is_heard_once():
    asked = frame("source_id domain\ng1 advocacy\ng1 justice\ni1 justice\n")
    interviews = frame("source_id state n_people\ng1 XX-ARB 6\ni1 XX-ARB 1\n")
    assert heard(asked, interviews, by=["state"]).values.tolist() == [["XX-ARB", 7, 2]]
    by_domain = heard(asked, interviews, by=["state", "domain"])
    assert by_domain.values.tolist() == [
        ["XX-ARB", "advocacy", 6, 1],
        ["XX-ARB", "justice", 7, 2],
    ]


INDICATORS = frame("""
    indicator_id  direction
    settled       higher_better
    repeat        lower_better
""")


def test_progress_is_the_median_share_of_the_way_and_rests_on_the_fewest_cases():
    changes = frame("""
        project_id  state   indicator_id  baseline  target_first  change  n_cases
        p1          XX-ARB  settled       0.4       0.6           0.1     50
        p1          XX-ARB  repeat        0.4       0.3           0.1     30
        p1          XX-BEL  settled       0.4       0.4           0.1     50
        p1          XX-COR  settled       0.4       .             0.1     50
    """)
    pairs = frame("project_id state\np1 XX-ARB\np1 XX-BEL\np1 XX-COR\n")
    found = progress(changes, INDICATORS, pairs).set_index("state")
    assert found.loc["XX-ARB", "progress_share"].round(9) == (0.5 - 1) / 2
    assert found["n_cases"].tolist() == [30, 0, 0]
    assert found["progress_share"].isna().tolist() == [False, True, True]


def test_a_target_is_reached_as_it_was_first_set_and_as_it_was_revised():
    changes = frame("""
        state   indicator_id  baseline  target  target_first  change
        XX-ARB  settled       0.4       0.5     0.6           0.1
        XX-BEL  settled       0.4       0.5     0.6           0.2
        XX-COR  repeat        0.4       0.3     0.2           -0.05
        XX-COR  settled       0.4       0.4     0.6           0.3
        XX-DUN  settled       0.4       0.6     0.6           0.3
        XX-DUN  settled       0.4       .       .             0.3
        XX-DUN  repeat        0.4       0.5     0.6           0.3
    """)
    # Five were revised: the fourth to where it began, and both targets of the last are worse than
    # that. Such a target is reached by none.
    found = targets_reached(changes, INDICATORS).iloc[0]
    assert found.to_dict() == {"n_revised": 5, "n_reached_first": 2, "n_reached_revised": 2}


def test_an_irregularity_that_was_not_found_is_counted_as_none():
    notes = frame("project_id kind\np1 total_row\np2 total_row\np1 baseline_late\n")
    found = irregularities(notes).set_index("kind")
    assert found["n"].loc[["total_row", "baseline_late", "cumulative"]].tolist() == [2, 1, 0]
    assert found["is_set_aside"].loc[["total_row", "baseline_late"]].tolist() == [False, True]
