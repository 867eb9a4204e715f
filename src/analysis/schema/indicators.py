"""Public and monitoring indicators: the register, values and breaks."""

from analysis import vocabulary as words
from analysis.schema.declaring import Field, Table


class Indicators(Table):
    """One row per indicator: what it measures and what it may be used for."""

    indicator_id: str = Field(description="Indicator.", unique=True)
    title_en: str = Field(description="Title in English.")
    title_es: str = Field(description="Title in Spanish.")
    publisher: str = Field(description="Who publishes it.")
    domain: str = Field(description="Domain it stands for.", missing="all", closed="domains")
    unit: str = Field(description="Unit of its values.")
    universe: str = Field(description="Whom or what it counts.")
    direction: str = Field(description="Which way is better.", closed=words.INDICATOR_DIRECTIONS)
    role: str = Field(
        description="Counted as an outcome in the matrix, or context beside it.", closed=words.ROLES
    )
    role_reason: str = Field(description="Why it has that role.")
    proxy_distance: str = Field(
        description="How near to the domain's change.", closed=words.PROXY_DISTANCES
    )
    timing: str = Field(description="Its periods against the projects' dates.")
    grade: str = Field(description="Strength as a sign of the domain.", closed=words.GRADES)
    source: str = Field(description="Where the figures were obtained.")
    licence: str = Field(description="Terms of use.")
    limits: str = Field(description="What it cannot say.")


class IndicatorValues(Table):
    """One row per indicator, place and period."""

    indicator_id: str = Field(description="Indicator.", refers="indicators.indicator_id")
    place: str = Field(description="State, or the country as a whole.", closed="places")
    period: str = Field(
        description="As 2021, 2021Q3 or 2024S1.", str_matches=r"^\d{4}(Q[1-4]|S[12])?$"
    )
    value: float = Field(description="Value, in the indicator's unit.", missing="not published")
    lower: float = Field(description="Lower end of the 95 % interval.", missing="not published")
    upper: float = Field(description="Upper end of the 95 % interval.", missing="not published")
    n: float = Field(description="Sample size.", unit="respondents", ge=0, missing="not published")

    class Config:
        unique = ["indicator_id", "place", "period"]


class IndicatorBreaks(Table):
    """One row per indicator, place and period at which its series cannot be read through."""

    indicator_id: str = Field(description="Indicator.", refers="indicators.indicator_id")
    place: str = Field(description="State, or the country for every state.", closed="places")
    period: str = Field(description="Period of the break.")
    reason: str = Field(description="What changed, or why it is missing.")

    class Config:
        unique = ["indicator_id", "place", "period"]
