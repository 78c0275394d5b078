"""Small web services for tests, and a table that is asked in SQL behind them."""

import json
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import duckdb
import pyarrow as pa

PASSWORD = "canary-p@ss:w/ord%41-7f3a"


class Handler(BaseHTTPRequestHandler):
    """Answers in JSON and prints nothing."""

    wbufsize = -1  # head and body in one packet, so that nobody waits for the other

    def do_GET(self) -> None:
        self.on_get()

    def do_POST(self) -> None:
        self.on_post()

    def on_get(self) -> None:
        """Answer a question."""
        self.answer(405, {})

    def on_post(self) -> None:
        """Answer a question with a body."""
        self.answer(405, {})

    def asked(self) -> tuple[str, dict[str, list[str]], bytes]:
        """Path, parameters, and body."""
        parts = urlsplit(self.path)
        body = self.rfile.read(int(self.headers["Content-Length"] or 0))
        return parts.path, parse_qs(parts.query), body

    def answer(self, status: int, body: Any, headers: Mapping[str, str] | None = None) -> None:
        """JSON, or bytes as they are."""
        sent = body if isinstance(body, bytes) else json.dumps(body).encode()
        self.send_response(status)
        kind = "application/octet-stream" if isinstance(body, bytes) else "application/json"
        for name, value in {"Content-Type": kind, "Content-Length": str(len(sent)), **(headers or {})}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(sent)

    def log_message(self, format: str, *words: Any) -> None:  # noqa: A002 - its name in the standard library
        """Print nothing."""


@contextmanager
def serving(handler: Any) -> Iterator[str]:
    """A service on a free port; yields its address without a scheme."""
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        running = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        running.start()
        yield f"127.0.0.1:{server.server_port}"
        server.shutdown()
        running.join()


class Asked:
    """A table called `plays` that is asked in SQL, by one thread at a time."""

    def __init__(self, table: pa.Table, schema: str = "") -> None:
        """Put the table into a database in memory."""
        self.lock, self.connection = threading.Lock(), duckdb.connect(":memory:")
        self.connection.register("given", table)
        if schema:
            self.connection.execute(f"CREATE SCHEMA {schema}; SET schema = '{schema}'")
        self.connection.execute("CREATE TABLE plays AS SELECT * FROM given")

    def rows(self, statement: str, values: Mapping[str, Any] | None = None) -> pa.Table:
        """The answer."""
        with self.lock:
            return self.connection.sql(statement, params=dict(values or {})).to_arrow_table()
