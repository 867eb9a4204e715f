"""The environment files agree, and make builds what is out of date, once, in order."""

import ast
import os
import re
import shutil
import subprocess
import sys
import time
import tomllib
from pathlib import Path

import nbformat
import pytest
import yaml

from analysis.methods.triangulation import EVIDENCE_TABLES
from analysis.running import environment

CHECKOUT = Path(__file__).resolve().parents[1]
LONG_AGO = (1e9, 1e9)
STATES, DOMAINS = ["MX-JAL", "MX-OAX"], ["labor_justice", "enforcement"]
WRITES = {
    "01_interviews": "interviews asked participants turns speakers interview_flow set_aside",
    "02_survey": "validation validation_priorities institution_answers survey_flow survey_items "
    "survey_times",
    "03_coding": "codes segments codings cases case_attributes case_flow quotations",
    "04_changes": "accounts changes change_accounts change_priorities contributions selections "
    "rubric_scores lessons lesson_changes",
    "05_indicators": "projects project_domains project_states monitoring "
    "monitoring_notes indicators indicator_values indicator_breaks indicator_uses indicator_checks "
    "indicator_changes indicator_weights outlines",
    "06_triangulation": "cells headlines state_groups expected_states associations overrulings",
    "07_robustness": "variation_headlines variation_flips stability",
    "08_calibration": "",
}
SOURCES = ["survey", "census"]
PROFILES = {"state_profile": STATES, "domain_profile": DOMAINS, "source_profile": SOURCES}

# Stands for python in the recipes: notes what it was asked, and makes what the real one would.
STAND_IN = """\
import pathlib, sys
module, *rest = sys.argv[2:]
data = pathlib.Path("{data}")
with open("ran.log", "a") as log:
    log.write(" ".join([module.removeprefix("analysis."), *rest]) + chr(10))
def make(*paths):
    for path in map(pathlib.Path, paths):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("made")
if module == "analysis.study":
    print("STATES := {states}")
    print("DOMAINS := {domains}")
    print("SOURCES := {sources}")
if module == "analysis.running.notebook":
    notebook, output, stamp = rest[:3]
    tables = pathlib.Path(notebook).read_text().split()
    make(*(data / "processed" / (table + ".parquet") for table in tables))
    if pathlib.Path("fail").exists() and pathlib.Path("fail").read_text() in notebook:
        sys.exit("stopped")
    make(output, stamp)
if module == "analysis.exhibits.report":
    make(rest[2] + "/report.html", rest[2] + "/findings.csv")
    make(rest[1] + "/triangulation_matrix.png")
"""


class Toy:
    """A checkout with the real Makefile, and a stand-in for everything that takes time."""

    def __init__(self, folder, data="data"):
        self.folder, self.data = folder, folder / data
        shutil.copytree(CHECKOUT / "src/analysis/running", folder / "src/analysis/running")
        for name in ("Makefile", "requirements.lock", "pyproject.toml"):
            shutil.copy2(CHECKOUT / name, folder / name)
            os.utime(folder / name, LONG_AGO)
        (folder / "src/analysis/running/set_up.sh").write_text("exit 1\n")
        self.write(folder / "src/analysis/study.py", folder / "src/analysis/settings.py")
        self.write(folder / "report/report.md")
        for name, tables in (WRITES | dict.fromkeys(PROFILES, "")).items():
            self.write(folder / "notebooks" / f"{name}.ipynb", text=tables)
        for name in ("study.yaml", "reference/states.csv", "validation/validation.xlsx",
                     "interviews/register.xlsx", "interviews/transcripts/E001.txt"):  # fmt: skip
            self.write(self.data / "raw" / name)
        self.write(folder / ".venv/ready")
        script, self.python = folder / "stand_in.py", folder / ".venv/bin/python"
        lists = {
            "states": " ".join(STATES), "domains": " ".join(DOMAINS), "sources": " ".join(SOURCES),
        }  # fmt: skip
        self.write(script, text=STAND_IN.format(data=self.data, **lists))
        # Through a shell: a "#!" line cannot name a Python whose path has a space.
        self.write(self.python, text=f'#!/bin/sh\nexec "{sys.executable}" "{script}" "$@"\n')
        self.python.chmod(0o755)

    @staticmethod
    def write(*paths, text="toy"):
        for path in paths:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
            os.utime(path, LONG_AGO)

    def make(self, *arguments, code=0):
        """What make printed; ``ran`` then holds what it ran."""
        log = self.folder / "ran.log"
        log.unlink(missing_ok=True)
        done = subprocess.run(
            ["make", *arguments], cwd=self.folder, env=clean(), capture_output=True, text=True
        )
        assert done.returncode == code, done.stderr
        self.ran = log.read_text().splitlines() if log.exists() else []
        return done.stdout + done.stderr

    @property
    def notebooks(self):
        """Names of the executed notebooks, in the order in which they ran."""
        return [Path(line.split()[2]).stem for line in self.ran if "running.notebook" in line]


