"""Parts of the data that can be read by themselves: row groups, files, tables in memory."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from commonplace.asking import Request
from commonplace.drivers.expressions import expression
from commonplace.progress import watched
from commonplace.translation import _

Positions: TypeAlias = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Piece:
    """A part of the data that can be read by itself, seen through the condition."""

    fragment: Any
    schema: Any
    condition: Any

    def batches(self, columns: Sequence[str]) -> Iterator[Any]:
        """The rows that fulfil the condition, in their order."""
        scanner = self.fragment.scanner(schema=self.schema, columns=list(columns), filter=self.condition)
        yield from scanner.to_batches()

    def count(self) -> int:
        """How many rows fulfil the condition; without one, Parquet knows it without reading."""
        if self.condition is None and hasattr(self.fragment, "row_groups"):
            # Arrow's own count of a fragment that is one row group is that of the whole file
            return sum(int(group.num_rows) for group in self.fragment.row_groups)
        return int(self.fragment.scanner(schema=self.schema, filter=self.condition).count_rows())


def pieces(dataset: Any, asked: Request) -> list[Piece]:
    """The smallest pieces that can be read alone."""
    condition = expression(asked.where)
    parts: list[Any] = []
    for fragment in dataset.get_fragments(filter=condition):
        parts += fragment.split_by_row_group() if hasattr(fragment, "split_by_row_group") else [fragment]
    return [Piece(part, dataset.schema, condition) for part in parts]


def looked_through(parts: Sequence[Piece]) -> Iterator[Piece]:
    """The pieces one by one, while a sample is chosen from them."""
    return watched(parts, _("Choosing the sample"), len(parts))
