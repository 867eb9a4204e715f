"""What several tests share."""

import shutil
from pathlib import Path

import pytest

from analysis import store
from analysis.vocabulary import PUBLIC

CHROMIUMS = ("chromium", "chromium-browser", "google-chrome")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files with slow tests first, so that no worker is left alone with one at the end."""
    slow = {item.path for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda item: item.path not in slow)


@pytest.fixture(scope="session")
def checkout() -> Path:
    """The folder that holds the Makefile."""
    return Path(__file__).resolve().parents[1]


@pytest.fixture(autouse=True)
def nothing_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each test begins as a process does: what another one read binds it to nothing."""
    monkeypatch.setattr(store, "_read_so_far", {PUBLIC})


@pytest.fixture(scope="session")
def chromium() -> str:
    """Path of a chromium; a test that needs one is skipped where there is none."""
    path = next(filter(None, map(shutil.which, CHROMIUMS)), None)
    if path is None:
        pytest.skip("no chromium on the PATH: install one to run the browser tests")
    return path
