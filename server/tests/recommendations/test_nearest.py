"""The nearest rows: the same as all products sorted, in far less memory than all products take."""

import tracemalloc

import numpy as np
import pytest
from gallery.recommendations.algorithms.item_item import also_used
from gallery.recommendations.algorithms.nearest import nearest
from gallery.recommendations.algorithms.similar_users import unit_rows
from gallery.recommendations.interactions import Matrix
from numpy.typing import NDArray
from scipy import sparse

KEPT = 30


@pytest.fixture(scope="module")
def log() -> Matrix:
    """20,000 events of 900 people in 9 teams, and somebody who used nothing; many have equally much in common."""
    rng = np.random.default_rng(21)
    person = rng.integers(900, size=20_000)
    team = np.where(rng.random(20_000) < 0.9, person % 9, rng.integers(9, size=20_000))
    notebook = (60 * rng.random(20_000) ** 2).astype(np.int64) * 9 + team
    events = sparse.csr_array((np.ones(20_000, np.float32), (person, notebook)), shape=(901, 540))
    return sparse.csr_array(events > 0, dtype=np.float32)


def sorted_out(products: NDArray[np.float32], most: int) -> NDArray[np.float32]:
    """The greatest of each row of all products, of equal ones the first; the others are 0."""
    np.fill_diagonal(products, 0)
    for row in products:
        row[np.argsort(-row, kind="stable")[most:]] = 0
    return products


def test_they_are_what_all_products_sorted_give_and_ties_too(log: Matrix) -> None:
    found, expected = nearest(log, KEPT), sorted_out((log @ log.T).toarray(), KEPT)
    assert np.array_equal(found.toarray(), expected)
    assert np.diff(found.indptr)[-2:].tolist() == [KEPT, 0]
    assert all((np.diff(found.indices[a:b]) > 0).all() for a, b in zip(found.indptr, found.indptr[1:], strict=False))
    last = np.where(found.toarray() > 0, expected, np.inf).min(axis=1)
    products = (log @ log.T).toarray()
    np.fill_diagonal(products, 0)
    assert ((products == last[:, None]).sum(axis=1) > (expected == last[:, None]).sum(axis=1)).any()  # ties were cut


def test_cosine_and_jaccard_likewise(log: Matrix) -> None:
    unit = unit_rows(log)
    assert np.allclose(nearest(unit, KEPT).toarray(), sorted_out((unit @ unit.T).toarray(), KEPT), atol=1e-6)
    both = (log.T @ log).toarray()
    readers = both.diagonal().copy()
    jaccard = np.where(both >= 3, both / (readers[:, None] + readers - both), 0)
    assert np.array_equal(also_used(log, KEPT, least=3).toarray(), sorted_out(jaccard, KEPT))


def test_never_more_than_a_few_rows_of_products_are_in_memory(log: Matrix) -> None:
    whole = sparse.csr_array(log @ log.T)
    products = whole.data.nbytes + whole.indices.nbytes
    tracemalloc.start()
    try:
        nearest(log, 3)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < products / 4


def test_nothing_has_nothing_near() -> None:
    assert nearest(sparse.csr_array((0, 7), dtype=np.float32), KEPT).shape == (0, 0)
    assert nearest(sparse.csr_array((3, 0), dtype=np.float32), KEPT).nnz == 0
