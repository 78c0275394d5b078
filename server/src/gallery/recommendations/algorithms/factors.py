"""ALS and BPR: users and items as points in a small space, as the library `implicit` learns them.

Sources: Hu, Koren, Volinsky: Collaborative Filtering for Implicit Feedback Datasets (2008); Rendle, Freudenthaler,
Gantner, Schmidt-Thieme: BPR: Bayesian Personalized Ranking from Implicit Feedback (2009).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from threadpoolctl import threadpool_limits

from gallery.recommendations.algorithms.scorer import Scores
from gallery.recommendations.interactions import Matrix


@dataclass(frozen=True)
class Factors:
    """A point for each user and each item."""

    users: NDArray[np.float32]
    items: NDArray[np.float32]

    def scores(self, users: NDArray[np.int64]) -> Scores:
        """Inner products."""
        return np.asarray(self.users[users] @ self.items.T, np.float32)


def als(usage: Matrix, factors: int = 64, regularization: float = 10.0, alpha: float = 1.0) -> Factors:
    """Alternating least squares; `alpha` says how much more a use counts than no use."""
    from implicit.cpu.als import AlternatingLeastSquares  # noqa: PLC0415 — takes a second to import

    with threadpool_limits(1, "blas"):  # the library's own threads would fight with those of BLAS
        model = AlternatingLeastSquares(factors, regularization, alpha=alpha, random_state=0, num_threads=0)
        return _learned(model, usage)


def bpr(usage: Matrix, factors: int = 64, regularization: float = 0.05, rate: float = 0.01) -> Factors:
    """Bayesian personalised ranking: what was used goes before what was not. One thread, so that it can be repeated."""
    from implicit.cpu.bpr import BayesianPersonalizedRanking  # noqa: PLC0415 — takes a second to import

    model = BayesianPersonalizedRanking(factors, rate, regularization, random_state=0, num_threads=1)
    return _learned(model, usage)


def _learned(model: object, usage: Matrix) -> Factors:
    model.fit(sparse.csr_matrix(usage, dtype=np.float32), show_progress=False)  # type: ignore[attr-defined]
    return Factors(np.asarray(model.user_factors), np.asarray(model.item_factors))  # type: ignore[attr-defined]
