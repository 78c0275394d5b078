"""Recall and nDCG against a plain reading of their formulas."""

import math

import numpy as np
import pytest
from gallery.recommendations.measures import difference, quality
from scipy import sparse


def plain(ranked: list[int], relevant: set[int]) -> tuple[float, float]:
    gains = [1 / math.log2(place + 2) for place, item in enumerate(ranked) if item in relevant]
    best = sum(1 / math.log2(place + 2) for place in range(min(len(ranked), len(relevant))))
    return len(gains) / min(len(ranked), len(relevant)), sum(gains) / best


def test_both_measures_equal_their_formulas() -> None:
    rng = np.random.default_rng(7)
    hidden = sparse.csr_array(rng.random((40, 60)) < 0.15)
    users = np.flatnonzero(np.diff(hidden.indptr))[::2]
    ranked = np.array([rng.permutation(60)[:20] for _ in users])
    measured = quality(ranked, hidden, users)
    expected = [
        plain(row.tolist(), set(hidden[[user]].indices.tolist())) for row, user in zip(ranked, users, strict=True)
    ]
    assert np.allclose(np.c_[measured.recall, measured.ndcg], expected)


def test_no_suggestion_is_no_hit() -> None:
    hidden = sparse.csr_array(np.array([[True, False], [False, True]]))
    measured = quality(np.array([[0, -1], [-1, -1]]), hidden, np.array([0, 1]))
    assert measured.recall.tolist() == [1, 0]
    assert measured.ndcg.tolist() == [1, 0]


def test_a_difference_is_paired() -> None:
    ours, theirs = np.array([0.5, 0.9, 0.1]), np.array([0.4, 0.8, 0.0])
    gap = difference(ours, theirs)
    assert gap.mean == pytest.approx(0.1)
    assert gap.error == pytest.approx(0, abs=1e-9)
