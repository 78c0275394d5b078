"""Draws samples from anything that Arrow can scan piece by piece: row groups, files, tables in memory.

Two steps: choose positions, looking at no more than the stratum or the key; then read only those pieces in which a
chosen position lies.
"""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import pyarrow as pa

from commonplace.asking import Request, Sampling
from commonplace.drivers.by_key import by_key
from commonplace.drivers.pieces import Piece, Positions, looked_through, pieces
from commonplace.drivers.strata import by_strata
from commonplace.progress import watched
from commonplace.translation import _


def draw(dataset: Any, asked: Request, sampling: Sampling) -> Any:
    """The sample as a table."""
    parts = pieces(dataset, asked)
    chosen = _chosen(parts, sampling)
    columns = asked.columns or dataset.schema.names
    needed = [(part, at) for part, at in zip(parts, chosen, strict=True) if len(at)]
    reading = watched(needed, _("Reading the sample"), len(needed))
    batches = [batch for part, at in reading for batch in _taken(part, at, columns)]
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
        return by_key(parts, sampling)
    if sampling.strata:
        return by_strata(parts, sampling, chance)
    counts = [part.count() for part in looked_through(parts)]
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
