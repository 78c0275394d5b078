"""Queries that are put together once and asked many times with other values.

Django takes longer to put the query of a page together than a database takes to answer it, so what every search asks
is kept as a statement. What it says is still written as a queryset, and begins at the reading rule like any other.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import QuerySet
from django.utils import timezone

Row = Sequence[Any]


class Later(str):
    """Stands in a query for a value, by name, that is known when it is asked."""

    __slots__ = ()


NOW = Later("now")  # the moment of asking; nobody has to give it


class _Statement(NamedTuple):
    sql: str
    values: tuple[Any, ...]
    converters: Mapping[int, Any]  # by column: what Django does to a value that comes from this database


class Prepared:
    """A queryset of tuples (`values_list`) with `Later` in place of some values."""

    def __init__(self, build: Callable[[], QuerySet[Any, Any]]) -> None:
        """Remember how it is put together; that happens when it is first asked."""
        self._build = build
        self._known: dict[str, _Statement | None] = {}

    def rows(self, **values: str | int) -> list[Row]:
        """Its rows with these values in place."""
        if connection.vendor not in self._known:
            self._known[connection.vendor] = _statement(self._build(), connection)
        statement = self._known[connection.vendor]
        if statement is None:
            return []
        known: dict[str, Any] = {"now": connection.ops.adapt_datetimefield_value(timezone.now()), **values}
        with connection.cursor() as cursor:
            given = [known[one] if isinstance(one, Later) else one for one in statement.values]
            cursor.execute(statement.sql, given)
            return _converted(cursor.fetchall(), statement.converters)


def _statement(asked: QuerySet[Any, Any], database: BaseDatabaseWrapper) -> _Statement | None:
    """The queryset as SQL of this database; None where it can be seen beforehand that it has no rows."""
    compiler = asked.query.get_compiler(connection=database)
    try:
        sql, values = compiler.as_sql()
    except EmptyResultSet:
        return None
    columns = [column for column, _, _ in compiler.select or ()]
    return _Statement(sql, tuple(values), compiler.get_converters(columns))


def _converted(rows: Iterable[Row], converters: Mapping[int, Any]) -> list[Row]:
    """The rows as Django would give them."""
    columns = [list(column) for column in zip(*rows, strict=True)]
    for at, (steps, expression) in converters.items():
        for step in steps if columns else ():
            columns[at] = [step(value, expression, connection) for value in columns[at]]
    return list(zip(*columns, strict=True))
