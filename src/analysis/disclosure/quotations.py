"""One person's words, each allowed by a reviewer."""

import pandas as pd

from analysis.disclosure.released import Released, seal
from analysis.schema.quotations import signed
from analysis.study import Study
from analysis.vocabulary import RESTRICTED, SYNTHETIC


def release_quotations(
    quotations: pd.DataFrame, interviews: pd.DataFrame, asked: pd.DataFrame, study: Study
) -> Released:
    """Release the words that a reviewer signed, beside the stakeholder group where it is large.

    The tables are those of the study. ``group`` is given where at least ``study.smallest_cell``
    people of it were heard on the quotation's domain, in its language where that is told, since
    its reader knows all three; otherwise it is blank, as are state, source and person always. Two
    quotations stay two rows, in the order of their ids, and nothing says whether one person said
    both. Where fewer people were heard on the domain in any one language, no quotation on it tells
    which was spoken (the silence of some would): the language most were heard in comes first.

    Returns one row per quotation: ``domain``, ``language`` of its ``words``, ``is_as_spoken``
    (true, or false where that is not told), ``group``, ``words``, ``other_words`` and
    ``text_sha256`` of both, by which an exhibit can be held against what was released.
    Raises ValueError naming each quotation that is not the one reviewed or that nobody reviewed.
    """
    words = zip(quotations["text"], quotations["translation"], strict=True)
    is_signed = quotations["text_sha256"].eq([signed(*both) for both in words])
    reviewer = quotations["reviewer"].str.strip().fillna("")
    is_reviewed = reviewer.ne("") & quotations["reviewed_on"].notna()
    if study.provenance == RESTRICTED:
        is_reviewed &= reviewer.str.casefold().ne(SYNTHETIC)
    unsigned = quotations.loc[~(is_signed & is_reviewed), "quotation_id"]
    if len(unsigned):
        msg = f"{', '.join(unsigned)}: not reviewed as it stands, so it is not published"
        raise ValueError(msg)
    sources = interviews[["source_id", "group"]]
    said = quotations.sort_values("quotation_id").merge(sources, on="source_id")
    heard = asked.merge(interviews, on="source_id")
    in_languages = heard.groupby(["domain", "language"])["n_people"].sum()
    is_told = in_languages.groupby("domain").min().ge(study.smallest_cell)
    said["is_as_spoken"] = said["domain"].map(is_told).eq(True)
    heard["language"] = heard["language"].where(heard["domain"].map(is_told), "")
    of = ["group", "domain", "language"]
    people = heard.groupby(of)["n_people"].sum().rename("n_alike").reset_index()
    of_whom = said.assign(language=said["language"].where(said["is_as_spoken"], ""))
    n_alike = of_whom.merge(people, on=of, how="left")["n_alike"]
    shown = _in_one_order(said, interviews.groupby("language")["n_people"].sum())
    shown = shown.assign(group=said["group"].where(n_alike.ge(study.smallest_cell)))
    columns = ["domain", "language", "is_as_spoken", "group", "words", "other_words", "text_sha256"]
    return seal(shown[columns], study, study.provenance)


def _in_one_order(said: pd.DataFrame, in_languages: pd.Series) -> pd.DataFrame:
    """What was spoken first; where that is not told, what is in the language most were heard in."""
    shown = said.rename(columns={"text": "words", "translation": "other_words"})
    if shown.empty:
        return shown
    main = in_languages.idxmax()
    is_turned = ~shown["is_as_spoken"] & shown["language"].ne(main)
    both = ["words", "other_words"]
    shown.loc[is_turned, both] = shown.loc[is_turned, both[::-1]].to_numpy()
    words = zip(shown["words"], shown["other_words"], strict=True)
    return shown.assign(
        language=shown["language"].mask(is_turned, main),
        text_sha256=[signed(*pair) for pair in words],
    )
