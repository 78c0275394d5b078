"""Compute which notebooks are alike, portion by portion, and keep the best of each."""

from collections.abc import Callable, Iterable, Iterator
from itertools import islice

import numpy as np
from django.db import transaction

from gallery.notebooks.models import Notebook
from gallery.recommendations.algorithms.nearest import Columns, Values, each_nearest
from gallery.recommendations.models import Similar
from gallery.recommendations.texts import Vectors, vectors

KEPT = 50  # of each notebook: some of them a reader may not see
LEAST = 0.08  # what is less alike is not worth a place
SHARED = 3
PORTION = 256  # notebooks that are written at a time


def compute_similarity(progress: Callable[[int, int], None] = lambda *_: None) -> int:
    """Compute all similarities anew; answers how many pairs. Stopped, it keeps what it did."""
    keys = list(Notebook.objects.filter(trashed_at=None).order_by("pk").values_list("pk", flat=True))
    found, pairs = vectors(keys), 0
    near = each_nearest(found.rows, KEPT, _alike)
    progress(0, len(keys))
    for at in range(0, len(keys), PORTION):
        pairs += _keep(keys[at : at + PORTION], list(_pairs(found, at, islice(near, PORTION))))
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


def _alike(row: int, others: Columns, cosines: Values) -> Values:
    return np.where(cosines < LEAST, np.float32(0), cosines)


def _pairs(found: Vectors, first: int, near: Iterable[tuple[Columns, Values]]) -> Iterator[Similar]:
    """The nearest others of each notebook of one portion."""
    for place, (columns, cosines) in enumerate(near, first):
        for column, score in zip(columns.tolist(), cosines.tolist(), strict=True):
            shared = _shared(found, place, column)
            keys = {"notebook_id": found.keys[place], "other_id": found.keys[column]}
            yield Similar(**keys, score=min(1.0, score), shared=shared)


def _shared(found: Vectors, one: int, other: int) -> list[str]:
    """The words that add most to what two notebooks have in common."""
    words, mine = _words(found, one)
    others, theirs = _words(found, other)
    both, here, there = np.intersect1d(words, others, assume_unique=True, return_indices=True)
    order = np.argsort(-mine[here] * theirs[there], kind="stable")
    return list(dict.fromkeys(found.words[both[place]] for place in order))[:SHARED]


def _words(found: Vectors, row: int) -> tuple[Columns, Values]:
    part = slice(found.rows.indptr[row], found.rows.indptr[row + 1])
    return found.rows.indices[part], found.rows.data[part]
