from analysis.methods.counts import heard, progress
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


def test_progress_is_the_mean_share_of_the_way_and_rests_on_the_fewest_cases():
    changes = frame("""
        project_id  state   baseline  target  change  n_cases
        p1          XX-ARB  0.4       0.6     0.1     50
        p1          XX-ARB  0.4       0.3     0.1     30
        p1          XX-BEL  0.4       0.4     0.1     50
        p1          XX-COR  0.4       .       0.1     50
    """)
    pairs = frame("project_id state\np1 XX-ARB\np1 XX-BEL\np1 XX-COR\n")
    found = progress(changes, pairs).set_index("state")
    assert found.loc["XX-ARB", "progress_share"].round(9) == (0.5 - 1) / 2
    assert found["n_cases"].tolist() == [30, 0, 0]
    assert found["progress_share"].isna().tolist() == [False, True, True]
