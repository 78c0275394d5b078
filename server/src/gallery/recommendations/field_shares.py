"""Fields of work as they are kept: learned every night, and read for one person by the notebooks that they use."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from django.db import transaction
from scipy import sparse

from gallery.notebooks.models import Notebook
from gallery.recommendations.algorithms.fields import fields, mixtures
from gallery.recommendations.algorithms.served import LEAST_PEOPLE
from gallery.recommendations.models import FieldShare
from gallery.recommendations.usage import Usage

FEWEST_PEOPLE = 100  # of fewer, similar people and shared readers say all there is to say

Key = tuple[int, int]  # of a field: its learning and its number


@dataclass(frozen=True)
class Field:
    """What one field is to somebody: its share in what they use, and what they use of it, the most first."""

    share: float
    known_by: tuple[int, ...]


def keep_fields(usage: Usage) -> None:
    """Learn them anew, and replace those of the last night at once: halves of two nights make no mixture."""
    enough = len(usage.people) >= FEWEST_PEOPLE
    learnings = fields(usage.weights, least=LEAST_PEOPLE).learnings if enough else ()
    living = set(Notebook.objects.values_list("pk", flat=True)) if enough else set()
    rows = []
    for number, learned in enumerate(learnings):
        found = sparse.coo_array(learned)
        keys = usage.notebooks[found.col].tolist()
        shares = zip(found.row.tolist(), keys, found.data.tolist(), strict=True)
        rows += [
            FieldShare(learning=number, field=field, notebook_id=key, share=share)
            for field, key, share in shares
            if key in living  # some may have gone meanwhile
        ]
    with transaction.atomic():
        FieldShare.objects.all().delete()
        FieldShare.objects.bulk_create(rows, batch_size=500)


def fields_of(weights: Mapping[int, float]) -> dict[Key, Field]:
    """The mixture of somebody who uses these notebooks."""
    shares: dict[int, dict[Key, dict[int, float]]] = defaultdict(lambda: defaultdict(dict))
    rows = FieldShare.objects.filter(notebook__in=weights).values_list("learning", "field", "notebook", "share")
    for learning, field, notebook, share in rows:
        shares[learning][learning, field][notebook] = share
    return {key: field for one in shares.values() for key, field in _mixture(weights, one).items()}


def _mixture(weights: Mapping[int, float], learned: Mapping[Key, Mapping[int, float]]) -> dict[Key, Field]:
    columns = sorted({notebook for of_field in learned.values() for notebook in of_field})
    items = [[of_field.get(notebook, 0.0) for notebook in columns] for of_field in learned.values()]
    mine = sparse.csr_array(np.array([[weights[notebook] for notebook in columns]], np.float32))
    mixture = mixtures(mine, sparse.csr_array(np.array(items, np.float32)))[0].tolist()
    return {
        key: Field(share, tuple(sorted(of_field, key=lambda book: (-weights[book] * of_field[book], book))))
        for (key, of_field), share in zip(learned.items(), mixture, strict=True)
        if share > 0
    }
