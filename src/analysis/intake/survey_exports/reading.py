"""An export read by its form: the sheets that are asked for, and an account of the rest."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from analysis.faults import Fault, refuse
from analysis.intake.gathering import gathered
from analysis.intake.survey_exports import files, filters, headers, skip_logic, spread, tables
from analysis.intake.survey_exports.columns import Given
from analysis.intake.survey_exports.export import LONG, WIDE, Export, Reading, Sheet
from analysis.intake.survey_exports.files import Raw
from analysis.intake.survey_exports.form import Form
from analysis.intake.survey_exports.headers import Way
from analysis.intake.survey_exports.layout import Layout, laid_out
from analysis.intake.survey_exports.tools import (
    CENTRAL,
    KOBO,
    SURVEYCTO,
    is_private,
    recognised,
)
from analysis.intake.survey_exports.xpath import Unreadable, parsed
from analysis.intake.survey_exports.xpath import questions as of_condition
from analysis.study import Study

TITLE_LENGTH = 31  # letters that Excel allows in a sheet's name
CUT = "..."  # KoboToolbox ends a name so that it cut
REFERENCES = {*KOBO.references, *CENTRAL.references, *SURVEYCTO.references}
NO_TOOL = (
    "Export from KoboToolbox (it adds _uuid and _index), ODK Central or SurveyCTO (KEY), and leave "
    "these columns in."
)


def read(study: Study, path: Path, form: Form | Sequence[Form], questions: Sequence[str]) -> Export:
    """The columns of ``questions``, of what their conditions refer to, and the keys.

    ``form`` is one, or one per version, the one that names the sheets first. Questions that tell
    who or where somebody is are left behind, asked for or not. Blank rows are left out.

    Raises BadInput for a file that cannot be read, a sheet or a column that is missing or stands
    twice, and a version without its form; one that is headed by a label, not by the question's
    name, is told apart, since the cure is another export.
    """
    forms = (form,) if isinstance(form, Form) else tuple(form)
    known = {name for each in forms for name in each.questions}
    refuse(Fault(forms[0].file, f'no question "{name}"') for name in questions if name not in known)
    asked = tuple(name for name in dict.fromkeys(questions) if not _is_private(forms, name))
    seen = tuple(n for n in _referred(forms, asked) if not _is_private(forms, n))
    raws = files.read(study, path)
    repeats = _repeats(forms, asked)
    main = _main(raws, forms, study.known_as(path), repeats)
    tool = recognised(main.header)
    by_repeat = {"": main} | {r: _titled(raws, main, forms, r) for r in repeats if r}
    way, n_known = headers.best(forms, [h for raw in raws for h in raw.header])
    rule = "no column is headed by a question of the form, neither by its name nor by its label"
    refuse([] if n_known else [Fault(main.file, rule, main.sheet, 1, cure=tool.again)])
    layouts = {
        r: laid_out(raw or main, forms, way, r if raw else "") for r, raw in by_repeat.items()
    }
    given = Given(study, forms, tool, way, asked, seen, layouts)
    sheets = _sheets(given, by_repeat, study.known_as(path))
    export = Export(
        forms, study.known_as(path), tool, sheets, asked,
        _reading(study.known_as(path), given, raws, by_repeat, sheets),
    )  # fmt: skip
    export = _with_filters(export)
    return replace(export, reading=replace(export.reading, unread=skip_logic.unread(export)))


def _is_private(forms: Sequence[Form], name: str) -> bool:
    return any(is_private(form.questions[name]) for form in forms if name in form.questions)


def _referred(forms: Sequence[Form], asked: Sequence[str]) -> list[str]:
    """The questions that the conditions and filters of those asked refer to."""
    found: dict[str, None] = {}
    for form in forms:
        for question in (form.questions[name] for name in asked if name in form.questions):
            for condition in (*question.relevant, *filter(None, [question.choice_filter])):
                try:
                    found |= dict.fromkeys(sorted(of_condition(parsed(condition))))
                except Unreadable:
                    continue
    known = {name for form in forms for name in form.questions}
    return [name for name in found if name in known and name not in asked]


def _repeats(forms: Sequence[Form], asked: Sequence[str]) -> list[str]:
    """The repeat groups that are read, "" first, each after the one around it."""
    found = {"": None}
    for form in forms:
        for name in asked:
            if name in form.questions:
                found |= dict.fromkeys(reversed([*form.above(form.questions[name].repeat)]))
    return list(found)


def _main(raws: list[Raw], forms: Sequence[Form], file: str, repeats: list[str]) -> Raw:
    """The sheet of the submissions: it has a tool's keys, and refers to no other sheet."""
    titles = {cut for form in forms for cut in _cut(form.title)}
    named = [raw for raw in raws if raw.title in titles]
    keyed = [r for r in raws if recognised(r.header) and not REFERENCES & set(r.header)]
    mains = [raw for raw in keyed if raw in named] or keyed
    if len(mains) > 1:
        # Beside a log of corrections, say: the one that the others are named after, or the first.
        mains = [r for r in mains if any(o.title.startswith(f"{r.title}-") for o in raws)] or mains
    if not mains and named:
        rule = "no column tells which tool made it: neither _uuid, _index, nor KEY"
        refuse([Fault(named[0].file, rule, named[0].sheet, 1, cure=NO_TOOL)])
    wanted = [_cut(forms[0].title)[0], *(_cut(r)[0] for r in repeats if r)]
    refuse(Fault(file, f'no sheet "{t}"', cure=KOBO.again) for t in wanted if not mains)
    return mains[0]


