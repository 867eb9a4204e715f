"""The validation survey: who recognises which changes, those heard before and the institutions."""

from pathlib import Path

import pandas as pd

from analysis.faults import Fault, refuse
from analysis.intake import survey_checks, survey_exports
from analysis.intake.consent import consented
from analysis.intake.gathering import Gathering
from analysis.intake.survey_checks import ITEMS
from analysis.intake.survey_exports import SELECT_MULTIPLE, SELECT_ONE, Export, Form
from analysis.store import note
from analysis.study import Study
from analysis.vocabulary import RESPONDENTS

FORM, FILE = Path("validation/form.xlsx"), Path("validation/validation.xlsx")
# The forms of earlier versions, and what else than a workbook the export may be.
OLDER_FORMS, ENDINGS = "form_*.xlsx", (".xlsx", ".zip", ".csv")
# What the form must ask, once each and once per change shown; "": of whatever kind.
ONCE = {
    "consent": SELECT_ONE, "panel": SELECT_ONE, "respondent": "", "folio": "", "group": SELECT_ONE,
    "language": SELECT_ONE, "priorities": SELECT_MULTIPLE, "start": "start", "end": "end",
}  # fmt: skip
PER_CHANGE = {"change": "", "answer": SELECT_ONE, "lasting": SELECT_ONE, "comment": ""}
GIVEN = "yes"
NONE = "none"  # the choice that says: asked, and no priority named
# What the declared columns are called in the form.
COLUMN = {
    "respondent_id": "respondent", "source_id": "folio", "priority": "priorities",
    "began": "start", "ended": "end",
}  # fmt: skip
COLUMN_PER_CHANGE = {"change_id": "change"}
HEARD = ("respondent_id", "source_id", "group", "language")
OTHERS = ("respondent_id", "panel")
SHOWN = ("change_id", "answer", "lasting", "comment")


def read(study: Study) -> Export:
    """The export as it stands, by its form; of its columns only those of ``ONCE``, ``PER_CHANGE``.

    Raises BadInput, also for a form that lacks one of the questions.
    """
    note(study.provenance)
    older = sorted((study.raw / FORM).parent.glob(OLDER_FORMS))
    forms = [survey_exports.read_form(study, path) for path in (study.raw / FORM, *older)]
    refuse(fault for form in forms for fault in _unasked(form))
    return survey_exports.read(study, _file(study), forms, [*ONCE, *PER_CHANGE])


def _file(study: Study) -> Path:
    """The export, in whichever of the forms it was put there."""
    given = [(study.raw / FILE).with_suffix(ending) for ending in ENDINGS]
    there = [path for path in given if path.exists()]
    rule = "more than one export of the survey"
    refuse(Fault(study.known_as(path), rule, cure="Leave one.") for path in there[1:])
    return (there or given)[0]


def clean(
    export: Export,
    changes: pd.DataFrame,
    interviews: pd.DataFrame,
    set_aside: pd.DataFrame,
    study: Study,
) -> dict[str, pd.DataFrame]:
    """The tables of the survey: what was answered, by whom, and what is wrong with it.

    A change that was not shown has no row, one not answered a blank, and so has a question that
    the form says was not to be put: such an answer is counted and not used. Who did not consent to
    the survey, and whose earlier source was set aside, is counted and goes no further. Raises
    BadInput, also for an answer about an unknown change and a time that is none.
    """
    found = export.gathering(study, **COLUMN)
    people = survey_exports.submissions(export, study, found).rename(columns=_renamed(COLUMN))
    _require(people, ["consent"], found)
    n_received, people = len(people), people[people["consent"].eq(GIVEN)]
    _require(people, ["panel", "respondent_id"], found)
    _once(people["respondent_id"], found)
    is_heard = people["panel"].eq(RESPONDENTS)
    heard = consented(people[is_heard], interviews, set_aside, found)
    _require(heard, list(HEARD), found)
    repeat = export.form.questions["change"].repeat
    in_repeat = export.gathering(study, repeat, **COLUMN_PER_CHANGE)
    shown = survey_exports.repeated(export, repeat, study, in_repeat)
    shown = shown.rename(columns=_renamed(COLUMN_PER_CHANGE))
    _known(shown["change_id"], changes["change_id"], in_repeat)
    used = pd.concat([heard, people[~is_heard]])
    asked = survey_checks.items(export, study, used, shown["change_id"])
    shown = survey_checks.in_turn(shown, asked)
    said = _of(heard, HEARD, shown), _of(people[~is_heard], OTHERS, shown)
    named = _named(survey_exports.chosen(export, "priorities", study, found), heard, found)
    tables = {
        "validation": in_repeat.checked("validation", said[0]),
        "institution_answers": in_repeat.checked("institution_answers", said[1]),
        "validation_priorities": found.checked("validation_priorities", named),
    }
    times = survey_checks.times(used, found)
    refuse(found.faults + in_repeat.faults)
    n_answered = said[0].dropna(subset="answer")["respondent_id"].nunique()
    flow = survey_checks.flow(n_received, people["panel"], len(heard), n_answered)
    counted = {"survey_items": asked[list(ITEMS)], "survey_times": times, "survey_flow": flow}
    tables |= {name: found.checked(name, table) for name, table in counted.items()}
    found.refuse()
    return tables


