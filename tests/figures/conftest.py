"""What the tests of figures share: a study to draw, and no figure left open."""

from collections.abc import Iterator

import matplotlib

matplotlib.use("agg")
import matplotlib.pyplot as plt
import pytest

import small_study
from analysis.study import Study, read_study


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Study:
    return read_study(small_study.write(tmp_path_factory.mktemp("study")))


@pytest.fixture(autouse=True)
def closed() -> Iterator[None]:
    yield
    plt.close("all")
