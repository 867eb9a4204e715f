"""What may be shown without showing who said it: the only way from a table to an exhibit.

Four doors. ``release`` takes numbers about people heard or cases measured and hides the small
ones; ``release_classes`` takes verdicts and other words, where no number about people may stand;
``release_public`` takes figures anybody may read; ``release_quotations`` takes one person's words,
each allowed by a reviewer. What comes out is ``Released``, which alone is drawn, exported or
recorded as a finding.
"""

from analysis.disclosure.numbers import (
    COUNTS_OF_PEOPLE,
    FEWEST_SOURCES,
    release,
    release_classes,
    release_public,
)
from analysis.disclosure.quotations import release_quotations
from analysis.disclosure.released import (
    JOINED,
    JOINED_MANY,
    SHOWN,
    STAMPS,
    STATE_COLUMNS,
    Blank,
    Released,
    Suppressed,
    refused_names,
    stamp,
    together,
)

__all__ = [
    "COUNTS_OF_PEOPLE", "FEWEST_SOURCES", "JOINED", "JOINED_MANY", "SHOWN", "STAMPS",
    "STATE_COLUMNS", "Blank", "Released", "Suppressed", "refused_names", "release",
    "release_classes", "release_public", "release_quotations", "stamp", "together",
]  # fmt: skip
