"""EASE: one linear weight between every two items, in closed form.

Source: Harald Steck: Embarrassingly Shallow Autoencoders for Sparse Data (2019), equation 8.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import linalg, sparse

from gallery.recommendations.algorithms.scorer import Scores, dense, greatest
from gallery.recommendations.interactions import Matrix

PENALTY = 200.0  # λ of the paper
MOST_ITEMS = 8_000  # weights are a dense square of the most used items: 256 MB at this size


@dataclass(frozen=True)
class Ease:
    """The weights between the items that take part."""

    usage: Matrix  # of the items that take part
    weights: NDArray[np.float32]
    places: NDArray[np.int64]  # where they stand among all items
    items: int

    def scores(self, users: NDArray[np.int64]) -> Scores:
        """Usage times weights; items that take no part score nothing."""
        found = np.zeros((len(users), self.items), np.float32)
        found[:, self.places] = dense(self.usage[users]) @ self.weights
        return found


def ease(usage: Matrix, penalty: float = PENALTY, most: int = MOST_ITEMS) -> Ease:
    """Learn from the `most` most used items, with used or not as the only value."""
    places = _most_used(usage, most)
    used = (usage[:, places] > 0).astype(np.float32).tocsr()
    return Ease(used, _weights(_together(used), penalty), places, usage.shape[1])


def strongest_weights(usage: Matrix, kept: int, most: int, least: int = 1, penalty: float = PENALTY) -> Matrix:
    """The same weights, sparse: from each item in rows to the `kept` others that it says most of, for or against them.

    Of pairs that fewer than `least` people use both of, nothing is said.
    """
    places = _most_used(usage, most)
    together = _together((usage[:, places] > 0).astype(np.float32).tocsr())
    weights = _weights(together, penalty)
    weights[together < least] = 0
    columns = [_most_telling(row, kept) for row in weights]
    rows = np.repeat(np.arange(len(places)), [len(one) for one in columns])
    others = np.concatenate([np.empty(0, np.int64), *columns])
    return sparse.csr_array((weights[rows, others], (places[rows], places[others])), shape=(usage.shape[1],) * 2)


def _most_telling(weights: NDArray[np.float32], kept: int) -> NDArray[np.int64]:
    columns = greatest(np.abs(weights), np.arange(len(weights)), kept)
    return np.asarray(columns[weights[columns] != 0], np.int64)


def _most_used(usage: Matrix, most: int) -> NDArray[np.int64]:
    return np.sort(np.argsort(-np.bincount(usage.indices, minlength=usage.shape[1]), kind="stable")[:most])


def _together(used: Matrix) -> NDArray[np.float32]:
    """How many people use both items of each pair."""
    return dense(used.T @ used)


def _weights(together: NDArray[np.float32], penalty: float) -> NDArray[np.float32]:
    """One square of doubles is all that is held beside what is given and what is found."""
    gram: Any = together.astype(np.float64, order="F")
    gram[np.diag_indices_from(gram)] += penalty
    inverse = linalg.inv(gram, overwrite_a=True) if len(gram) else gram
    inverse /= -np.diag(inverse)
    inverse[np.diag_indices_from(inverse)] = 0
    return np.asarray(inverse, np.float32)
