"""A list of numbers for each notebook, all of them in one array, so that those of thousands are read at once.

It never changes: what changed is another one, so that who reads meanwhile reads one state of it.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.int64]
Mask = NDArray[np.bool_]


def _nothing() -> Numbers:
    return np.zeros(0, np.int64)


@dataclass(frozen=True)
class Lists:
    """Lists of numbers from 1 by the notebook's key. A list that was replaced is left behind for a while."""

    flat: NDArray[np.int32]
    start: Numbers
    count: Numbers

    @classmethod
    def of_pairs(cls, pairs: Iterable[tuple[int, int]]) -> "Lists":
        """From pairs of a notebook's key and a number."""
        return cls(np.zeros(0, np.int32), _nothing(), _nothing()).replaced(pairs, ())

    def replaced(self, pairs: Iterable[tuple[int, int]], keys: Collection[int]) -> "Lists":
        """The same with other lists for these notebooks: those of the pairs, and none for who is in no pair."""
        fresh = np.array(list(pairs), np.int64).reshape(-1, 2)
        fresh = fresh[np.argsort(fresh[:, 0], kind="stable")]
        owners, first, counts = np.unique(fresh[:, 0], return_index=True, return_counts=True)
        more = max(0, int(owners.max(initial=-1)) + 1 - len(self.count))
        start, count = np.pad(self.start, (0, more)), np.pad(self.count, (0, more))
        known = np.fromiter(keys, np.int64, len(keys))
        count[known[known < len(count)]] = 0
        start[owners], count[owners] = first + len(self.flat), counts
        return Lists(np.concatenate((self.flat, fresh[:, 1].astype(np.int32))), start, count)._swept()

    def _swept(self) -> "Lists":
        """Without what was left behind, once that is half of everything."""
        if len(self.flat) <= 2 * self.count.sum():
            return self
        starts = np.cumsum(self.count) - self.count
        return Lists(self.of(np.arange(len(self.count))), starts, self.count)

    def of(self, keys: Numbers) -> NDArray[np.int32]:
        """The numbers of all these notebooks, list after list."""
        keys = keys[keys < len(self.count)]
        counts = self.count[keys]
        gaps = self.start[keys] - (np.cumsum(counts) - counts)
        return self.flat[np.repeat(gaps, counts) + np.arange(int(counts.sum()))]

    def having(self, wanted: Numbers, size: int) -> Mask:
        """Which of `size` notebooks have any of these numbers."""
        keys = np.arange(min(size, len(self.count)))
        found = np.zeros(size, bool)
        found[np.repeat(keys, self.count[keys])[np.isin(self.of(keys), wanted)]] = True
        return found