def _unasked(form: Form) -> list[Fault]:
    cure = "docs/data.md lists the questions."
    repeats = {form.questions[name].repeat for name in PER_CHANGE if name in form.questions}
    faults = []
    for name, kind in (ONCE | PER_CHANGE).items():
        question = form.questions.get(name)
        if question is None or kind not in ("", question.kind):
            rule = f'no question "{name}"' + (f" of type {kind}" if kind else "")
            faults.append(Fault(form.file, rule, "survey", cure=cure))
        elif (name in ONCE and question.repeat) or (
            name in PER_CHANGE and len(repeats - {""}) != 1
        ):
            rule = f'"{name}" stands on the wrong side of the repeat group of the changes'
            faults.append(Fault(form.file, rule, "survey", cure=cure))
    return faults


def _renamed(columns: dict[str, str]) -> dict[str, str]:
    return {question: declared for declared, question in columns.items()}


def _require(people: pd.DataFrame, columns: list[str], found: Gathering) -> None:
    """A fault for each blank, but where the cell is known to be wrong."""
    known = {(fault.row, fault.column) for fault in found.faults}
    for column in columns:
        rows = people.index[people[column].isna()]
        blank = [Fault("", "blank, but must be given", row=row, column=column) for row in rows]
        found.add([f for f in blank if (f.row, found.columns.get(column, column)) not in known])


def _once(respondents: pd.Series, found: Gathering) -> None:
    again = respondents.index[respondents.duplicated() & respondents.notna()]
    rule = "this respondent answered above"
    found.add([Fault("", rule, row=row, column="respondent_id") for row in again])


def _known(shown: pd.Series, changes: pd.Series, found: Gathering) -> None:
    strays = shown.index[shown.notna() & ~shown.isin(changes)]
    rule = "no change of changes/changes.csv"
    found.add([Fault("", rule, row=row, column="change_id") for row in strays])


def _of(people: pd.DataFrame, columns: tuple[str, ...], shown: pd.DataFrame) -> pd.DataFrame:
    """What these people said of each change, under the row in which they said it.

    People whose own row is faulty are left out: nothing follows from it.
    """
    people = people[list(columns)].dropna().drop_duplicates("respondent_id")
    said = shown[shown["submission"].isin(people.index)]
    who = people.loc[said["submission"]].set_axis(said.index)
    return pd.concat([who, said[list(SHOWN)]], axis=1)


def _named(chosen: pd.DataFrame, heard: pd.DataFrame, found: Gathering) -> pd.DataFrame:
    """One row per respondent who answered and priority; to have named none is an answer."""
    people = heard["respondent_id"].dropna().drop_duplicates()
    chosen = chosen[chosen.index.isin(people.index)]
    is_none = chosen["choice"].eq(NONE)
    picked = (set(chosen.index[chosen["is_chosen"] & part]) for part in (is_none, ~is_none))
    rule = f'"{NONE}" was chosen together with others'
    found.add([Fault("", rule, row=row, column="priority") for row in set.intersection(*picked)])
    named = chosen[~is_none].rename(columns={"choice": "priority", "is_chosen": "is_named"})
    return named.assign(respondent_id=people.reindex(named.index))
