"""One cluster for the tests of a module, and an operator's list for each."""

from collections.abc import Iterator
from pathlib import Path

import commonplace as cp
import pytest

from kit.python.tests.spark.cluster import StandaloneCluster, offered


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StandaloneCluster]:
    """A master and two workers."""
    made = StandaloneCluster(tmp_path_factory.mktemp("cluster"))
    yield made
    made.stop()


@pytest.fixture
def offers(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A list whose cluster is down."""
    return write(tmp_path, offered(), monkeypatch)


@pytest.fixture
def on_cluster(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, cluster: StandaloneCluster) -> Path:
    """A list with the cluster that runs."""
    return write(tmp_path, offered(cluster.master, cluster.web, patience=60), monkeypatch)


@pytest.fixture(autouse=True)
def _stopped() -> Iterator[None]:
    yield
    cp.spark.stop()


def write(folder: Path, text: str, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Make this the list of the session."""
    path = folder / "spark.toml"
    path.write_text(text)
    monkeypatch.setenv("COMMONPLACE_SPARK", str(path))
    return path
