"""What two spellings of one word share."""

import unicodedata


def plain(text: str) -> str:
    """Lower case, without accents, outer spaces and doubled spaces: for comparing spellings."""
    # Decomposed before, for letters whose small form only then is known, and after.
    bare = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return " ".join("".join(c for c in bare if not unicodedata.combining(c)).split())
