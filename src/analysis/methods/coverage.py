"""Where public figures are, where they are missing, and whether they agree with print."""

import numpy as np
import pandas as pd

from analysis.methods.periods import spans
from analysis.vocabulary import AT_LEAST, AT_MOST, EQUAL

# What of a year is known: every state, some of them, only the country, or nothing.
EVERY_STATE, SOME_STATES, COUNTRY_ONLY, NOTHING = "every", "some", "country", "nothing"
# How our figures hold together.
ADD_UP, LIES_AMONG = "states_add_up", "country_among_states"


def by_year(
    values: pd.DataFrame, breaks: pd.DataFrame, country: str, n_states: int
) -> pd.DataFrame:
    """What is known of each indicator in each year from its first figure or break to its last.

    Returns one row per ``indicator_id`` and ``year``: ``known`` (``every`` of the country's
    ``n_states`` has a figure of some period of the year, ``some`` have, only the ``country`` has,
    or ``nothing``) and ``is_broken`` (a break of any kind falls in it).
    """
    dated = _in_years(values).dropna(subset="value")
    is_state = dated["place"].ne(country)
    years = ["indicator_id", "year"]
    states = dated[is_state].groupby(years)["place"].nunique()
    found = dated.groupby(years).size().to_frame("n_figures").join(states.rename("n_states"))
    broken = _in_years(breaks).groupby(years).size().rename("n_breaks")
    found = found.join(broken, how="outer").fillna(0).reset_index()
    whole, some = found["n_states"].ge(n_states), found["n_states"].gt(0)
    known = np.select(
        [whole, some, found["n_figures"].gt(0)], [EVERY_STATE, SOME_STATES, COUNTRY_ONLY], NOTHING
    )
    return found[years].assign(known=known, is_broken=found["n_breaks"].gt(0))


def by_place(values: pd.DataFrame, breaks: pd.DataFrame, country: str) -> pd.DataFrame:
    """How much is known of each place: ``n_known`` figures of ``n_asked_for``, and ``n_breaks``.

    Asked for is, of each indicator, as many figures as the place with most of them has rows for:
    among the states for a state, and for the country its own. Breaks are those of the place
    itself, not the country's.
    """
    rows = values.groupby(["indicator_id", "place"], as_index=False).size()
    is_whole = rows["place"].eq(country)
    most = {
        whole: part.groupby("indicator_id")["size"].max().sum()
        for whole, part in ((True, rows[is_whole]), (False, rows[~is_whole]))
    }
    known = values.dropna(subset="value").groupby("place").size()
    own = breaks.groupby("place").size()
    table = pd.DataFrame({"place": sorted(set(values["place"]) | {country})})
    return table.assign(
        n_known=table["place"].map(known).fillna(0).astype(int),
        n_figures=table["place"].eq(country).map(most).fillna(0).astype(int),
        n_breaks=table["place"].map(own).fillna(0).astype(int),
    )


def _in_years(table: pd.DataFrame) -> pd.DataFrame:
    return table.assign(year=np.floor(spans(table["period"])["start"]).astype(int))


def against_print(values: pd.DataFrame, checks: pd.DataFrame) -> pd.DataFrame:
    """The printed figures with ours beside them: ``ours`` and ``agrees``.

    Ours agrees if it is what the relation asks for, to within half the step to which the printed
    one was rounded. A check without a period is of all periods added up. Where we have no figure,
    ``ours`` is missing and it does not agree.
    """
    keys = ["indicator_id", "place"]
    sums = values.groupby(keys)["value"].sum(min_count=1)
    single = values.set_index([*keys, "period"])["value"]
    asked = checks.assign(period=checks["period"].astype("str"))
    ours = pd.Series(
        list(single.reindex(pd.MultiIndex.from_frame(asked[[*keys, "period"]]))),
        checks.index,
        dtype=float,
    )
    ours = ours.where(
        checks["period"].notna(), list(sums.reindex(pd.MultiIndex.from_frame(checks[keys])))
    )
    half = checks["rounded_to"] / 2 * (1 + 1e-9)
    agrees = np.select(
        [
            checks["relation"].eq(EQUAL),
            checks["relation"].eq(AT_LEAST),
            checks["relation"].eq(AT_MOST),
        ],
        [
            (ours - checks["published"]).abs().le(half),
            ours.ge(checks["published"] - half),
            ours.le(checks["published"] + half),
        ],
    )
    return checks.assign(ours=ours, agrees=agrees.astype(bool))


def among_themselves(
    values: pd.DataFrame, uses: pd.DataFrame, country: str, n_states: int
) -> pd.DataFrame:
    """Whether the states and the country's own row fit: one row per indicator that has both.

    Counts (what is counted over something, and what it is counted over) must add up to the
    country, together with what the country tells on a line of its own (``part_of`` in ``uses``);
    any other must lie among its states. Returns ``indicator_id``, ``rule``, ``n_periods`` compared
    (those with every state and the country), ``n_fit`` of them, ``largest_difference`` (of a sum;
    blank for the other rule), and ``has_apart``: such a line was added.
    """
    counts = set(uses["counted_over"].dropna()) | set(
        uses.dropna(subset="counted_over")["indicator_id"]
    )
    known = values.dropna(subset="value")
    whole = known[known["place"].eq(country)].set_index(["indicator_id", "period"])["value"]
    states = known[known["place"].ne(country)].groupby(["indicator_id", "period"])["value"]
    table = states.agg(["size", "sum", "min", "max"]).join(whole.rename("whole"), how="inner")
    table = table[table["size"].eq(n_states)].reset_index()
    table = table.merge(_apart(known, uses, country), how="left")
    is_count = table["indicator_id"].isin(counts)
    has_apart = is_count & table["apart"].notna()
    difference = (table["whole"] - table["sum"] - table["apart"].fillna(0)).abs().where(is_count)
    fits = table["whole"].between(table["min"], table["max"]).where(~is_count, difference.lt(0.5))
    table = table.assign(
        difference=difference, fits=fits.astype(bool), has_apart=has_apart,
        rule=np.where(is_count, ADD_UP, LIES_AMONG),
    )  # fmt: skip
    grouped = table.groupby(["indicator_id", "rule"], as_index=False)
    return grouped.agg(
        n_periods=("fits", "size"), n_fit=("fits", "sum"),
        largest_difference=("difference", "max"), has_apart=("has_apart", "any"),
    )  # fmt: skip


def _apart(known: pd.DataFrame, uses: pd.DataFrame, country: str) -> pd.DataFrame:
    """What belongs to no state: ``apart`` by ``indicator_id`` that holds it, and ``period``."""
    holder = uses.dropna(subset="part_of").set_index("indicator_id")["part_of"]
    own = known[known["place"].eq(country) & known["indicator_id"].isin(holder.index)]
    own = own.assign(indicator_id=own["indicator_id"].map(holder).astype("str"))
    return own.groupby(["indicator_id", "period"], as_index=False).agg(apart=("value", "sum"))
