"""Draws samples from anything that Arrow can scan piece by piece: row groups, files, tables in memory.

Two steps: choose positions, looking at no more than the stratum or the key; then read only those pieces in which a
chosen position lies.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from commonplace.asking import Request, Sampling
from commonplace.drivers.expressions import expression
from commonplace.drivers.keys import hashed, takes_all, threshold
from commonplace.errors import WrongRequest

MOST_REMEMBERED = 1_000_000  # keys; more would weigh on the memory of a small environment
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


def draw(dataset: Any, asked: Request, sampling: Sampling) -> Any:
    """The sample as a table."""
    parts = pieces(dataset, asked)
    chosen = _chosen(parts, sampling)
    columns = asked.columns or dataset.schema.names
    batches = [batch for part, at in zip(parts, chosen, strict=True) if len(at) for batch in _taken(part, at, columns)]
    return pa.Table.from_batches(batches, schema=_schema(dataset.schema, columns))


def _schema(schema: Any, columns: Sequence[str]) -> Any:
    return pa.schema([schema.field(column) for column in columns], metadata=schema.metadata)


def _taken(part: Piece, positions: Positions, columns: Sequence[str]) -> Iterator[Any]:
    start = 0
    for batch in part.batches(columns):
        first, last = np.searchsorted(positions, (start, start + len(batch)))
        if last > first:
            yield batch.take(pa.array(positions[first:last] - start))
        start += len(batch)


def _chosen(parts: Sequence[Piece], sampling: Sampling) -> list[Positions]:
    chance = np.random.default_rng(sampling.seed)
    if sampling.key:
        chosen = _Keys(sampling)
        return [_by_key(part, sampling.key, chosen) for part in parts]
    if sampling.strata:
        return _split(_by_strata(parts, sampling.strata, sampling, chance), [part.count() for part in parts])
    counts = [part.count() for part in parts]
    if sampling.fraction is not None:
        return [np.flatnonzero(chance.random(count) < sampling.fraction) for count in counts]
    if sampling.method == "blocks":
        counts = _some_blocks(counts, sampling.rows or 0, chance)
        return _in_blocks(counts, sampling.rows or 0, chance)
    return _split(_some(sum(counts), sampling.rows or 0, chance), counts)


def _some(total: int, wanted: int, chance: np.random.Generator) -> Positions:
    return np.sort(chance.choice(total, min(wanted, total), replace=False)).astype(np.int64)


def _split(positions: Positions, counts: Sequence[int]) -> list[Positions]:
    """Positions in the whole as positions within each piece."""
    starts = np.concatenate(([0], np.cumsum(counts))).astype(np.int64)
    edges = np.searchsorted(positions, starts)
    return [positions[edges[at] : edges[at + 1]] - starts[at] for at in range(len(counts))]


def _some_blocks(counts: Sequence[int], wanted: int, chance: np.random.Generator) -> list[int]:
    """The counts of as many pieces as are needed, picked at random; 0 for the others."""
    kept, found = [0] * len(counts), 0
    for at in chance.permutation(len(counts)):
        if found >= wanted:
            break
        kept[at], found = counts[at], found + counts[at]
    return kept


def _in_blocks(counts: Sequence[int], wanted: int, chance: np.random.Generator) -> list[Positions]:
    return _split(_some(sum(counts), wanted, chance), counts)


def _by_strata(parts: Sequence[Piece], column: str, sampling: Sampling, chance: np.random.Generator) -> Positions:
    """The rows with the smallest lots of each stratum; no stratum vanishes."""
    values = pa.chunked_array([batch.column(0) for part in parts for batch in part.batches([column])] or [[]])
    codes = values.combine_chunks().dictionary_encode(null_encoding="encode").indices.to_numpy(zero_copy_only=False)
    order = np.lexsort((chance.random(len(codes)), codes))
    sizes = np.bincount(codes) if len(codes) else np.zeros(0, dtype=np.int64)
    if sampling.fraction is not None:
        wanted = np.ceil(sizes * sampling.fraction)
    else:
        wanted = np.minimum(sizes, sampling.rows or 0)
    rank = np.arange(len(codes)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    return np.sort(order[rank < np.repeat(wanted, sizes)]).astype(np.int64)


def _by_key(part: Piece, column: str, keys: "_Keys") -> Positions:
    found, start = [np.zeros(0, dtype=np.int64)], 0
    for batch in part.batches([column]):
        mask = _keys_in(batch.column(0), keys)
        found.append(np.flatnonzero(mask) + start)
        start += len(batch)
    return np.concatenate(found)


class _Keys:
    """Says of a key whether it is in the sample, and remembers it, since a hash costs more than a look."""

    def __init__(self, sampling: Sampling) -> None:
        fraction = sampling.fraction or 0.0
        self.seed, self.limit, self.everything = sampling.seed, threshold(fraction), takes_all(fraction)
        self.known: dict[Any, bool] = {}

    def has(self, key: Any) -> bool:
        known = self.known.get(key)
        if known is None:
            if len(self.known) > MOST_REMEMBERED:
                self.known.clear()
            known = self.known[key] = self.everything or hashed(self.seed, key) < self.limit
        return known


def _keys_in(values: Any, chosen: _Keys) -> npt.NDArray[np.bool_]:
    """Which rows have a key of the sample. Missing keys are in none."""
    if not _is_key(values.type):
        raise WrongRequest(f"A key is a whole number, a text or a date; a column of {values.type} is none.")
    encoded = values.dictionary_encode()
    keys = encoded.dictionary.to_pylist()
    found = np.array([*(chosen.has(key) for key in keys), False])
    codes = pc.fill_null(encoded.indices, len(keys)).to_numpy(zero_copy_only=False)
    mask: npt.NDArray[np.bool_] = found[codes]
    return mask


def _is_key(kind: Any) -> bool:
    plain = kind.value_type if pa.types.is_dictionary(kind) else kind
    texts = pa.types.is_string(plain) or pa.types.is_large_string(plain) or pa.types.is_string_view(plain)
    return bool(texts or pa.types.is_integer(plain) or pa.types.is_date(plain))
