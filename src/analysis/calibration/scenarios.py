"""The declared truths: what each scenario plants, and how large its studies are.

Where docs/methods.md leaves a number open it is chosen here and nowhere else: a quarter of the
views are neutral, states differ moderately (rho 0.1, tau 0.25) unless a line is said to be the same
in every state, and the mixed world has the five domains of ``MIXED``.
"""

from dataclasses import dataclass, replace

MATCHING, BREAKING = "matching", "breaking"
GENERATORS = (MATCHING, BREAKING)
SPREAD = "R"  # the scenario with the declared spread of truths

NEUTRAL = 0.25  # share of views that nothing changed, where a scenario says only how they balance
RHO, TAU = 0.1, 0.25  # how far states differ: views (intra-class correlation), indicators (sd)


@dataclass(frozen=True)
class Domain:
    """What is true of a domain: shares of improved, no change and worsened over the states, their
    intra-class correlation ``rho``, the indicators' mean change ``mu`` and its standard deviation
    between states ``tau`` (both in standard deviations of the baselines)."""

    mean: tuple[float, float, float]
    rho: float = RHO
    mu: float = 0.0
    tau: float = TAU


@dataclass(frozen=True)
class Scenario:
    """A truth and a size of study.

    ``domains`` are used in turn; with none, every domain is drawn at random. ``link``: correlation
    over states between a domain's two lines. ``reversed_share``: states in which people see the
    opposite. ``errors``: standard errors of a change that an indicator may have. ``times``: how
    many times the published number of interviews. ``coders_err``: as real coders do; where they do
    not, nothing is corrected either.
    """

    name: str
    says: str
    domains: tuple[Domain, ...] = ()
    link: float = 0.0
    reversed_share: float = 0.0
    errors: tuple[float, ...] = (0.15, 0.30, 0.45)
    times: int = 1
    coders_err: bool = True
    effect: float | None = None


def balanced(net: float, neutral: float = NEUTRAL) -> tuple[float, float, float]:
    """Shares whose improved exceed the worsened by ``net``."""
    return ((1 - neutral + net) / 2, neutral, (1 - neutral - net) / 2)


# Views that cancel out the same way in every state, and indicators that are flat in every one.
FLAT_PEOPLE = Domain((0.2, 0.6, 0.2), rho=0.0)
MIXED = (
    Domain((0.72, 0.20, 0.08), 0.05, 0.00, 0.10),  # people up, indicators flat
    Domain((0.45, 0.20, 0.35), 0.20, 0.15, 0.40),  # states part ways in both
    Domain((0.75, 0.17, 0.08), 0.06, 0.65, 0.20),  # both up
    Domain((0.22, 0.60, 0.18), 0.05, 0.50, 0.25),  # people flat, indicators up
    Domain((0.10, 0.25, 0.65), 0.06, 0.55, 0.20),  # people down, indicators up
)
BOTH_UP = Domain(balanced(0.55), mu=0.5)
WEAKER = Domain(balanced(0.4), mu=0.3)


def _one(name: str, says: str, domain: Domain, **more: float) -> Scenario:
    return Scenario(name, says, (domain,), **more)


_NOTHING = [
    _one("N0", "both flat in every state", replace(FLAT_PEOPLE, tau=0.0)),
    _one("N1", "people up, indicators flat", Domain(balanced(0.55), mu=0.0, tau=0.0)),
    _one("N2", "people flat, indicators up", replace(FLAT_PEOPLE, mu=0.5)),
    _one("B1", "people on the edge, indicators up", Domain(balanced(0.2), rho=0.0, mu=0.6)),
    _one("B2", "indicators on the edge, people up", Domain(balanced(0.7), mu=0.2, tau=0.0)),
]
_SOMETHING = [
    _one("P1", "both up", BOTH_UP),
    _one("P1w", "both up, weaker", WEAKER),
    _one("P2", "people up, indicators down", replace(BOTH_UP, mu=-0.5)),
    Scenario("M", "five different domains", MIXED),
    Scenario("M_linked_50", "five domains, lines linked", MIXED, link=0.5),
    Scenario("M_linked_90", "five domains, closely linked", MIXED, link=0.9),
    Scenario(SPREAD, "everything at random"),
    _one("two_kinds", "a quarter of states reversed", WEAKER, reversed_share=0.25),
]
# How large an effect must be, and how many interviews help: both lines at the same size.
_EFFECTS = [
    _one(f"E{round(100 * effect)}_x{times}", "both lines of one size",
         Domain(balanced(effect), mu=effect), times=times, effect=effect)
    for times in (1, 2, 5) for effect in (0.2, 0.35, 0.5, 0.65)
]  # fmt: skip
_SIZES = [
    Scenario(f"M_linked_50_x{times}", "five different domains, more interviews", MIXED, 0.5,
             times=times)
    for times in (2, 5)
]  # fmt: skip
_LINKED = [
    _one(f"P1w_linked_{round(100 * link)}", "weaker lines, linked over states", WEAKER, link=link)
    for link in (0.3, 0.5, 0.7, 1.0)
]
# What coders' errors cost: the same truths, read without any.
WITHOUT_ERROR = "_read_rightly"
_READ_RIGHTLY = [
    replace(scenario, name=scenario.name + WITHOUT_ERROR, coders_err=False,
            says=f"{scenario.says}, coders never wrong")
    for scenario in _SOMETHING if scenario.name in ("P1", "P1w", "M_linked_50", SPREAD)
]  # fmt: skip
# The truths that every figure shows; the others answer one question each.
SHOWN = tuple(scenario.name for scenario in (*_NOTHING, *_SOMETHING))
_DECLARED = (*_NOTHING, *_SOMETHING, *_EFFECTS, *_SIZES, *_LINKED, *_READ_RIGHTLY)
SCENARIOS = {scenario.name: scenario for scenario in _DECLARED}
