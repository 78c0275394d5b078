"""Conditions in the language of Arrow, so that Parquet files are read only where they may match."""

import operator
from typing import Any

import pyarrow.compute as pc

from commonplace.conditions import Among, Compared, Condition, Joined, Missing, Negated

SIGNS = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
OPPOSITE = {"==": "!=", "!=": "==", "<": ">=", "<=": ">", ">": "<=", ">=": "<"}


def expression(condition: Condition | None, negated: bool = False) -> Any:
    """Arrow's expression, or None.

    Negation is carried down to the comparisons, so that a missing value fulfils neither a condition nor its
    opposite, as in SQL.
    """
    if condition is None:
        return None
    if isinstance(condition, Negated):
        return expression(condition.inner, not negated)
    if isinstance(condition, Joined):
        joined = operator.and_ if (condition.by == "and") != negated else operator.or_
        return _joined(joined, [expression(part, negated) for part in condition.parts])
    return _single(condition, negated)


def _joined(joined: Any, parts: list[Any]) -> Any:
    first, *others = parts
    for part in others:
        first = joined(first, part)
    return first


def _single(condition: Condition, negated: bool) -> Any:
    if isinstance(condition, Compared):
        sign = OPPOSITE[condition.sign] if negated else condition.sign
        return SIGNS[sign](pc.field(condition.column), pc.scalar(condition.value))
    if isinstance(condition, Missing):
        field = pc.field(condition.column)
        return field.is_valid() if negated else field.is_null()
    if isinstance(condition, Among):
        field = pc.field(condition.column)
        found = field.isin(list(condition.values))
        return ~found & field.is_valid() if negated else found
    raise TypeError(f"{type(condition).__name__} is no condition that Arrow knows")
