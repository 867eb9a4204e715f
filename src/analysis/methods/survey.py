"""Who answered the validation survey, what was left open in it, and what is odd about it."""

import pandas as pd

from analysis.vocabulary import (
    AGAINST_SKIP_LOGIC,
    ANSWERED,
    ENDED_BEFORE_BEGUN,
    LEFT_BLANK,
    MISSING_VALUE,
    NOT_ASKED,
    OUTSIDE_FIELDWORK,
    TIME_FAULTS,
    TOO_SHORT,
)

ASKED = (ANSWERED, MISSING_VALUE, LEFT_BLANK)


def heard_before(participants: pd.DataFrame, interviews: pd.DataFrame) -> pd.DataFrame:
    """One row per person heard, with what ``interviews`` has of the first source they spoke in."""
    people = participants[["person_id", "source_id"]].merge(interviews, on="source_id")
    return people.drop_duplicates("person_id").reset_index(drop=True)


def response(
    heard: pd.DataFrame, validation: pd.DataFrame, interviews: pd.DataFrame, by: str
) -> pd.DataFrame:
    """Of the people heard, how many answered the survey: one row per ``by``.

    ``heard`` comes from ``heard_before``, and has ``by`` as ``interviews`` has; a respondent stands
    where the source stands in which they were heard. Returns ``n_people`` (heard),
    ``n_respondents`` (who answered about a change at the least) and ``answered_share`` (0-1), the
    response rate 1 of AAPOR (Standard Definitions, 10th edition, 2023) with everybody heard as
    eligible.
    """
    answered = validation.dropna(subset="answer").drop_duplicates("respondent_id")
    answered = answered[["respondent_id", "source_id"]].merge(interviews, on="source_id")
    table = heard.groupby(by)["person_id"].size().rename("n_people").reset_index()
    n_respondents = table[by].map(answered.groupby(by).size()).fillna(0).astype(int)
    return table.assign(
        n_respondents=n_respondents, answered_share=n_respondents / table["n_people"]
    )


def item_nonresponse(items: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    """What was left open of the questions that were to be put: one row per ``by``.

    ``items`` is the table ``survey_items``; an item of which it is not known whether it was to be
    put does not count. Returns ``n_people``, ``n_items`` (a question put to a person, about a
    change where it is), ``missing_value_share`` (who declared not to answer), ``blank_share`` and
    ``open_share``, both together. Source: de Leeuw, Hox and Huisman 2003, Journal of Official
    Statistics 19(2), section 2.
    """
    asked = items[items["status"].isin(ASKED)]
    asked = asked.assign(
        missing_value_share=asked["status"].eq(MISSING_VALUE),
        blank_share=asked["status"].eq(LEFT_BLANK),
        open_share=asked["status"].ne(ANSWERED),
    )
    shares = ["missing_value_share", "blank_share", "open_share"]
    return asked.groupby(by, as_index=False).agg(
        n_people=("respondent_id", "nunique"), n_items=("status", "size"),
        **{share: (share, "mean") for share in shares},
    )  # fmt: skip


def against_skip_logic(items: pd.DataFrame) -> pd.DataFrame:
    """Of the questions that were not to be put, how many were answered: one row per ``question``.

    Questions that were to be put to everybody have no row. Returns ``n_people``, ``n_items`` (a
    question not to be put to a person, about a change where it is) and ``fault_share`` (0-1).
    """
    barred = items[items["status"].isin([NOT_ASKED, AGAINST_SKIP_LOGIC])]
    barred = barred.assign(fault_share=barred["status"].eq(AGAINST_SKIP_LOGIC))
    return barred.groupby("question", as_index=False).agg(
        n_people=("respondent_id", "nunique"), n_items=("status", "size"),
        fault_share=("fault_share", "mean"),
    )  # fmt: skip


def minutes(times: pd.DataFrame) -> pd.Series:
    """How long each submission took; below 0 where its clock ran backwards."""
    return (times["ended"] - times["began"]).dt.total_seconds() / 60


def odd_times(
    times: pd.DataFrame, first: pd.Timestamp, last: pd.Timestamp, shortest_minutes: float
) -> pd.DataFrame:
    """The respondents whose submission has an odd time: one row per respondent and ``kind``.

    ``times`` is the table ``survey_times``; ``first`` and ``last`` are the days of the fieldwork.
    One that ended before it began is not called short. A time that was not recorded is not odd.
    """
    taken, day = minutes(times), times["began"].dt.normalize()
    is_odd = {
        ENDED_BEFORE_BEGUN: taken.lt(0),
        OUTSIDE_FIELDWORK: day.lt(first) | times["ended"].dt.normalize().gt(last),
        TOO_SHORT: taken.ge(0) & taken.lt(shortest_minutes),
    }
    found = [times.loc[is_, ["respondent_id"]].assign(kind=kind) for kind, is_ in is_odd.items()]
    return pd.concat(found, ignore_index=True)


def time_faults(times: pd.DataFrame, odd: pd.DataFrame) -> pd.DataFrame:
    """How many submissions have an odd time: one row per ``kind``, found or not.

    ``odd`` comes from ``odd_times``. Returns ``n_people`` (whose times were recorded), ``n_items``
    (their submissions, as many) and ``fault_share`` (0-1; missing where there are none).
    """
    n_people = len(times.dropna(subset=["began", "ended"]))
    n = odd["kind"].value_counts().reindex(TIME_FAULTS, fill_value=0)
    share = n / n_people if n_people else n.astype(float).mask(n.ge(0))
    table = share.rename_axis("kind").rename("fault_share").reset_index()
    return table.assign(n_people=n_people, n_items=n_people)