def clean():
    """The environment without what a make or a conda around these tests left in it."""
    kept_out = ("MAKE", "MFLAGS", "CONDA")
    return {k: v for k, v in os.environ.items() if not k.startswith(kept_out)}


@pytest.fixture
def toy(tmp_path):
    return Toy(tmp_path / "mi café")


def lock():
    """The blocks of the lock: one per package, its hashes below its name."""
    return re.split(r"\n(?=[A-Za-z0-9])", (CHECKOUT / "requirements.lock").read_text().strip())


def test_everything_the_project_names_is_in_the_lock():
    locked = {environment.plain(block) for block in lock()}
    assert set(environment.needed(CHECKOUT / "pyproject.toml")) <= locked


def test_every_package_of_the_lock_has_one_version_and_hashes():
    bad = [b.split()[0] for b in lock() if not re.match(r"[\w.-]+==[\w.!+]+( ;.*)? \\\n", b)]
    unhashed = [b.split()[0] for b in lock() if "--hash=sha256:" not in b]
    assert bad == []
    assert unhashed == []


def test_the_lock_names_no_index_and_no_place():
    assert not re.search(r"index-url|find-links|://|trusted-host", "\n".join(lock()))


def test_conda_gets_its_packages_from_the_lock_and_a_python_the_project_allows():
    conda = yaml.safe_load((CHECKOUT / "environment.yml").read_text())
    project = tomllib.loads((CHECKOUT / "pyproject.toml").read_text())["project"]
    *plain, pip = conda["dependencies"]
    assert pip == {"pip": ["-r requirements.lock"]}
    assert plain == ["python" + project["requires-python"], "make>=4.3", "pip"]
    assert conda["name"] == project["name"]


def test_a_foreign_environment_is_told_what_it_lacks_and_the_cure(monkeypatch):
    monkeypatch.chdir(CHECKOUT)
    monkeypatch.setenv("CONDA_DEFAULT_ENV", "mine")
    monkeypatch.setattr(environment, "needed", lambda _: ["pandas", "no-such-package"])
    with pytest.raises(SystemExit) as stop:
        environment.main()
    told = "Environment mine lacks no-such-package\n  -> conda env update"
    assert stop.value.code.startswith(told)


