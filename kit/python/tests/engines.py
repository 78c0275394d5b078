"""The same plays in every kind of place, so that one test asks all of them."""

import base64
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import duckdb
import fsspec
import psycopg
import pyarrow as pa
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq

from kit.python.tests.services import PASSWORD, Handler, serving
from kit.python.tests.world import parquet

TABLE = "CREATE TABLE {0} (day date, title integer, country varchar(2), plays integer)"


class _Rows(Handler):
    """Answers with pages of four rows, to those who bring the token."""

    def __init__(self, rows: list[Any], seen: list[Any], *words: Any) -> None:
        self.rows, self.seen = rows, seen
        super().__init__(*words)

    def on_get(self) -> None:
        self.seen.append((self.path, dict(self.headers)))
        asked = {name: values[0] for name, values in parse_qs(urlsplit(self.path).query).items()}
        if not self._is_opened():
            self.answer(403, {"said": "wrong"})
        elif urlsplit(self.path).path == "/linked":
            at = int(asked.get("from", 0))
            onward = f"/linked?from={at + 4}" if at + 4 < len(self.rows) else None
            self.answer(200, {"rows": self.rows[at : at + 4], "links": {"next": onward}})
        elif urlsplit(self.path).path == "/elsewhere":
            self.answer(200, {"rows": self.rows[:4], "links": {"next": "http://localhost:9/elsewhere"}})
        elif urlsplit(self.path).path == "/away":
            self.answer(302, b"", {"Location": "http://localhost:9/elsewhere"})
        else:
            number = int(asked.get("page", 1))
            rows = [row for row in self.rows if asked.get("land") in {None, row["country"]}]
            self.answer(200, {"data": {"items": rows[(number - 1) * 4 : number * 4]}})

    def _is_opened(self) -> bool:
        basic = base64.b64encode(f"ada:{PASSWORD}".encode()).decode()
        known = {f"Bearer {PASSWORD}", f"Basic {basic}"}
        return self.headers["Authorization"] in known or self.headers["X-Plays-Key"] == PASSWORD


@contextmanager
def web_service(table: pa.Table) -> Iterator[tuple[str, list[Any]]]:
    """A real web service; yields its address and the list of what it was asked."""
    rows = [{**row, "day": row["day"].isoformat()} for row in table.to_pylist()]
    seen: list[Any] = []
    with serving(partial(_Rows, rows, seen)) as host:
        yield f"http://{host}", seen


def sqlite(folder: Path, table: pa.Table) -> str:
    """The table in SQLite; answers the location."""
    path = folder / "a b.sqlite"
    connection = sqlite3.connect(path)
    connection.execute(TABLE.format("plays"))
    rows = [(row["day"].isoformat(), row["title"], row["country"], row["plays"]) for row in table.to_pylist()]
    connection.executemany("INSERT INTO plays VALUES (?, ?, ?, ?)", rows)
    connection.commit()
    connection.close()
    return f"sqlite:///{path}"


def duck(folder: Path, table: pa.Table) -> str:
    """The table in DuckDB; answers the location."""
    path = folder / "plays.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.register("given", table)
        connection.execute("CREATE TABLE plays AS SELECT * FROM given")
    return str(path)


def fill_postgresql(url: str, table: pa.Table) -> None:
    """The table in PostgreSQL, in a schema with a difficult name."""
    with psycopg.connect(url) as connection:
        connection.execute('DROP SCHEMA IF EXISTS "ware:house" CASCADE')
        connection.execute('CREATE SCHEMA "ware:house"')
        connection.execute(TABLE.format('"ware:house".plays'))
        with connection.cursor().copy('COPY "ware:house".plays FROM STDIN') as copy:
            for row in table.to_pylist():
                copy.write_row(tuple(row.values()))
        connection.execute('ANALYZE "ware:house".plays')


def files(folder: Path, table: pa.Table) -> dict[str, dict[str, Any]]:
    """The table as Parquet and CSV, here and on another file system."""
    location = parquet(folder / "files", table)
    pa_csv.write_csv(table, folder / "plays.csv")
    memory = fsspec.filesystem("memory")
    with memory.open(f"/{folder.name}/plays.parquet", "wb") as stream:
        pq.write_table(table, stream)
    return {
        "parquet": {"driver": "parquet", "location": location},
        "csv": {"driver": "csv", "location": str(folder / "plays.csv")},
        "remote": {"driver": "parquet", "location": f"memory://{os.sep}{folder.name}/plays.parquet"},
    }


def all_but_postgresql(folder: Path, table: pa.Table, service: str) -> dict[str, dict[str, Any]]:
    """Catalogue entries for the table in every place that needs no server of its own."""
    return {
        **files(folder, table),
        "sqlite": {"driver": "sql", "location": sqlite(folder, table), "table": "plays"},
        "duckdb": {"driver": "duckdb", "location": duck(folder, table), "table": "plays"},
        "http": {
            "driver": "http",
            "location": f"{service}/plays",
            "rows": "data.items",
            "page_parameter": "page",
            "filters": {"country": "land"},
            "credentials": "canary",
        },
    }


def on_postgresql(url: str) -> dict[str, Any]:
    """Catalogue entry for the table in PostgreSQL."""
    place = urlsplit(url)
    return {
        "driver": "sql",
        "location": f"postgres://{place.hostname}:{place.port}{place.path}",
        "table": "ware:house.plays",
        "credentials": "warehouse",
    }
