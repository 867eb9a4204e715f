"""Which parameters a notebook takes.

Papermill writes ``name = value`` into the notebook and runs it, so that code hidden in a *name*
would be executed. Only names that the notebook itself declares are let through.
"""

import ast
from collections.abc import Iterable

from nbformat import NotebookNode

TAG = "parameters"


class Refused(ValueError):
    """A parameter, or a notebook's declaration of its parameters, that cannot be used."""


def declared(notebook: NotebookNode) -> dict[str, object]:
    """Names and defaults in the cell tagged ``parameters``; empty where there is none.

    Raises Refused if the cell does anything but give plain values to names.
    """
    sources = [c.source for c in notebook.cells if TAG in c.metadata.get("tags", [])]
    if len(sources) > 1:
        msg = f"{len(sources)} cells are tagged {TAG}; there may be one"
        raise Refused(msg)
    try:
        return dict(_default(line) for source in sources for line in ast.parse(source).body)
    except (SyntaxError, ValueError):
        msg = f"the {TAG} cell may only give plain values to names, one a line"
        raise Refused(msg) from None


def chosen(notebook: NotebookNode, given: Iterable[tuple[str, str]]) -> dict[str, object]:
    """The parameters given, each read as the kind of value its default is.

    A default of None takes a number where the value reads as one, else a text. Raises Refused
    where a name is not declared, or a value is of another kind.
    """
    defaults = declared(notebook)
    return {name: _value(name, text, defaults) for name, text in given}


def _default(line: ast.stmt) -> tuple[str, object]:
    match line:
        case ast.Assign(targets=[ast.Name(id=name)], value=value):
            return name, ast.literal_eval(value)
        case ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value):
            return name, ast.literal_eval(value)
    msg = "not a plain assignment"
    raise ValueError(msg)


def _value(name: str, text: str, defaults: dict[str, object]) -> object:
    if name not in defaults:
        known = ", ".join(defaults) or "none"
        msg = f"{name!r} is not a parameter of this notebook; it takes {known}"
        raise Refused(msg)
    if isinstance(defaults[name], str):
        return text
    try:
        return ast.literal_eval(text)
    except (SyntaxError, ValueError):
        if defaults[name] is None:
            return text
        msg = f"{name}: not a value like its default, {defaults[name]!r}"
        raise Refused(msg) from None
