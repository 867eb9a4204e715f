"""What each tool adds to the answers: keys, versions, and what is nobody's business.

After the tools' own code and manuals: KoboToolbox's formpack (``reporting/export.py``), ODK
Central's ``lib/data/briefcase.js``, and docs.surveycto.com, "The format of exported data".
"""

import re
from collections.abc import Container
from dataclasses import dataclass

from analysis.intake.survey_exports.form import Question


@dataclass(frozen=True)
class Tool:
    """A tool that exports surveys.

    ``key`` identifies a submission. ``joins`` gives, for a repeat group, which column of its sheet
    refers to which of the sheet around it; ``record`` is the join that refers to the submission
    itself, however deep the group. ``versions`` may hold the version of the form. ``ticked_apart``
    is False where the columns of the choices say 0 also where nothing was asked.
    """

    name: str
    key: str
    joins: tuple[tuple[str, str], ...]
    versions: tuple[str, ...]
    again: str
    record: tuple[str, str] | None = None
    ticked_apart: bool = True

    @property
    def references(self) -> tuple[str, ...]:
        """The columns that only a repeat group's sheet has."""
        return tuple(column for column, _ in (*self.joins, *([self.record] if self.record else ())))


KOBO = Tool(
    "KoboToolbox", "_uuid", (("_parent_index", "_index"),), ("__version__", "_version_"),
    'Export again from KoboToolbox as XLS with "XML values and headers", groups in the headers, '
    "and selections as one column and one per choice.",
    record=("_submission__uuid", "_uuid"),
)  # fmt: skip
CENTRAL = Tool(
    "ODK Central", "KEY", (("PARENT_KEY", "KEY"),), ("FormVersion",),
    "Export again from ODK Central: all data and repeats as a zip of CSV, with group names.",
    ticked_apart=False,
)  # fmt: skip
SURVEYCTO = Tool(
    "SurveyCTO", "KEY", (("PARENT_KEY", "KEY"),), ("formdef_version",),
    "Export again from SurveyCTO: CSV or XLSX, long or wide, with values, not labels.",
)  # fmt: skip
TOOLS = (KOBO, SURVEYCTO, CENTRAL)

# Kinds of questions, and of columns that tools add, that tell who or where somebody is, or which
# device and account were used. They are left behind whether or not they are asked for.
PRIVATE_KINDS = {
    "deviceid", "subscriberid", "simserial", "simid", "phonenumber", "devicephonenum", "username",
    "email", "enumerator", "geopoint", "geotrace", "geoshape", "start-geopoint", "audit", "audio",
    "background-audio", "video", "image", "file", "signature", "text_audit", "audio_audit",
    "sensor_stream", "sensor_statistic",
}  # fmt: skip
PRIVATE_COLUMNS = {
    "_submitted_by", "_submission__submitted_by", "_geolocation", "_attachments", "_notes",
    "_submission__notes", "_tags", "_submission__tags", "submitterid", "submittername", "deviceid",
    "subscriberid", "simid", "simserial", "devicephonenum", "username", "device_info", "audit",
    "text_audit", "audio_audit", "phonenumber", "email", "review_comments", "review_corrections",
}  # fmt: skip
# Words in the name of a question that is answered freely.
PRIVATE_WORDS = {
    "telephone", "telefono", "teléfono", "tel", "phone", "celular", "movil", "móvil", "cellphone",
    "whatsapp", "email", "correo", "gps", "latitud", "longitud", "latitude", "longitude",
    "enumerator", "enumerador", "enumeradora", "encuestador", "encuestadora", "entrevistador",
    "entrevistadora", "interviewer",
}  # fmt: skip
FREE_KINDS = {"text", "string", "integer", "decimal", "barcode", "calculate", "hidden"}

# Of the other columns that tools add, nothing is said.
_ADDED = re.compile(
    r"_(id|uuid|index|submission_time|date_modified|validation_status|status|version_|duration"
    r"|parent_index|parent_table_name|xform_id_string|bamboo_dataset_id|submission_.*|media_.*)"
    r"|__version__(\d+)?|_version(_|__\d+)|(meta[/.-])?(root_?uuid|instance_?(id|name)"
    r"|deprecated_?id)|formhub[/.-]uuid|key|parent_key|set-of-.*|(formdef|form)_?version"
    r"|submissiondate|completiondate|start|end|today|starttime|endtime|duration|caseid"
    r"|attachments(present|expected)|status|reviewstate|review_(status|quality)|edits"
    r"|.+_count|instanceid|instancename",
    re.IGNORECASE,
)


def recognised(header: Container[str]) -> Tool | None:
    """The tool whose keys stand in the header of a sheet of submissions."""
    if KOBO.key in header or "_index" in header:
        return KOBO
    if "KEY" in header:
        return SURVEYCTO if "formdef_version" in header else CENTRAL
    return None


def is_private(question: Question) -> bool:
    """Whether a question's answers tell who, where, with which device or account."""
    words = set(re.split(r"[_\W]+", question.name.lower()))
    kind = question.kind.replace(" ", "_")
    return kind in PRIVATE_KINDS or (kind in FREE_KINDS and bool(words & PRIVATE_WORDS))


def is_added(header: str) -> bool:
    """Whether a tool adds a column of this name."""
    return _ADDED.fullmatch(header) is not None
