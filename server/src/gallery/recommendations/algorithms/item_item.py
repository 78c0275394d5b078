"""What was used by those who used what I used: items that share their readers, by the Jaccard index."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from gallery.recommendations.algorithms.scorer import PORTION, Scores, dense, strongest
from gallery.recommendations.interactions import Matrix

NEIGHBOURS = 100


@dataclass(frozen=True)
class ItemItem:
    """Usage vectors, and for each item those that share the most readers with it."""

    usage: Matrix
    similar: Matrix  # item by item; the diagonal is empty

    def scores(self, users: NDArray[np.int64]) -> Scores:
        """The sum over what the user used, each with its weight."""
        return dense(self.usage[users] @ self.similar)


def item_item(usage: Matrix, neighbours: int = NEIGHBOURS) -> ItemItem:
    """Learn: see `also_used`."""
    return ItemItem(usage, also_used(usage, neighbours))


def also_used(usage: Matrix, neighbours: int = NEIGHBOURS, least: int = 1) -> Matrix:
    """For each item the others with the greatest Jaccard index of their users: those of both / those of either.

    Of pairs that fewer than `least` people use both of, nothing is said.
    """
    used = sparse.csc_array(usage > 0, dtype=np.float32)
    readers = np.diff(used.indptr).astype(np.float32)
    others = sparse.csr_array(used.T)
    portions = range(0, usage.shape[1], PORTION)
    rows = [strongest(_jaccard(others[at : at + PORTION] @ used, readers, at, least), neighbours) for at in portions]
    empty = sparse.csr_array((0, usage.shape[1]), dtype=np.float32)
    return sparse.csr_array(sparse.vstack(rows)) if rows else empty


def _jaccard(both: Matrix, readers: NDArray[np.float32], first: int, least: int) -> Matrix:
    both = sparse.csr_array(both)
    both.data[both.data < least] = 0
    both.eliminate_zeros()
    rows = np.repeat(np.arange(both.shape[0]), np.diff(both.indptr)) + first
    either = readers[rows] + readers[both.indices] - both.data
    both.data = np.where(rows == both.indices, 0, both.data / either).astype(np.float32)
    both.eliminate_zeros()
    return both
