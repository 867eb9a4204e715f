"""Public and monitoring indicators: the register, values and breaks."""

from analysis import vocabulary as words
from analysis.schema.declaring import Field, Table

# A year, quarter, half-year or month.
PERIOD = r"^\d{4}(Q[1-4]|S[12]|M(0[1-9]|1[0-2]))?$"
WINDOW = "no change is declared"


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
    period: str = Field(description="As 2021, 2021Q3, 2024S1 or 2022M10.", str_matches=PERIOD)
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
    period: str = Field(description="Period of the break.", str_matches=PERIOD)
    kind: str = Field(description="What kind of break.", closed=words.BREAK_KINDS)
    reason: str = Field(description="What changed, or why it is missing.")

    class Config:
        unique = ["indicator_id", "place", "period"]


class IndicatorUses(Table):
    """One row per public indicator: its source, what it is counted over, windows of its change."""

    indicator_id: str = Field(
        description="Indicator.", unique=True, refers="indicators.indicator_id"
    )
    source_id: str = Field(
        description="Source, whose indicators share a page.", str_matches=r"^[a-z][a-z0-9_]*$"
    )
    counted_over: str = Field(
        description="Indicator of the people exposed, by which its events are divided.",
        missing="no count of events",
        refers="indicators.indicator_id",
    )
    part_of: str = Field(
        description="Indicator whose figure of the country holds this one, beside its states.",
        missing="stands by itself",
        refers="indicators.indicator_id",
    )
    per: float = Field(
        description="So many person-years a rate is given for.", missing="no count of events", gt=0
    )
    baseline_first: str = Field(
        description="First period of the baseline.", missing=WINDOW, str_matches=PERIOD
    )
    baseline_last: str = Field(
        description="Last period of the baseline.", missing=WINDOW, str_matches=PERIOD
    )
    endline_first: str = Field(
        description="First period of the endline.", missing=WINDOW, str_matches=PERIOD
    )
    endline_last: str = Field(
        description="Last period of the endline.", missing=WINDOW, str_matches=PERIOD
    )
    window_reason: str = Field(description="Why these periods.", missing=WINDOW)


class IndicatorChecks(Table):
    """One row per figure that was printed elsewhere, against which one here can be held."""

    indicator_id: str = Field(description="Indicator.", refers="indicators.indicator_id")
    place: str = Field(description="State, or the country as a whole.", closed="places")
    period: str = Field(description="Period.", missing="all periods added up", str_matches=PERIOD)
    relation: str = Field(
        description="What the figure here must be to the printed one.", closed=words.RELATIONS
    )
    published: float = Field(description="The printed figure, in the indicator's unit.")
    rounded_to: float = Field(description="The step to which it was rounded in print.", gt=0)
    printed_in: str = Field(description="Where it was printed.")
    note: str = Field(description="What explains a difference.", missing="nothing to explain")

    class Config:
        unique = ["indicator_id", "place", "period", "relation"]


class IndicatorChanges(Table):
    """One row per public indicator with declared windows, and place: its change between them."""

    indicator_id: str = Field(description="Indicator.", refers="indicators.indicator_id")
    place: str = Field(description="State, or the country as a whole.", closed="places")
    baseline: float = Field(
        description="Mean over the baseline, in the indicator's unit.", missing="not known"
    )
    endline: float = Field(
        description="Mean over the endline, in the indicator's unit.", missing="not known"
    )
    change: float = Field(description="Endline minus baseline.", missing="not known")
    standard_error: float = Field(
        description="Standard error of the change.", missing="not known", ge=0
    )
    reason: str = Field(description="Why the change is not known.", missing="it is known")

    class Config:
        unique = ["indicator_id", "place"]


class IndicatorWeights(Table):
    """One row per outcome indicator of a domain: its weight in the domain's composite."""

    indicator_id: str = Field(
        description="Indicator.", unique=True, refers="indicators.indicator_id"
    )
    weight: float = Field(
        description="Weight; those of a state and domain are divided by their sum.", gt=0
    )


class Outlines(Table):
    """One row per corner of a state's outline, to be drawn in order."""

    state: str = Field(description="State.", closed="places")
    ring: int = Field(description="Part of the state: an island, or a lake in it.", ge=1)
    corner: int = Field(description="Place in the ring.", ge=1)
    longitude: float = Field(description="East of Greenwich.", unit="degrees", ge=-180, le=180)
    latitude: float = Field(description="North of the equator.", unit="degrees", ge=-90, le=90)

    class Config:
        unique = ["state", "ring", "corner"]
