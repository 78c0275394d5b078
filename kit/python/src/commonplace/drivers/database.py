"""SQL databases through SQLAlchemy; tried with PostgreSQL and SQLite.

Each question is a connection of its own that may only read, and says in a comment who asks, and from which notebook.
"""

import hashlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from functools import cached_property
from typing import Any
from urllib.parse import quote

import sqlalchemy as sa

from commonplace.asking import Column, Request
from commonplace.drivers import Driver
from commonplace.drivers.asked_by import commented
from commonplace.drivers.statements import named_source, need_values, selection, table_of
from commonplace.drivers.tables import table_from
from commonplace.errors import WrongCatalogue
from commonplace.progress import progress
from commonplace.translation import _

AT_ONCE = 10_000  # rows, between which one sees how far it is, and can stop it
# How an engine tells rows apart that have no key.
IDENTITY = {"postgresql": "ctid", "sqlite": "rowid"}
BLOCKS_WORTHWHILE = 20  # a sample of blocks pays where the table has so many times its rows


class DatabaseDriver(Driver):
    """A table or view of a database."""

    @cached_property
    def engine(self) -> sa.Engine:
        """Connects when it is asked, keeps no connection, and is gone with the driver."""
        url = self._url()
        engine = sa.create_engine(url, poolclass=sa.NullPool, hide_parameters=True)
        sa.event.listen(engine, "before_cursor_execute", self._commented, retval=True)
        if url.get_backend_name() == "sqlite":
            sa.event.listen(engine, "connect", _teach_md5)
        return engine

    def _url(self) -> sa.URL:
        url = sa.make_url(self.entry.location.replace("postgres://", "postgresql://", 1))
        if url.password:
            raise WrongCatalogue(
                _(
                    "The source “{name}” is wrong in the catalogue: its location holds a password; name its "
                    "credentials instead."
                ).format(name=self.entry.name)
            )
        if url.drivername == "sqlite":  # an address, so that a file that is not there is not made
            return url.set(database=f"file:{quote(url.database or '')}", query={"mode": "ro", "uri": "true"})
        if url.drivername == "postgresql":
            url = url.set(drivername="postgresql+psycopg")
        return url.set(username=self.given.get("user") or url.username, password=self.given.get("password"))

    def _commented(self, _connection: Any, cursor: Any, statement: str, values: Any, _context: Any, many: bool) -> Any:
        comment = commented(self.entry.name)
        if self.engine.dialect.paramstyle in {"format", "pyformat"}:
            comment = comment.replace("%", "%%")
        return f"{comment} {statement}", values

    @contextmanager
    def _connected(self) -> Iterator[sa.Connection]:
        reading = {"postgresql_readonly": True} if self.engine.dialect.name == "postgresql" else {}
        with self.engine.connect() as connection:
            yield connection.execution_options(**reading)

    @cached_property
    def table(self) -> sa.Table:
        """The table with the columns that the database says it has."""
        name = self.option("table")
        schema, __, plain = name.rpartition(".")
        with self._connected() as connection:
            columns = sa.inspect(connection).get_columns(plain, schema=schema or None)
        return table_of(name, [sa.Column(column["name"], column["type"]) for column in columns])

    def schema(self) -> tuple[Column, ...]:
        """The columns, with the database's types."""
        return tuple(Column(column.name, str(column.type)) for column in self.table.columns)

    def read(self, asked: Request) -> Any:
        """Rows or a sample, chosen by the database."""
        asked = replace(asked, columns=asked.columns or tuple(self.table.columns.keys()))
        table, identity = self._with_identity()
        statement = selection(table, asked, identity)
        if asked.sampling and asked.sampling.method == "blocks":
            statement = self._from_blocks(statement, table, asked)
        return self._answer(statement)

    def _with_identity(self) -> tuple[sa.Table, Any]:
        key = self.entry.options.get("key")
        if key:
            return self.table, self.table.c[key]
        name = IDENTITY.get(self.engine.dialect.name)
        if not name:
            return self.table, None
        columns = [sa.Column(column.name, column.type) for column in self.table.columns]
        table = table_of(self.option("table"), [*columns, sa.Column(name, sa.String)])
        return table, table.c[name]

    def _from_blocks(self, statement: Any, table: sa.Table, asked: Request) -> Any:
        """The same from some pages of the table only, where PostgreSQL knows that it has very many."""
        sampling = asked.sampling
        if self.engine.dialect.name != "postgresql" or sampling is None or not sampling.rows:
            return statement
        with self._connected() as connection:
            known = sa.text("SELECT reltuples FROM pg_class WHERE oid = CAST(:name AS regclass) AND relkind = 'r'")
            rows = connection.execute(known, {"name": self._quoted()}).scalar() or 0
        if rows < BLOCKS_WORTHWHILE * sampling.rows:
            return statement
        percent = min(100.0, 200 * sampling.rows / rows)  # twice as many as needed: pages are filled unevenly
        some = sa.tablesample(table, sa.func.system(percent), seed=sa.literal(sampling.seed), name=table.name)
        return selection(some, asked, some.c[IDENTITY["postgresql"]])

    def _quoted(self) -> str:
        return self.engine.dialect.identifier_preparer.format_table(self.table)

    def _answer(self, statement: Any) -> Any:
        with self._connected() as connection:
            rows: list[Any] = []
            with progress(_("Reading {name}").format(name=self.entry.name), unit="row") as telling:
                result = connection.execute(statement)
                for some in result.partitions(AT_ONCE):
                    rows += some
                    telling.add(len(some))
            return table_from(list(result.keys()), rows)

    def sql(self, statement: str, values: Mapping[str, Any]) -> Any:
        """The user's question; the database's own rights decide what it may see."""
        source = str(sa.select(sa.text("*")).select_from(sa.text(self._quoted().replace(":", r"\:"))))
        return self._answer(need_values(sa.text(named_source(statement, source)), values))


def _teach_md5(connection: Any, _record: Any) -> None:
    connection.create_function("md5", 1, _md5, deterministic=True)


def _md5(text: str) -> str:
    return hashlib.md5(str(text).encode(), usedforsecurity=False).hexdigest()
