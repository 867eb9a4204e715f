"""Random numbers from the study's seed, and the phrases they choose from."""

import re
import zlib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import yaml

from analysis.study import Study

Option = TypeVar("Option")
Generator = np.random.Generator
COMMON = "conversation"
# A tenth of the time where PyYAML was built with libyaml, and the same result.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_LIST = re.compile(r"\[(\w+)\]")


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
def phrases(*place: str) -> dict[str, Any]:
    """What the invented people say: ``phrases("groups", "unions")`` is groups/unions.yaml.

    A domain or group without a file of its own has the generic one. Its own ``lists`` carry its
    name, since two files may call different lists alike; those of conversation.yaml are for all.
    """
    path = Path("phrases", *place).with_suffix(".yaml")
    if not files(__package__).joinpath(path.as_posix()).is_file():
        path = path.with_name("generic.yaml")
    words = _read(path.as_posix())
    if path.stem == COMMON:
        return words
    own = words.get("lists") or {}
    mark = "_".join(path.parts[1:]).removesuffix(".yaml")
    words["lists"] = {f"{mark}_{name}": templates for name, templates in own.items()}
    return _renamed(words, own, mark)


@cache
def lists(*places: tuple[str, ...]) -> dict[str, Sequence[str]]:
    """The lists of templates of these phrases and of every conversation."""
    return {
        name: templates
        for place in ((COMMON,), *places)
        for name, templates in phrases(*place)["lists"].items()
    }


def _renamed(part: Any, own: Mapping[str, Any], mark: str) -> Any:
    if isinstance(part, Mapping):
        return {key: _renamed(value, own, mark) for key, value in part.items()}
    if isinstance(part, list):
        return [_renamed(value, own, mark) for value in part]
    if not isinstance(part, str):
        return part
    return _LIST.sub(lambda named: f"[{mark}_{named[1]}]" if named[1] in own else named[0], part)


@cache
def catalogue() -> dict[str, Any]:
    """The invented study's indicators, changes and actors."""
    return _read("catalogue.yaml")


@cache
def codebook_words() -> dict[str, Any]:
    """Names and definitions of the codes."""
    return _read("codebook.yaml")


def of_domain(part: dict[str, Any], domain: str) -> Any:
    """A domain's own entry, or the generic one."""
    return part.get(domain, part["generic"])


def _read(name: str) -> dict[str, Any]:
    return yaml.load(files(__package__).joinpath(name).read_bytes(), Loader=_LOADER)
