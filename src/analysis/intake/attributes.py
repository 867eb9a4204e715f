"""The cases of the coded project: the sources they stand for, and what was noted of them."""

from collections.abc import Iterable

import pandas as pd

from analysis import vocabulary as words
from analysis.faults import Fault, refuse
from analysis.intake import marked, places
from analysis.intake.cells import plain
from analysis.intake.coded_project import Project
from analysis.intake.consent import consented
from analysis.intake.gathering import Gathering
from analysis.study import Study

SHEET = "cases"
# What the declared columns are called in a coded project.
COLUMN = {"case_name": "case", "source_id": "source", "attribute_value": "value"}
NOT_HEARD = "linked to a source in which the register did not hear this person"
NOT_LINKED = "not linked to a source in which the register heard this person"
PEOPLE = "Link the case to the sources whose claves name the person, or correct the register."
COUNTRY = "a whole country, not a state"
NO_ATTRIBUTE = "no attribute of a case is the case_place of study.yaml"
NAME_IT = "Write the attribute's name as in the project, or take the line out of study.yaml."


def clean(
    project: Project,
    interviews: pd.DataFrame,
    participants: pd.DataFrame,
    set_aside: pd.DataFrame,
    study: Study,
) -> dict[str, pd.DataFrame]:
    """Tables ``cases``, ``case_attributes`` and ``case_flow``.

    Of the ``project`` its cases and their attributes are read. Names are exact: a capital or a
    space more makes another case. Only cases of a source in use go further, and of the others not
    even their place is read. Raises BadInput, with the number of the case in the project as its
    row and never its name, for a source that is not in the register, a person linked to other
    sources than the register heard them in, and a place that is no state.
    """
    file = project.report.file
    cases = project.cases[["case", "source"]].drop_duplicates()
    cases = cases.assign(source=marked.source_ids(cases["source"]))
    attributes = project.attributes[project.attributes["case"].notna()]
    attributes = attributes[["case", "attribute", "value"]]
    # Apart, because both count the cases: a fault of a link is none of an attribute's.
    of_links, of_notes = (Gathering(study, file, SHEET, COLUMN) for _ in range(2))
    numbers = _numbers([*cases["case"], *attributes["case"]])
    linked = _numbered(cases, numbers).dropna(subset="source_id")
    used = consented(linked, interviews, set_aside, of_links)
    of_links.add(_other_sources(used, participants, numbers))
    noted = _numbered(attributes, numbers)
    of_notes.add(_unnamed_place(noted["attribute"], study.case_place))
    noted = noted[noted["case_name"].isin(used["case_name"])]
    noted = noted.assign(attribute_value=_placed(noted, study, of_notes))
    used = used.assign(is_lookalike=used["case_name"].isin(_alike(numbers)))
    tables = {
        "cases": of_links.checked("cases", used),
        "case_attributes": of_notes.checked("case_attributes", noted),
        "case_flow": of_links.checked("case_flow", _flow(numbers, linked, used)),
    }
    refuse(of_links.faults + of_notes.faults)
    return tables


def _numbers(names: Iterable[str]) -> dict[str, int]:
    """The number of each case, as the project first names them."""
    return {name: number for number, name in enumerate(pd.unique(pd.Series(names).dropna()), 1)}


def _numbered(table: pd.DataFrame, numbers: dict[str, int]) -> pd.DataFrame:
    """The table in declared names, its index the number of the case."""
    declared = {column: name for name, column in COLUMN.items()}
    return table.rename(columns=declared).set_index(table["case"].map(numbers).rename(None))


def _other_sources(
    used: pd.DataFrame, participants: pd.DataFrame, numbers: dict[str, int]
) -> list[Fault]:
    """Where a case is a person of the register: links that are too many, or too few."""
    heard = participants[["person_id", "source_id"]].rename(columns={"person_id": "case_name"})
    heard = heard[heard["case_name"].isin(numbers)]
    links = used[used["case_name"].isin(participants["person_id"])]
    both = links[["case_name", "source_id"]].merge(heard, how="outer", indicator="side")
    rules = {"left_only": NOT_HEARD, "right_only": NOT_LINKED}
    return [
        Fault("", rules[side], row=numbers[case], column="source_id", cure=PEOPLE)
        for case, side in zip(both["case_name"], both["side"], strict=True)
        if side in rules
    ]


def _unnamed_place(names: pd.Series, case_place: str | None) -> list[Fault]:
    """Unnoticed, every place would stay in the project's own spelling."""
    if case_place is None or names.eq(case_place).any():
        return []
    return [Fault("", NO_ATTRIBUTE, cure=NAME_IT)]


def _placed(noted: pd.DataFrame, study: Study, found: Gathering) -> pd.Series:
    """The values, the places among them as codes of states."""
    is_place = noted["attribute"].eq(study.case_place) & noted["attribute_value"].notna()
    if not is_place.any():
        return noted["attribute_value"]
    spellings = noted.loc[is_place, "attribute_value"].rename(study.case_place)
    codes = found.values(places.to_state(spellings, places.read_aliases(study)))
    rows = codes.index[codes.eq(study.country.code)]
    found.add([Fault("", COUNTRY, row=row, column=study.case_place) for row in rows])
    values = noted["attribute_value"].astype("object")
    values[is_place.to_numpy()] = codes.to_numpy()
    return values


def _alike(names: Iterable[str]) -> set[str]:
    """The names that differ from another one only by capitals, accents or spaces."""
    named = pd.Series(list(names), dtype="str")
    return set(named[named.map(plain).duplicated(keep=False)])


def _flow(numbers: dict[str, int], linked: pd.DataFrame, used: pd.DataFrame) -> pd.DataFrame:
    n_linked, n_used = linked["case_name"].nunique(), used["case_name"].nunique()
    n_cases = {
        words.IN_PROJECT: len(numbers),
        words.LINKED_TO_NONE: len(numbers) - n_linked,
        words.SOURCES_SET_ASIDE: n_linked - n_used,
        words.USED: n_used,
    }
    flow = pd.Series(n_cases, name="n_cases").rename_axis("reason").reset_index()
    return flow.assign(step=range(1, len(flow) + 1))
