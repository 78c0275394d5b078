"""Many keys as one parameter of a query, since databases limit how many parameters there may be."""

from collections.abc import Iterable
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import BooleanField, F, Func, Value
from django.db.models.sql.compiler import SQLCompiler

Sql = tuple[str, tuple[str | int, ...]]


class Among(Func):
    """True where the primary key is one of these."""

    output_field = BooleanField()

    def __init__(self, keys: Iterable[int]) -> None:
        """Write the keys as one text, `[1,2,3]`."""
        super().__init__(F("pk"), Value(f"[{','.join(map(str, sorted(keys)))}]"))

    def as_sqlite(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **_: Any) -> Sql:
        """Read the text as JSON."""
        return self.as_sql(
            compiler, connection, template="%(expressions)s))", arg_joiner=" IN (SELECT value FROM json_each("
        )

    def as_postgresql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **_: Any) -> Sql:
        """Read the text as an array."""
        return self.as_sql(
            compiler,
            connection,
            template="%(expressions)s, '[]', '{}')::bigint[])",
            arg_joiner=" = ANY(translate(",
        )
