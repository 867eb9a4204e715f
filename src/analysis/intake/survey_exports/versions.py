"""Which form each submission was filled in with, where a form changed in the field."""

from collections.abc import Sequence

import pandas as pd

from analysis.faults import Fault
from analysis.intake.survey_exports.form import Form
from analysis.study import Study

CURE = (
    "Give the form of that version too, its version in the sheet settings; or, where nothing that "
    "is read changed, say in study.yaml, survey: other_versions: read_if_same."
)


def of_rows(
    told: pd.Series | None, forms: Sequence[Form], asked: Sequence[str], study: Study
) -> tuple[pd.Series | None, list[Fault]]:
    """The place of each row's form among those given, and the versions that none is of.

    ``told`` is the version of each submission, None where the export does not say. One form and one
    version belong together whatever they are called. Otherwise a version without a form is read by
    the first of the forms, if the study says so and all that is asked for is the same in all.
    """
    if told is None:
        return None, [] if len(forms) == 1 else [_untold()]
    known = {form.version: number for number, form in reversed(list(enumerate(forms)))}
    if len(forms) == 1 and (told.nunique() <= 1 or not forms[0].version):
        return pd.Series(0, index=told.index), []
    place = told.map(known)
    if study.survey.other_versions == "read_if_same" and same(forms, asked):
        place = place.fillna(0)
    missing = sorted(told[place.isna()].dropna().unique())
    faults = [
        Fault("", f"{told.eq(v).sum()} submissions of version {v}, of which no form is given",
              cure=CURE) for v in missing
    ]  # fmt: skip
    blank = told.isna() & place.isna()
    faults += [Fault("", "its version is blank", row=row, cure=CURE) for row in told.index[blank]]
    return place.fillna(0).astype(int), faults


def same(forms: Sequence[Form], asked: Sequence[str]) -> bool:
    """Whether each question is the same, with the same choices, in all forms that are given."""
    meanings = [
        [(f.questions[q].content, f.choices(q)) if q in f.questions else None for q in asked]
        for f in forms
    ]
    return all(meaning == meanings[0] for meaning in meanings)


def _untold() -> Fault:
    return Fault("", "several forms are given, and no column tells the version", cure=CURE)
