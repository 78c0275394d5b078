"""The plays behind what answers as BigQuery does, as far as its documentation says."""

import json
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from typing import Any

import pyarrow as pa

from kit.python.tests.services import PASSWORD, Asked, Handler, serving

KINDS = {"date32[day]": "DATE", "string": "STRING", "int64": "INTEGER", "int32": "INTEGER", "double": "FLOAT"}


class _BigQuery(Handler):
    """One table, and questions about it."""

    def __init__(self, asked: Asked, seen: list[str], *words: Any) -> None:
        self.data, self.seen = asked, seen
        super().__init__(*words)

    def on_get(self) -> None:
        if self._is_opened():
            schema = _schema(self.data.rows("SELECT * FROM ware.plays LIMIT 0"))
            place = {"projectId": "house", "datasetId": "ware", "tableId": "plays"}
            self.answer(200, {"tableReference": place, "schema": schema, "type": "TABLE"})

    def on_post(self) -> None:
        _, _, body = self.asked()
        if not self._is_opened():
            return
        given = json.loads(body)
        self.seen.append(given["query"])
        values = {one["name"]: _value(one["parameterType"], one["parameterValue"]) for one in given["queryParameters"]}
        try:
            found = self.data.rows(as_duckdb(given["query"]), values)
        except Exception as error:
            self.answer(400, {"error": {"code": 400, "message": str(error)}})
            return
        rows = [
            {"f": [{"v": None if value is None else str(value)} for value in row.values()]} for row in found.to_pylist()
        ]
        told = {"jobComplete": True, "schema": _schema(found), "rows": rows, "totalRows": str(len(rows))}
        self.answer(200, {**told, "jobReference": {"projectId": "house", "jobId": "1", "location": "EU"}})

    def _is_opened(self) -> bool:
        opened = bool(self.headers["Authorization"] == f"Bearer {PASSWORD}")
        if not opened:
            self.answer(403, {"error": {"code": 403, "message": f"not with {self.headers['Authorization']}"}})
        return opened


def as_duckdb(statement: str) -> str:
    """BigQuery's SQL in DuckDB's words."""
    said = re.sub(r"@`?(\w+)`?", r"$\1", statement).replace("`", '"').replace("to_hex(", "(")
    return re.sub(r"IN UNNEST\(([^)]*)\)", r"IN (SELECT unnest(\1))", said)


def _value(kind: Mapping[str, Any], given: Mapping[str, Any]) -> Any:
    if kind["type"] == "ARRAY":
        return [_value(kind["arrayType"], one) for one in given.get("arrayValues", [])]
    read = {"INT64": int, "FLOAT64": float}.get(kind["type"], str)
    return read(given["value"])


def _schema(table: pa.Table) -> dict[str, Any]:
    return {"fields": [{"name": field.name, "type": KINDS[str(field.type)]} for field in table.schema]}


@contextmanager
def bigquery_server(table: pa.Table, seen: list[str]) -> Iterator[dict[str, Any]]:
    """A server that answers as BigQuery does; yields a catalogue entry."""
    with serving(partial(_BigQuery, Asked(table, "ware"), seen)) as host:
        place = {"location": "bigquery://house", "endpoint": f"http://{host}", "table": "ware.plays"}
        yield {"driver": "bigquery", **place, "key": "title", "credentials": "canary"}
