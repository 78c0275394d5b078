"""What people like me used: the way that the published notebook gallery took."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from gallery.recommendations.algorithms.nearest import nearest
from gallery.recommendations.algorithms.scorer import Scores, dense
from gallery.recommendations.interactions import Matrix

NEIGHBOURS = 50


@dataclass(frozen=True)
class SimilarUsers:
    """Usage vectors, and for each user the most similar others by cosine."""

    usage: Matrix
    neighbours: Matrix
    least: int = 1

    def scores(self, users: NDArray[np.int64]) -> Scores:
        """The neighbours' usage, each weighted with the similarity; nothing of what fewer than `least` of them use."""
        near = self.neighbours[users]
        found = dense(near @ self.usage)
        return found if self.least <= 1 else found * (dense((near > 0) * 1 @ (self.usage > 0)) >= self.least)


def similar_users(usage: Matrix, neighbours: int = NEIGHBOURS, least: int = 1) -> SimilarUsers:
    """Learn: the cosine is the product of rows of length one."""
    return SimilarUsers(usage, nearest(unit_rows(usage), neighbours), least)


def unit_rows(matrix: Matrix) -> Matrix:
    """Rows of length one; empty ones stay empty."""
    lengths = np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel())
    return sparse.csr_array(sparse.diags_array(1 / np.maximum(lengths, 1e-12)) @ matrix, dtype=np.float32)