def _cut(title: str) -> list[str]:
    """The names that a sheet may have, as tools cut them; the file of a CSV has the whole."""
    bare = "".join("_" if c in "[]:*?/\\" else c for c in title)
    if len(bare) <= TITLE_LENGTH:
        return list(dict.fromkeys([bare, title]))
    return [bare[:TITLE_LENGTH], bare[: TITLE_LENGTH - len(CUT)] + CUT, title]


def _titled(raws: list[Raw], main: Raw, forms: Sequence[Form], repeat: str) -> Raw | None:
    """The sheet of a repeat group; None where the main sheet spreads it over columns.

    Raises BadInput where its name was cut, and another group's would be cut to the same.
    """
    titles = _cut(repeat)
    found = [
        raw for raw in raws
        if raw is not main and (raw.title in titles or _ends(raw, main, repeat))
    ]  # fmt: skip
    others = {r for form in forms for r in form.repeats if r != repeat}
    is_cut = bool(found) and not main.is_text and len(repeat) > TITLE_LENGTH
    alike = is_cut and any(set(_cut(other)[:2]) & set(titles[:2]) for other in others)
    if alike or len(found) > 1:
        rule = f'more than one sheet may be that of "{repeat}"' + (", by its cut name" * alike)
        cure = "Export as CSV, whose file names are not cut, or rename the group in the form."
        refuse([Fault(main.file, rule, cure=cure)])
    return found[0] if found else None


def _ends(raw: Raw, main: Raw, repeat: str) -> bool:
    """Whether a file is named after the main one and a repeat group, whatever the groups around."""
    title, whole, end = raw.title.lower(), main.title.lower(), f"-{repeat.lower()}"
    return title.startswith(f"{whole}-") and title.endswith(end) and "PARENT_KEY" in raw.header


def _sheets(given: Given, by_repeat: dict[str, Raw | None], file: str) -> dict[str, Sheet]:
    """Every sheet, each after the one around it; the faults of all are told together."""
    made: dict[str, Sheet] = {}

    def sheet(repeat: str) -> Sheet:
        if not repeat:
            made[repeat] = tables.of_submissions(given)
        elif by_repeat[repeat] is not None:
            made[repeat] = tables.of_repeat(given, repeat, made)
        elif spread.rounds(given, repeat):
            made[repeat] = spread.of_repeat(given, repeat, made)
        else:
            refuse([Fault(file, f'no sheet "{_cut(repeat)[0]}"', cure=given.tool.again)])
        return made[repeat]

    return gathered({repeat: partial(sheet, repeat) for repeat in by_repeat})


def _reading(
    file: str, given: Given, raws: list[Raw], by_repeat: dict[str, Raw | None],
    sheets: dict[str, Sheet],
) -> Reading:  # fmt: skip
    layouts = [given.layouts[r] for r, raw in by_repeat.items() if raw is not None]
    told = tables.version_of(given.layouts[""], given.tool)
    way: Way = given.way
    return Reading(
        file, given.tool.name,
        WIDE if any(s.origin is not None for s in sheets.values()) else LONG,
        "names" if way.language is None else f"labels ({way.language or 'of no language'})",
        f"groups {way.groups} choices {way.choices}, groups in the headers: {way.before}",
        {} if told is None else {str(k): int(n) for k, n in told.value_counts().items()},
        {(raw.title if raw else r): len(sheets[r].table) for r, raw in by_repeat.items()},
        _told(layouts, "private"), _told(layouts, "foreign"),
    )  # fmt: skip


def _told(layouts: list[Layout], what: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(header for layout in layouts for header in getattr(layout, what)))


def _with_filters(export: Export) -> Export:
    """With a fault for each choice that the form's filter did not offer."""
    sheets = {
        repeat: replace(sheet, faults=(*sheet.faults, *filters.faults(export, repeat)))
        for repeat, sheet in export.sheets.items()
    }
    return replace(export, sheets=sheets)
