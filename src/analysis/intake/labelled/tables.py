"""The answers of a labelled file as a declared survey gives them: by case, question and choice."""

import numpy as np
import pandas as pd

from analysis.intake.cells import plain
from analysis.intake.labelled.reading import Labelled
from analysis.intake.labelled.spss_records import MultipleResponse
from analysis.vocabulary import ANSWERED, ITEM_STATUSES, LEFT_BLANK, MISSING_VALUE, UNKNOWN

# The first four are those of the items of a survey export.
ITEM = ["submission", "instance", "question", "status", "value", "label"]


def submissions(file: Labelled) -> pd.DataFrame:
    """One row per case, the answers as codes; a declared missing value becomes a blank."""
    return file.answers.mask(file.is_missing)


def items(file: Labelled) -> pd.DataFrame:
    """One row per case (``submission``) and variable (``question``), with its ``status``.

    Beside it ``value``, the code, and its ``label``; ``instance``, the round of a repeat group, is
    missing: such a file has none. A blank is one that the file left blank; of a
    portable file, which may have blanked a declared missing value, it is ``unknown``. Whether a
    question was asked, such a file does not say.
    """
    tall = file.answers.melt(var_name="question", ignore_index=False)
    tall = tall.reset_index(names="submission")
    tall["question"] = tall["question"].astype("category")
    tall["instance"] = pd.Series(pd.NA, tall.index, dtype="Int64")
    is_missing = file.is_missing.to_numpy().ravel(order="F")
    blank = LEFT_BLANK if file.report.tells_missing else UNKNOWN
    is_given = tall["value"].notna()
    status = np.select([is_missing, is_given], [MISSING_VALUE, ANSWERED], blank)
    tall["status"] = pd.Categorical(status, categories=ITEM_STATUSES)
    known = {
        name: rows.set_index("value")["label"] for name, rows in file.values.groupby("variable")
    }
    nothing = pd.Series(dtype="str")
    named = [file.answers[name].map(known.get(name, nothing)) for name in file.answers]
    tall["label"] = pd.concat(named).astype("str").array if named else nothing
    return tall[ITEM]


def wordings(file: Labelled, variable: str) -> dict[str, str]:
    """The codes of a variable by every wording: the code, and its label where no other has it."""
    values = file.values[file.values["variable"].eq(variable)]
    codes = {code: code for code in values["value"]}
    known = {plain(code) for code in codes}
    clear = values[values["label"].notna() & ~values["label"].map(plain, "ignore").isin(known)]
    clear = clear[~clear["label"].map(plain).duplicated(keep=False)]
    return codes | dict(zip(clear["label"], clear["value"], strict=True))


def choices(file: Labelled, name: str) -> dict[str, str]:
    """The choices of a multiple-response set, with their labels.

    A choice is a variable, or a value where the values of the variables are the choices.
    """
    each = file.sets[name]
    if each.counted:
        return {variable: _label(file, variable, each) for variable in each.variables}
    values = file.values[file.values["variable"].isin(each.variables) & ~file.values["is_missing"]]
    labels = dict(zip(values["value"], values["label"].fillna(""), strict=True))
    found = pd.unique(submissions(file)[list(each.variables)].to_numpy().ravel())
    return labels | dict.fromkeys(sorted(set(found[pd.notna(found)]) - labels.keys()), "")


def chosen(file: Labelled, name: str) -> pd.DataFrame:
    """A multiple-response set: one row per case that answered and ``choice``, with ``is_chosen``.

    The index is the case. Blank in all its variables is not asked and gives no row; nor does a
    declared missing value: in a set of ticks for its choice, in a set of values for the case that
    has nothing else.
    """
    each = file.sets[name]
    answers = file.answers[list(each.variables)]
    is_missing, given = file.is_missing[list(each.variables)], submissions(file)
    given = given[list(each.variables)]
    is_asked = given.notna().any(axis=1)
    if each.counted:
        ticked = answers.eq(each.counted).mask(is_missing)
    else:
        ticked = pd.DataFrame(
            {code: given.eq(code).any(axis=1) for code in choices(file, name)}, answers.index
        )
    tall = ticked[is_asked].melt(var_name="choice", value_name="is_chosen", ignore_index=False)
    tall = tall.dropna(subset="is_chosen").astype({"is_chosen": bool})
    return tall.sort_index(kind="stable")


def _label(file: Labelled, variable: str, each: MultipleResponse) -> str:
    """What a choice is called: as its variable or, where the set says so, as the counted value."""
    if each.by_counted_label:
        values = file.values[file.values["variable"].eq(variable)]
        labels = values.loc[values["value"].eq(each.counted), "label"].dropna()
    else:
        labels = file.variables.loc[file.variables["variable"].eq(variable), "label"]
    return next((label for label in labels if label), variable)
