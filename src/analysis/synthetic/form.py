"""The validation survey's form, as an XLSForm in both languages."""

from typing import Any

import pandas as pd

from analysis.study import Study
from analysis.synthetic.streams import catalogue
from analysis.vocabulary import RECOGNIZING, RESPONDENTS

LANGUAGES = {"en": "label::English (en)", "es": "label::Español (es)"}
SURVEY = ("type", "name", *LANGUAGES.values(), "required", "relevant")
CHOICES = ("list_name", "name", *LANGUAGES.values())
SETTINGS = ("form_title", "id_string", "version", "default_language")
TITLE, VERSION, REPEAT, GROUP = "Validación de los cambios", "vQ7eT2mXk9", "shown", "who"
CONSENTED = "${consent} = 'yes'"
HEARD = f"${{panel}} = '{RESPONDENTS}'"
RECOGNIZED = " or ".join(f"${{answer}} = '{answer}'" for answer in RECOGNIZING)
# Each row: type, name, name of its wording in the catalogue, whether required, relevance.
ROWS = (
    ("start", "start"),
    ("end", "end"),
    ("deviceid", "deviceid"),
    (),
    ("begin_group", GROUP, "who"),
    ("text", "enumerator", "enumerator", True),
    ("select_one yes_no", "consent", "consent", True),
    ("select_one panels", "panel", "panel", True, CONSENTED),
    ("text", "respondent", "respondent", True, CONSENTED),
    ("text", "folio", "folio", True, HEARD),
    ("select_one groups", "group", "group", True, HEARD),
    ("select_one languages", "language", "language", True, HEARD),
    ("text", "telephone", "telephone", False, CONSENTED),
    ("geopoint", "place", "place", False, CONSENTED),
    ("end_group", GROUP),
    (),
    ("begin_repeat", REPEAT, "shown", False, CONSENTED),
    ("select_one changes", "change", "change", True),
    ("select_one answers", "answer", "answer"),
    ("select_one lasting_levels", "lasting", "lasting", False, RECOGNIZED),
    ("text", "comment", "comment"),
    ("audio", "recording", "recording"),
    ("end_repeat", REPEAT),
    (),
    ("select_multiple priorities", "priorities", "priorities", False, HEARD),
    ("note", "thanks", "thanks"),
)


def sheets(study: Study, changes: pd.DataFrame) -> dict[str, list[list[Any]]]:
    """The sheets ``survey``, ``choices`` and ``settings``, each with its header first."""
    settings = [TITLE, "validacion_de_cambios", VERSION, "Español (es)"]
    return {
        "survey": [list(SURVEY), *(_question(*row) for row in ROWS)],
        "choices": [list(CHOICES), *_choices(study, changes)],
        "settings": [list(SETTINGS), settings],
    }


def lists(study: Study, changes: pd.DataFrame) -> dict[str, dict[str, dict[str, str]]]:
    """Every list of choices: ``{list: {name: {language: label}}}``."""
    fixed = catalogue()["form_choices"]
    titles = changes.set_index("change_id")
    missing = {item.code: {"en": item.en, "es": item.es} for item in study.missing_values}
    closed = {"panels": "validation_panels", "groups": "groups", "languages": "interview_languages"}
    return {
        "yes_no": fixed["yes_no"],
        **{name: _closed(study, of_study) for name, of_study in closed.items()},
        "changes": {c: {w: titles.at[c, f"title_{w}"] for w in LANGUAGES} for c in titles.index},
        "answers": fixed["answers"] | missing,
        "lasting_levels": _closed(study, "lasting_levels") | missing,
        "priorities": _closed(study, "priorities") | fixed["none"] | missing,
    }


def _question(
    kind: str | None = None, name: str | None = None, wording: str = "", required: bool = False,
    relevant: str | None = None,
) -> list[Any]:  # fmt: skip
    labels = catalogue()["form_questions"].get(wording, {})
    worded = [labels.get(language) for language in LANGUAGES]
    return [kind, name, *worded, "true" if required else None, relevant]


def _choices(study: Study, changes: pd.DataFrame) -> list[list[Any]]:
    return [
        [listed, name, *(labels[language] for language in LANGUAGES)]
        for listed, choices in lists(study, changes).items()
        for name, labels in choices.items()
    ]


def _closed(study: Study, name: str) -> dict[str, dict[str, str]]:
    wordings = {language: study.labels(name, language) for language in LANGUAGES}
    return {item: {w: wordings[w][item] for w in LANGUAGES} for item in study.closed(name)}
