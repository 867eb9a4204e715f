"""The whole way, by make: a small study of another country, in a folder that make cannot name."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

import whole_study
from analysis.intake import manifest
from analysis.schema import TABLES
from analysis.study import read_study, sources
from coded_projects import swapped

pytestmark = pytest.mark.slow
BUILT = ("processed", "figures", "build/notebooks", "build/findings", "report")


def make(checkout: Path, data: Path, *options: str) -> subprocess.CompletedProcess:
    """``make all`` as a person would call it, not as a part of ``make test``."""
    inherited = {
        k: v for k, v in os.environ.items() if k not in ("MAKEFLAGS", "MAKELEVEL", "MFLAGS")
    }
    command = ["make", "all", f"DATA={data}", *options]
    return subprocess.run(command, cwd=checkout, env=inherited, capture_output=True, text=True)


def built(data: Path) -> dict[str, str]:
    """The checksum of everything a run makes and a reader may use."""
    files = [path for part in BUILT for path in (data / part).rglob("*") if path.is_file()]
    return {str(p.relative_to(data)): sha256(p.read_bytes()).hexdigest() for p in sorted(files)}


def finding(data: Path, finding_id: str) -> str:
    table = pd.read_csv(data / "report/findings.csv", dtype=str).set_index("finding_id")
    return table.loc[finding_id, "text"]


def withdraw(data: Path, folio: str) -> None:
    """Withdraw one source's consent in the register, as its keeper would."""
    path = data / "raw/interviews/register.xlsx"
    book = openpyxl.load_workbook(path)
    header, *rows = book["register"].iter_rows()
    column = {cell.value: place for place, cell in enumerate(header)}
    (row,) = [row for row in rows if row[column["folio"]].value == folio]
    row[column["consentimiento"]].value = "retirado"
    book.save(path)
    manifest.record(read_study(data))


@pytest.fixture(scope="module")
def made(checkout: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The study after one run."""
    data = whole_study.write(tmp_path_factory.mktemp("otro") / "estudio de allá")
    run = make(checkout, data)
    assert run.returncode == 0, run.stdout + run.stderr
    return data


@pytest.fixture
def changing(made: Path, tmp_path: Path) -> Iterator[Path]:
    """The study, to be changed in its own place; put back as it was, to the time of each file.

    In another place make would build everything anew; here it builds what the change asks for.
    """
    kept = tmp_path / "kept"
    shutil.copytree(made, kept, symlinks=True)
    yield made
    shutil.rmtree(made)
    kept.rename(made)


def test_every_table_exhibit_and_page_is_made_beside_the_data(made, checkout):
    assert (made / "report/report.html").is_file()
    assert {path.stem for path in (made / "processed").iterdir()} == set(TABLES)
    prose = (checkout / "report/report.md").read_text(encoding="utf-8")
    cited = set(re.findall(r"!\[\[(\w+)\]\]", prose))
    study = read_study(made)
    profiles = {f"state_profile_{state}" for state in study.states}
    profiles |= {f"source_profile_{source}" for source in sources(study)}
    for part in ("profile", "quotations"):
        profiles |= {f"domain_{part}_{domain}" for domain in study.closed("domains")}
    assert {path.stem for path in (made / "figures").iterdir()} == cited | profiles


def test_a_second_run_does_nothing(made, checkout):
    before = built(made)
    run = make(checkout, made)
    assert "Nothing to be done" in run.stdout
    assert built(made) == before


def test_two_jobs_from_the_raw_files_alone_give_the_same_bytes(made, checkout):
    before = built(made)
    for part in ("processed", "figures", "build", "report"):
        shutil.rmtree(made / part)
    run = make(checkout, made, "-j2")
    assert run.returncode == 0, run.stdout + run.stderr
    assert built(made) == before


def test_faults_are_told_together_and_earlier_outputs_stay(made, checkout, tmp_path):
    broken = tmp_path / "broken"
    shutil.copytree(made, broken, symlinks=True)
    (broken / "raw/changes/accounts.csv").unlink()
    domains = broken / "raw/projects/project_domains.csv"
    domains.write_text(domains.read_text(encoding="utf-8") + "P99,nowhere\n", encoding="utf-8")
    manifest.record(read_study(broken))
    before = built(broken)
    run = make(checkout, broken)
    assert run.returncode != 0
    assert "accounts.csv: 1 fault" in run.stderr and "no such file" in run.stderr
    assert "domain: not on the list (study.yaml: domains)" in run.stderr
    assert built(broken) == before


def test_the_coding_in_another_tool_gives_the_same_tables_and_findings(changing, checkout):
    before = built(changing)
    swapped.to_qualcoder(changing)
    run = make(checkout, changing)
    assert run.returncode == 0, run.stdout + run.stderr
    assert "03_coding" in run.stderr
    after = built(changing)
    changed = {path for path in before | after if before.get(path) != after.get(path)}
    assert {
        path for path in changed if path.startswith(("processed", "figures", "report"))
    } == set()


def test_one_interview_and_all_quotations_less_are_gone_everywhere(changing, checkout):
    """Two changes that do not touch each other, in one run: each is looked for by itself."""
    heard = pd.read_parquet(changing / "processed/interviews.parquet")
    gone = heard.loc[heard["kind"].eq("interview"), "source_id"].iloc[0]
    n = int(finding(changing, "n_interviews"))
    report = changing / "report/report.html"
    assert report.read_text(encoding="utf-8").count("<blockquote>") > 0
    (changing / "raw/interviews/quotations.csv").unlink()
    withdraw(changing, gone)
    run = make(checkout, changing)
    assert run.returncode == 0, run.stdout + run.stderr
    page = report.read_text(encoding="utf-8")
    assert "<blockquote>" not in page
    assert finding(changing, "n_interviews") == str(n - 1)
    said = re.findall(r'title="n_interviews, 01_interviews">([^<]+)<', page)
    assert set(said) == {str(n - 1)}
    for table in (changing / "processed").glob("*.parquet"):
        if table.stem != "set_aside" and "source_id" in (frame := pd.read_parquet(table)):
            assert gone not in set(frame["source_id"]), table.stem
