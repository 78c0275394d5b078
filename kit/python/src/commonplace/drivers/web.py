"""Web services that answer with JSON: a list of rows, page by page.

Equalities that the catalogue lists under `filters` are left to the service; everything is checked again here.
"""

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any
from urllib.parse import urljoin, urlsplit

import pyarrow as pa
import pyarrow.dataset as ds
import requests

from commonplace.asking import Column, Request, need_columns
from commonplace.conditions import Compared, Condition, Joined
from commonplace.drivers import Driver
from commonplace.drivers.asked_by import introduction
from commonplace.drivers.drawing import draw
from commonplace.drivers.expressions import expression
from commonplace.drivers.tables import array_of
from commonplace.errors import SourceFailed
from commonplace.lazily import library
from commonplace.progress import progress
from commonplace.translation import _

PATIENCE = (10, 60)  # seconds until it must be connected, and until it must have answered
MOST_PAGES = 10_000


class Authorised(requests.auth.AuthBase):
    """Puts the credentials into a header at the last moment; printing it shows nothing."""

    def __init__(self, driver: Driver) -> None:
        self._driver = driver

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        given = self._driver.given
        if given.get("token"):
            request.headers["Authorization"] = f"Bearer {given.get('token')}"
        elif given.get("key"):
            request.headers[self._driver.entry.options.get("key_header", "X-API-Key")] = str(given.get("key"))
        elif given.get("password"):
            requests.auth.HTTPBasicAuth(given.get("user") or "", given.get("password") or "")(request)
        return request


class WebDriver(Driver):
    """Rows of a web service."""

    def schema(self) -> tuple[Column, ...]:
        """The columns of its first page."""
        first = _table(self._first_page)
        return tuple(Column(field.name, str(field.type)) for field in first.schema)

    @cached_property
    def _first_page(self) -> list[Any]:
        return next(self._pages({}), [])

    def check(self, asked: Request) -> None:
        """Nothing yet: which columns there are is known when the rows are there."""

    def read(self, asked: Request) -> Any:
        """Rows or a sample; as many pages are fetched as are needed."""
        enough = asked.limit if asked.where is None and not asked.sampling else None
        table = _table(self._rows(self._filters(asked.where), enough))
        if not table.num_columns:
            return table
        need_columns(self.entry.name, asked, [Column(field.name, str(field.type)) for field in table.schema])
        data = ds.dataset(table)
        if asked.sampling:
            return draw(data, asked, asked.sampling)
        found = data.to_table(columns=list(asked.columns) or None, filter=expression(asked.where))
        return found if asked.limit is None else found.slice(0, asked.limit)

    def sql(self, statement: str, values: Mapping[str, Any]) -> Any:
        """All rows are fetched, then DuckDB is asked."""
        duck = library("commonplace.drivers.duck", _("SQL over the rows of {name}").format(name=self.entry.name))
        return duck.ask_table(_table(self._rows({}, None)), statement, values)

    def _filters(self, condition: Condition | None) -> dict[str, str]:
        known: dict[str, str] = self.entry.options.get("filters", {})
        parts = condition.parts if isinstance(condition, Joined) and condition.by == "and" else (condition,)
        equal = [part for part in parts if isinstance(part, Compared) and part.sign == "==" and part.column in known]
        return {known[part.column]: str(part.value) for part in equal}

    def _rows(self, filters: Mapping[str, str], enough: int | None) -> list[Any]:
        rows: list[Any] = []
        doing = _("Reading {name}").format(name=self.entry.name)
        with progress(doing, enough, "row") as telling:
            for page in self._pages(filters):
                rows += page
                telling.add(len(page))
                if enough is not None and len(rows) >= enough:
                    break
        return rows

    def _pages(self, filters: Mapping[str, str]) -> Iterator[list[Any]]:
        address, number = self.entry.location, 1
        counted, linked = self.entry.options.get("page_parameter"), self.entry.options.get("next")
        with requests.Session() as service:
            for __ in range(MOST_PAGES):
                parameters = {**filters, **({counted: str(number)} if counted else {})}
                body = self._fetched(service, address, parameters)
                rows = _inside(body, self.entry.options.get("rows", ""))
                if not isinstance(rows, list):
                    raise SourceFailed(
                        _("The source “{name}” answered with something that is no list.").format(name=self.entry.name)
                    )
                yield rows
                onward = _inside(body, linked) if linked else (address if counted and rows else None)
                if not onward:
                    return
                address, number = self._next(address, str(onward)), number + 1
                filters = {} if linked else filters
        raise SourceFailed(
            _("The source “{name}” has more than {most} pages. Ask for less.").format(
                name=self.entry.name, most=MOST_PAGES
            )
        )

    def _next(self, address: str, onward: str) -> str:
        goal = urljoin(address, onward)
        if urlsplit(goal)[:2] != urlsplit(self.entry.location)[:2]:
            raise SourceFailed(
                _("The source “{name}” points to another server, which is not followed.").format(name=self.entry.name)
            )
        return goal

    def _fetched(self, service: requests.Session, address: str, parameters: Mapping[str, str]) -> Any:
        answer = service.get(
            address,
            params=dict(parameters),
            auth=Authorised(self),
            headers={"User-Agent": introduction(), "Accept": "application/json"},
            timeout=PATIENCE,
            allow_redirects=False,  # a redirect could carry a key to another server
        )
        if answer.status_code != requests.codes.ok:
            raise SourceFailed(
                _("The source “{name}” answered {reason}.").format(
                    name=self.entry.name, reason=f"{answer.status_code} {answer.reason or ''}".strip()
                )
            )
        return answer.json()


def _inside(body: Any, path: str) -> Any:
    """What lies at `a.b` in JSON; the whole for no path, None where it is not there."""
    for word in path.split(".") if path else ():
        body = body.get(word) if isinstance(body, dict) else None
    return body


def _table(rows: list[Any]) -> Any:
    names: dict[str, None] = {name: None for row in rows for name in row}
    return pa.table({name: array_of([row.get(name) for row in rows]) for name in names})
