"""Each algorithm against its formula, worked out with small dense matrices in another way."""

import numpy as np
import pytest
from gallery.recommendations import algorithms
from gallery.recommendations.algorithms.blend import Blend, on_one_scale
from gallery.recommendations.algorithms.ease import ease, strongest_weights
from gallery.recommendations.algorithms.factors import als, bpr
from gallery.recommendations.algorithms.fields import KEPT, fields, mixtures
from gallery.recommendations.algorithms.item_item import ItemItem, also_used, item_item
from gallery.recommendations.algorithms.popularity import popularity
from gallery.recommendations.algorithms.scorer import Scores, ranking
from gallery.recommendations.algorithms.similar_users import similar_users
from gallery.recommendations.interactions import Matrix
from numpy.typing import NDArray
from scipy import sparse

from server.tests.recommendations.world import organisation


@pytest.fixture
def usage() -> Matrix:
    rng = np.random.default_rng(11)
    return sparse.csr_array(
        np.where(rng.random((300, 40)) < 0.2, np.log1p(rng.integers(1, 6, (300, 40))), 0), dtype=np.float32
    )


def everybody(usage: Matrix) -> NDArray[np.int64]:
    return np.arange(usage.shape[0])


def dense(usage: Matrix) -> NDArray[np.float64]:
    return np.asarray(usage.todense(), np.float64)


def test_popularity_counts_users(usage: Matrix) -> None:
    counts = (dense(usage) > 0).sum(axis=0)
    assert np.array_equal(popularity(usage).scores(np.array([3, 5])), [counts, counts])


def test_similar_users_are_the_nearest_by_cosine(usage: Matrix) -> None:
    vectors = dense(usage)
    unit = vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-12)
    cosine = unit @ unit.T
    np.fill_diagonal(cosine, 0)
    for row in cosine:
        row[np.argsort(-row, kind="stable")[10:]] = 0
    assert np.allclose(similar_users(usage, 10).scores(everybody(usage)), cosine @ vectors, atol=1e-3)


def test_items_are_near_by_jaccard(usage: Matrix) -> None:
    readers = [set(np.flatnonzero(column)) for column in dense(usage).T]
    jaccard = [[len(a & b) / len(a | b) if a is not b else 0 for b in readers] for a in readers]
    assert np.allclose(also_used(usage, 40).todense(), jaccard, atol=1e-6)
    assert np.allclose(item_item(usage, 40).scores(everybody(usage)), dense(usage) @ jaccard, atol=1e-3)


def test_only_the_nearest_items_are_kept(usage: Matrix) -> None:
    everything, kept = dense(also_used(usage, 40)), dense(also_used(usage, 5))
    assert (np.count_nonzero(kept, axis=1) <= 5).all()
    assert np.allclose(np.sort(kept, axis=1)[:, -5:], np.sort(everything, axis=1)[:, -5:])


def test_ease_is_ridge_regression_of_each_item_on_the_others(usage: Matrix) -> None:
    used = (dense(usage) > 0).astype(float)
    weights = np.zeros((40, 40))
    for item in range(40):
        others = [other for other in range(40) if other != item]
        gram = used[:, others].T @ used[:, others] + 25 * np.eye(39)
        weights[others, item] = np.linalg.solve(gram, used[:, others].T @ used[:, item])
    assert np.allclose(ease(usage, penalty=25).scores(everybody(usage)), used @ weights, atol=1e-3)


def test_ease_leaves_out_what_is_rarely_used(usage: Matrix) -> None:
    counts = (dense(usage) > 0).sum(axis=0)
    scored = np.flatnonzero(ease(usage, most=10).scores(everybody(usage)).any(axis=0))
    assert len(scored) == 10
    assert counts[scored].min() >= np.sort(counts)[-10]


def test_of_each_item_the_weights_that_say_most_are_kept() -> None:
    rng, halves = np.random.default_rng(12), np.kron(np.eye(2), np.full((150, 20), 0.4)) + 0.1
    usage = sparse.csr_array((rng.random((300, 40)) < halves) * rng.random((300, 40)), dtype=np.float32)
    whole, used = ease(usage, 5, most=30), dense(usage) > 0
    together = used.T.astype(int) @ used
    expected = np.zeros((40, 40))
    expected[np.ix_(whole.places, whole.places)] = whole.weights
    expected[together < 12] = 0
    for row in expected:
        row[np.argsort(-np.abs(row), kind="stable")[9:]] = 0
    found = strongest_weights(usage, kept=9, most=30, least=12, penalty=5)
    assert (expected < 0).any()
    assert found.nnz == np.count_nonzero(expected)
    assert np.allclose(dense(found), expected, atol=1e-6)
    assert np.allclose(
        ItemItem(usage, found).scores(everybody(usage)), np.maximum(dense(usage) @ expected, 0), atol=1e-4
    )
    nobody = strongest_weights(sparse.csr_array((0, 40), dtype=np.float32), kept=5, most=30)
    assert nobody.nnz == 0
    assert strongest_weights(sparse.csr_array((0, 0), dtype=np.float32), kept=5, most=30).shape == (0, 0)


