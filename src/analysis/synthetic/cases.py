"""The people heard as cases of the coded project, with what coders noted of them."""

import pandas as pd

from analysis.study import Study
from analysis.synthetic.mess import spellings
from analysis.synthetic.streams import Generator, pick

SEX, GROUP = "sexo", "grupo"
WOMAN, MAN, BLANK = "mujer", "hombre", None


def cases(used: pd.DataFrame) -> pd.DataFrame:
    """One row per person and source in which they were heard: ``case``, ``source``."""
    rows = used[["people", "source_id"]].explode("people")
    return rows.set_axis(["case", "source"], axis=1).sort_values(["case", "source"])


def attributes(study: Study, used: pd.DataFrame, rng: Generator) -> pd.DataFrame:
    """One row per person and attribute: ``case``, ``attribute``, ``type``, ``value``.

    Sex, group and, where the study names a ``case_place``, the state in one of its spellings.
    """
    known, groups = spellings(study), study.labels("groups", "es")
    rows, seen = [], set()
    for source in used.itertuples(index=False):
        sexes = [WOMAN] * source.n_women + [MAN] * source.n_men
        for number, person in enumerate(source.people):
            if person in seen:
                continue
            seen.add(person)
            noted = {SEX: sexes[number] if number < len(sexes) else BLANK}
            noted[GROUP] = groups[source.group]
            if study.case_place:
                noted[study.case_place] = pick(rng, known[source.state])
            rows += [(person, attribute, "Text", value) for attribute, value in noted.items()]
    return pd.DataFrame(rows, columns=["case", "attribute", "type", "value"])
