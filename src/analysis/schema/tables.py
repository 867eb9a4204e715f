"""Every table by its name."""

from analysis.schema import changes, coding, indicators, interviews, projects, results
from analysis.schema.declaring import Table

TABLES: dict[str, type[Table]] = {
    "projects": projects.Projects,
    "project_domains": projects.ProjectDomains,
    "project_states": projects.ProjectStates,
    "monitoring": projects.Monitoring,
    "monitoring_notes": projects.MonitoringNotes,
    "interviews": interviews.Interviews,
    "asked": interviews.Asked,
    "participants": interviews.Participants,
    "turns": interviews.Turns,
    "interview_flow": interviews.InterviewFlow,
    "set_aside": interviews.SetAside,
    "codes": coding.Codes,
    "segments": coding.Segments,
    "codings": coding.Codings,
    "accounts": changes.Accounts,
    "changes": changes.Changes,
    "change_accounts": changes.ChangeAccounts,
    "change_priorities": changes.ChangePriorities,
    "contributions": changes.Contributions,
    "selections": changes.Selections,
    "rubric_scores": changes.RubricScores,
    "lessons": changes.Lessons,
    "lesson_changes": changes.LessonChanges,
    "validation": changes.Validation,
    "validation_priorities": changes.ValidationPriorities,
    "institution_answers": changes.InstitutionAnswers,
    "indicators": indicators.Indicators,
    "indicator_values": indicators.IndicatorValues,
    "indicator_breaks": indicators.IndicatorBreaks,
    "cells": results.Cells,
    "headlines": results.Headlines,
    "expected_states": results.ExpectedStates,
}
