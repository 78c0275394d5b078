"""How good a ranking is, for each user, by two measures of the field; and whether a difference may be chance."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gallery.recommendations.interactions import Matrix

DEPTH = 20


@dataclass(frozen=True)
class Quality:
    """One figure for each user, in the order of the users who were asked for."""

    recall: NDArray[np.float64]
    ndcg: NDArray[np.float64]


@dataclass(frozen=True)
class Difference:
    """How much better one ranking is than another over the same users, with the standard error of that mean."""

    mean: float
    error: float


def quality(ranked: NDArray[np.int64], hidden: Matrix, users: NDArray[np.int64]) -> Quality:
    """Recall@k and nDCG@k of rankings with k columns; -1 stands for no suggestion.

    recall@k = hits / min(k, relevant items); nDCG@k with binary gains and a discount of 1 / log2(rank + 1), divided by
    the best value that can be reached. Source: Liang, Krishnan, Hoffman, Jebara: Variational Autoencoders for
    Collaborative Filtering (2018), section 4.2.
    """
    depth = ranked.shape[1]
    hits = _hits(ranked, hidden, users)
    relevant = np.minimum(np.diff(hidden.indptr)[users], depth)
    discounts = 1 / np.log2(np.arange(2, depth + 2))
    best = np.concatenate(([0.0], np.cumsum(discounts)))[relevant]
    return Quality(hits.sum(axis=1) / np.maximum(1, relevant), (hits @ discounts) / np.maximum(best, discounts[-1]))


def _hits(ranked: NDArray[np.int64], hidden: Matrix, users: NDArray[np.int64]) -> NDArray[np.bool_]:
    """For each place of each ranking: whether the item there is hidden and was to be found."""
    items = hidden.shape[1]
    rows = np.repeat(np.arange(hidden.shape[0], dtype=np.int64), np.diff(hidden.indptr))
    wanted = rows * items + hidden.indices
    return np.isin(users[:, None] * items + ranked, wanted) & (ranked >= 0)


def difference(ours: NDArray[np.float64], theirs: NDArray[np.float64]) -> Difference:
    """The mean of the differences user by user, and its standard error: paired, since both ranked the same users."""
    each = ours - theirs
    error = float(each.std(ddof=1) / np.sqrt(len(each))) if len(each) > 1 else 0.0
    return Difference(float(each.mean()) if len(each) else 0.0, error)
