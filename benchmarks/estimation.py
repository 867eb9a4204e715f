"""How long survey estimates by state take on a survey of the size of ENDIREH.

Prints seconds of processor time (other work on the machine does not count) of a weighted share
with its standard error by 32 states, over 100,000 people of 600 strata and 17,000 sampling units,
and how many times that of the same shares without design: a plain weighted mean by state.
"""

import time
from collections.abc import Callable

import numpy as np
import pandas as pd

from analysis.methods.estimation import Design, mean, post_stratify, proportion

N_PEOPLE, N_STATES, N_STRATA, N_PSUS = 100_000, 32, 600, 17_000
DESIGN = Design(weight="weight", stratum="stratum", psu="psu")
BY = ["state"]
# Of the first estimate: seconds that it may take.
PROMISED = 1.0
RUNS = 5


def people(seed: int = 1) -> pd.DataFrame:
    """Made-up people: states hold strata, strata hold sampling units, units hold people."""
    rng = np.random.default_rng(seed)
    stratum_of_psu = np.concatenate(
        [np.repeat(np.arange(N_STRATA), 2), rng.integers(0, N_STRATA, N_PSUS - 2 * N_STRATA)]
    )
    psu = np.concatenate([np.arange(N_PSUS), rng.integers(0, N_PSUS, N_PEOPLE - N_PSUS)])
    stratum = stratum_of_psu[psu]
    share = 0.45 + 0.1 * rng.standard_normal(N_PSUS)[psu]
    return pd.DataFrame(
        {
            "state": stratum % N_STATES,
            "stratum": stratum,
            "psu": psu,
            "weight": rng.integers(50, 2_000, N_PEOPLE),
            "is_active": rng.random(N_PEOPLE) < share,
        }
    )


def seconds(run: Callable[[], object]) -> float:
    """Processor time of a run: the median of several, after one that loads what it needs."""
    run()
    spent = []
    for _ in range(RUNS):
        started = time.process_time()
        run()
        spent.append(time.process_time() - started)
    return sorted(spent)[RUNS // 2]


def plain(table: pd.DataFrame) -> pd.Series:
    """The same shares, and nothing of how sure they are."""
    weighted = table["weight"] * table["is_active"]
    return weighted.groupby(table["state"]).sum() / table.groupby("state")["weight"].sum()


def main() -> None:
    """Measure, print and hold to the promise."""
    table = people()
    started = time.process_time()
    mean(table.head(1_000).assign(psu=range(1_000), stratum=1), DESIGN, "is_active")
    print(f"estimation: loading svy, once: {time.process_time() - started:.2f} s")
    sizes = table.groupby(BY)["weight"].sum().mul(1.1).rename("size").reset_index()
    fitted = post_stratify(table, DESIGN, sizes)
    base = seconds(lambda: plain(table))
    measured = {
        "mean by state": seconds(lambda: mean(table, DESIGN, "is_active", BY)),
        "proportion by state": seconds(lambda: proportion(table, DESIGN, "is_active", BY)),
        "mean by state, post-stratified": seconds(lambda: mean(*fitted, "is_active", BY)),
    }
    for what, spent in measured.items():
        print(f"estimation: {what}: {spent:.3f} s, {spent / base:.0f} times a plain mean")
    slow = [what for what in list(measured)[:1] if measured[what] > PROMISED]
    if slow:
        msg = f"estimation: more than {PROMISED} s for: {', '.join(slow)}"
        raise SystemExit(msg)


if __name__ == "__main__":
    main()
