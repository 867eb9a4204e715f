"""A whole invented study, made as tidy tables and transcripts."""

from dataclasses import dataclass, replace

import pandas as pd

from analysis.intake.coded_project import Project
from analysis.study import Study
from analysis.synthetic import (
    cases,
    changes,
    coding,
    credit,
    fieldwork,
    identifiers,
    judging,
    lasting,
    overruling,
    projects,
    quoting,
    reporting,
    selection,
    survey,
    survey_faults,
    talk,
    truth,
    verifying,
)
from analysis.synthetic.fieldwork import GIVEN, PUBLISHED, Size
from analysis.synthetic.streams import stream
from analysis.synthetic.truth import AS_ASSUMED, Model

Tables = dict[str, pd.DataFrame]


@dataclass(frozen=True)
class World:
    """An invented study. ``tables`` are tidy, named as the raw files and, for what was planted,
    ``truth_...``; ``transcripts``, and the words ``spoken`` in them, are by source."""

    tables: Tables
    transcripts: dict[str, str]
    spoken: dict[str, str]
    coding: Project


def make(
    study: Study, size: Size = PUBLISHED, model: Model = AS_ASSUMED, *, is_backdated: bool = False
) -> World:
    """Make up a study from its seed and closed lists; reads and writes nothing.

    With ``is_backdated`` one change is dated before a project credited with it, for tests.
    """
    tables = _heard(study, size, model)
    tables |= _worked(study, size, model, tables["truth_cells"])
    used = tables["sources"][tables["sources"]["consent"].eq(GIVEN)]
    said = talk.talk(
        study, used, tables["asked"], tables["truth_judgements"], stream(study, "talk")
    )
    tables["codebook"] = coding.codebook(study)
    project = _coded(study, tables, said, model)
    tables |= _quoted(study, used, project, said)
    tables |= _told(study, size, used, tables, said.stories)
    if is_backdated:
        given = (tables[name] for name in ("changes", "contributions", "projects"))
        tables["changes"] = credit.backdated(*given)
    tables |= _judged(study, used, tables) | _validated(study, size, used, tables)
    tables |= _identified(study, tables, said.planted)
    tables |= _answered(study, tables)
    return World(tables, said.texts, said.spoken, project)


def _heard(study: Study, size: Size, model: Model) -> Tables:
    domains = truth.domains(study)
    cells = truth.cells(study, domains, stream(study, "cells"), model)
    sources = fieldwork.sources(study, size, stream(study, "sources"))
    notes = fieldwork.notes(study, sources, stream(study, "notes"))
    asked = fieldwork.asked(study, sources, stream(study, "asked"))
    used = sources[sources["consent"].eq(GIVEN)]
    held = truth.interviewers(used, stream(study, "interviewers"), model)
    return {
        "sources": sources.assign(note=sources["source_id"].map(notes)), "asked": asked,
        "truth_model": pd.DataFrame([vars(model)]), "truth_domains": domains, "truth_cells": cells,
        "truth_interviewers": held,
        "truth_judgements": truth.judgements(
            used, asked, cells, held, stream(study, "judgements")
        ),
        "truth_coders": truth.coders(), "truth_confusion": truth.confusion(),
        "truth_code_confusion": coding.mistaken(study.closed("domains"), list(truth.CODERS)),
    }  # fmt: skip


def _worked(study: Study, size: Size, model: Model, cells: pd.DataFrame) -> Tables:
    table = projects.projects(study, size, stream(study, "projects"))
    domains = projects.project_domains(study, table, stream(study, "project_domains"))
    indicators = projects.indicators(study)
    tables = {
        "projects": table, "project_domains": domains, "indicators": indicators,
        "project_states": projects.project_states(study, domains, stream(study, "project_states")),
        "truth_baselines": projects.baselines(study, indicators, stream(study, "baselines")),
    }  # fmt: skip
    tables["monitoring"] = projects.monitoring(
        study, tables, cells, tables["truth_baselines"], stream(study, "monitoring"),
        model.overdispersion,
    )  # fmt: skip
    return tables | _reported(study, tables)


def _reported(study: Study, tables: Tables) -> Tables:
    layouts = reporting.layouts(tables["projects"], stream(study, "layouts"))
    reports = reporting.reports(tables["monitoring"], tables["projects"], stream(study, "reports"))
    planted = reporting.truth(reports, layouts)
    return {"layouts": layouts, "reports": reports, "truth_monitoring": planted}


def _coded(study: Study, tables: Tables, heard: talk.Said, model: Model) -> Project:
    judgements, mistaken = tables["truth_judgements"], tables["truth_code_confusion"]
    dates = tables["sources"].set_index("source_id")["date"]
    said = coding.said(
        judgements, dates, tables["truth_coders"], tables["truth_confusion"],
        stream(study, "coders"), model.shared_error_share,
    )  # fmt: skip
    coders = list(truth.CODERS)
    if study.adjudicator:
        said = pd.concat([said, coding.adjudicated(said, judgements, study.adjudicator)])
        coders.append(study.adjudicator)
    codings = coding.codings(heard.passages, said, mistaken, heard.texts, stream(study, "codings"))
    project = coding.project(heard.texts, tables["codebook"], codings, coders)
    used = tables["sources"][tables["sources"]["source_id"].isin(heard.texts)]
    noted = cases.attributes(study, used, stream(study, "cases"))
    return replace(project, cases=cases.cases(used), attributes=noted)


