"""Small tables written so that a reader can redo the arithmetic."""

import io

import pandas as pd


def frame(text: str) -> pd.DataFrame:
    """A table from text in columns; ``.`` is a blank."""
    return pd.read_csv(io.StringIO(text), sep=r"\s+", na_values=".", keep_default_na=False)
