"""What most people used: the yardstick that every other algorithm must beat."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gallery.recommendations.algorithms.scorer import Scores
from gallery.recommendations.interactions import Matrix


@dataclass(frozen=True)
class Popularity:
    """The number of users of each item, the same for everybody."""

    users: NDArray[np.float32]

    def scores(self, users: NDArray[np.int64]) -> Scores:
        """See `Scorer`."""
        return np.tile(self.users, (len(users), 1))


def popularity(usage: Matrix) -> Popularity:
    """Learn by counting."""
    return Popularity(np.bincount(usage.indices, minlength=usage.shape[1]).astype(np.float32))
