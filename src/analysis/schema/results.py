"""What triangulation finds, by state and domain and by domain."""

from datetime import datetime

from analysis import vocabulary as words
from analysis.schema.declaring import Field, Table


class Judged(Table):
    """Both lines and the verdict on them, of a cell or of several together."""

    prominence: float = Field(description="Share of those asked that would raise it.", unit="share")
    prominence_lower: float = Field(description="Lower end of its 95 % interval.")
    prominence_upper: float = Field(description="Upper end of its 95 % interval.")
    direction: float = Field(
        description="Net direction: share improved less share worsened.", unit="-1 to 1"
    )
    direction_lower: float = Field(description="Lower end of its 95 % interval.")
    direction_upper: float = Field(description="Upper end of its 95 % interval.")
    people_better: float = Field(
        description="Probability that people are beyond the region of no change, upwards.",
        unit="share",
    )  # fmt: skip
    people_worse: float = Field(description="The same downwards.", unit="share")
    change: float = Field(
        description="Indicators' change, better upwards.", unit="baseline standard deviations",
        missing="fewer than two states were measured",
    )  # fmt: skip
    change_lower: float = Field(description="Lower end of its 95 % interval.", missing="as change")
    change_upper: float = Field(description="Upper end of its 95 % interval.", missing="as change")
    indicators_better: float = Field(
        description="Probability that indicators are beyond the region of no change, upwards.",
        unit="share", missing="as change",
    )  # fmt: skip
    indicators_worse: float = Field(
        description="The same downwards.", unit="share", missing="as change"
    )
    verdict: str = Field(description="Verdict.", closed=words.VERDICTS)
    level: str = Field(description="How sure it is.", closed=words.LEVELS)
    probability: float = Field(
        description="Probability of the best verdict.", unit="share", missing="a line is silent"
    )
    people_way: str = Field(
        description="Which way people point.", missing="undetermined or silent",
        closed=tuple(words.WAYS.values()),
    )  # fmt: skip
    indicators_way: str = Field(
        description="Which way indicators point.", missing="undetermined or silent",
        closed=tuple(words.WAYS.values()),
    )  # fmt: skip


class Cells(Judged):
    """One row per studied state and domain: where a project worked or a source was asked."""

    state: str = Field(description="State.", closed="states")
    domain: str = Field(description="Domain of change.", closed="domains")
    n_asked: int = Field(description="Sources asked.", unit="sources", ge=0, confidential=True)
    n_raised: int = Field(
        description="Sources that raise it.", unit="sources", ge=0, confidential=True
    )
    n_groups: int = Field(
        description="Stakeholder groups among them.", unit="groups", ge=0, confidential=True
    )
    n_indicators: int = Field(description="Outcome indicators measured here.", ge=0)
    own_weight: float = Field(
        description="Part of direction that rests on the cell's own sources.", unit="share"
    )
    is_borrowed: bool = Field(
        description="Rests on the domain more than on the cell's own sources."
    )

    class Config:
        unique = ["state", "domain"]


class Headlines(Judged):
    """One row per domain: its studied states together, each counting the same."""

    domain: str = Field(description="Domain of change.", closed="domains", unique=True)
    n_people: int = Field(description="People heard in the sources asked.", unit="people", ge=0)
    n_asked: int = Field(description="Sources asked.", unit="sources", ge=0)
    n_raised: int = Field(description="Sources that raise it.", unit="sources", ge=0)
    n_states: int = Field(description="Studied states.", unit="states", ge=0)
    grade: str = Field(
        description="Weakest grade of its outcome indicators.", missing="it has none",
        closed=words.GRADES,
    )  # fmt: skip


class StateGroups(Judged):
    """One row per domain and group of its studied states, each state counting the same."""

    domain: str = Field(description="Domain of change.", closed="domains")
    kind: str = Field(
        description="What makes the group: the region, or how many projects work on the domain.",
        closed=(words.REGION, words.EXPOSURE),
    )  # fmt: skip
    state_group: str = Field(description="Region, or at most one project, or several.")
    n_states: int = Field(description="Studied states in it.", unit="states", ge=1)
    n_asked: int = Field(description="Sources asked.", unit="sources", ge=0, confidential=True)
    n_raised: int = Field(
        description="Sources that raise it.", unit="sources", ge=0, confidential=True
    )
    is_borrowed: bool = Field(
        description="Rests on the domain more than on the group's own sources."
    )

    class Config:
        unique = ["domain", "kind", "state_group"]


class ExpectedStates(Table):
    """One row per domain and meaning: how many of its studied states hold it."""

    domain: str = Field(description="Domain of change.", closed="domains")
    verdict: str = Field(description="Meaning.", closed=words.VERDICTS)
    expected: float = Field(description="Expected number.", unit="states", ge=0)
    lower: float = Field(description="Lower end of the 95 % interval.", unit="states", ge=0)
    upper: float = Field(description="Upper end of the 95 % interval.", unit="states", ge=0)

    class Config:
        unique = ["domain", "verdict"]


class Overrulings(Table):
    """One row per verdict that a researcher overrules; the computed one stays beside it."""

    state: str = Field(description="Studied state, or `all` for all of them together.")
    domain: str = Field(description="Domain of change.", closed="domains")
    verdict: str = Field(
        description="What the researcher says instead.",
        closed=tuple(verdict for verdict in words.VERDICTS if verdict != words.NOT_STUDIED),
    )
    decided_by: str = Field(description="Who decided, as a pseudonym.")
    decided_on: datetime = Field(description="Day of the decision.")
    why: str = Field(description="The reason.", confidential=True)

    class Config:
        unique = ["state", "domain"]


