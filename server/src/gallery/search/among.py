"""Many keys as one parameter of a query, since databases limit how many parameters there may be."""

from collections.abc import Iterable
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import BooleanField, F, Func, Value
from django.db.models.sql.compiler import SQLCompiler

from gallery.lib.prepared import Later

Sql = tuple[str, tuple[str | int, ...]]


def written(keys: Iterable[int]) -> str:
    """The keys as one text, `[1,2,3]`."""
    return f"[{','.join(map(str, sorted(keys)))}]"


class Among(Func):
    """True where the primary key, or another column of numbers, is one of these."""

    output_field = BooleanField()

    def __init__(self, keys: Iterable[int] | Later, column: str = "pk") -> None:
        """Write the keys as one text, or take what is later `written`."""
        super().__init__(F(column), Value(keys if isinstance(keys, Later) else written(keys)))

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
