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
    """The `most` greatest values of each row; of equal ones those of the first columns."""
    matrix = sparse.csr_array(matrix)
    parts = [slice(*ends) for ends in zip(matrix.indptr[:-1], matrix.indptr[1:], strict=True)]
    kept = [greatest(matrix.data[part], matrix.indices[part], most) + part.start for part in parts]
    chosen = np.concatenate([np.empty(0, np.int64), *kept])
    ends = np.cumsum([0, *map(len, kept)])
    return sparse.csr_array((matrix.data[chosen], matrix.indices[chosen], ends), shape=matrix.shape)


def greatest(values: NDArray[np.float32], columns: NDArray[np.integer], most: int) -> NDArray[np.int64]:
    """Where the greatest values stand, by column; a partition, since sorting a long row costs ten times as much."""
    if len(values) > most:
        last = np.partition(values, len(values) - most)[-most]
        above, equal = np.flatnonzero(values > last), np.flatnonzero(values == last)
        first = equal[np.argsort(columns[equal], kind="stable")][: most - len(above)]
        places = np.concatenate([above, first])
    else:
        places = np.arange(len(values))
    return places[np.argsort(columns[places], kind="stable")]
