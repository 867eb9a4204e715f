"""Women's participation in the labor force, from the microdata of a household survey."""

import pandas as pd

from analysis.methods.estimation import Design, mean

INDICATOR = "women_participation"
# Who is in the labor force: works, or looks for work.
ACTIVE = ("employed", "unemployed")
PER_CENT = 100
# Standard errors from an estimate to an end of its 95 % interval, as statistical offices round it.
HALF_WIDTH = 1.96
DECIMALS = 4


def women_participation(
    women: pd.DataFrame, country: str, single_psu_rule: str | None = None
) -> pd.DataFrame:
    """The per cent of women who work or look for work, by state and in the country.

    ``women`` has one row per woman interviewed: ``year``, ``state_code``, ``stratum``, ``psu``,
    ``weight`` and ``activity``; one whose activity is not known is left out, the design kept. A
    state is a domain of the whole design.

    Returns the rows of table ``indicator_values``: one per ``place`` and ``period`` with ``value``
    (per cent, rounded), ``lower``, ``upper`` (1.96 standard errors by Taylor linearization) and
    ``n`` women. Raises BadDesign as ``Design`` says.
    """
    is_active = women["activity"].isin(ACTIVE) * float(PER_CENT)
    table = women.assign(participation=is_active.where(women["activity"].notna()))
    rounds = [_round(one, country, single_psu_rule) for _, one in table.groupby("year")]
    rows = pd.concat(rounds).sort_values(["place", "period"], ignore_index=True)
    return rows.assign(indicator_id=INDICATOR)[
        ["indicator_id", "place", "period", "value", "lower", "upper", "n"]
    ]


def _round(women: pd.DataFrame, country: str, single_psu_rule: str | None) -> pd.DataFrame:
    """The rows of one round, which is a sample of its own."""
    design = Design(weight="weight", stratum="stratum", psu="psu", single_psu_rule=single_psu_rule)
    states = mean(women, design, "participation", by=["state_code"])
    whole = mean(women, design, "participation").assign(state_code=country)
    found = pd.concat([states, whole])
    half = HALF_WIDTH * found["standard_error"]
    return pd.DataFrame(
        {
            "place": found["state_code"],
            "period": str(women["year"].iloc[0]),
            "value": found["estimate"].round(DECIMALS),
            "lower": (found["estimate"] - half).round(DECIMALS),
            "upper": (found["estimate"] + half).round(DECIMALS),
            "n": found["n"],
        }
    )
