"""What people like me used: the way that the published notebook gallery took."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from gallery.recommendations.algorithms.scorer import PORTION, Scores, dense, strongest
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
    """Learn with sparse products over portions of users, so that memory stays bounded."""
    unit = unit_rows(usage)
    others = sparse.csc_array(unit.T)
    portions = range(0, usage.shape[0], PORTION)
    rows = [strongest(_without_oneself(unit[at : at + PORTION] @ others, at), neighbours) for at in portions]
    empty = sparse.csr_array((0, usage.shape[0]), dtype=np.float32)
    return SimilarUsers(usage, sparse.csr_array(sparse.vstack(rows)) if rows else empty, least)


def unit_rows(matrix: Matrix) -> Matrix:
    """Rows of length one; empty ones stay empty."""
    lengths = np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel())
    return sparse.csr_array(sparse.diags_array(1 / np.maximum(lengths, 1e-12)) @ matrix, dtype=np.float32)


def _without_oneself(similarity: Matrix, first: int) -> Matrix:
    similarity = sparse.csr_array(similarity)
    rows = np.repeat(np.arange(similarity.shape[0]), np.diff(similarity.indptr)) + first
    similarity.data[rows == similarity.indices] = 0
    similarity.eliminate_zeros()
    return similarity
