"""A labelled file as tables of text: answers, codebook, and what was left out of them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from analysis.faults import Fault, refuse
from analysis.intake.labelled import codes, spss_records
from analysis.intake.labelled.columns import Column, column
from analysis.intake.labelled.opening import POR, SAV, ZSAV, Opened, names, opened
from analysis.intake.labelled.spss_records import Dictionary, MultipleResponse

VARIABLE = ["variable", "label", "measure", "kind", "missing", "is_weight"]
VALUE = ["variable", "value", "label", "is_missing", "is_label_shared"]


@dataclass(frozen=True)
class Report:
    """How a file was read, and what of it was not.

    ``private`` and ``left_out`` name the variables that were not read: because they are private,
    and because they were not asked for. ``sets_left_out`` names the multiple-response sets that
    hold one of them. Without ``tells_missing``, a blank may be a declared missing value.
    ``labels_shared`` names variables two of whose values have one label, ``unlabelled`` those of
    whose answers some have a label and some have none. ``weight`` weights the cases in the file.
    """

    file: str
    form: str
    encoding: str
    n_cases: int
    n_variables: int
    private: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    weight: str = ""
    sets: tuple[str, ...] = ()
    sets_left_out: tuple[str, ...] = ()
    tells_missing: bool = True
    labels_shared: tuple[str, ...] = ()
    unlabelled: tuple[str, ...] = ()


@dataclass(frozen=True)
class Labelled:
    """A file's tables.

    ``answers``: one row per case, counted from 1, and one column per variable: codes as texts; a
    blank is missing, a declared missing value is its code. ``is_missing``: of the same shape,
    whether an answer is a declared missing value. ``variables``: one row per variable, ``missing``
    being how its missing values are declared. ``values``: one row per variable and value that has
    a label, is declared missing or, where it is no text, stands unlabelled beside labelled ones.
    ``sets``: the multiple-response sets by name.
    """

    report: Report
    answers: pd.DataFrame
    is_missing: pd.DataFrame
    variables: pd.DataFrame
    values: pd.DataFrame
    sets: dict[str, MultipleResponse] = field(default_factory=dict)


def read(
    path: Path,
    known_as: str = "",
    *,
    variables: Iterable[str] | None = None,
    private: Iterable[str] = (),
    missing: Mapping[str, Iterable[str]] | None = None,
    encoding: str | None = None,
) -> Labelled:
    """Read a .sav, .zsav, .por or .dta file, known by its content.

    ``variables`` are those to read (all, if none are named) but for the ``private`` ones; capitals
    make no difference. ``missing`` declares missing values that the file does not, as codes by
    variable. ``encoding`` is what the texts are in, where the file does not say it or says another.
    ``known_as`` names the file in faults, whose rows are cases.

    Raises BadInput for a file that is missing, damaged or of another kind, for texts in another
    encoding than they are said to be in, for a variable that is named and not there, and for a
    date that no calendar has.
    """
    path = Path(path)
    file, missing = known_as or path.name, _folded(missing or {})
    form, there = names(path, file, encoding)
    asked = there if variables is None else list(variables)
    private = list(private)
    refuse(_absent(file, [*asked, *private, *missing], there))
    hidden = {name.casefold() for name in private}
    wanted = {name.casefold() for name in asked} - hidden
    found = opened(path, file, form, [n for n in there if n.casefold() in wanted], encoding)
    columns = [column(found, name, missing.get(name.casefold(), ())) for name in found.values]
    refuse(fault for each in columns for fault in each.faults)
    said = Dictionary()
    if form in (SAV, ZSAV):
        said = spss_records.read(path, file, found.meta.file_encoding or encoding or "utf-8")
    return _assembled(found, columns, said, there, hidden)


def _folded(missing: Mapping[str, Iterable[str]]) -> dict[str, Iterable[str]]:
    return {name.casefold(): values for name, values in missing.items()}


def _absent(file: str, named: list[str], there: list[str]) -> list[Fault]:
    known = {name.casefold() for name in there}
    cure = "Name it as the file does: what is private must be found, to be left out."
    return [
        Fault(file, "no such variable", column=name, cure=cure)
        for name in dict.fromkeys(named)
        if name.casefold() not in known
    ]


def _assembled(
    found: Opened, columns: list[Column], said: Dictionary, there: list[str], hidden: set[str]
) -> Labelled:
    read_ = {each.name for each in columns}
    n_cases = len(columns[0].answers) if columns else 0
    cases = pd.RangeIndex(1, n_cases + 1, name="case")
    whole = {each.name: each for each in said.sets if set(each.variables) <= read_}
    report = Report(
        file=found.file,
        form=found.form,
        encoding=found.meta.file_encoding or "",
        n_cases=n_cases,
        n_variables=len(columns),
        private=tuple(name for name in there if name.casefold() in hidden),
        left_out=tuple(n for n in there if n not in read_ and n.casefold() not in hidden),
        weight=said.weight,
        sets=tuple(whole),
        sets_left_out=tuple(each.name for each in said.sets if each.name not in whole),
        tells_missing=found.form != POR,
        labels_shared=tuple(each.name for each in columns if _shared(each)),
        unlabelled=tuple(each.name for each in columns if each.labels and _unlabelled(each)),
    )
    return Labelled(
        report,
        pd.DataFrame({each.name: each.answers for each in columns}, cases),
        pd.DataFrame({each.name: each.is_missing for each in columns}, cases),
        pd.DataFrame([_described(each, said.weight) for each in columns], columns=VARIABLE),
        pd.DataFrame([row for each in columns for row in _values(each)], columns=VALUE),
        whole,
    )


def _described(each: Column, weight: str) -> tuple:
    return each.name, each.label, each.measure, each.kind, each.rule, each.name == weight


def _values(each: Column) -> list[tuple]:
    # What people wrote in their own words is no part of a codebook.
    unlabelled = _unlabelled(each) if each.labels and each.kind != codes.TEXT else []
    others = [code for code in sorted(each.missing) if code not in each.labels]
    shared = _shared(each)
    return [
        (each.name, code, label, code in each.missing, label in shared)
        for code, label in {**each.labels, **dict.fromkeys([*others, *unlabelled])}.items()
    ]


def _unlabelled(each: Column) -> list[str]:
    """The answers without a label, where answers have one, but for declared missing values."""
    found = set(pd.unique(each.answers.dropna()))
    return sorted(found - each.labels.keys() - each.missing)


def _shared(each: Column) -> set[str]:
    labels = list(each.labels.values())
    return {label for label in labels if labels.count(label) > 1}