def test_an_active_conda_environment_is_used_as_it_is(toy):
    shutil.rmtree(toy.folder / ".venv")
    toy.write(toy.folder / "bin/python", text=f'#!/bin/sh\nexec "{sys.executable}" "$@"\n')
    (toy.folder / "bin/python").chmod(0o755)
    toy.write(toy.folder / "pyproject.toml", text='[project]\ndependencies = ["no-such-package"]\n'
              "optional-dependencies = {dev = []}")  # fmt: skip
    toy.write(toy.folder / "src/analysis/__init__.py", text="")
    conda = {"CONDA_PREFIX": "/opt/a conda", "CONDA_DEFAULT_ENV": "mine"}
    path = f"{toy.folder / 'bin'}:{os.environ['PATH']}"
    done = subprocess.run(
        ["make", "test"], cwd=toy.folder, env=clean() | conda | {"PATH": path},
        capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 2
    assert "Environment mine lacks no-such-package" in done.stderr
    assert not (toy.folder / ".venv").exists()


@pytest.mark.parametrize("answer", ["exit 1", "case $2 in *ensurepip*) exit 1; esac"])
def test_no_python_or_no_venv_module_gives_a_plain_message_and_no_stamp(tmp_path, answer):
    for name in ("python3", *(f"python3.{minor}" for minor in range(11, 15))):
        (tmp_path / name).write_text(f"#!/bin/sh\n{answer}\n")
        (tmp_path / name).chmod(0o755)
    script = CHECKOUT / "src/analysis/running/set_up.sh"
    done = subprocess.run(
        ["/bin/sh", script], cwd=tmp_path, env={"PATH": str(tmp_path)},
        capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 1
    assert re.match(r"No Python of version 3.11|python3 has no module venv", done.stderr)
    assert "apt-get install" in done.stderr
    assert not (tmp_path / ".venv").exists()


def test_a_set_up_that_fails_half_way_leaves_no_stamp(tmp_path):
    (tmp_path / "requirements.lock").write_text("uv==0 --hash=sha256:00\n")
    (tmp_path / "pip.conf").write_text("[global]\nno-index = true\nfind-links =\n")
    (tmp_path / "python3").symlink_to(sys.executable)
    offline = {"PATH": f"{tmp_path}:/usr/bin:/bin", "PIP_CONFIG_FILE": str(tmp_path / "pip.conf"),
             "PIP_NO_INDEX": "1", "UV_OFFLINE": "1", "UV_NO_INDEX": "1"}  # fmt: skip
    script = CHECKOUT / "src/analysis/running/set_up.sh"
    done = subprocess.run(["/bin/sh", script], cwd=tmp_path, env=offline, capture_output=True)
    assert done.returncode != 0
    assert (tmp_path / ".venv/bin/python").exists()
    assert not (tmp_path / ".venv/ready").exists()


def test_an_environment_behind_a_link_is_never_emptied(tmp_path):
    (tmp_path / "shared").mkdir()
    (tmp_path / "shared/in use").touch()
    (tmp_path / ".venv").symlink_to("shared")
    script = CHECKOUT / "src/analysis/running/set_up.sh"
    done = subprocess.run(["/bin/sh", script], cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 1
    assert done.stderr.startswith(".venv is a link")
    assert (tmp_path / "shared/in use").exists()


def test_an_old_make_is_told_so_first(toy):
    makefile = toy.folder / "Makefile"
    makefile.write_text(".FEATURES := else-if\n" + makefile.read_text())
    assert "GNU make 4.3 or newer is needed" in toy.make("help", code=2)


def test_all_runs_the_check_then_each_notebook_once_after_what_it_reads_then_the_report(toy):
    toy.make("-j2", "all")
    ran = toy.notebooks
    profiles = [f"{name}-{value}" for name, values in PROFILES.items() for value in values]
    assert sorted(ran) == sorted([*WRITES, *profiles])
    assert toy.ran[:2] == ["study data figures report build", "intake data"]
    assert toy.ran[-1] == "exhibits.report data figures report build --prose report/report.md"
    for before, after in [("05_indicators", "04_changes"), ("04_changes", "02_survey"),
                          ("01_interviews", "03_coding"), ("03_coding", "06_triangulation"),
                          ("06_triangulation", "state_profile-MX-JAL"),
                          ("04_changes", "domain_profile-enforcement"),
                          ("06_triangulation", "07_robustness"),
                          ("07_robustness", "domain_profile-enforcement")]:  # fmt: skip
        assert ran.index(before) < ran.index(after)
    parameters = "-p data_dir ../data -p figures_dir ../figures -p build_dir ../build"
    for value, parameter in [
        ("MX-OAX", "state"),
        ("labor_justice", "domain"),
        ("census", "source"),
    ]:
        line = next(line for line in toy.ran if f"profile-{value}" in line)
        assert line.endswith(f"{parameters} -p {parameter} {value}")


def test_a_second_all_runs_nothing_within_a_second(toy):
    toy.make("all")
    start = time.monotonic()
    toy.make("all")
    assert toy.ran == []
    assert time.monotonic() - start < 1


# The answers and the changes they are on stand beside both lines wherever these are shown, and
# where verdicts were made again so is what they are held against.
BESIDE = {
    "04_changes", "02_survey", "06_triangulation", "07_robustness",
    *(f"domain_profile-{domain}" for domain in DOMAINS),
    *(f"state_profile-{state}" for state in STATES),
}  # fmt: skip


@pytest.mark.parametrize(
    ("touched", "reruns"),
    [
        ("data/raw/validation/validation.xlsx", BESIDE),
        ("data/processed/changes.parquet", BESIDE),
        ("report/report.md", set()),
        ("notebooks/state_profile.ipynb", {f"state_profile-{state}" for state in STATES}),
    ],
)
def test_only_what_is_out_of_date_is_made_again(toy, touched, reruns):
    toy.make("all")
    path = toy.folder / touched
    time.sleep(0.02)  # a file's time is kept in ticks of some milliseconds
    path.unlink() if path.suffix == ".parquet" else path.touch()
    toy.make("all")
    assert set(toy.notebooks) == reruns
    assert toy.ran[-1].startswith("exhibits.report")


def test_another_calibration_reruns_only_the_notebook_that_shows_it(toy):
    kept = toy.folder / "src/analysis/calibration/results/figures.csv"
    toy.write(kept)
    toy.make("all")
    time.sleep(0.02)
    kept.touch()
    toy.make("all")
    assert toy.notebooks == ["08_calibration"]
    toy.make("calibrate", "STUDIES=3", "ENGINE=dask://here:1")
    assert toy.ran == ["calibration run build/calibration --studies 3"]
    toy.make("calibrate")
    assert toy.ran[0].endswith("--results src/analysis/calibration/results")


def test_a_raw_file_added_or_removed_is_checked(toy):
    toy.make("all")
    toy.write(toy.data / "raw/interviews/transcripts/E002 (copy).txt")
    toy.make("all")
    assert toy.ran[0] == "intake data"
    assert "01_interviews" in toy.notebooks


def test_a_notebook_killed_after_its_tables_runs_again_before_what_reads_them(toy):
    toy.make("all")
    time.sleep(0.02)
    (toy.folder / "notebooks/03_coding.ipynb").touch()
    (toy.folder / "fail").write_text("03_coding")
    toy.make("all", code=2)
    (toy.folder / "fail").unlink()
    toy.make("build/done/06_triangulation")
    assert toy.notebooks == ["03_coding", "06_triangulation"]


@pytest.mark.parametrize("name", ["mis datos/año 2024", "it's $HOME; `x` (1) #2 & co", "plain"])
def test_a_study_elsewhere_is_built_beside_its_data_whatever_its_name(tmp_path, name):
    elsewhere = tmp_path / name
    toy = Toy(tmp_path / "mi café", data=elsewhere)
    given = f"DATA={elsewhere}"
    toy.make(given, "all")
    made = {"raw", "processed", "report", "build"}
    assert made <= {path.name for path in elsewhere.iterdir()} <= made | {"figures"}
    assert (elsewhere / "build/done/06_triangulation").exists()
    assert not (toy.folder / "report/report.html").exists()
    toy.make(given, "all")
    assert toy.ran == []
    toy.make(given, "clean")
    assert not {path.name for path in elsewhere.iterdir()} & {"processed", "build", "figures"}
    assert (elsewhere / "raw/study.yaml").exists()


def test_the_checkout_s_own_data_by_another_name_is_the_default(toy):
    toy.make("all")
    toy.make("all", f"DATA={toy.folder}/data/")
    assert toy.ran == []


def test_another_folder_for_figures_makes_them_anew(toy):
    toy.make("all")
    toy.make("all", "FIGURES=mis figuras")
    assert len(toy.notebooks) == len(WRITES) + len(STATES) + len(DOMAINS) + len(SOURCES)
    figures = re.search(r"figures_dir \.\./(\S+)", toy.ran[0] + toy.ran[1] + toy.ran[2]).group(1)
    assert (toy.folder / figures).resolve() == toy.folder / "mis figuras"


def test_a_folder_that_is_no_study_is_refused_with_the_cure(toy):
    assert "has no raw/study.yaml" in toy.make("all", f"DATA={toy.folder}/nowhere", code=2)


def test_clean_keeps_raw_files_accepted_findings_and_environment(toy):
    kept = [toy.data / "raw/study.yaml", toy.folder / "report/accepted/findings.csv",
            toy.folder / "report/report.md", toy.folder / ".venv/ready"]  # fmt: skip
    toy.write(toy.folder / "report/accepted/findings.csv")
    toy.make("all")
    toy.make("clean")
    assert all(path.exists() for path in kept)
    for gone in ("data/processed", "build", "figures", "report/report.html", "report/findings.csv"):
        assert not (toy.folder / gone).exists()


def test_clean_removes_no_folder_that_was_only_named_on_the_command_line(toy):
    toy.write(toy.folder / "mine/thesis.txt")
    toy.make("clean", "FIGURES=mine", "REPORT=mine", "BUILD=mine")
    assert (toy.folder / "mine/thesis.txt").exists()


def test_commands_that_undo_one_another_are_refused_together(toy):
    assert "one after the other" in toy.make("-j2", "clean", "all", code=2)


def test_accept_keeps_the_findings_beside_the_report(toy):
    toy.make("accept")
    kept = {path.name: path.read_text() for path in (toy.folder / "report/accepted").iterdir()}
    assert kept == {"findings.csv": "made", "triangulation_matrix.png": "made"}


def test_help_lists_every_command(toy):
    listed = re.findall(r"^make (\w+)", toy.make("help"), flags=re.MULTILINE)
    assert sorted(listed) == [
        "accept", "all", "bench", "calibrate", "clean", "help", "lab", "manifest", "synthetic",
        "tables", "test", "verify",
    ]  # fmt: skip


def calls(notebook, function):
    """Table names given to ``load`` (as text) or ``save`` (as keywords) in a notebook."""
    cells = nbformat.read(notebook, as_version=4).cells
    trees = [ast.parse(cell.source) for cell in cells if cell.cell_type == "code"]
    found = [
        node for tree in trees for node in ast.walk(tree)
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == function
    ]  # fmt: skip
    given = [argument for call in found for argument in call.args]
    texts = {a.value for a in given if isinstance(a, ast.Constant)}
    if any(isinstance(a, ast.Starred) and "EVIDENCE_TABLES" in ast.unparse(a) for a in given):
        texts.update(EVIDENCE_TABLES)
    return texts | {keyword.arg for call in found for keyword in call.keywords if keyword.arg}


@pytest.fixture(scope="module")
def graph():
    """Every target make knows, and what it needs."""
    lists = [f"STATES={STATES[0]}", f"DOMAINS={DOMAINS[0]}", f"SOURCES={SOURCES[0]}"]
    done = subprocess.run(
        ["make", "-pnq", ".venv/ready", *lists, "READY="], cwd=CHECKOUT,
        env=clean(), capture_output=True, text=True,
    )  # fmt: skip
    return dict(re.findall(r"^(\S+): (.*)$", done.stdout, flags=re.MULTILINE))


@pytest.mark.parametrize(
    "notebook", sorted((CHECKOUT / "notebooks").glob("*.ipynb")), ids=lambda path: path.stem
)
def test_the_makefile_says_what_each_notebook_reads_and_writes(graph, notebook):
    if notebook.stem == "explore":  # shows what was not released, so make never runs it
        assert not [target for target, needs in graph.items() if "explore" in target + needs]
        return
    stamp = "-".join([f"build/done/{notebook.stem}", *PROFILES.get(notebook.stem, [])[:1]])
    needs = set(re.findall(r"data/processed/(\w+)\.parquet", graph[stamp]))
    same = {t for t, p in graph.items() if p == graph[stamp]}
    makes = {Path(t).stem for t in same if t.endswith(".parquet")}
    assert calls(notebook, "load") - makes == needs
    assert calls(notebook, "save") <= makes
