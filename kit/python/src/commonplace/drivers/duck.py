"""DuckDB: its own database files, and SQL over whatever Arrow can read."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from functools import cached_property
from typing import Any

import duckdb
import pyarrow as pa
import sqlalchemy as sa
from sqlalchemy.dialects.postgresql.base import PGDialect

from commonplace.asking import Column, Request
from commonplace.drivers import Driver
from commonplace.drivers.statements import named_source, need_values, selection, table_of
from commonplace.progress import progress
from commonplace.translation import _

AT_ONCE = 100_000  # rows, between which one sees how far it is, and can stop it
# DuckDB reads PostgreSQL's SQL; its parameters are $1, $2, …
DIALECT = PGDialect(paramstyle="numeric_dollar")  # type: ignore[no-untyped-call]
KINDS: dict[str, type[sa.types.TypeEngine[Any]]] = {
    "BIGINT": sa.Integer, "INTEGER": sa.Integer, "SMALLINT": sa.Integer, "TINYINT": sa.Integer,
    "UBIGINT": sa.Integer, "UINTEGER": sa.Integer, "HUGEINT": sa.Integer,
    "VARCHAR": sa.String, "DATE": sa.Date, "UUID": sa.Uuid,
}  # fmt: skip


class DuckDriver(Driver):
    """A table or view in a DuckDB file; reading does not hinder others that read."""

    @contextmanager
    def _connected(self) -> Iterator[duckdb.DuckDBPyConnection]:
        with duckdb.connect(self.entry.location, read_only=True) as connection:
            _shut_in(connection)
            yield connection

    @cached_property
    def _columns(self) -> tuple[Column, ...]:
        with self._connected() as connection:
            described = connection.execute(f"DESCRIBE {self._quoted()}").fetchall()
        return tuple(Column(row[0], row[1]) for row in described)

    def _quoted(self) -> str:
        return str(DIALECT.identifier_preparer.format_table(table_of(self.option("table"), [])))

    def schema(self) -> tuple[Column, ...]:
        """The columns, with DuckDB's types."""
        return self._columns

    def read(self, asked: Request) -> Any:
        """Rows or a sample, chosen by DuckDB."""
        key = self.entry.options.get("key", "rowid")
        columns = [sa.Column(column.name, KINDS.get(column.type, sa.types.NullType)) for column in self._columns]
        known = {column.name for column in columns}
        asked = replace(asked, columns=asked.columns or tuple(column.name for column in columns))
        table = table_of(self.option("table"), [*columns, *([] if key in known else [sa.Column(key, sa.Integer)])])
        identity = table.c[key]
        with self._connected() as connection:
            return _answer(connection, selection(table, asked, identity))

    def sql(self, statement: str, values: Mapping[str, Any]) -> Any:
        """The user's question."""
        source = str(sa.select(sa.text("*")).select_from(sa.text(self._quoted().replace(":", r"\:"))))
        asked = named_source(statement, source)
        with self._connected() as connection:
            return _answer(connection, need_values(sa.text(asked), values))


def ask_table(data: Any, statement: str, values: Mapping[str, Any]) -> Any:
    """A question about an Arrow table or dataset; only the columns and rows that it needs are read."""
    asked = need_values(sa.text(named_source(statement, "SELECT * FROM commonplace_data")), values)
    with duckdb.connect(":memory:") as connection:
        connection.register("commonplace_data", data)
        _shut_in(connection)
        return _answer(connection, asked)


def _shut_in(connection: duckdb.DuckDBPyConnection) -> None:
    """No statement reaches other files, and none loads an extension or changes that."""
    connection.execute("SET enable_external_access = false")
    connection.execute("SET lock_configuration = true")


def _answer(connection: duckdb.DuckDBPyConnection, statement: Any) -> Any:
    compiled = statement.compile(dialect=DIALECT, compile_kwargs={"render_postcompile": True})
    values = [compiled.params[name] for name in compiled.positiontup or ()]
    with progress(_("Asking DuckDB"), unit="row") as telling:
        reader = connection.sql(str(compiled), params=values).to_arrow_reader(AT_ONCE)
        batches = []
        for batch in reader:
            batches.append(batch)
            telling.add(len(batch))
    return pa.Table.from_batches(batches, schema=reader.schema)
