"""Fields of work: what is used together makes a field, and what somebody uses is drawn from their mixture of fields.

A field gives each item a share, and a mixture gives each field one: probabilistic latent semantic analysis, learned by
expectation and maximisation. Begun from other numbers it finds somewhat other fields, so it is learned a few times, and
the mean of what all say is better than any of them.

Sources: Hofmann: Latent Semantic Models for Collaborative Filtering (2004); Das, Datar, Garg, Rajaram: Google News
Personalization (2007), section 4.2.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from gallery.recommendations.algorithms.scorer import PORTION, Scores, dense, strongest
from gallery.recommendations.interactions import Matrix

TIMES = 5
ROUNDS = 40
ROUNDS_OF_A_PERSON = 20  # the fields being known
PRIOR = 0.1  # what everybody is thought to have used of each field, and each field to have of each item
NEXT_TO_NOTHING = 0.02  # of a mixture: a smaller share is none, so that a few fields tell all of somebody
KEPT = 200  # items of each field: the others have next to no share
A_FIELD = 40  # people, as long as nothing better is chosen
FEWEST, MOST = 8, 96  # fields
LEARNED_FROM = 5_000  # people at most, others each time: more tell nothing new of that many fields
Shares = NDArray[np.float32]


@dataclass(frozen=True)
class Fields:
    """Usage vectors, and for each learning its fields in rows with the shares of their items."""

    usage: Matrix
    learnings: Sequence[Matrix]
    prior: float

    def scores(self, users: NDArray[np.int64]) -> Scores:
        """How likely each item is in the mixture of each user: the mean of all learnings."""
        theirs = self.usage[users]
        found = np.zeros(theirs.shape, np.float32)
        for items in self.learnings:
            found += dense(sparse.csr_array(mixtures(theirs, items, self.prior)) @ items)
        return np.asarray(found / max(1, len(self.learnings)), np.float32)


def fields(usage: Matrix, count: int | None = None, prior: float = PRIOR, least: int = 1) -> Fields:
    """Learn. Of each field the greatest shares are kept, of items that at least `least` people use."""
    count = count or how_many(usage.shape[0])
    common = np.bincount(usage.indices, minlength=usage.shape[1]) >= least
    found = [_learned(usage, count, prior, seed) * common for seed in range(TIMES)]
    return Fields(usage, [strongest(sparse.csr_array(one), KEPT) for one in found], prior)


def how_many(people: int) -> int:
    """Fields for that many people, as long as nothing better is known.

    >>> how_many(100), how_many(2_000), how_many(20_000)
    (8, 50, 96)
    """
    return min(MOST, max(FEWEST, people // A_FIELD))


def mixtures(weights: Matrix, items: Matrix, prior: float = PRIOR) -> Shares:
    """The share of each field (column) in what each row uses, the fields being known."""
    known = dense(sparse.csr_array(items.T))
    of_each, excess = known[weights.indices], weights.copy()
    rows = np.repeat(np.arange(weights.shape[0]), np.diff(weights.indptr))
    shares = np.full((weights.shape[0], items.shape[0]), 1 / items.shape[0], np.float32)
    for _ in range(ROUNDS_OF_A_PERSON):
        excess.data = _times(weights.data, shares[rows], of_each)
        shares = _to_one(shares * (excess @ known) + np.float32(prior))
    return np.where(shares < NEXT_TO_NOTHING, np.float32(0), shares)


def _learned(usage: Matrix, count: int, prior: float, seed: int) -> Shares:
    """Fields in rows, items in columns. People are taken in portions, so that memory stays bounded."""
    chance = np.random.default_rng(seed)
    if usage.shape[0] > LEARNED_FROM:
        usage = usage[np.sort(chance.choice(usage.shape[0], LEARNED_FROM, replace=False))]
    people = _to_one(chance.random((usage.shape[0], count), np.float32) + np.float32(0.5))
    items = _to_one(chance.random((count, usage.shape[1]), np.float32) + np.float32(0.5))
    for _ in range(ROUNDS):
        known, used = np.ascontiguousarray(items.T), np.zeros_like(items)
        for at in range(0, usage.shape[0], PORTION):
            theirs = people[at : at + PORTION]
            excess = _excess(usage[at : at + PORTION], theirs, known)
            used += (excess.T @ theirs).T
            people[at : at + PORTION] = _to_one(theirs * (excess @ known) + np.float32(prior))
        items = _to_one(items * used + np.float32(PRIOR))
    return items


def _excess(weights: Matrix, people: Shares, known: Shares) -> Matrix:
    """How many times more each item is used than the mixtures say."""
    rows = np.repeat(np.arange(weights.shape[0]), np.diff(weights.indptr))
    times = _times(weights.data, people[rows], known[weights.indices])
    return sparse.csr_array((times, weights.indices, weights.indptr), shape=weights.shape)


def _times(weights: NDArray[np.float32], people: Shares, known: Shares) -> NDArray[np.float32]:
    likely = np.einsum("ij,ij->i", people, known)
    # What no field has among the items that it kept says nothing of the mixture.
    return np.asarray(np.divide(weights, likely, out=np.zeros_like(likely), where=likely > 0), np.float32)


def _to_one(values: Shares) -> Shares:
    """Rows that sum to one."""
    return np.asarray(values / values.sum(axis=1, keepdims=True), np.float32)
