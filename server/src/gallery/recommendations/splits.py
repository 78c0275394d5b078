"""Take a part of a log away, to see whether it is guessed from the rest."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from gallery.recommendations.interactions import Interactions, Matrix

LEAST = 5  # items that a user must have for a fifth of them to be taken away
PART = 0.2


@dataclass(frozen=True)
class Split:
    """What is known, and what is to be guessed: for each user items that are not among the known ones."""

    known: Interactions
    hidden: Matrix  # boolean
    users: NDArray[np.int64]  # those with something known and something hidden


def random_fifth(log: Interactions, seed: int) -> Split:
    """Hide a random fifth of the items of each user who has at least five."""
    used = log.usage()
    rng = np.random.default_rng(seed)
    rows = np.repeat(np.arange(used.shape[0]), np.diff(used.indptr))
    order = np.lexsort((rng.random(used.nnz), rows))  # at random within each row
    rank = np.empty(used.nnz, np.int64)
    rank[order] = np.arange(used.nnz) - np.repeat(used.indptr[:-1], np.diff(used.indptr))
    counts = np.diff(used.indptr)[rows]
    hidden = rank < np.where(counts >= LEAST, np.maximum(1, np.floor(counts * PART)), 0)
    return _split(log, sparse.csr_array((hidden, used.indices, used.indptr), shape=used.shape))


def last_fifth(log: Interactions) -> Split:
    """Hide what came after the moment by which four fifths of all events had happened: as on a real day."""
    moment = np.quantile(log.at, 1 - PART) if len(log) else 0.0
    before = log.only(log.at <= moment).usage() > 0
    after = log.only(log.at > moment).usage() > 0
    return _split(log, sparse.csr_array(after > before), until=float(moment))


def _split(log: Interactions, hidden: Matrix, until: float = np.inf) -> Split:
    """Events of hidden items leave the log, whenever they happened."""
    hidden = sparse.csr_array(hidden, dtype=np.bool_)
    hidden.eliminate_zeros()
    keys = _keys(log.user, log.item, len(log.items))
    rows = np.repeat(np.arange(hidden.shape[0]), np.diff(hidden.indptr))
    known = log.only(~np.isin(keys, _keys(rows, hidden.indices, len(log.items))) & (log.at <= until))
    something = np.bincount(known.user, minlength=len(log.users)) > 0
    return Split(known, hidden, np.flatnonzero(something & (np.diff(hidden.indptr) > 0)))


def _keys(user: NDArray[np.integer], item: NDArray[np.integer], items: int) -> NDArray[np.int64]:
    return user.astype(np.int64) * items + item
