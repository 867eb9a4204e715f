"""The word lists of ``words.yaml``."""

from pathlib import Path
from typing import Any

import yaml

_LISTS = yaml.safe_load(Path(__file__).with_suffix(".yaml").read_text(encoding="utf-8"))


def words(name: str) -> Any:
    """One list of words as a set; where the file orders or counts them, as it stands."""
    listed = _LISTS[name]
    is_plain = isinstance(listed, list) and isinstance(listed[0], str)
    return frozenset(listed) if is_plain else listed
