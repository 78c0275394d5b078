"""Each test has a session of its own: Ada's, with a catalogue that the test writes."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from kit.python.tests.engines import PASSWORD, all_but_postgresql, fill_postgresql, on_postgresql, web_service
from kit.python.tests.world import ADA, described, give, parquet, plays
from tools.postgres import postgresql

PLAYS, OTTO = "Plays by title, country and day", "Otto, otto@example.org"
Catalogue = Callable[[Mapping[str, Mapping[str, Any]]], Path]


@dataclass(frozen=True)
class Places:
    """Catalogue entries by the kind of place, and the requests that reached the web service."""

    sources: dict[str, dict[str, Any]]
    seen: list[Any]


@pytest.fixture(autouse=True)
def _session(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name, value in ADA.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("COMMONPLACE_CHECKPOINTS", str(tmp_path / "checkpoints"))
    for name in ("COMMONPLACE_SOURCES", "COMMONPLACE_CREDENTIALS"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def catalogue(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Catalogue:
    """Writes a catalogue and makes it the session's."""

    def write(sources: Mapping[str, Mapping[str, Any]]) -> Path:
        path = tmp_path / "sources.toml"
        path.write_text(described(sources))
        monkeypatch.setenv("COMMONPLACE_SOURCES", str(path))
        return path

    return write


@pytest.fixture
def some_plays(catalogue: Catalogue, tmp_path: Path) -> None:
    """The sources of the examples: twelve plays in Parquet, and a CSV file."""
    location = parquet(tmp_path / "plays", plays())
    (tmp_path / "titles.csv").write_text("title,name\n0,Ada\n1,Grace\n")
    catalogue(
        {
            "plays.daily": {
                "description": PLAYS,
                "driver": "parquet",
                "location": location,
            },
            "titles": {"description": "Titles", "driver": "csv", "location": str(tmp_path / "titles.csv")},
            "salaries": {"driver": "parquet", "location": location, "groups": ["board"], "owner": OTTO},
        }
    )


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """A real PostgreSQL with the plays in it."""
    with postgresql() as url:
        fill_postgresql(url, plays())
        yield url


@pytest.fixture(scope="session")
def places(tmp_path_factory: pytest.TempPathFactory, postgres: str) -> Iterator[Places]:
    """The twelve plays in every kind of place; what the web service was asked."""
    folder = tmp_path_factory.mktemp("places")
    with web_service(plays()) as (service, seen):
        yield Places({**all_but_postgresql(folder, plays(), service), "postgresql": on_postgresql(postgres)}, seen)


@pytest.fixture
def everywhere(catalogue: Catalogue, places: Places, postgres: str, monkeypatch: pytest.MonkeyPatch) -> Places:
    """All these places by name, and what opens them in the environment."""
    catalogue(places.sources)
    opened = urlsplit(postgres)
    give(monkeypatch, "canary", token=PASSWORD)
    give(monkeypatch, "warehouse", user=opened.username or "")
    give(monkeypatch, "warehouse", password=opened.password or "")
    places.seen.clear()
    return places
