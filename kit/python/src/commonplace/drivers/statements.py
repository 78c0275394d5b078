"""What is asked of a source as one SQL statement, for every engine alike. Values are never part of its text."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from commonplace.asking import Request, Sampling
from commonplace.conditions import Among, Compared, Condition, Joined, Missing, Negated
from commonplace.drivers.expressions import SIGNS
from commonplace.drivers.keys import DIGITS, takes_all, threshold
from commonplace.errors import WrongRequest
from commonplace.translation import _

BEGINNING = re.compile(r"\s*(with\s+recursive|with|select)\b", re.IGNORECASE)
KEYS = (sa.Integer, sa.String, sa.Date, sa.Uuid)


def table_of(name: str, columns: Iterable[sa.Column[Any]]) -> sa.Table:
    """A table as the catalogue names it: `plays` or `warehouse.plays`."""
    schema, __, table = name.rpartition(".")
    return sa.Table(table, sa.MetaData(), *columns, schema=schema or None)


def clause(table: Any, condition: Condition) -> Any:
    """The condition in SQL; its values are parameters."""
    if isinstance(condition, Joined):
        parts = [clause(table, part) for part in condition.parts]
        return sa.and_(*parts) if condition.by == "and" else sa.or_(*parts)
    if isinstance(condition, Negated):
        return sa.not_(clause(table, condition.inner))
    if isinstance(condition, Compared):
        return SIGNS[condition.sign](table.c[condition.column], condition.value)
    if isinstance(condition, Among):
        return table.c[condition.column].in_(condition.values)
    if isinstance(condition, Missing):
        return table.c[condition.column].is_(None)
    raise TypeError(f"{type(condition).__name__} is no condition that SQL knows")


def selection(table: Any, asked: Request, identity: Any) -> Any:
    """The statement for the columns asked for; `identity` tells rows apart, for samples of rows."""
    statement = sa.select(*[table.c[name] for name in asked.columns])
    if asked.where is not None:
        statement = statement.where(clause(table, asked.where))
    if asked.sampling:
        return _sampled(statement, table, asked.sampling, identity)
    return statement if asked.limit is None else statement.limit(asked.limit)


def lot(seed: int, column: Any) -> Any:
    """A row's or key's lot: the same digits as `keys.hashed` gives."""
    text = sa.literal(f"{seed}:").concat(sa.cast(column, sa.String))
    return sa.func.substr(Digest(text), 1, DIGITS)


class Digest(FunctionElement[str]):
    """The MD5 of a text in hexadecimal digits."""

    name = "digest"
    type = sa.String()
    inherit_cache = True


@compiles(Digest)
def _digest(element: Digest, compiler: SQLCompiler, **how: Any) -> str:
    return f"md5({compiler.process(element.clauses, **how)})"


@compiles(Digest, "bigquery")
def _digest_of_bigquery(element: Digest, compiler: SQLCompiler, **how: Any) -> str:
    return f"to_hex(md5({compiler.process(element.clauses, **how)}))"  # its own MD5 is of bytes


def _sampled(statement: Any, table: Any, sampling: Sampling, identity: Any) -> Any:
    if sampling.key:
        key = table.c[sampling.key]
        if not isinstance(key.type, KEYS):
            raise WrongRequest(
                _("A key is a whole number, a text or a date; a column of {type} is none.").format(type=key.type)
            )
        return _below(statement, lot(sampling.seed, key), sampling).where(key.is_not(None))
    if identity is None:
        raise WrongRequest(
            _("Rows of this source cannot be told apart. Ask its owner to name a `key` in the catalogue.")
        )
    drawn = lot(sampling.seed, identity)
    if sampling.strata:
        return _stratified(statement, table.c[sampling.strata], drawn, sampling)
    if sampling.fraction is not None:
        return _below(statement, drawn, sampling)
    return statement.order_by(drawn).limit(sampling.rows)


def _below(statement: Any, drawn: Any, sampling: Sampling) -> Any:
    fraction = sampling.fraction or 0.0
    return statement if takes_all(fraction) else statement.where(drawn < threshold(fraction))


def _stratified(statement: Any, stratum: Any, drawn: Any, sampling: Sampling) -> Any:
    """The smallest lots of each stratum; a fraction is rounded up, so that no stratum vanishes."""
    rank = sa.func.row_number().over(partition_by=stratum, order_by=drawn).label("commonplace_rank")
    size = sa.func.count().over(partition_by=stratum).label("commonplace_size")
    inner = statement.add_columns(rank, size).subquery()
    outer = sa.select(*[column for column in inner.c if column.name not in {rank.name, size.name}])
    if sampling.fraction is None:
        return outer.where(inner.c[rank.name] <= sampling.rows)
    # rank <= ceil(size * fraction), without a function that SQLite may lack
    return outer.where(inner.c[rank.name] < inner.c[size.name] * sampling.fraction + 1)


def named_source(statement: str, source: str) -> str:
    """The user's statement, in which `source` is the data; raises WrongRequest for what is no question."""
    begins = BEGINNING.match(statement)
    if not begins:
        raise WrongRequest(_("Only questions can be asked: a statement begins with SELECT or WITH."))
    rest = statement.strip().rstrip(";")
    if begins.group(1).lower() == "select":
        return f"WITH source AS ({source}) {rest}"
    words = "WITH RECURSIVE" if "recursive" in begins.group(1).lower() else "WITH"
    return f"{words} source AS ({source}), {statement[begins.end() :].strip().rstrip(';')}"


def need_values(statement: Any, values: Mapping[str, Any]) -> Any:
    """The statement with its values; raises WrongRequest where the two do not fit."""
    wanted = set(statement._bindparams)
    if wanted != set(values):
        names = ", ".join(sorted(wanted)) or "none"
        raise WrongRequest(
            _("The statement has the values {names}; give exactly these, such as .sql(…, since=…).").format(names=names)
        )
    return statement.bindparams(*[sa.bindparam(name, value) for name, value in values.items()])
