"""A notebook runs the same way twice, takes no foreign code, and fails without telling values."""

import os

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from analysis.running import parameters, telling
from analysis.running.notebook import Stopped, run
from analysis.running.stable import identify, strip

SECRET = "R. Ibarra Luna"


@pytest.fixture(autouse=True)
def own_profile(tmp_path, monkeypatch):
    for variable in ("IPYTHONDIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR"):
        monkeypatch.setenv(variable, str(tmp_path / "profile"))


def write_notebook(folder, *cells, name="toy"):
    """A notebook of a heading, a parameters cell and ``cells``; text with a # is a heading."""
    declared = new_code_cell('data_dir = "../data"\ntimes = 1', metadata={"tags": ["parameters"]})
    made = [new_markdown_cell(c) if c.startswith("#") else new_code_cell(c) for c in cells]
    path = folder / "notebooks" / f"{name}.ipynb"
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(new_notebook(cells=[new_markdown_cell("# Toy"), declared, *made]), path)
    return path


def run_in(folder, notebook, *given):
    output, stamp = folder / "build" / "toy.ipynb", folder / "build" / "done" / "toy"
    run(notebook, output, stamp, given)
    return output, stamp


def printed(path):
    cells = nbformat.read(path, as_version=4).cells
    return "".join(o.text for c in cells for o in c.get("outputs", []) if o.output_type == "stream")


def test_two_runs_give_the_same_bytes_and_no_trace_of_time_or_place(tmp_path):
    notebook = write_notebook(tmp_path, "print(times)", "import os; os.getcwd(); [1, 2]")
    output, stamp = run_in(tmp_path, notebook)
    first = output.read_bytes()
    run_in(tmp_path, notebook)
    assert output.read_bytes() == first
    assert stamp.exists()
    for volatile in (b"papermill", b"start_time", b"iopub", str(tmp_path).encode()):
        assert volatile not in first


def test_stripping_keeps_stored_cell_ids_and_names_the_added_by_their_place():
    stored = identify(new_notebook(cells=[new_code_cell("1", id="kept")]))
    executed = new_notebook(cells=[new_code_cell("1", id="kept"), new_code_cell("2", id="random")])
    executed.metadata = nbformat.from_dict({"language_info": {"name": "python", "version": "3.99"}})
    stripped = strip(executed, {cell.id for cell in stored.cells})
    assert [cell.id for cell in stripped.cells] == ["kept", "added-2"]
    assert stripped.metadata == {"language_info": {"name": "python"}}


def test_it_runs_in_the_folder_of_the_notebook(tmp_path):
    notebook = write_notebook(tmp_path, "import pathlib; print(pathlib.Path.cwd().name)")
    output, _ = run_in(tmp_path, notebook)
    assert printed(output) == "notebooks\n"


@pytest.mark.parametrize("value", ["../mi café", 'a "quoted" \\ {brace}', "apostrophe's\nline"])
def test_a_text_parameter_arrives_as_it_was_given(tmp_path, value):
    folder = tmp_path / "mi {café}"
    notebook = write_notebook(folder, "print(data_dir, end='')")
    output, _ = run_in(folder, notebook, ("data_dir", value))
    assert printed(output) == value


def test_a_number_arrives_as_a_number(tmp_path):
    notebook = write_notebook(tmp_path, "print(times + 1)")
    output, _ = run_in(tmp_path, notebook, ("times", "41"))
    assert printed(output) == "42\n"


@pytest.mark.parametrize(
    "name", ["other", "times; import os", "data_dir = __import__('os').getcwd()", "", "times\nx"]
)
def test_a_name_the_notebook_does_not_declare_is_refused_before_anything_runs(tmp_path, name):
    notebook = write_notebook(tmp_path, "open('ran', 'w').close()")
    with pytest.raises(parameters.Refused, match="is not a parameter of this notebook"):
        run_in(tmp_path, notebook, (name, "1"))
    assert not (notebook.parent / "ran").exists()


def test_a_value_of_another_kind_than_the_default_is_refused(tmp_path):
    notebook = nbformat.read(write_notebook(tmp_path), as_version=4)
    with pytest.raises(parameters.Refused, match="times: not a value like its default, 1"):
        parameters.chosen(notebook, [("times", "print(1)")])


