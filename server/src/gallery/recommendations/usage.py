"""Who uses what, as numbers: one weight for each person and notebook, from 90 days of use and from stars.

    weight = log(1 + views + 3 · runs) + 1 if starred

The views and runs are those of the last 90 days, so that a change of duties shows. A run says more than a view.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np
from django.db.models import QuerySet, Sum
from numpy.typing import NDArray
from scipy import sparse

from gallery.notebooks.models import Notebook, Star, Use
from gallery.notebooks.usage import KEPT_DAYS, today
from gallery.recommendations.interactions import Matrix

A_RUN_IS = 3  # views
A_STAR_IS = 1.0
PORTION = 2_000  # notebooks that are read at a time

_ROW = np.dtype([("person", np.int64), ("notebook", np.int64), ("views", np.int64), ("runs", np.int64)])
_STAR = np.dtype([("person", np.int64), ("notebook", np.int64)])
Keys = NDArray[np.int64]


def weight(views: int, runs: int, *, starred: bool) -> float:
    """How much somebody uses a notebook.

    >>> round(weight(1, 0, starred=False), 3), round(weight(1, 1, starred=True), 3)
    (0.693, 2.609)
    """
    return math.log1p(views + A_RUN_IS * runs) + A_STAR_IS * starred


@dataclass(frozen=True)
class Usage:
    """People in rows, notebooks in columns, both by ascending key."""

    people: Keys
    notebooks: Keys
    used: Matrix  # what was viewed or run
    weights: Matrix  # the same with stars


def lately(on: date | None = None) -> QuerySet[Use]:
    """What was used in the last 90 days."""
    return Use.objects.filter(day__gt=(on or today()) - timedelta(days=KEPT_DAYS))


def load_usage() -> Usage:
    """Everybody's, of notebooks outside the trash. Never more than what is used is in memory."""
    used = np.concatenate([np.empty(0, _ROW), *_used()])
    starred = np.fromiter(_tuples(Star.objects.filter(notebook__trashed_at=None)), _STAR)
    people = np.unique(np.concatenate([used["person"], starred["person"]]))
    notebooks = np.unique(np.concatenate([used["notebook"], starred["notebook"]]))
    of_use = _matrix(used, np.log1p(used["views"] + A_RUN_IS * used["runs"]), people, notebooks)
    of_stars = _matrix(starred, np.full(len(starred), A_STAR_IS), people, notebooks)
    return Usage(people, notebooks, of_use, sparse.csr_array(of_use + of_stars))


def _used() -> Iterator[NDArray[np.void]]:
    last = Notebook.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    living = lately().filter(notebook__trashed_at=None)
    for at in range(0, last + 1, PORTION):
        part = living.filter(notebook__gte=at, notebook__lt=at + PORTION)
        summed = part.values_list("person", "notebook").annotate(all_views=Sum("views"), all_runs=Sum("runs"))
        yield np.fromiter(summed.iterator(), _ROW)


def _tuples(stars: QuerySet[Star]) -> Iterator[Any]:
    yield from stars.values_list("person", "notebook").iterator()


def _matrix(rows: NDArray[np.void], values: NDArray[Any], people: Keys, notebooks: Keys) -> Matrix:
    places = (np.searchsorted(people, rows["person"]), np.searchsorted(notebooks, rows["notebook"]))
    return sparse.csr_array((values.astype(np.float32), places), shape=(len(people), len(notebooks)))
