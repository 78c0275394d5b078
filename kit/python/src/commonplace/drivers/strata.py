"""Stratified samples of pieces: as many rows of each value, each row with the same chance, no stratum left out.

The pieces are looked at twice, so that only one of them is in memory at a time: first how many rows of each stratum a
piece has, then, after chance has divided the sample among the pieces, which rows those are.
"""

from collections import Counter
from collections.abc import Sequence
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from commonplace.asking import Sampling
from commonplace.drivers.pieces import Piece, Positions, looked_through

Codes: TypeAlias = npt.NDArray[np.int64]


def by_strata(parts: Sequence[Piece], sampling: Sampling, chance: np.random.Generator) -> list[Positions]:
    """The positions within each piece."""
    column = sampling.strata or ""
    counted = [_counted(part, column) for part in looked_through(parts)]
    values = dict.fromkeys(value for counts in counted for value in counts)
    shares: list[dict[Any, int]] = [{} for _ in parts]
    for value in values:
        sizes = np.array([counts[value] for counts in counted], dtype=np.int64)
        divided = chance.multivariate_hypergeometric(sizes, _wanted(int(sizes.sum()), sampling), method="marginals")
        for at in np.flatnonzero(divided):
            shares[at][value] = int(divided[at])
    shared = zip(looked_through(parts), shares, strict=True)
    return [_positions(part, column, share, chance) for part, share in shared]


def _wanted(size: int, sampling: Sampling) -> int:
    """How many rows of a stratum; a fraction is rounded up, so that no stratum vanishes."""
    if sampling.fraction is not None:
        return int(np.ceil(size * sampling.fraction))
    return min(size, sampling.rows or 0)


def _counted(part: Piece, column: str) -> Counter[Any]:
    counts: Counter[Any] = Counter()
    for batch in part.batches([column]):
        counted = batch.column(0).value_counts()
        counts.update(dict(zip(counted.field(0).to_pylist(), counted.field(1).to_pylist(), strict=True)))
    return counts


def _positions(part: Piece, column: str, share: dict[Any, int], chance: np.random.Generator) -> Positions:
    if not share:
        return np.zeros(0, dtype=np.int64)
    known = {value: code for code, value in enumerate(share)}
    codes = np.concatenate([_codes(batch.column(0), known) for batch in part.batches([column])])
    order = np.argsort(codes, kind="stable")
    edges = np.searchsorted(codes[order], range(len(known) + 1))
    chosen = [
        chance.choice(order[edges[at] : edges[at + 1]], share[value], replace=False) for value, at in known.items()
    ]
    return np.sort(np.concatenate(chosen)).astype(np.int64)


def _codes(values: Any, known: dict[Any, int]) -> Codes:
    """The number of each row's stratum; of those that are not wanted, one that is behind all others."""
    encoded = values.dictionary_encode(null_encoding="encode")
    numbers = np.array([known.get(value, len(known)) for value in encoded.dictionary.to_pylist()], dtype=np.int64)
    found: Codes = numbers[encoded.indices.to_numpy(zero_copy_only=False)]
    return found
