"""Compute which notebooks are alike, portion by portion, and keep the best of each."""

from collections.abc import Callable, Iterator

import numpy as np
from django.db import transaction
from scipy import sparse

from gallery.notebooks.models import Notebook
from gallery.recommendations.algorithms.scorer import PORTION, strongest
from gallery.recommendations.interactions import Matrix
from gallery.recommendations.models import Similar
from gallery.recommendations.texts import Vectors, vectors

KEPT = 50  # of each notebook: some of them a reader may not see
LEAST = 0.08  # what is less alike is not worth a place
SHARED = 3


def compute_similarity(progress: Callable[[int, int], None] = lambda *_: None) -> int:
    """Compute all similarities anew; answers how many pairs. Stopped, it keeps what it did."""
    keys = list(Notebook.objects.filter(trashed_at=None).order_by("pk").values_list("pk", flat=True))
    found, pairs = vectors(keys), 0
    progress(0, len(keys))
    for at in range(0, len(keys), PORTION):
        pairs += _keep(keys[at : at + PORTION], list(_pairs(found, at)))
        progress(min(at + PORTION, len(keys)), len(keys))
    Similar.objects.exclude(notebook__in=Notebook.objects.filter(trashed_at=None)).delete()
    return pairs


@transaction.atomic
def _keep(keys: list[int], rows: list[Similar]) -> int:
    Similar.objects.filter(notebook__in=keys).delete()
    living = set(
        Notebook.objects.filter(pk__in={row.other_id for row in rows} | set(keys)).values_list("pk", flat=True)
    )
    there = [row for row in rows if {row.notebook_id, row.other_id} <= living]  # some may have gone meanwhile
    Similar.objects.bulk_create(there, batch_size=500)
    return len(there)


def _pairs(found: Vectors, first: int) -> Iterator[Similar]:
    """The nearest others of each notebook of one portion."""
    rows = found.rows[first : first + PORTION]
    cosine = sparse.csr_array(rows @ found.rows.T)
    for place, near in enumerate(_nearest(cosine, first)):
        for column, score in near:
            shared = _shared(found, first + place, column)
            yield Similar(
                notebook_id=found.keys[first + place], other_id=found.keys[column], score=score, shared=shared
            )


def _nearest(cosine: sparse.csr_array, first: int) -> Iterator[list[tuple[int, float]]]:
    rows = np.repeat(np.arange(cosine.shape[0]), np.diff(cosine.indptr)) + first
    cosine.data[(rows == cosine.indices) | (cosine.data < LEAST)] = 0
    cosine.eliminate_zeros()
    best = strongest(cosine, KEPT)
    for row in range(best.shape[0]):
        part = slice(best.indptr[row], best.indptr[row + 1])
        near = zip(best.indices[part].tolist(), best.data[part].tolist(), strict=True)
        yield [(place, min(1.0, score)) for place, score in near]


def _shared(found: Vectors, one: int, other: int) -> list[str]:
    """The words that add most to what two notebooks have in common."""
    product: Matrix = found.rows[[one]].multiply(found.rows[[other]]).tocsr()
    order = np.argsort(-product.data, kind="stable")
    return list(dict.fromkeys(found.words[product.indices[place]] for place in order))[:SHARED]
