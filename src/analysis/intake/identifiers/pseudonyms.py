"""One pseudonym for one value, from a key that lies outside every checkout.

``kind + value`` is hashed with HMAC-SHA256 (RFC 2104), so that whoever has the pseudonyms and not
the key cannot try all telephone numbers until one fits.
"""

import hashlib
import hmac
import re
from dataclasses import dataclass, field
from pathlib import Path

from analysis.faults import BadInput, Fault
from analysis.intake.identifiers.finding import N_HEX
from analysis.study import in_work_tree

MIN_KEY_BYTES = 32
CURE_KEY = (
    "Make one, keep it where only you can read it, and use it for all files of the study: "
    'python -c "import secrets; print(secrets.token_hex(32))" > FILE'
)
CURE_PLACE = "Name a file outside the checkout."


@dataclass(frozen=True)
class Pseudonyms:
    """Gives pseudonyms; the same key gives the same ones."""

    key: bytes = field(repr=False)

    def of(self, kind: str, value: str) -> str:
        """``[CURP-7F3A2C09]`` for a canonical value of a kind."""
        digest = hmac.new(self.key, f"{kind}\0{value}".encode(), hashlib.sha256).hexdigest()
        return f"[{kind.upper()}-{digest[:N_HEX].upper()}]"


def read_key(path: Path) -> Pseudonyms:
    """The pseudonyms of a key file; space around the key does not count.

    Raises BadInput where the file is missing, holds fewer than 32 bytes, or lies inside a git work
    tree, from which it would sooner or later be published.
    """
    if in_work_tree(path):
        rule = "the key may not lie inside a git work tree"
        raise BadInput([Fault(path.name, rule, cure=CURE_PLACE)])
    try:
        key = path.read_bytes().strip()
    except OSError:
        raise BadInput([Fault(path.name, "no key that can be read", cure=CURE_KEY)]) from None
    if len(key) < MIN_KEY_BYTES or re.fullmatch(rb"(.)\1*", key, re.DOTALL):
        rule = f"not a key: it must hold {MIN_KEY_BYTES} bytes of chance or more"
        raise BadInput([Fault(path.name, rule, cure=CURE_KEY)])
    return Pseudonyms(key)