def test_what_one_similar_user_uses_can_be_left_out(usage: Matrix) -> None:
    near = similar_users(usage, 3).neighbours
    several = dense((near > 0) * 1) @ (dense(usage) > 0) >= 2
    everything = similar_users(usage, 3).scores(everybody(usage))
    assert not several.all()
    assert np.allclose(similar_users(usage, 3, least=2).scores(everybody(usage)), everything * several)


@pytest.mark.parametrize("learned_from", [1_000, 90])
def test_fields_are_what_people_use_together(learned_from: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """The topics of an organisation are found again, from some people, too: nearly all of a field is of one topic."""
    monkeypatch.setattr(algorithms.fields, "LEARNED_FROM", learned_from)
    log = organisation(topics=4)
    topic = np.array([int(item.removeprefix("n")) % 4 for item in log.items])
    found = [dense(learned) for learned in fields(log.usage(), count=4).learnings]
    of_topics = np.array([[field[topic == one].sum() for one in range(4)] for learned in found for field in learned])
    clear = of_topics.max(axis=1) > 0.9
    assert clear.mean() > 0.7
    assert set(of_topics[clear].argmax(axis=1)) == {0, 1, 2, 3}


def test_a_mixture_is_the_most_likely_one(usage: Matrix) -> None:
    """Without a prior nothing that is tried beside it explains better what somebody uses."""
    items = sparse.csr_array(np.random.default_rng(3).dirichlet(np.full(40, 0.3), 3), dtype=np.float32)
    drawn = np.random.default_rng(4).poisson(60 * dense(items)[1:2] + 20 * dense(items)[2:])
    found = mixtures(sparse.csr_array(drawn.astype(np.float32)), items, prior=0)[0]

    def likely(mixture: NDArray[np.float32]) -> float:
        return float((drawn * np.log(np.maximum(mixture @ dense(items), 1e-9))).sum())

    assert found.sum() == pytest.approx(1, abs=0.03)  # next to nothing is nothing
    others = np.random.default_rng(5).dirichlet(np.ones(3), 500)
    assert likely(found) >= max(likely(other) for other in others) - 0.2


def test_a_field_keeps_its_greatest_shares_of_what_several_use() -> None:
    rng = np.random.default_rng(6)
    many = sparse.csr_array((rng.random((60, KEPT + 80)) < 0.05) * 1.0, dtype=np.float32)
    learned = fields(many, count=2, least=3).learnings
    users = np.bincount(many.indices, minlength=KEPT + 80)
    assert all(np.diff(one.indptr).max() <= KEPT for one in learned)
    assert users[np.unique(learned[0].indices)].min() >= 3


@pytest.mark.parametrize("learn", [als, bpr])
def test_factors_can_be_repeated_and_know_who_used_what(usage: Matrix, learn: object) -> None:
    assert callable(learn)
    one, two = learn(usage).scores(everybody(usage)), learn(usage).scores(everybody(usage))
    assert np.allclose(one, two, atol=1e-4)
    used = dense(usage) > 0
    assert one[used].mean() > one[~used].mean()


class Fixed:
    """Scores that are given."""

    def __init__(self, table: list[list[float]]) -> None:
        self.table = np.array(table, np.float32)

    def scores(self, users: NDArray[np.int64]) -> Scores:
        return self.table[users]


def test_a_ranking_leaves_out_what_was_used_and_keeps_ties_in_order() -> None:
    usage = sparse.csr_array(np.array([[0, 0, 1, 0], [1, 1, 1, 0], [0, 0, 0, 0]], np.float32))
    scorer = Fixed([[1, 5, 9, 5], [1, 2, 3, 4], [7, 7, 7, 8]])
    assert ranking(scorer, usage, np.array([0, 1, 2]), 3).tolist() == [[1, 3, 0], [3, -1, -1], [3, 0, 1]]


def test_a_blend_stays_between_zero_and_one() -> None:
    a, b = Fixed([[-3, 0, 7], [2, 2, 2]]), Fixed([[100, 300, 200], [0, 1, 0]])
    blended = Blend([(a, 0.75), (b, 0.25)]).scores(np.array([0, 1]))
    assert np.allclose(on_one_scale(a.table), np.array([[0, 0.3, 1], [0, 0, 0]]))
    assert np.allclose(blended, np.array([[0, 0.75 * 0.3 + 0.25, 0.75 + 0.125], [0, 0.25, 0]]))
