"""The house: which room may import which, and what a notebook may hold."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from analysis.exhibits.dictionary import page

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "analysis"
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))

# Each room may import the rooms named, and itself.
ROOMS = {
    "vocabulary": set(),
    "faults": set(),
    "settings": set(),
    "study": {"vocabulary", "faults", "settings"},
    "schema": {"vocabulary", "faults", "study"},
    "store": {"vocabulary", "faults", "study", "schema"},
    "intake": {"vocabulary", "faults", "study", "schema", "store"},
    "methods": {"vocabulary", "settings", "study"},
    "disclosure": {"vocabulary", "faults", "study", "schema", "store", "methods"},
    "exhibits": {
        "vocabulary",
        "faults",
        "settings",
        "study",
        "schema",
        "store",
        "methods",
        "disclosure",
    },
    # It shows what was not released, so it has no part in disclosure, and no room may import it.
    "explore": {"vocabulary", "faults", "study", "store", "methods"},
    "synthetic": {"vocabulary", "faults", "study", "schema", "store", "intake"},
    # It judges the methods by truths it plants, so no room may import it.
    "calibration": {"vocabulary", "faults", "settings", "study", "store", "methods", "synthetic"},
    "running": set(),
}
OPENERS = {"open", "read_csv", "read_excel", "read_text", "read_bytes", "load_workbook", "ZipFile"}

WRITERS = {"save", "export", "record", "write_text", "write_bytes", "replacing", "savefig"}
WRITERS |= {"to_csv", "to_excel", "to_parquet", "to_html", "print", "display"}


def room(path: Path) -> str:
    return path.relative_to(SOURCE).parts[0].removesuffix(".py")


def modules() -> list[Path]:
    return [path for path in sorted(SOURCE.rglob("*.py")) if path != SOURCE / "__init__.py"]


def imported_rooms(path: Path) -> set[str]:
    names = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module == "analysis":
            names += [f"analysis.{alias.name}" for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names.append(node.module or "")
    return {name.split(".")[1] for name in names if name.startswith("analysis.")}


def calls(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    called = [node.func for node in ast.walk(tree) if isinstance(node, ast.Call)]
    return {getattr(func, "attr", getattr(func, "id", "")) for func in called}


def test_every_module_has_a_room():
    assert {room(path) for path in modules()} == set(ROOMS)


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(SOURCE)))
def test_imports_go_one_way(path):
    assert imported_rooms(path) <= ROOMS[room(path)] | {room(path)}


@pytest.mark.parametrize("path", sorted((SOURCE / "methods").rglob("*.py")), ids=lambda p: p.name)
def test_methods_open_no_file_and_draw_nothing(path):
    text = path.read_text(encoding="utf-8")
    assert not calls(path) & OPENERS
    assert "matplotlib" not in text and "datetime.now" not in text


def test_one_module_knows_svy():
    libraries = re.compile(r"^\s*(?:import|from) (?:svy|polars)\b", re.MULTILINE)
    knows = [p.relative_to(SOURCE) for p in modules() if libraries.search(p.read_text("utf-8"))]
    assert knows == [Path("methods/estimation/by_svy.py")]
    notebooks = "".join(path.read_text(encoding="utf-8") for path in NOTEBOOKS)
    assert "import svy" not in notebooks and "from svy" not in notebooks


@pytest.mark.parametrize("path", sorted((SOURCE / "explore").glob("*.py")), ids=lambda p: p.name)
def test_what_was_not_released_is_written_nowhere(path):
    assert not calls(path) & (OPENERS | WRITERS)


@pytest.mark.parametrize(
    "path",
    [path for path in modules() if room(path) in ("schema", "vocabulary", "methods", "disclosure")],
    ids=lambda path: path.name,
)
def test_the_studys_own_lists_are_not_in_the_code(path):
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"MX-|labor_justice|worker_advocacy|NORC", text)


def test_every_function_says_what_it_returns():
    bare = [
        f"{path.name}: {node.name}"
        for path in modules()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef) and node.returns is None and node.name != "__init__"
    ]
    assert bare == []


def test_the_data_dictionary_is_up_to_date():
    assert (ROOT / "docs/tables.md").read_text(encoding="utf-8") == page(), "run: make tables"


def test_lines_read_as_the_house_rules_say():
    ruff = [sys.executable, "-m", "ruff"]
    for rule in (["check"], ["format", "--check"]):
        run = subprocess.run(
            [*ruff, *rule, "src", "tests"], cwd=ROOT, capture_output=True, text=True
        )
        assert run.returncode == 0, run.stdout


def test_only_the_doors_of_disclosure_release_a_table():
    others = [path for path in modules() if room(path) != "disclosure"]
    texts = {path: path.read_text(encoding="utf-8") for path in [*others, *NOTEBOOKS]}
    behind = re.compile(r"analysis\.disclosure\.|disclosure import [^\n]*(?:seal|released|numbers)")
    assert [path.name for path, text in texts.items() if behind.search(text)] == []


def test_public_functions_and_modules_have_docstrings():
    silent = []
    for path in modules():
        tree = ast.parse(path.read_text(encoding="utf-8"))
        nodes = [tree, *[n for n in tree.body if isinstance(n, ast.FunctionDef | ast.ClassDef)]]
        silent += [
            f"{path.relative_to(SOURCE)}: {getattr(node, 'name', 'module')}"
            for node in nodes
            if not getattr(node, "name", "").startswith("_") and not ast.get_docstring(node)
        ]
    assert silent == []


def cells(path: Path, kind: str) -> list:
    return [c for c in nbformat.read(path, as_version=4).cells if c.cell_type == kind]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
class TestNotebooks:
    def test_is_stored_without_outputs(self, path):
        assert all(not c.outputs and c.execution_count is None for c in cells(path, "code"))
        assert "widgets" not in nbformat.read(path, as_version=4).metadata  # what they showed

    def test_asks_a_question_and_names_method_and_limits(self, path):
        prose = "\n".join(c.source for c in cells(path, "markdown"))
        assert all(f"**{part}.**" in prose for part in ("Question", "Method", "Limits"))

    def test_has_no_number_typed_in_its_prose(self, path):
        title, *prose = [c.source for c in cells(path, "markdown")]
        assert not re.search(r"\d", "\n".join([title.split("\n", 1)[1], *prose]))

    def test_has_no_function_and_no_loop(self, path):
        banned = (ast.FunctionDef, ast.ClassDef, ast.For, ast.While, ast.Lambda)
        trees = [ast.parse(c.source) for c in cells(path, "code")]
        assert not [node for tree in trees for node in ast.walk(tree) if isinstance(node, banned)]

    def test_shows_one_exhibit_a_cell(self, path):
        assert all(c.source.count("export(") <= 1 for c in cells(path, "code"))

    def test_shares_one_parameters_cell(self, path):
        marked = [
            c.source for c in cells(path, "code") if "parameters" in c.metadata.get("tags", [])
        ]
        first = cells(NOTEBOOKS[0], "code")[1].source
        assert len(marked) == 1 and marked[0].startswith(first)
