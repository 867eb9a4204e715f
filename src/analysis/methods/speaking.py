"""Who had the word: interviewers beside those heard, and one voice beside the others of a group."""

import pandas as pd

from analysis.vocabulary import FOCUS_GROUP, HEARD, INTERVIEWER

# A voice with more than this share of the words of those heard outweighs all others together.
HALF = 0.5


def interviewer_share(speakers: pd.DataFrame, interviews: pd.DataFrame) -> pd.DataFrame:
    """How much of what is said, the interviewers say.

    ``speakers`` has one row per source and speaker: ``role``, ``n_words``. Returns one row per
    ``kind`` of source with ``n_sources``, ``n_people`` heard in them and
    ``interviewer_words_share`` (0-1) of all words, so that a long source counts for more.
    """
    is_asking = speakers["role"].eq(INTERVIEWER)
    words = speakers.assign(n_asking=speakers["n_words"].where(is_asking, 0))
    words = words.groupby("source_id")[["n_words", "n_asking"]].sum().reset_index()
    kinds = interviews.merge(words, on="source_id").groupby("kind", as_index=False).agg(
        n_sources=("source_id", "size"), n_people=("n_people", "sum"),
        n_words=("n_words", "sum"), n_asking=("n_asking", "sum"),
    )  # fmt: skip
    share = kinds["n_asking"] / kinds["n_words"]
    return kinds.drop(columns=["n_words", "n_asking"]).assign(interviewer_words_share=share)


def one_voice(speakers: pd.DataFrame, interviews: pd.DataFrame) -> pd.DataFrame:
    """Focus groups in which one voice says more than half of what those heard say.

    ``speakers`` as in ``interviewer_share``; what several say at once is nobody's. Returns two
    rows, by ``is_one_voice``, with ``n_sources`` (focus groups) and ``n_people`` in them.
    """
    heard = speakers[speakers["role"].eq(HEARD)].groupby("source_id")["n_words"]
    share = heard.max() / heard.sum()
    groups = interviews[interviews["kind"].eq(FOCUS_GROUP)]
    is_one_voice = groups["source_id"].map(share).gt(HALF)
    counts = groups.groupby(is_one_voice.rename("is_one_voice")).agg(
        n_sources=("source_id", "size"), n_people=("n_people", "sum")
    )
    return counts.reindex(pd.Index([False, True], name="is_one_voice"), fill_value=0).reset_index()
