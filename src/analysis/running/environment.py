"""Check that an environment we did not make holds what pyproject.toml asks for.

``python -m analysis.running.environment`` ends with one plain message, or silently.
"""

import importlib.metadata
import os
import re
import sys
from pathlib import Path

PROJECT = "pyproject.toml"
CURE = (
    "  -> conda env update --file environment.yml, in that environment;\n"
    "     or `conda deactivate`, and make sets up its own in .venv"
)


def needed(project: Path) -> list[str]:
    """Names of the packages that the project and its tests need."""
    import tomllib  # here, because Python 3.10 lacks it and must get a message, not a traceback

    settings = tomllib.loads(project.read_text(encoding="utf-8"))["project"]
    wanted = settings["dependencies"] + settings["optional-dependencies"]["dev"]
    return [plain(requirement) for requirement in wanted]


def plain(requirement: str) -> str:
    """The name at the start of a requirement, spelt in the one way that can be compared."""
    return re.sub(r"[-_.]+", "-", re.match(r"[\w.-]+", requirement).group()).lower()


def missing(names: list[str]) -> list[str]:
    """Which of the packages are not installed."""
    found = {plain(installed.name) for installed in importlib.metadata.distributions()}
    return [name for name in names if name not in found]


def main() -> None:
    """Exit with a message if the Python is too old or a package is missing."""
    name = os.environ.get("CONDA_DEFAULT_ENV", sys.prefix)
    if sys.version_info < (3, 11):  # noqa: UP036  (an environment we did not make)
        sys.exit(f"Environment {name} has a Python older than 3.11\n{CURE}")
    absent = missing(needed(Path(PROJECT)))
    if absent:
        sys.exit(f"Environment {name} lacks {', '.join(absent)}\n{CURE}")


if __name__ == "__main__":
    main()
