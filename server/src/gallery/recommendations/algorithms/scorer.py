"""What every algorithm is: something that learned, and scores."""

from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from gallery.recommendations.interactions import Matrix

Scores = NDArray[np.float32]  # users in rows, all items in columns: for a portion of users, never for all
PORTION = 256  # users that are scored at a time: bounds memory to this times the number of items


class Scorer(Protocol):
    """An algorithm that has learned."""

    def scores(self, users: NDArray[np.int64]) -> Scores:
        """The score of every item for each of these users; higher is better."""


class Algorithm(Protocol):
    """A way to learn from usage vectors."""

    def __call__(self, usage: Matrix) -> Scorer:
        """Learn."""


def dense(rows: Matrix) -> Scores:
    """A few rows as an array."""
    return np.asarray(rows.todense(), np.float32)


def ranking(scorer: Scorer, usage: Matrix, users: NDArray[np.int64], depth: int) -> NDArray[np.int64]:
    """The best `depth` items of each user, best first, without those already used; -1 where there are no more."""
    depth = min(depth, usage.shape[1])
    portions = [users[at : at + PORTION] for at in range(0, len(users), PORTION)]
    ranked = [_best(_unused(scorer.scores(part), usage, part), depth) for part in portions]
    return np.concatenate(ranked) if ranked else np.empty((0, depth), np.int64)


def _unused(scores: Scores, usage: Matrix, users: NDArray[np.int64]) -> Scores:
    known = usage[users]
    rows = np.repeat(np.arange(len(users)), np.diff(known.indptr))
    masked = scores.copy()
    masked[rows, known.indices] = -np.inf
    return masked


def _best(scores: Scores, depth: int) -> NDArray[np.int64]:
    """Ties go to the item that was seen first, so that a ranking can be repeated."""
    best = np.argpartition(-scores, depth - 1, axis=1)[:, :depth]
    best.sort(axis=1)
    values = np.take_along_axis(scores, best, axis=1)
    order = np.argsort(-values, axis=1, kind="stable")
    ranked = np.take_along_axis(best, order, axis=1)
    ranked[np.isneginf(np.take_along_axis(values, order, axis=1))] = -1
    return ranked


def strongest(matrix: Matrix, most: int) -> Matrix:
    """The `most` greatest values of each row."""
    matrix = sparse.csr_array(matrix)
    rows = np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr))
    order = np.lexsort((matrix.indices, -matrix.data, rows))
    place = np.arange(matrix.nnz) - np.repeat(matrix.indptr[:-1], np.diff(matrix.indptr))
    kept = order[place < most]
    return sparse.csr_array((matrix.data[kept], (rows[kept], matrix.indices[kept])), shape=matrix.shape)
