"""What makes two runs of a notebook the same bytes."""

import os
from pathlib import Path

import nbformat
from nbformat import NotebookNode


def identify(notebook: NotebookNode) -> NotebookNode:
    """The notebook with an id for each cell; papermill would draw missing ones by lot."""
    for number, cell in enumerate(notebook.cells, start=1):
        cell.setdefault("id", f"cell-{number}")
    notebook.nbformat_minor = max(notebook.nbformat_minor, 5)
    return notebook


def strip(notebook: NotebookNode, known: set[str]) -> NotebookNode:
    """The executed notebook without what differs from run to run.

    Clock times, the interpreter's version, papermill's notes, and the random ids of cells that
    are not ``known`` from the stored notebook.
    """
    notebook.metadata.pop("papermill", None)
    notebook.metadata.get("language_info", {}).pop("version", None)
    for number, cell in enumerate(notebook.cells, start=1):
        for volatile in ("papermill", "execution"):
            cell.metadata.pop(volatile, None)
        if cell.id not in known:
            cell.id = f"added-{number}"
    return notebook


def write(notebook: NotebookNode, path: Path) -> None:
    """Write aside and rename, so that a kill leaves the previous file whole."""
    aside = path.with_name(f".{path.name}.part")
    aside.write_text(nbformat.writes(notebook) + "\n", encoding="utf-8")
    os.replace(aside, path)
