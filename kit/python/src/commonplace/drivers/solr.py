"""Solr: a collection as a table, through its documented `/select` and `/schema/fields`.

Tried only against a small server of our own that follows Solr's documentation, not against Solr itself. What the
engine can surely choose is left to it, and every condition is checked again here.
"""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pyarrow as pa
import pyarrow.dataset as ds
import requests

from commonplace.asking import Column
from commonplace.conditions import Among, Compared, Condition, Joined, Missing
from commonplace.drivers.asked_by import introduction
from commonplace.drivers.documents import Document, DocumentsDriver, table_of_documents
from commonplace.drivers.expressions import expression
from commonplace.drivers.web import PATIENCE, Authorised
from commonplace.errors import SourceFailed
from commonplace.translation import _

PAGE = 1000
RANGES = {"==": '"{0}"', "<": '{{* TO "{0}"}}', "<=": '[* TO "{0}"]', ">": '{{"{0}" TO *}}', ">=": '["{0}" TO *]'}


class SolrDriver(DocumentsDriver):
    """A collection; `location` is https://host/solr/collection, `key` its unique key where that is not id."""

    @property
    def identity(self) -> str:
        """The unique key."""
        return str(self.entry.options.get("key", "id"))

    def fields(self) -> tuple[Column, ...]:
        """The fields that its schema names, without Solr's own."""
        listed = self._answer("schema/fields", {}).get("fields", [])
        return tuple(
            Column(field["name"], field.get("type", "")) for field in listed if not field["name"].startswith("_")
        )

    def found(self, where: Condition | None, fields: Sequence[str]) -> Iterator[Document]:
        """The documents that fulfil the condition, page by page."""
        checked = sorted(set(where.columns()) - set(fields)) if where is not None else []
        asked = filtering(where)
        for page in self._pages([asked] if asked else [], [*fields, *checked]):
            yield from _fulfilling(page, where, [*fields, *checked])

    def named(self, identities: Sequence[Any], fields: Sequence[str]) -> Iterator[Document]:
        """The documents of these identities."""
        listed = " ".join(f'"{_text(identity)}"' for identity in identities)
        for page in self._pages([f"{_name(self.identity)}:({listed})"], fields):
            yield from page

    def _pages(self, filters: Sequence[str], fields: Sequence[str]) -> Iterator[list[Document]]:
        mark, asked = "*", {"q": "*:*", "fq": list(filters), "sort": f"{self.identity} asc", "rows": str(PAGE)}
        while True:
            answer = self._answer("select", {**asked, "fl": ",".join(fields), "cursorMark": mark, "wt": "json"})
            yield [self._typed(document) for document in answer["response"]["docs"]]
            if answer["nextCursorMark"] == mark:
                return
            mark = answer["nextCursorMark"]

    def _typed(self, document: Mapping[str, Any]) -> Document:
        dates = {column.name for column in self._columns if "date" in column.type.lower()}
        return {name: _moment(value) if name in dates else value for name, value in document.items()}

    def _answer(self, path: str, parameters: Mapping[str, Any]) -> Any:
        answer = requests.request(
            "POST" if parameters else "GET",  # many identities do not fit into an address
            f"{self.entry.location.rstrip('/')}/{path}",
            data=parameters,
            auth=Authorised(self),
            headers={"User-Agent": introduction(), "Accept": "application/json"},
            timeout=PATIENCE,
            allow_redirects=False,  # a redirect could carry a key to another server
        )
        if answer.status_code != requests.codes.ok:
            reason = f"{answer.status_code} {answer.reason or ''}".strip()
            raise SourceFailed(_("The source “{name}” answered {reason}.").format(name=self.entry.name, reason=reason))
        return answer.json()


def _moment(value: Any) -> Any:
    """A moment in UTC, without saying so, as the days that it is compared with."""
    if not isinstance(value, str):
        return value
    return dt.datetime.fromisoformat(value).astimezone(dt.UTC).replace(tzinfo=None)


def _fulfilling(page: list[Document], where: Condition | None, columns: Sequence[str]) -> Iterator[Document]:
    if where is None or not page:
        return iter(page)
    table = table_of_documents(iter(page), columns).append_column("place of it", pa.array(range(len(page))))
    kept = ds.dataset(table).to_table(columns=["place of it"], filter=expression(where))
    return (page[at] for at in kept.column(0).to_pylist())


def filtering(condition: Condition | None) -> str:
    """What Solr can surely choose; empty where it is everything. It may leave more than the condition does."""
    if isinstance(condition, Joined):
        parts = [filtering(part) for part in condition.parts]
        if condition.by == "or":
            return f"({' OR '.join(parts)})" if all(parts) else ""
        return " AND ".join(f"({part})" for part in parts if part)
    if isinstance(condition, Compared) and condition.sign in RANGES:
        return f"{_name(condition.column)}:{RANGES[condition.sign].format(_text(condition.value))}"
    if isinstance(condition, Among) and condition.values:
        listed = " ".join(f'"{_text(value)}"' for value in condition.values)
        return f"{_name(condition.column)}:({listed})"
    if isinstance(condition, Missing):
        return f"(*:* -{_name(condition.column)}:[* TO *])"
    return ""


def _name(field: str) -> str:
    """A field's name in a question: whatever is no letter or digit means itself."""
    return "".join(sign if sign.isalnum() or sign == "_" else f"\\{sign}" for sign in field)


def _text(value: Any) -> str:
    """A value between quotation marks, in which nothing has a meaning of its own."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dt.datetime):
        return f"{value.astimezone(dt.UTC) if value.tzinfo else value:%Y-%m-%dT%H:%M:%S.%fZ}"
    if isinstance(value, dt.date):
        return f"{value.isoformat()}T00:00:00Z"
    return str(value).replace("\\", "\\\\").replace('"', '\\"')
