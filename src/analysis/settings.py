"""The parts of study.yaml: what each may say, and what holds where it says nothing."""

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

# How a stratum with one primary sampling unit counts in a variance; methods/estimation says more.
SinglePsuRule = Literal["certainty", "centered", "average"]


class Settings(BaseModel):
    """A part of study.yaml; an unknown key is refused, so that a misspelt one is not ignored."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Item(Settings):
    """One entry of a closed list, with its wording in both languages and a short form."""

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    en: str
    es: str
    short: str = ""


class Missing(Settings):
    """What the forms of a survey write where a question has no answer, and what it means.

    With ``questions`` it means so only there: 99 may be an age elsewhere.
    """

    code: str = Field(pattern=r"^\S+( \S+)*$")
    en: str
    es: str
    questions: tuple[str, ...] = ()


class Survey(Settings):
    """How a survey's export is to be read, where its form leaves it open.

    A submission that took less than ``shortest_minutes`` is counted as too short. Submissions of a
    version of which no form is given are refused, or read where every question asked for is the
    same in all forms given.
    """

    other_versions: Literal["refuse", "read_if_same"] = "refuse"
    shortest_minutes: int = Field(5, ge=1)


class Text(Settings):
    """A text in both languages."""

    en: str
    es: str


class Country(Settings):
    """The country under study, as the reference tables code it."""

    code: str
    name: Text


class Place(Settings):
    """One row of reference/states.csv: every state of the country, studied or not."""

    id: str = Field(alias="state", pattern=r"^[A-Z]{2}-[A-Z0-9]{1,3}$")
    en: str = Field(alias="name_en")
    es: str = Field(alias="name_es")
    short: str = Field(alias="abbreviation")
    region: str
    row: int = Field(alias="tile_row", ge=1)
    column: int = Field(alias="tile_column", ge=1)


class Fieldwork(Settings):
    """First and last day on which a source can have been heard."""

    start: date
    end: date


class Coding(Settings):
    """How the coded project is to be read, where its file leaves it open.

    ``project`` names one of several in a database. With a ``unit``, positions are counted so, and
    the way of counting is not chosen by how the selections fit. ``assigned_by`` tells how the work
    was shared out: whole sources to a coder, or what each says of a domain.
    """

    project: str = ""
    unit: Literal["code points", "UTF-16 units", "UTF-8 bytes"] | None = None
    line_end: Literal["as stored", "one", "two"] = "as stored"
    counts_bom: bool = False
    includes_end: bool = False
    assigned_by: Literal["source", "domain"] = "source"


class Saturation(Settings):
    """When interviews count as saying nothing new; defaults after Guest, Namey and Chen (2020).

    ``thresholds`` are new codes in a run over the codes of the base (0-1).
    """

    base_size: int = Field(4, ge=1)
    run_length: int = Field(2, ge=1)
    thresholds: tuple[Annotated[float, Field(ge=0, lt=1)], ...] = Field((0.05, 0.0), min_length=1)
    n_orders: int = Field(1_000, ge=100)


class ClaimRule(Item):
    """A word for how far a contribution may be claimed, and what its ratings must be for it.

    ``lowest``: the level that its weakest rating reaches; ``middle``: the one that at least half of
    its ratings reach. Without ``allows_rival`` no rival explanation may be named.
    """

    lowest: str | None = None
    middle: str | None = None
    allows_rival: bool = True


class StrengthRule(Item):
    """A word for the strength of evidence on a change, and what its lines must say for it."""

    supporting: int = Field(0, ge=0, le=4)
    contradicting: int = Field(4, ge=0, le=4)


class EvidenceLines(Settings):
    """When accounts and validation count as a line of evidence on a change.

    Accounts support it from so many stakeholder groups on. The respondents support it where over
    ``agree_share`` of at least ``n_answers`` agree, and contradict it where as many disagree.
    """

    n_groups: int = Field(2, ge=1)
    n_answers: int = Field(10, ge=1)
    agree_share: float = Field(0.5, ge=0.5, lt=1)


class Direction(Settings):
    """Prior grid of the people line, and the correction of coders' errors.

    The grid has steps of the mean and values of rho; the mean is Dirichlet, and rho, or its square
    root, uniform. ``confusion``: which judgements tell how coders err; corrected where at least
    ``fewest_telling`` do, by ``n_chains`` chains of ``n_sweeps`` sweeps, the first ``n_dropped``
    not used.
    """

    n_steps: int = Field(20, ge=4)
    n_rho: int = Field(14, ge=4)
    prior_mean: float = Field(0.5, gt=0)
    prior_rho: Literal["rho", "root"] = "rho"
    confusion: Literal["auto", "triples", "adjudicated", "none"] = "auto"
    fewest_telling: int = Field(20, ge=5)
    n_chains: int = Field(256, ge=8)
    n_sweeps: int = Field(8, ge=2)
    n_dropped: int = Field(4, ge=1)

    @model_validator(mode="after")
    def _keeps_some(self) -> "Direction":
        if self.n_dropped >= self.n_sweeps:
            msg = "n_dropped: as many as n_sweeps, so that none is left"
            raise ValueError(msg)
        return self


class Prominence(Settings):
    """Shares of the sources asked that count as high, and below which people may be silent."""

    n_steps: int = Field(39, ge=4)
    high: float = Field(0.5, gt=0, lt=1)
    low: float = Field(0.25, gt=0, lt=1)


# What the composite of several indicators speaks of: these indicators, or the domain behind them.
DECLARED_COMPOSITE, LATENT = "declared", "latent"


class IndicatorLine(Settings):
    """Composite, grid and threshold of the indicator line, in baseline standard deviations.

    ``shared_error``: correlation (0-1) of the errors of two indicators of one cell; above 0 where
    they were measured on the same people.
    """

    composite: Literal["declared", "latent"] = DECLARED_COMPOSITE
    shared_error: float = Field(0.0, ge=0, le=1)
    n_tau: int = Field(61, ge=11)
    high: float = Field(0.5, gt=0)


# The rule table with same direction and one-sided verdicts, and the one of Farmer and others.
NESTED, AS_PUBLISHED = "nested", "farmer"


class VerdictRules(Settings):
    """Rule table, regions of practical equivalence, and the probabilities of a verdict."""

    table: Literal["nested", "farmer"] = NESTED
    region_direction: float = Field(0.2, ge=0, lt=1)
    region_indicator: float = Field(0.2, ge=0)
    likely: float = Field(0.8, gt=0.5, lt=1)
    declared: float = Field(0.9, gt=0.5, lt=1)
    nested_share: float = Field(0.8, gt=0.5, le=1)
    own_sources: int = Field(3, ge=1)
    own_groups: int = Field(2, ge=1)


class Estimation(Settings):
    """How survey data with strata and sampling units are estimated from.

    Without ``single_psu_rule`` a stratum with a single primary sampling unit is refused.
    """

    single_psu_rule: SinglePsuRule | None = None


class Association(Settings):
    """How the association of the two lines over states is tested, and what it is held against.

    ``true_correlation`` is the one whose discovery is simulated, in ``n_studies`` studies tested by
    ``n_study_permutations`` each.
    """

    n_permutations: int = Field(9_999, ge=99)
    true_correlation: float = Field(0.7, gt=0, le=1)
    n_studies: int = Field(1_000, ge=100)
    n_study_permutations: int = Field(999, ge=99)


class Triangulation(Settings):
    """Every choice of the triangulation; the defaults are argued in docs/methods.md."""

    direction: Direction = Direction()
    prominence: Prominence = Prominence()
    indicator: IndicatorLine = IndicatorLine()
    verdict: VerdictRules = VerdictRules()
    association: Association = Association()
    n_draws: int = Field(10_000, ge=1_000)
