"""An invented study's raw files: the tidy tables as a field team would have left them."""

import re
import shutil
from pathlib import Path

from analysis.faults import BadInput, Fault
from analysis.intake.coded_project import write_qdpx
from analysis.store import write_text
from analysis.study import Study
from analysis.synthetic import (
    form,
    kobo,
    mess,
    mess_monitoring,
    transcript,
    transcript_files,
)
from analysis.synthetic.files import CSV_FILES, write_csv, write_xlsx
from analysis.synthetic.streams import stream
from analysis.synthetic.study import World
from analysis.vocabulary import SYNTHETIC

TRANSCRIPTS = Path("interviews/transcripts")
COPIED = ("reference", "indicators")


def write(world: World, study: Study) -> None:
    """Write the study's raw files, in place of those of an earlier synthetic study.

    ``study.yaml``, ``reference/`` and ``indicators/`` stay as they are. Raises BadInput where the
    study is not synthetic.
    """
    refuse_real(study)
    raw, tables = study.raw, world.tables
    for old in (raw / TRANSCRIPTS).glob("*.*"):
        old.unlink()
    for number, (source, text) in enumerate(world.transcripts.items()):
        transcript_files.write(raw / TRANSCRIPTS / source, text, transcript.kind_of(number))
    write_qdpx(world.coding, raw / "interviews/coding.qdpx")
    for file, columns in CSV_FILES.items():
        name = "indicators" if file.endswith("monitoring_indicators.csv") else Path(file).stem
        write_csv(raw / file, tables[name][list(columns)])
    for name in (name for name in tables if name.startswith("truth_")):
        write_csv(raw / "truth" / f"{name}.csv", tables[name])
    _write_workbooks(world, study)


def _write_workbooks(world: World, study: Study) -> None:
    raw, tables, known = study.raw, world.tables, mess.spellings(study)
    register = mess.register(
        study, tables["sources"], tables["asked"], known, stream(study, "register")
    )
    write_xlsx(raw / "interviews/register.xlsx", {"register": register})
    write_xlsx(raw / "validation/form.xlsx", form.sheets(study, tables["changes"]))
    answered = (tables[f"validation_{part}"] for part in ("people", "shown", "named", "times"))
    export = kobo.sheets(study, *answered, stream(study, "export"))
    write_xlsx(raw / "validation/validation.xlsx", export)
    sheets = mess_monitoring.workbook(
        tables["reports"], tables["layouts"], known, stream(study, "sheets")
    )
    write_xlsx(raw / "projects/monitoring.xlsx", sheets)


def refuse_real(study: Study) -> None:
    """Raise BadInput where a synthetic study would take the place of a real one."""
    if study.provenance != SYNTHETIC:
        rule = "real data are never overwritten by synthetic ones"
        cure = "Point DATA= at a study whose provenance is synthetic."
        raise BadInput(
            [Fault(study.known_as(study.raw / "study.yaml"), rule, column="provenance", cure=cure)]
        )


def write_settings(study: Study, folder: Path) -> None:
    """study.yaml with ``study``'s seed; in another folder also reference/ and indicators/."""
    settings = (study.raw / "study.yaml").read_text(encoding="utf-8")
    settings = re.sub(r"(?m)^seed:.*$", f"seed: {study.seed}", settings)
    write_text(folder / "raw" / "study.yaml", settings)
    for name in COPIED:
        if (study.raw / name).is_dir() and folder.resolve() != study.data_dir:
            shutil.copytree(study.raw / name, folder / "raw" / name, dirs_exist_ok=True)
