"""The sequence of changes: replicas such as the search index read on from the last number they saw."""

from django.db import connection
from django.db.models import F

from gallery.accounts.models import User
from gallery.notebooks.models import ChangeCounter, Notebook

NOTEBOOKS, HEALTH = 1, 2  # the sequences: what notebooks say and to whom, and how they fare


def next_change(sequence: int = NOTEBOOKS) -> int:
    """The next number. The counter's row stays locked until the transaction ends, so numbers follow commits.

    Call it last in a transaction; it raises outside of one.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("a change has to be part of a transaction")
    if not ChangeCounter.objects.filter(pk=sequence).update(value=F("value") + 1):
        ChangeCounter.objects.bulk_create([ChangeCounter(pk=sequence, value=0)], ignore_conflicts=True)
        ChangeCounter.objects.filter(pk=sequence).update(value=F("value") + 1)
    return ChangeCounter.objects.values_list("value", flat=True).get(pk=sequence)


def last_change() -> int:
    """The newest number that is visible."""
    return ChangeCounter.objects.filter(pk=1).values_list("value", flat=True).first() or 0


def owner_renamed(person: User) -> None:
    """Let replicas read the notebooks of somebody once more: they are found by their owner's name, too."""
    mine = Notebook.objects.filter(owner=person)
    if mine.exists():
        mine.update(changed=next_change())
