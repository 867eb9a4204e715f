"""Random numbers from the study's seed, and the phrases they choose from."""

import zlib
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import Any, TypeVar

import numpy as np
import yaml

from analysis.study import Study

Option = TypeVar("Option")
Generator = np.random.Generator


def stream(study: Study, name: str) -> Generator:
    """A stream of its own for each part, so that one part's draws never move another's."""
    return np.random.default_rng([study.seed, zlib.crc32(name.encode())])


def pick(
    rng: Generator, options: Sequence[Option], weights: Sequence[float] | None = None
) -> Option:
    """One of the options."""
    if weights is None:
        return options[int(rng.integers(len(options)))]
    return options[int(rng.choice(len(options), p=np.array(weights) / np.sum(weights)))]


def picks(
    rng: Generator, options: Sequence[Option], n: int, weights: Sequence[float] | None = None
) -> list[Option]:
    """``n`` different options, or all of them where there are fewer, in drawn order."""
    p = None if weights is None else np.array(weights) / np.sum(weights)
    places = rng.choice(len(options), size=min(n, len(options)), replace=False, p=p)
    return [options[int(place)] for place in places]


@cache
def phrases() -> dict[str, Any]:
    """What the invented people say."""
    return _read("phrases.yaml")


@cache
def catalogue() -> dict[str, Any]:
    """The invented study's codes, indicators, changes and actors."""
    return _read("catalogue.yaml")


def of_domain(part: dict[str, Any], domain: str) -> Any:
    """A domain's own entry, or the generic one."""
    return part.get(domain, part["generic"])


def _read(name: str) -> dict[str, Any]:
    return yaml.safe_load(files(__package__).joinpath(name).read_text(encoding="utf-8"))
