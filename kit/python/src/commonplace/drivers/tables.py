"""Rows of a database as an Arrow table."""

from collections.abc import Sequence
from typing import Any

import pyarrow as pa


def table_from(names: Sequence[str], rows: Sequence[Sequence[Any]]) -> Any:
    """Columns with the types that their values have; what Arrow has no type for becomes text."""
    columns = list(zip(*rows, strict=True)) if rows else [()] * len(names)
    return pa.Table.from_arrays([array_of(values) for values in columns], names=list(names))


def array_of(values: Sequence[Any]) -> Any:
    """A column."""
    try:
        return pa.array(values)
    except (pa.ArrowInvalid, pa.ArrowTypeError, pa.ArrowNotImplementedError):
        return pa.array([None if value is None else str(value) for value in values])
