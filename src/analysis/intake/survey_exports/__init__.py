"""Surveys as KoboToolbox, ODK Central and SurveyCTO export them, read by their XLSForms.

``read_form`` and ``read`` give the export as it stands; ``submissions``, ``repeated`` and
``chosen`` its answers as tidy tables; ``items`` what became of each question.
"""

from analysis.intake.survey_exports.export import Export, Reading
from analysis.intake.survey_exports.form import SELECT_MULTIPLE, SELECT_ONE, Form, Question
from analysis.intake.survey_exports.reading import read
from analysis.intake.survey_exports.skip_logic import items
from analysis.intake.survey_exports.tidy import chosen, repeated, submissions
from analysis.intake.survey_exports.xlsform import read as read_form

__all__ = [
    "SELECT_MULTIPLE",
    "SELECT_ONE",
    "Export",
    "Form",
    "Question",
    "Reading",
    "chosen",
    "items",
    "read",
    "read_form",
    "repeated",
    "submissions",
]
