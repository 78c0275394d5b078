"""Conditions on rows, as values: `cp.col("country") == "FR"`. Nothing in them is ever pasted into a statement.

A driver translates them into what its engine understands, with the values handed over beside the statement.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, NoReturn, TypeAlias
from uuid import UUID

from commonplace.errors import WrongRequest
from commonplace.translation import _

Value: TypeAlias = str | int | float | bool | date | datetime | time | Decimal | UUID | bytes
VALUES = (str, int, float, bool, date, datetime, time, Decimal, UUID, bytes)


class Condition:
    """Something that is true or false of a row; joined with `&` (and), `|` (or), turned round with `~` (not)."""

    def __and__(self, other: "Condition") -> "Condition":
        """Both hold."""
        return Joined("and", (self, _condition(other)))

    def __or__(self, other: "Condition") -> "Condition":
        """At least one of them holds."""
        return Joined("or", (self, _condition(other)))

    def __invert__(self) -> "Condition":
        """It does not hold."""
        return Negated(self)

    def __bool__(self) -> NoReturn:
        """Say what was meant: Python's own `and`, `or`, `not` cannot be translated."""
        raise WrongRequest(_("Join conditions with & and |, and turn them round with ~, each in brackets."))

    def columns(self) -> Iterator[str]:
        """The columns that it looks at."""
        raise NotImplementedError


@dataclass(frozen=True)
class Compared(Condition):
    """A column against a value; `sign` is one of == != < <= > >=."""

    column: str
    sign: str
    value: Value

    def columns(self) -> Iterator[str]:
        """The one column."""
        yield self.column


@dataclass(frozen=True)
class Among(Condition):
    """A column has one of some values."""

    column: str
    values: tuple[Value, ...]

    def columns(self) -> Iterator[str]:
        """The one column."""
        yield self.column


@dataclass(frozen=True)
class Missing(Condition):
    """A column has no value."""

    column: str

    def columns(self) -> Iterator[str]:
        """The one column."""
        yield self.column


@dataclass(frozen=True)
class Negated(Condition):
    """A condition turned round."""

    inner: Condition

    def columns(self) -> Iterator[str]:
        """Those of the condition."""
        yield from self.inner.columns()


@dataclass(frozen=True)
class Joined(Condition):
    """Conditions joined by `and` or by `or`."""

    by: str
    parts: tuple[Condition, ...]

    def columns(self) -> Iterator[str]:
        """Those of every part."""
        for part in self.parts:
            yield from part.columns()


@dataclass(frozen=True, eq=False)
class ColumnName:
    """A column by name, to be compared: the beginning of a condition."""

    name: str

    def __eq__(self, value: object) -> Condition:  # type: ignore[override]
        """The column equals a value."""
        return Compared(self.name, "==", _value(value))

    def __ne__(self, value: object) -> Condition:  # type: ignore[override]
        """The column has another value."""
        return Compared(self.name, "!=", _value(value))

    def __lt__(self, value: Value) -> Condition:
        """The column is below a value."""
        return Compared(self.name, "<", _value(value))

    def __le__(self, value: Value) -> Condition:
        """The column is at most a value."""
        return Compared(self.name, "<=", _value(value))

    def __gt__(self, value: Value) -> Condition:
        """The column is above a value."""
        return Compared(self.name, ">", _value(value))

    def __ge__(self, value: Value) -> Condition:
        """The column is at least a value."""
        return Compared(self.name, ">=", _value(value))

    def __hash__(self) -> int:
        """The name's."""
        return hash(self.name)

    def among(self, values: Iterable[Value]) -> Condition:
        """The column has one of these values."""
        return Among(self.name, _values(values))

    def between(self, low: Value, high: Value) -> Condition:
        """The column is at least `low` and at most `high`."""
        return (self >= low) & (self <= high)

    def is_missing(self) -> Condition:
        """The column has no value."""
        return Missing(self.name)


def col(name: str) -> ColumnName:
    """A column, to say which rows you want: raises WrongRequest where the name is no text.

    >>> cp.col("country") == "FR"
    Compared(column='country', sign='==', value='FR')
    >>> condition = cp.col("plays").between(1, 100) & ~cp.col("title").is_missing()
    >>> sorted(set(condition.columns()))
    ['plays', 'title']
    """
    if not isinstance(name, str):
        raise WrongRequest(_('A column is named by text: cp.col("country").'))
    return ColumnName(name)


Where: TypeAlias = Condition | Mapping[str, Any] | None


def understood(where: Where) -> Condition | None:
    """A condition from what was given for `where`; `{"country": "FR", "day": [1, 2]}` is short for == and among."""
    if where is None:
        return None
    if isinstance(where, Mapping):
        parts = tuple(_equals(column, value) for column, value in where.items())
        return Joined("and", parts) if parts else None
    return _condition(where)


def _equals(column: str, value: Any) -> Condition:
    if value is None:
        return Missing(column)
    return col(column).among(value) if isinstance(value, list | tuple | set | frozenset) else col(column) == value


def _condition(given: Any) -> Condition:
    if isinstance(given, Condition):
        return given
    raise WrongRequest(
        _(
            'A condition is written with columns, such as cp.col("country") == "FR", or {{"country": '
            '"FR"}}; a {kind} is none.'
        ).format(kind=type(given).__name__)
    )


def _values(values: Iterable[Any]) -> tuple[Value, ...]:
    if isinstance(values, str | bytes):
        raise WrongRequest(_("Give a list of values, not one text."))
    return tuple(_value(value) for value in values)


def _value(given: Any) -> Value:
    plain = given.item() if hasattr(given, "dtype") and hasattr(given, "item") else given  # a number of NumPy's
    if isinstance(plain, VALUES):
        return plain
    if plain is None:
        raise WrongRequest(_("Nothing equals a missing value; ask with .is_missing()."))
    raise WrongRequest(_("A column cannot be compared with a {kind}.").format(kind=type(given).__name__))
