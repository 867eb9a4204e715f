"""Two computations of one estimate must agree, or there is none."""

import numpy as np

# Relative; and in parts of the size of what is summed, where a result is zero but for rounding.
TOLERANCE, ROUNDING = 1e-9, 1e-12
# The same where a regression on margins has all but removed an error: it is known no better.
ROUNDING_FITTED = 1e-9


class Disagreement(ArithmeticError):
    """svy and the own linearization disagree: neither is to be believed."""


def agreed(
    what: str, svy: np.ndarray, own: np.ndarray, size: np.ndarray, *, is_fitted: bool = False
) -> np.ndarray:
    """The numbers of svy, exactly 0 where they are so but for rounding.

    ``size`` is what the numbers are small or large against; ``is_fitted`` that the weights were
    fitted to margins. Raises Disagreement where the two
    differ by more than a billionth, or where one is missing and the other not.
    """
    zero = (ROUNDING_FITTED if is_fitted else ROUNDING) * size
    slack = TOLERANCE * np.maximum(np.abs(svy), np.abs(own)) + zero
    apart = ~(np.abs(svy - own) <= slack) & ~(np.isnan(svy) & np.isnan(own))
    if apart.any():
        worst = np.nanmax(np.abs(svy - own)[apart] / size[apart], initial=0.0)
        msg = (
            f"{what}: svy and the own linearization disagree in {apart.sum()} of {len(own)} "
            f"domains, by up to {worst:.1e} of the size of the data. Report it with the design "
            "(not the data); do not use either number."
        )
        raise Disagreement(msg)
    return np.where(np.abs(svy) <= zero, 0.0, svy)