class VariationHeadlines(Table):
    """One row per variation and domain: what its headline says where the evidence, or a choice, is
    another one."""

    kind: str = Field(description="What is varied.", closed=words.VARIATION_KINDS)
    variation: str = Field(description="What is left out, or the choice.")
    domain: str = Field(description="Domain of change.", closed="domains")
    verdict: str = Field(description="Verdict.", closed=words.VERDICTS)
    level: str = Field(description="How sure it is.", closed=words.LEVELS)
    people_way: str = Field(
        description="Which way people point.", missing="undetermined or silent",
        closed=tuple(words.WAYS.values()),
    )  # fmt: skip
    indicators_way: str = Field(
        description="Which way indicators point.", missing="undetermined or silent",
        closed=tuple(words.WAYS.values()),
    )  # fmt: skip
    probability: float = Field(
        description="Probability of the best verdict.", unit="share", missing="a line is silent"
    )
    becomes: str = Field(
        description="What becomes of the headline.", closed=words.CHANGES_OF_VERDICT,
        missing="nothing is said, before or here",
    )  # fmt: skip

    class Config:
        unique = ["kind", "variation", "domain"]


class VariationFlips(Table):
    """One row per variation: how many verdicts on cells are others."""

    kind: str = Field(description="What is varied.", closed=words.VARIATION_KINDS)
    variation: str = Field(description="What is left out, or the choice.")
    n_verdicts: int = Field(description="Cells studied in both.", unit="cells", ge=0)
    n_holds: int = Field(description="Verdicts that hold.", unit="cells", ge=0)
    n_weakens: int = Field(description="Verdicts that nothing is left of.", unit="cells", ge=0)
    n_turns: int = Field(description="Verdicts that become another one.", unit="cells", ge=0)
    n_appears: int = Field(description="Verdicts where none was.", unit="cells", ge=0)
    flipped: float = Field(description="Part of the cells that changed.", unit="share", ge=0)

    class Config:
        unique = ["kind", "variation"]


class Stability(Table):
    """One row per verdict: how it stands in all variations."""

    state: str = Field(description="Studied state, or `all` for all of them together.")
    domain: str = Field(description="Domain of change.", closed="domains")
    n_variations: int = Field(description="Variations in which it was studied.", ge=0)
    n_holds: int = Field(description="Of these, it holds in.", ge=0)
    n_weakens: int = Field(description="Nothing is said in.", ge=0)
    n_turns: int = Field(description="Something else is said in.", ge=0)
    n_appears: int = Field(description="Something is said though nothing was, in.", ge=0)
    stability: str = Field(
        description="One word for that.", closed=words.STABILITIES, missing="no verdict to hold"
    )

    class Config:
        unique = ["state", "domain"]


class Associations(Table):
    """One row per domain, and one for all: whether both lines rank the states alike."""

    domain: str = Field(description="Domain of change, or all together.", unique=True)
    n_states: int = Field(description="States that take part.", unit="states", ge=0)
    n_cells: int = Field(description="Cells of these with both lines.", unit="cells", ge=0)
    agreement: float = Field(
        description="Cells expected to agree: both lines beyond no change, the same way.",
        unit="cells", missing="too few states",
    )  # fmt: skip
    agreement_by_chance: float = Field(
        description="Mean of the same with states exchanged at random.", unit="cells",
        missing="too few states",
    )  # fmt: skip
    agreement_lower: float = Field(
        description="5th percentile of the same.", unit="cells", missing="too few states"
    )
    agreement_upper: float = Field(
        description="95th percentile of the same.", unit="cells", missing="too few states"
    )
    agreement_p: float = Field(
        description="One-sided permutation p.", missing="undefined", gt=0, le=1
    )
    agreement_q: float = Field(
        description="The same, adjusted for the number of domains.",
        missing="undefined, or all together", gt=0, le=1,
    )  # fmt: skip
    tau: float = Field(
        description="Kendall's tau-b of direction and change; over all, of pairs within domains.",
        unit="-1 to 1", missing="undefined", ge=-1, le=1,
    )  # fmt: skip
    tau_lower: float = Field(
        description="2.5th percentile of the same with states exchanged.", missing="undefined"
    )
    tau_upper: float = Field(description="97.5th percentile of the same.", missing="undefined")
    tau_p: float = Field(description="Two-sided permutation p.", missing="undefined", gt=0, le=1)
    tau_q: float = Field(
        description="The same, adjusted for the number of domains.",
        missing="undefined, or all together", gt=0, le=1,
    )  # fmt: skip
    reliability_people: float = Field(
        description="Part of how states differ in direction that is not error.", unit="0 to 1",
        missing="undefined", ge=0, le=1,
    )  # fmt: skip
    reliability_indicators: float = Field(
        description="Part of how states differ in change that is not error.", unit="0 to 1",
        missing="undefined", ge=0, le=1,
    )  # fmt: skip
    true_correlation: float = Field(
        description="Correlation of the truths for which power is told.", missing="undefined"
    )
    power: float = Field(
        description="Studies so large and reliable in which tau would have a p of at most 0.05.",
        unit="0 to 1", missing="undefined", ge=0, le=1,
    )  # fmt: skip
    power_error: float = Field(
        description="Monte Carlo standard error of power.", missing="undefined", ge=0
    )
    undefined: str = Field(
        description="Why there is no p.", missing="there is one",
        closed=words.UNDEFINED_ASSOCIATIONS,
    )  # fmt: skip
