"""Ours: a weighted sum of what several algorithms say. The weights are measured, never guessed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gallery.recommendations.algorithms.scorer import Scorer, Scores


@dataclass(frozen=True)
class Blend:
    """Scorers with their weights, which sum to one."""

    parts: Sequence[tuple[Scorer, float]]

    def scores(self, users: NDArray[np.int64]) -> Scores:
        """Each part on the scale from 0 to 1 of each user, then the weighted sum: so the score is in [0, 1], too."""
        return sum_of([(on_one_scale(scorer.scores(users)), weight) for scorer, weight in self.parts])


def on_one_scale(scores: Scores) -> Scores:
    """Scores of each user from 0 for the worst to 1 for the best."""
    low = scores.min(axis=1, keepdims=True)
    span = scores.max(axis=1, keepdims=True) - low
    return np.asarray((scores - low) / np.where(span > 0, span, 1), np.float32)


def sum_of(weighted: Sequence[tuple[Scores, float]]) -> Scores:
    """The weighted sum of scores of equal shape."""
    total = np.zeros_like(weighted[0][0])
    for scores, weight in weighted:
        total += np.float32(weight) * scores
    return total


def shares(weights: Mapping[str, float]) -> dict[str, float]:
    """Weights that sum to one, without those that are zero."""
    total = sum(weights.values())
    return {name: weight / total for name, weight in weights.items() if weight > 0}
