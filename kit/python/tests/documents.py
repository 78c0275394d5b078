"""The plays as documents: in a server that speaks MongoDB's protocol, and behind what answers as Solr does."""

import base64
import datetime as dt
import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import pyarrow as pa
import pymongo
from secantus import SecantusDBServer

from kit.python.tests.services import PASSWORD, Asked, Handler, serving


@contextmanager
def mongodb_server(folder: Path, table: pa.Table) -> Iterator[dict[str, Any]]:
    """A server for Ada only; yields a catalogue entry."""
    with SecantusDBServer(storage_path=str(folder / "mongodb")) as server:
        client: pymongo.MongoClient[dict[str, Any]] = pymongo.MongoClient(server.uri)
        rows = [{**row, "day": dt.datetime.combine(row["day"], dt.time())} for row in table.to_pylist()]
        client["warehouse"]["plays"].insert_many(rows)
        client["admin"].command("createUser", "ada", pwd=PASSWORD, roles=["readAnyDatabase"])
        client.close()
        server.require_auth = True  # from now on, when there is somebody to be
        place = server.uri.partition("://")[2].partition("/")[0]
        location = f"mongodb://{place}/warehouse?authSource=admin&directConnection=true"
        yield {"driver": "mongodb", "location": location, "collection": "plays", "credentials": "documents"}


class _Solr(Handler):
    """A collection, as Solr's documentation describes its answers."""

    TYPES = {"day": "pdate", "title": "pint", "country": "string", "plays": "pint", "_version_": "plong"}

    def __init__(self, asked: Asked, seen: list[dict[str, list[str]]], *words: Any) -> None:
        self.data, self.seen = asked, seen
        super().__init__(*words)

    def on_get(self) -> None:
        path, _, _ = self.asked()
        fields = [{"name": name, "type": kind, "indexed": True} for name, kind in self.TYPES.items()]
        if self._is_opened():
            self.answer(200 if path.endswith("/schema/fields") else 404, {"fields": fields})

    def on_post(self) -> None:
        _, _, body = self.asked()
        given = parse_qs(body.decode())
        self.seen.append(given)
        if not self._is_opened():
            return
        start, number = int(given["cursorMark"][0].replace("*", "0")), int(given["rows"][0])
        chosen = " AND ".join(f"({in_sql(filtered)})" for filtered in given.get("fq", [])) or "true"
        part = f"ORDER BY {given['sort'][0]} LIMIT {number} OFFSET {start}"
        found = self.data.rows(" ".join(("SELECT", given["fl"][0], "FROM plays WHERE", chosen, part))).to_pylist()
        onward = str(start + len(found)) if found else given["cursorMark"][0]
        self.answer(200, {"response": {"docs": [_document(row) for row in found]}, "nextCursorMark": onward})

    def _is_opened(self) -> bool:
        basic = base64.b64encode(f"ada:{PASSWORD}".encode()).decode()
        if self.headers["Authorization"] in {f"Bearer {PASSWORD}", f"Basic {basic}"}:
            return True
        self.answer(401, {"error": {"msg": f"not with {self.headers['Authorization']}"}})
        return False


def _document(row: dict[str, Any]) -> dict[str, Any]:
    return {name: f"{value}T00:00:00Z" if name == "day" else value for name, value in row.items() if value is not None}


TEXT = r'"(?:[^"\\]|\\.)*"'
ENDS = {"[": ">=", "{": ">", "]": "<=", "}": "<"}


def in_sql(filtered: str) -> str:
    """What a filter of Solr's query language says, in SQL."""
    said = re.sub(r"\*:\* -(\w+):\[\* TO \*\]", r"\1 IS NULL", filtered)
    said = re.sub(rf"(\w+):\(({TEXT}(?: {TEXT})*)\)", _among, said)
    said = re.sub(rf"(\w+):([\[{{])(\*|{TEXT}) TO (\*|{TEXT})([\]}}])", _between, said)
    return re.sub(rf"(\w+):({TEXT})", lambda found: f"{found[1]} = {_literal(found[2])}", said)


def _among(found: re.Match[str]) -> str:
    return f"{found[1]} IN ({', '.join(_literal(text) for text in re.findall(TEXT, found[2]))})"


def _between(found: re.Match[str]) -> str:
    field, begin, low, high, end = found.groups()
    ends = [f"{field} {ENDS[sign]} {_literal(text)}" for sign, text in ((begin, low), (end, high)) if text != "*"]
    return f"({' AND '.join(ends)})"


def _literal(text: str) -> str:
    return "'" + re.sub(r"\\(.)", r"\1", text[1:-1]).removesuffix("T00:00:00Z").replace("'", "''") + "'"


@contextmanager
def solr_server(table: pa.Table, seen: list[dict[str, list[str]]]) -> Iterator[dict[str, Any]]:
    """A server that answers as Solr does; yields a catalogue entry."""
    with serving(partial(_Solr, Asked(table), seen)) as host:
        location = f"http://{host}/solr/plays"
        yield {"driver": "solr", "location": location, "key": "title", "credentials": "canary"}
