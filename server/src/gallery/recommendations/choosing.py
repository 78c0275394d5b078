"""Choose settings and weights by what works on validation data: a part of what is known, never of what is tested."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from gallery.recommendations.algorithms.blend import Blend, on_one_scale, shares, sum_of
from gallery.recommendations.algorithms.ease import ease
from gallery.recommendations.algorithms.factors import als, bpr
from gallery.recommendations.algorithms.fields import fields
from gallery.recommendations.algorithms.item_item import item_item
from gallery.recommendations.algorithms.popularity import popularity
from gallery.recommendations.algorithms.scorer import Algorithm, Scorer, Scores, ranking
from gallery.recommendations.algorithms.similar_users import similar_users
from gallery.recommendations.interactions import Matrix
from gallery.recommendations.measures import DEPTH, difference, quality
from gallery.recommendations.splits import Split

# What each algorithm may be set to; the first is the default.
CANDIDATES: dict[str, tuple[Algorithm, ...]] = {
    "popularity": (popularity,),
    "similar-users": tuple(partial(similar_users, neighbours=n) for n in (50, 20, 100)),
    "item-item": tuple(partial(item_item, neighbours=n) for n in (100, 400)),
    "ease": tuple(partial(ease, penalty=p) for p in (200.0, 50.0, 400.0, 800.0)),
    "als": tuple(
        partial(als, regularization=r, alpha=a) for r, a in ((10.0, 1.0), (3.0, 1.0), (30.0, 4.0), (1.0, 10.0))
    ),
    "fields": (fields, *(partial(fields, count=n, prior=p) for n, p in ((16, 0.1), (32, 0.1), (48, 0.3)))),
    "bpr": tuple(partial(bpr, regularization=r) for r in (0.05, 0.01)),
}
STEPS = (0.0, 0.1, 0.25, 0.5, 1.0, 2.0)
HELPING = 0.25  # standard errors by which another weight must be better to be taken
MOST_SCORES = 60_000_000  # of one algorithm that are held while weights are chosen: 240 MB


@dataclass(frozen=True)
class Chosen:
    """The best setting of each algorithm, and the weights of their blend."""

    algorithms: Mapping[str, Algorithm]
    weights: Mapping[str, float]

    def learn(self, usage: Matrix) -> dict[str, Scorer]:
        """Each algorithm, and the blend of those that have weight."""
        learned: dict[str, Scorer] = {name: one(usage) for name, one in self.algorithms.items()}
        return {**learned, "blend": Blend([(learned[name], weight) for name, weight in self.weights.items()])}


def choose(validation: Split, say: Callable[[str], None] = lambda _: None) -> Chosen:
    """Try every candidate, keep the best of each algorithm, then look for weights."""
    usage, users = validation.known.usage(), _some(validation.users, len(validation.known.items))
    best: dict[str, Algorithm] = {}
    scores: dict[str, Scores] = {}
    for name, candidates in CANDIDATES.items():
        say(f"choosing settings of {name}")
        best[name], scores[name] = _best_of(candidates, usage, validation.hidden, users)
    say("choosing weights")
    return Chosen(best, _weights(scores, usage, validation.hidden, users))


def _some(users: NDArray[np.int64], items: int) -> NDArray[np.int64]:
    most = max(200, MOST_SCORES // max(1, items))
    return users if len(users) <= most else np.sort(np.random.default_rng(0).choice(users, most, replace=False))


def _best_of(
    candidates: Sequence[Algorithm], usage: Matrix, hidden: Matrix, users: NDArray[np.int64]
) -> tuple[Algorithm, Scores]:
    tried = [(one, on_one_scale(one(usage).scores(users))) for one in candidates]
    return max(tried, key=lambda each: _ndcg(each[1], usage, hidden, users).sum())


@dataclass(frozen=True)
class _Given:
    """Scores that are there already, for these users in this order."""

    of: Scores
    users: NDArray[np.int64]

    def scores(self, users: NDArray[np.int64]) -> Scores:
        """Look them up."""
        return self.of[np.searchsorted(self.users, users)]


def _ndcg(scores: Scores, usage: Matrix, hidden: Matrix, users: NDArray[np.int64]) -> NDArray[np.float64]:
    return quality(ranking(_Given(scores, users), usage, users, DEPTH), hidden, users).ndcg


def _weights(scores: Mapping[str, Scores], usage: Matrix, hidden: Matrix, users: NDArray[np.int64]) -> dict[str, float]:
    """Coordinate ascent from all that may be the best algorithm: one weight at a time, while that helps.

    Where several stand within the standard error of the best, their mean errs less than whichever was lucky.
    """
    alone = {name: _ndcg(one, usage, hidden, users) for name, one in scores.items()}
    best = max(alone.values(), key=lambda each: float(each.sum()))
    gaps = {name: difference(best, one) for name, one in alone.items()}
    weights = {name: 1.0 for name, gap in gaps.items() if gap.mean <= gap.error}
    reached = _ndcg(sum_of([(scores[name], weight) for name, weight in weights.items()]), usage, hidden, users)
    for _ in range(3):
        before = weights
        for name in scores:
            weights, reached = _better(name, weights, reached, scores, lambda s: _ndcg(s, usage, hidden, users))
        if weights == before:
            break
    return shares(weights)


def _better(
    name: str,
    weights: dict[str, float],
    reached: NDArray[np.float64],
    scores: Mapping[str, Scores],
    measure: Callable[[Scores], NDArray[np.float64]],
) -> tuple[dict[str, float], NDArray[np.float64]]:
    """Another weight for this one, where that is better by more than what chance does."""
    for step in STEPS:
        tried = {**weights, name: step}
        if not any(tried.values()):
            continue
        value = measure(sum_of([(scores[each], weight) for each, weight in tried.items() if weight]))
        gain = difference(value, reached)
        if gain.mean > HELPING * gain.error:
            weights, reached = tried, value
    return weights, reached
