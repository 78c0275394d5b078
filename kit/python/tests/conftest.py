"""Each test has a session of its own: Ada's, with a catalogue that the test writes."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from kit.python.tests.documents import mongodb_server, solr_server
from kit.python.tests.engines import all_but_postgresql, fill_postgresql, on_postgresql, web_service
from kit.python.tests.services import PASSWORD
from kit.python.tests.stores import s3_server, webhdfs_server
from kit.python.tests.warehouse import bigquery_server
from kit.python.tests.world import ADA, described, give, parquet, plays
from tools.postgres import postgresql

PLAYS, OTTO = "Plays by title, country and day", "Otto, otto@example.org"
Catalogue = Callable[[Mapping[str, Mapping[str, Any]]], Path]


@dataclass(frozen=True)
class Places:
    """Catalogue entries by the kind of place, what opens them, and what reached the web services."""

    sources: dict[str, dict[str, Any]]
    opened: dict[str, dict[str, str]]
    seen: list[Any]
    asked_of_solr: list[dict[str, list[str]]]
    asked_of_bigquery: list[str]


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
    """The twelve plays in every kind of place; what the web services were asked."""
    folder, table = tmp_path_factory.mktemp("places"), plays()
    asked_of_solr: list[dict[str, list[str]]] = []
    asked_of_bigquery: list[str] = []
    with ExitStack() as running:
        service, seen = running.enter_context(web_service(table))
        in_s3, cloud = running.enter_context(s3_server(table))
        sources = {
            **all_but_postgresql(folder, table, service),
            "postgresql": on_postgresql(postgres),
            "s3": {**in_s3, "credentials": "cloud"},
            "webhdfs": running.enter_context(webhdfs_server(table)),
            "mongodb": running.enter_context(mongodb_server(folder, table)),
            "solr": running.enter_context(solr_server(table, asked_of_solr)),
            "bigquery": running.enter_context(bigquery_server(table, asked_of_bigquery)),
        }
        person = urlsplit(postgres)
        opened = {
            "canary": {"token": PASSWORD},
            "cloud": cloud,
            "documents": {"user": "ada", "password": PASSWORD},
            "warehouse": {"user": person.username or "", "password": person.password or ""},
        }
        yield Places(sources, opened, seen, asked_of_solr, asked_of_bigquery)


@pytest.fixture
def everywhere(catalogue: Catalogue, places: Places, monkeypatch: pytest.MonkeyPatch) -> Places:
    """All these places by name, and what opens them in the environment."""
    catalogue(places.sources)
    for name, fields in places.opened.items():
        give(monkeypatch, name, **fields)
    for seen in (places.seen, places.asked_of_solr, places.asked_of_bigquery):
        seen.clear()
    return places
