"""Which notebooks have to be computed anew: marked in the transaction that changes them, worked off within seconds."""

from collections.abc import Collection
from datetime import UTC, datetime, timedelta
from uuid import uuid4

from django.db.models import Exists, OuterRef
from django.utils import timezone

from gallery.health.models import NotebookHealth, Stale
from gallery.notebooks.models import Notebook

AT_A_TIME = 1_000  # notebooks marked by one sweep; the next one marks more


def mark_stale(notebooks: Collection[int]) -> None:
    """Have these computed anew. A mark that is there already becomes a new one."""
    Stale.objects.bulk_create(
        [Stale(notebook_id=key, mark=uuid4()) for key in sorted(set(notebooks))],
        update_conflicts=True,
        unique_fields=["notebook"],
        update_fields=["mark"],
        batch_size=200,
    )


def mark_saved(notebook: Notebook) -> None:
    """Have a notebook with a new version computed anew."""
    mark_stale([notebook.pk])


def sweep(now: datetime | None = None) -> int:
    """Mark what time alone has changed: the window at midnight in UTC, the days since a version by the hour.

    And what was never computed, such as notebooks from before there was health. Answers how many are marked.
    """
    now = now or timezone.now()
    midnight = now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    marked = Exists(Stale.objects.filter(pk=OuterRef("pk")))
    kept = NotebookHealth.objects.exclude(marked)
    due = [
        kept.filter(computed_at__lt=midnight, users__gt=0).values_list("pk", flat=True),
        kept.filter(computed_at__lt=now - timedelta(hours=1)).exclude(previous_score=None).values_list("pk", flat=True),
        Notebook.objects.exclude(marked).filter(measured=None).exclude(head=None).values_list("pk", flat=True),
    ]
    keys = {key for rows in due for key in rows[:AT_A_TIME]}
    mark_stale(keys)
    return len(keys)
