"""How a sample was drawn: the columns of a table that say so."""

from dataclasses import dataclass, fields

from analysis.settings import SinglePsuRule


class BadDesign(ValueError):
    """The design does not fit the table; the message holds every reason found."""


@dataclass(frozen=True)
class Calibration:
    """Weights that were fitted to known sizes: the weight before, and the columns of each margin.

    Standard errors are those of the residuals from the margins (Deville and Särndal 1992).
    """

    weight_before: str
    margins: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Design:
    """Which columns of a table say how its rows were drawn; what is not named did not happen.

    Without ``weight`` every row counts one. ``psu`` (primary sampling units) are numbered inside
    their ``stratum``; without it every row is its own. The populations are numbers of units, for
    the finite population correction: ``psu_population`` in the row's stratum, ``ssu_population``
    (secondary sampling units) in its PSU. Without ``psu_population`` the PSUs are taken as drawn
    with replacement, and the second stage plays no part (Särndal, Swensson and Wretman 1992,
    section 4.5); with it, ``ssu`` and ``ssu_population`` add the variance inside the PSUs.

    A stratum with one PSU has no variance of its own. It is refused unless ``single_psu_rule``
    says how to count it: ``certainty`` (not at all, as if drawn for certain), ``centered`` (around
    the mean of all PSUs) or ``average`` (as much as the other strata on average); Stata calls them
    certainty, centered, scaled, and R's survey certainty, adjust, average. One whose population
    is that one PSU needs no rule. A study names its rule as ``estimation.single_psu_rule``.
    """

    weight: str | None = None
    stratum: str | None = None
    psu: str | None = None
    ssu: str | None = None
    psu_population: str | None = None
    ssu_population: str | None = None
    single_psu_rule: SinglePsuRule | None = None
    calibration: Calibration | None = None

    def columns(self) -> list[str]:
        """The columns of the table that the design reads."""
        named = [getattr(self, field.name) for field in fields(self)[:6]]
        if self.calibration:
            margins = [column for margin in self.calibration.margins for column in margin]
            named += [self.calibration.weight_before, *margins]
        return [name for name in named if name is not None]