def _quoted(study: Study, used: pd.DataFrame, project: Project, said: talk.Said) -> Tables:
    of_sources = used.set_index("source_id")
    spoken = of_sources["language"].eq(talk.ENGLISH).map({True: "en", False: "es"})
    translated = quoting.translations(said.passages, project.codings, stream(study, "translations"))
    quoted = quoting.quotations(
        translated, said.texts, said.planted, spoken, stream(study, "quotations")
    )
    translated, quoted = (quoting.as_read(table, said.texts) for table in (translated, quoted))
    return {
        "translations": translated, "quotations": quoted,
        "quotation_reviews": quoting.reviews(quoted, of_sources["date"]),
    }  # fmt: skip


def _told(
    study: Study, size: Size, used: pd.DataFrame, tables: Tables, stories: pd.DataFrame
) -> Tables:
    table = changes.changes(study, size, tables["truth_domains"], stream(study, "changes"))
    credited = credit.contributions(study, table, tables, stream(study, "contributions"))
    table = credit.dated(study, table, credited, tables["projects"], stream(study, "dates"))
    credited, needed = credit.needed(credited, stream(study, "needed"))
    table, planted = credit.sustained(
        study, table, credited, tables["projects"], stream(study, "sustained")
    )
    accounts = changes.accounts(
        used, tables["truth_judgements"], stories, stream(study, "accounts")
    )
    return {
        "changes": table, "truth_changes": planted, "contributions": credited,
        "truth_contributions": needed, "accounts": accounts,
        "truth_accounts": verifying.truths(accounts, stream(study, "truth of accounts")),
        "change_evidence": verifying.change_evidence(
            table, tables["indicators"], stream(study, "change_evidence")
        ),
        "change_accounts": changes.change_accounts(accounts, table, stream(study, "links")),
        "change_priorities": changes.change_priorities(study, table, stream(study, "priorities")),
    }  # fmt: skip


def _judged(study: Study, used: pd.DataFrame, tables: Tables) -> Tables:
    favors = selection.favors(study)
    strength = judging.strength(study, tables["contributions"], stream(study, "strength"))
    learnt, drawn = judging.lessons(
        study, tables["changes"], tables["contributions"], tables["projects"],
        stream(study, "lessons"),
    )  # fmt: skip
    selected = selection.selections(
        study, tables["accounts"], used, favors, stream(study, "selections")
    )
    return {
        "selections": selected,
        "verifications": verifying.verifications(
            study, selected, tables["truth_accounts"], stream(study, "verifications")
        ),
        "truth_selection": favors, "truth_rubric": strength, "truth_raters": judging.raters(),
        "rubric_scores": judging.scores(study, strength, stream(study, "raters")),
        "lessons": learnt, "lesson_changes": drawn,
        "overrulings": overruling.overrulings(study, tables["asked"], used),
    }  # fmt: skip


def _validated(study: Study, size: Size, used: pd.DataFrame, tables: Tables) -> Tables:
    people = survey.people(study, size, used, stream(study, "validation"))
    shown = survey.shown(
        people, tables["asked"], tables["truth_judgements"], tables["changes"],
        stream(study, "validation_answers"),
    )  # fmt: skip
    named = survey.named(
        study, people, shown, tables["change_priorities"], stream(study, "validation_priorities")
    )
    return {"validation_people": people, "validation_shown": shown, "validation_named": named}


def _identified(study: Study, tables: Tables, in_transcripts: pd.DataFrame) -> Tables:
    """The register's remarks and the survey's comments, with the identifiers that slip in."""
    sources, shown = tables["sources"], tables["validation_shown"]
    remarks = sources.set_index("source_id")["note"]
    remarks, in_register = identifiers.into(remarks, study, stream(study, "identifiers in notes"))
    comments = shown.set_index(shown["respondent_id"] + "/" + shown["change_id"])["comment"]
    comments, in_survey = identifiers.into(comments, study, stream(study, "in comments"))
    planted = {"transcript": in_transcripts, "register": in_register, "survey": in_survey}
    return {
        "sources": sources.assign(note=remarks.to_numpy()),
        "validation_shown": shown.assign(comment=comments.to_numpy()),
        "truth_identifiers": pd.concat(
            [table.assign(where=where) for where, table in planted.items()], ignore_index=True
        ),
    }


def _answered(study: Study, tables: Tables) -> Tables:
    """The survey as it was answered: what lasts, who withdrew since, and what went wrong."""
    people, shown, named = (tables[f"validation_{part}"] for part in ("people", "shown", "named"))
    gone = survey_faults.withdrawn(people, tables["sources"])
    seen = survey.shown(
        gone, tables["asked"], tables["truth_judgements"], tables["changes"],
        stream(study, "answers of withdrawn sources"),
    )  # fmt: skip
    people = pd.concat([people.assign(is_withdrawn=False), gone.assign(is_withdrawn=True)])
    people, shown = (table.reset_index(drop=True) for table in (people, pd.concat([shown, seen])))
    planted = lasting.truth(study, tables["truth_changes"], stream(study, "lasting"))
    said = lasting.said(study, people, shown, planted, stream(study, "lasting answers"))
    shown = shown.assign(lasting=said)
    faulty = stream(study, "survey faults")
    shown["lasting"] = survey_faults.told_all_the_same(study, shown, faulty)
    people["group"] = survey_faults.groups_given(study, people, faulty)
    times = survey_faults.times(people, faulty)
    return {
        "validation_people": people, "validation_shown": shown, "validation_times": times,
        "truth_lasting": planted,
        "truth_survey": survey_faults.truth(study, people, shown, named, times),
    }  # fmt: skip
