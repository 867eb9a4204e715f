"""Run a notebook: ``python -m analysis.running.notebook NOTEBOOK OUTPUT STAMP [-p NAME VALUE]...``.

A copy runs in the folder of the notebook, as it would in JupyterLab. The executed notebook is
written to OUTPUT without anything that differs from run to run, and STAMP is made last; after a
failure both are as they were, and the failed copy lies beside OUTPUT as ``.failed.ipynb``.
"""

import argparse
import logging
import os
import shutil
import signal
import sys
import tempfile
import warnings
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType

import nbformat
from nbformat import NotebookNode
from traitlets.config import Config

from analysis.running import parameters, stable
from analysis.running.telling import Progress, failure, places

KERNEL = "python3"
# Kernel and runner talk over the machine's loopback, which other users may hear: encrypted where
# the kernel can. The kernel's own log is not for the user, who gets one line and, at need, why.
CLIENT = {
    "config": Config({"KernelManager": {"transport_encryption": "auto"}}),
    "extra_arguments": ["--log-level=CRITICAL"],
}


class Stopped(Exception):
    """A notebook did not run to its end; the message is for the user and safe to show."""


def run(notebook: Path, output: Path, stamp: Path, given: Sequence[tuple[str, str]] = ()) -> None:
    """Run ``notebook`` and write ``output`` and ``stamp``.

    Raises Refused for a parameter the notebook does not declare, Stopped if it does not reach
    its end.
    """
    stored = stable.identify(nbformat.read(notebook, as_version=4))
    values = parameters.chosen(stored, given)
    where = places(stored)
    progress = Progress(output.stem, where)
    failed = output.with_suffix(".failed.ipynb")
    output.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".run-", dir=output.parent.resolve()) as folder:
        copy = Path(folder) / notebook.name
        nbformat.write(stored, copy)
        error, text = _execute(copy, values, notebook.parent, progress)
        if error:
            shutil.copyfile(copy, failed)
            progress.end("failed")
            msg = failure(notebook, progress.last, len(where), error, text, values, failed)
            raise Stopped(msg)
        executed = nbformat.read(copy, as_version=4)
    failed.unlink(missing_ok=True)
    stable.write(stable.strip(executed, {cell.id for cell in stored.cells}), output)
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.touch()
    progress.end("done")


def _execute(
    copy: Path, values: dict[str, object], folder: Path, progress: Progress
) -> tuple[str, str]:
    """Execute ``copy`` in place; the kind and text of the error that stopped it, or blanks."""
    papermill = _quiet_papermill()
    path = str(copy).replace("{", "{{").replace("}", "}}")  # papermill formats the paths it gets
    try:
        papermill.execute_notebook(
            path, path, values, cwd=folder, kernel_name=KERNEL, language="python",
            progress_bar=False, request_save_on_cell_execute=False,
            on_cell_start=progress.cell, coalesce_streams=True, record_timing=False, **CLIENT,
        )  # fmt: skip
    except papermill.PapermillExecutionError as error:
        return error.ename, error.evalue
    except Exception as error:  # a kernel that did not start, or died
        return type(error).__name__, ""
    # Papermill takes sys.exit() for a proper end, though the cells below it did not run.
    return _first_error(nbformat.read(copy, as_version=4)), ""


def _first_error(executed: NotebookNode) -> str:
    outputs = (output for cell in executed.cells for output in cell.get("outputs", []))
    return next((output.ename for output in outputs if output.output_type == "error"), "")


def _quiet_papermill() -> ModuleType:
    """Papermill without its log and its kernel's advice on debugging; a failure is told by us."""
    os.environ.setdefault("PYDEVD_DISABLE_FILE_VALIDATION", "1")
    # Tornado complains, now and then, of a socket to a kernel that has just ended.
    for name in ("papermill", "traitlets", "tornado"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    with warnings.catch_warnings(action="ignore"):
        import papermill
    return papermill


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the command line, run, and end with a plain message on failure."""
    parser = argparse.ArgumentParser("analysis.running.notebook", description="Run a notebook.")
    parser.add_argument("notebook", type=Path)
    parser.add_argument("output", type=Path, help="executed notebook")
    parser.add_argument("stamp", type=Path, help="empty file made last")
    parser.add_argument("-p", nargs=2, action="append", default=[], metavar=("NAME", "VALUE"))
    told = parser.parse_args(arguments)
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # so that the copy is cleared away
    try:
        run(told.notebook, told.output, told.stamp, told.p)
    except parameters.Refused as refused:
        sys.exit(f"{told.notebook.name}: {refused}")
    except Stopped as stopped:
        sys.exit(str(stopped))
    except KeyboardInterrupt:
        sys.exit(f"{told.notebook.name}: interrupted")


if __name__ == "__main__":
    main()