def test_a_parameter_without_default_takes_a_number_or_a_text():
    cell = new_code_cell("state = None\nseed = None", metadata={"tags": ["parameters"]})
    given = [("state", "MX-JAL"), ("seed", "7")]
    chosen = parameters.chosen(new_notebook(cells=[cell]), given)
    assert chosen == {"state": "MX-JAL", "seed": 7}


@pytest.mark.parametrize(
    "source", ["import os", "a = b = 1", "a = open('x')", "a, b = 1, 2", "a ="]
)
def test_a_parameters_cell_that_does_more_than_name_values_is_refused(source):
    cell = new_code_cell(source, metadata={"tags": ["parameters"]})
    with pytest.raises(parameters.Refused, match="plain values"):
        parameters.declared(new_notebook(cells=[cell]))


def test_annotated_parameters_are_declared_too():
    cell = new_code_cell('state: str = "MX-JAL"\nseed = None', metadata={"tags": ["parameters"]})
    assert parameters.declared(new_notebook(cells=[cell])) == {"state": "MX-JAL", "seed": None}


def test_a_failure_names_notebook_cell_heading_and_input_but_no_value(tmp_path, capfd):
    data = tmp_path / "data"
    data.mkdir()
    notebook = write_notebook(tmp_path, "x = 1", "# Flow", f"print({SECRET!r}); {{}}[{SECRET!r}]")
    with pytest.raises(Stopped) as stopped:
        run_in(tmp_path, notebook, ("data_dir", "../data"))
    message = str(stopped.value)
    assert "toy.ipynb stopped in cell 3 of 3, under 'Flow': KeyError" in message
    assert telling.WITHHELD in message
    assert f"data_dir = {data.resolve()}" in message
    assert f"make lab, and open {notebook.as_posix()}" in message
    told = capfd.readouterr()
    assert SECRET not in message + told.out + told.err


def test_the_report_of_bad_input_is_shown_whole(tmp_path):
    code = "class BadInput(ValueError): pass\nraise BadInput('register.xlsx: 1 fault\\n  row 14')"
    with pytest.raises(Stopped, match=r"register.xlsx: 1 fault\n\s+row 14") as stopped:
        run_in(tmp_path, write_notebook(tmp_path, code))
    assert telling.WITHHELD not in str(stopped.value)


@pytest.mark.parametrize(
    ("code", "error"),
    [
        ("1 / 0", "ZeroDivisionError"),
        ("import sys; sys.exit()", "SystemExit"),
        ("import os; os.kill(os.getpid(), 9)", "DeadKernelError"),
    ],
)
def test_a_failed_run_leaves_output_and_stamp_as_they_were(tmp_path, code, error):
    output, stamp = run_in(tmp_path, write_notebook(tmp_path, "print('before')"))
    os.utime(stamp, (1, 1))
    before = output.read_bytes()
    with pytest.raises(Stopped, match=error):
        run_in(tmp_path, write_notebook(tmp_path, code, "print('below')"))
    assert output.read_bytes() == before
    assert stamp.stat().st_mtime == 1
    left = sorted(path.name for path in output.parent.iterdir())
    assert left == ["done", "toy.failed.ipynb", "toy.ipynb"]


def test_there_is_no_stamp_where_the_first_run_fails_and_the_next_clears_the_failed_copy(tmp_path):
    with pytest.raises(Stopped):
        run_in(tmp_path, write_notebook(tmp_path, "1 / 0"))
    assert not (tmp_path / "build" / "done").exists()
    assert not (tmp_path / "build" / "toy.ipynb").exists()
    run_in(tmp_path, write_notebook(tmp_path, "1 / 1"))
    assert not (tmp_path / "build" / "toy.failed.ipynb").exists()


def test_a_cell_has_the_number_jupyterlab_gives_it_and_the_heading_above_it():
    cells = [new_markdown_cell("# Title"), new_code_cell("1"), new_code_cell(" "),
             new_markdown_cell("text\n\n## Part"), new_code_cell("2")]  # fmt: skip
    found = telling.places(new_notebook(cells=cells))
    assert list(found.values()) == [telling.Place(1, "Title"), telling.Place(2, "Part")]


def test_a_log_gets_one_line_and_a_run_is_otherwise_silent(tmp_path, capfd):
    run_in(tmp_path, write_notebook(tmp_path, "print('in the notebook')"))
    told = capfd.readouterr()
    assert told.out == ""
    assert told.err.startswith("toy: 2 cells, done, ")
    assert told.err.count("\n") == 1
