"""Running thousands of studies in blocks: on all cores or a Dask cluster, and going on where it
was stopped.

A finished block is a file named by everything its scores follow from, so that none is computed
twice and none outlives a change of the method.
"""

import hashlib
import json
import sys
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import asdict, dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path

import joblib
import pandas as pd

import analysis
from analysis.calibration.generating import generate
from analysis.calibration.scenarios import BREAKING, MATCHING, SCENARIOS, SHOWN, SPREAD
from analysis.calibration.scoring import scores
from analysis.methods.triangulation import triangulate
from analysis.methods.triangulation.variations import with_draws
from analysis.store import replacing
from analysis.study import Study

N_IN_BLOCK = 20  # studies: half a minute's work to lose when a run is stopped
# Fewer than a study has: their noise is small beside that between studies.
N_DRAWS, N_CHAINS = 3_000, 96
# How many studies of each scenario a full run has.
AT_RANDOM, MANY, SOME = 1_000, 160, 100
PLANNED = {(MATCHING, name): MANY if name in SHOWN else SOME for name in SCENARIOS}
PLANNED |= {(MATCHING, SPREAD): AT_RANDOM}
PLANNED |= {(BREAKING, name): SOME for name in ("N1", "P1", "M", SPREAD)}
# What scores follow from, besides the settings and what a scenario plants: files of the package.
CODE = (
    *(f"methods/triangulation/{name}.py" for name in (
        "evidence", "posterior", "coder_error", "known_errors", "verdicts", "matrix", "association",
        "permutation",
    )),
    "methods/outcomes.py", "methods/codes.py", "synthetic/truth.py",
    *(f"calibration/{name}.py" for name in ("truths", "generating", "judging", "scoring")),
)  # fmt: skip
LIBRARIES = ("numpy", "pandas", "scipy")
DASK = "dask://"


@dataclass(frozen=True)
class Block:
    """Studies ``first`` to ``first + n - 1`` of a scenario, made by a generator."""

    generator: str
    scenario: str
    first: int
    n: int


def plan(planned: dict[tuple[str, str], int]) -> list[Block]:
    """The blocks of a run, the first of every scenario first: one stopped early is balanced."""
    blocks = [
        Block(generator, scenario, first, min(N_IN_BLOCK, n - first))
        for (generator, scenario), n in planned.items()
        for first in range(0, n, N_IN_BLOCK)
    ]
    return sorted(blocks, key=lambda block: block.first)


def limited(n: int | None) -> dict[tuple[str, str], int]:
    """The full plan, or at most ``n`` studies of each scenario."""
    return {what: min(planned, n or planned) for what, planned in PLANNED.items()}


def as_calibrated(study: Study) -> Study:
    """The study with as many draws, and chains that correct coders, as calibration takes."""
    return with_draws(study, N_DRAWS, N_CHAINS)


def numbered(study: Study, scenario: str, number: int) -> Study:
    """The study by which one study of a scenario is judged.

    It has draws of its own, lest the noise of one set of draws be in all studies.
    """
    rules = study.triangulation
    if not SCENARIOS[scenario].coders_err:
        direction = rules.direction.model_copy(update={"confusion": "none"})
        rules = rules.model_copy(update={"direction": direction})
    return study.model_copy(update={"seed": study.seed + number, "triangulation": rules})


def judged(block: Block, study: Study) -> pd.DataFrame:
    """The scores of a block's studies, with ``generator``, ``scenario`` and ``number``."""
    tables = []
    for number in range(block.first, block.first + block.n):
        generated = generate(block.scenario, block.generator, number, study)
        own = numbered(study, block.scenario, number)
        found = scores(generated, triangulate(generated.evidence, own), own)
        tables.append(found.assign(number=number))
    table = pd.concat(tables, ignore_index=True)
    return table.assign(generator=block.generator, scenario=block.scenario)


def path_of(block: Block, study: Study, folder: Path) -> Path:
    """Where a block's scores are kept."""
    said = {
        "block": asdict(block), "scenario": asdict(SCENARIOS[block.scenario]), "code": code_hash(),
        "study": study.model_dump(mode="json", include=_FOLLOWED),
    }  # fmt: skip
    key = hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()[:16]
    return folder / f"{block.generator}-{block.scenario}-{block.first:05}-{key}.parquet"


_FOLLOWED = {"seed", "states", "domains", "groups", "places", "adjudicator", "triangulation"}


@cache
def code_hash() -> str:
    """A name for the code and libraries that scores follow from."""
    root = Path(analysis.__path__[0])
    content = b"".join((root / file).read_bytes() for file in CODE)
    libraries = " ".join(f"{name} {version(name)}" for name in LIBRARIES)
    return hashlib.sha256(content + libraries.encode()).hexdigest()[:16]


def run(
    blocks: list[Block], study: Study, folder: Path, engine: str = "", n_jobs: int = -1
) -> pd.DataFrame:
    """The scores of all blocks' studies; those kept in ``folder`` are not computed again.

    ``engine`` is blank for the cores of this machine, or ``dask://host:port``, the scheduler of a
    cluster whose workers have this package. Raises ValueError for any other.
    """
    missing = [block for block in blocks if not path_of(block, study, folder).exists()]
    total, ready = sum(b.n for b in blocks), sum(b.n for b in blocks) - sum(b.n for b in missing)
    started, at_start = time.monotonic(), ready
    with engine_of(engine):
        for block, table in _computed(missing, study, n_jobs):
            with replacing(path_of(block, study, folder)) as file:
                table.to_parquet(file, index=False)
            ready += block.n
            pace = (time.monotonic() - started) / (ready - at_start)
            _tell(ready, total, pace * (total - ready))
    return pd.concat(
        [pd.read_parquet(path_of(b, study, folder)) for b in blocks], ignore_index=True
    )


def engine_of(engine: str) -> AbstractContextManager:
    """Where joblib is to compute. Raises ValueError for an engine that is not known."""
    if not engine:
        return nullcontext()
    if not engine.startswith(DASK):
        msg = f"ENGINE={engine}: leave it out, or name a Dask scheduler as {DASK}host:port"
        raise ValueError(msg)
    try:
        from distributed import Client  # only those who have a cluster need it
    except ImportError:
        msg = f"ENGINE={engine}: needs the package distributed (pip install '.[dask]')"
        raise ValueError(msg) from None
    return joblib.parallel_config(backend="dask", client=Client(engine.removeprefix(DASK)))


def _computed(
    blocks: list[Block], study: Study, n_jobs: int
) -> Iterator[tuple[Block, pd.DataFrame]]:
    # Not `return_as="generator"`: blocks would wait for a slow one, and be lost with it.
    parallel = joblib.Parallel(n_jobs=n_jobs, return_as="generator_unordered")
    return parallel(joblib.delayed(_with_block)(block, study) for block in blocks)


def _with_block(block: Block, study: Study) -> tuple[Block, pd.DataFrame]:
    return block, judged(block, study)


def _tell(ready: int, total: int, seconds: float) -> None:
    end = "\r" if sys.stderr.isatty() else "\n"
    sys.stderr.write(f"{ready:,} of {total:,} studies, {seconds / 60:.0f} min left    {end}")
    sys.stderr.flush()
