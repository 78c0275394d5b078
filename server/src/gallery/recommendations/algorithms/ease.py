"""EASE: one linear weight between every two items, in closed form.

Source: Harald Steck: Embarrassingly Shallow Autoencoders for Sparse Data (2019), equation 8.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gallery.recommendations.algorithms.scorer import Scores, dense
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
    popular = np.argsort(-np.bincount(usage.indices, minlength=usage.shape[1]), kind="stable")[:most]
    places = np.sort(popular)
    used = (usage[:, places] > 0).astype(np.float32).tocsr()
    gram = np.asarray((used.T @ used).todense(), np.float64)
    gram[np.diag_indices_from(gram)] += penalty
    inverse = np.linalg.inv(gram)
    weights = -inverse / np.diag(inverse)
    weights[np.diag_indices_from(weights)] = 0
    return Ease(used, weights.astype(np.float32), places, usage.shape[1])
