"""What was used by those who used what I used: items that share their readers, by the Jaccard index."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from gallery.recommendations.algorithms.nearest import Columns, Values, nearest
from gallery.recommendations.algorithms.scorer import Scores, dense
from gallery.recommendations.interactions import Matrix

NEIGHBOURS = 100


@dataclass(frozen=True)
class ItemItem:
    """Usage vectors, and for each item how much its use says of others: such as how many readers they share."""

    usage: Matrix
    similar: Matrix  # item by item; the diagonal is empty

    def scores(self, users: NDArray[np.int64]) -> Scores:
        """The sum over what the user used, each with its weight; what more speaks against than for is worth nothing."""
        return np.maximum(dense(self.usage[users] @ self.similar), np.float32(0))


def item_item(usage: Matrix, neighbours: int = NEIGHBOURS) -> ItemItem:
    """Learn: see `also_used`."""
    return ItemItem(usage, also_used(usage, neighbours))


def also_used(usage: Matrix, neighbours: int = NEIGHBOURS, least: int = 1) -> Matrix:
    """For each item the others with the greatest Jaccard index of their users: those of both / those of either.

    Of pairs that fewer than `least` people use both of, nothing is said.
    """
    used = sparse.csr_array((usage > 0).T, dtype=np.float32)
    readers = np.diff(used.indptr).astype(np.float32)

    def jaccard(item: int, others: Columns, both: Values) -> Values:
        either = readers[item] + readers[others] - both
        return np.where(both >= least, both / either, np.float32(0))

    return nearest(used, neighbours, jaccard)
