"""Fields of work as they are kept: learned every night, and read for one person by the notebooks that they use."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from django.db import transaction
from numpy.typing import NDArray
from scipy import sparse

from gallery.notebooks.models import Notebook
from gallery.recommendations.algorithms.fields import fields, mixtures
from gallery.recommendations.algorithms.scorer import dense
from gallery.recommendations.algorithms.served import LEAST_PEOPLE
from gallery.recommendations.interactions import Matrix
from gallery.recommendations.models import FieldShare
from gallery.recommendations.usage import Usage

FEWEST_PEOPLE = 100  # of fewer, similar people and shared readers say all there is to say

KNOWN_BY = 6  # notebooks that stand for a field where it is spoken of
MUCH = 0.25  # of the use of the first of them: a third one that is used less stands for nothing
_SHARE = np.dtype([("learning", np.int64), ("field", np.int64), ("notebook", np.int64), ("share", np.float32)])


@dataclass(frozen=True)
class Learned:
    """What is kept of all fields: at most half a million numbers, read once for many people."""

    learnings: NDArray[np.int64]  # of each field
    notebooks: NDArray[np.int64]  # by ascending key
    shares: Matrix  # fields in rows, notebooks in columns
    by_notebook: Matrix  # the same with notebooks in rows


@dataclass(frozen=True)
class Mixture:
    """The fields of somebody: what they are in what this person uses, and what that person uses most of each."""

    fields: NDArray[np.int64]  # rows of what was learned
    shares: NDArray[np.float32]
    known_by: tuple[tuple[int, ...], ...]  # a few notebooks of each, the most used first


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


def load_fields() -> Learned:
    """As they were learned last."""
    rows = FieldShare.objects.values_list("learning", "field", "notebook", "share")
    found = np.fromiter(rows.iterator(), _SHARE)
    fields, places = np.unique(found[["learning", "field"]], return_inverse=True)
    notebooks, columns = np.unique(found["notebook"], return_inverse=True)
    shares = sparse.csr_array((found["share"], (places, columns)), shape=(len(fields), len(notebooks)))
    return Learned(fields["learning"], notebooks, shares, sparse.csr_array(shares.T.tocsr()))


def mixture_of(weights: Mapping[int, float], learned: Learned) -> Mixture:
    """The mixture of somebody who uses these notebooks, in the fields of each learning that know one of them."""
    keys = np.intersect1d(np.array([*weights], np.int64), learned.notebooks, assume_unique=True)
    known = dense(learned.by_notebook[np.searchsorted(learned.notebooks, keys)])
    used = np.array([weights[key] for key in keys.tolist()], np.float32)
    shares = np.zeros(len(learned.learnings), np.float32)
    for learning in np.unique(learned.learnings):
        fields = np.flatnonzero((learned.learnings == learning) & known.any(axis=0))
        said = known[:, fields].any(axis=1)
        if said.any():
            items = sparse.csr_array(known[np.ix_(said, fields)].T)
            shares[fields] = mixtures(sparse.csr_array(used[said][None, :]), items)[0]
    fields = np.flatnonzero(shares)
    return Mixture(fields, shares[fields], _most_used(keys, used[:, None] * known[:, fields]))


def _most_used(keys: NDArray[np.int64], uses: NDArray[np.float32]) -> tuple[tuple[int, ...], ...]:
    """The notebooks (rows) of each field (column) with the greatest use, by key where it is equal: two, and more."""
    order = np.argsort(-uses, axis=0, kind="stable")[:KNOWN_BY]
    best = np.take_along_axis(uses, order, axis=0)
    enough = best >= MUCH * best.max(axis=0, initial=0)
    enough[:2] = best[:2] > 0
    return tuple(tuple(keys[places[told]].tolist()) for places, told in zip(order.T, enough.T, strict=True))
