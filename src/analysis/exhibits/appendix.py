"""The notebooks as they ran, for the end of the report: text and results open, code folded.

A notebook may show anything while somebody works on it; into the report goes only what ``export``
and ``Findings.say`` showed, and ``unreleased`` names the cells that show something else.
"""

import re
from html import escape
from pathlib import Path

import nbformat
from jinja2 import DictLoader
from nbconvert import HTMLExporter

from analysis.disclosure import SHOWN
from analysis.faults import Fault

_TEMPLATE = """\
{%- extends 'basic/index.html.j2' -%}
{% block input_group %}
<details class="code"><summary>{{ resources.code_label }}</summary>{{ super() }}</details>
{% endblock %}
"""
_SHIFT = 2  # a notebook's first heading comes below the appendix's own
_FIRST_HEADING = re.compile(r"<h1.*?</h1>\s*", re.DOTALL)  # it stands in the summary
_STYLE = re.compile(r"<style.*?</style>\s*", re.DOTALL)


def appendix(notebooks: list[Path], code_label: str = "Code") -> str:
    """Each notebook folded into ``<details>``, headed by its first heading."""
    return "\n".join(_folded(path, code_label) for path in notebooks)


def unreleased(notebooks: list[Path]) -> list[Fault]:
    """Each code cell that shows what disclosure did not release: a bare table, a print."""
    cure = "Take the line out, or release the table and show it by export or say."
    found = []
    for path in notebooks:
        cells = _without_machine(nbformat.read(path, as_version=4)).cells
        shown = [cell.get("outputs", []) for cell in cells if cell.cell_type == "code"]
        found += [
            Fault(path.name, "shows what was not released", column=f"code cell {n}", cure=cure)
            for n, outputs in enumerate(shown, start=1)
            if not all(_is_released(output) for output in outputs)
        ]
    return found


def _is_released(output: nbformat.NotebookNode) -> bool:
    return any(SHOWN in about for about in output.get("metadata", {}).values())


def _folded(path: Path, code_label: str) -> str:
    notebook = nbformat.read(path, as_version=4)
    prefix = f"notebook-{path.stem}"
    body = _page(_without_machine(notebook), code_label)
    summary = escape(_heading(notebook) or path.stem)
    return (
        f'<details class="notebook" id="{prefix}"><summary>{summary}</summary>\n'
        f"{_embedded(body, prefix)}\n</details>"
    )


def _without_machine(notebook: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """Without what differs between machines: the folders papermill put in, and warnings."""
    kept = [
        cell for cell in notebook.cells
        if "injected-parameters" not in cell.metadata.get("tags", [])
    ]  # fmt: skip
    for cell in kept:
        if cell.cell_type == "code":
            cell.outputs = [output for output in cell.outputs if output.get("name") != "stderr"]
    notebook.cells = kept
    return notebook


def _page(notebook: nbformat.NotebookNode, code_label: str) -> str:
    exporter = HTMLExporter(
        template_name="basic", extra_loaders=[DictLoader({"folded.html.j2": _TEMPLATE})],
        exclude_input_prompt=True, exclude_output_prompt=True, exclude_anchor_links=True,
    )  # fmt: skip
    exporter.template_file = "folded.html.j2"
    return exporter.from_notebook_node(notebook, {"code_label": code_label})[0]


def _embedded(body: str, prefix: str) -> str:
    """The page fit to stand in another: ids of its own, lower headings, no style."""
    body = _FIRST_HEADING.sub("", _STYLE.sub("", body), count=1)
    body = re.sub(r'(\sid=|\shref=)"(#?)([^"]*)"', lambda m: _prefixed(m, prefix), body)
    return re.sub(
        r"(</?h)([1-6])\b", lambda match: f"{match[1]}{min(6, int(match[2]) + _SHIFT)}", body
    )


def _prefixed(match: re.Match[str], prefix: str) -> str:
    attribute, sharp, name = match.groups()
    is_outside = "href" in attribute and not sharp
    return match[0] if is_outside else f'{attribute}"{sharp}{prefix}-{name}"'


def _heading(notebook: nbformat.NotebookNode) -> str:
    headings = [
        line.lstrip("#").strip()
        for cell in notebook.cells if cell.cell_type == "markdown"
        for line in cell.source.splitlines() if line.startswith("#")
    ]  # fmt: skip
    return headings[0] if headings else ""
