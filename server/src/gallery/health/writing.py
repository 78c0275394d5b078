"""Keeps what was computed: one row for each notebook, and the few columns by which lists filter and sort."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import fields
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from gallery.health.computing import Health
from gallery.health.definitions import Metrics
from gallery.health.imports import keep_imports
from gallery.health.models import NotebookHealth, Stale
from gallery.notebooks.changes import HEALTH, next_change
from gallery.notebooks.models import Notebook

_METRICS = [one.name for one in fields(Metrics)]
_PLAIN = (
    "revision", "revised_at", "computed_at", "executions", "users", "users_with_failures", "sessions", "last_run",
    "last_failure", "unhealthy_since",
)  # fmt: skip
_COMPUTED = [*_METRICS, *_PLAIN, "shown_score", "note", "previous_score", "previous_status", "cells", "days"]


@transaction.atomic
def write(found: Sequence[Health], marks: Mapping[int, UUID], *, anew: bool = False) -> set[int]:
    """Keep these, as far as nothing changed since their marks were read; answers the keys of those that were kept.

    What changed meanwhile has a new mark and is computed anew. What was told to owners stays as it is. What notebooks
    import is read from their code where the version is new, or `anew`.
    """
    rows = Stale.objects.select_for_update().filter(pk__in=marks).order_by("pk")
    unchanged = {row.pk for row in rows if row.mark == marks[row.pk]}
    fresh = [health for health in found if health.notebook in unchanged]
    known = dict(NotebookHealth.objects.filter(pk__in=unchanged).values_list("pk", "revision"))
    NotebookHealth.objects.bulk_create(
        [row_of(health) for health in fresh],
        update_conflicts=True,
        unique_fields=["notebook"],
        update_fields=_COMPUTED,
        batch_size=100,
    )
    differ = _tell_lists(fresh)
    keep_imports([one.notebook for one in fresh if anew or known.get(one.notebook) != one.revision])
    Stale.objects.filter(pk__in=unchanged).delete()
    if differ:
        next_change(HEALTH)
    return {health.notebook for health in fresh}


def row_of(health: Health) -> NotebookHealth:
    """The row that holds it, not saved."""
    return NotebookHealth(
        notebook_id=health.notebook,
        **vars(health.metrics),
        **{name: getattr(health, name) for name in _PLAIN},
        shown_score=health.shown.score,
        note=health.shown.note,
        previous_score=health.past.score if health.past else None,
        previous_status=health.past.status if health.past else "",
        cells=[_plain(vars(cell)) for cell in health.cells],
        days=[_plain(vars(day)) for day in health.days],
    )


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    """Dates as text: JSON has none."""
    return {name: one.isoformat() if isinstance(one, date | datetime) else one for name, one in values.items()}


def _tell_lists(found: Collection[Health]) -> bool:
    """Change the columns of the notebooks themselves where they differ; answers whether any did."""
    names = ("health", "health_note", "health_score")
    before = Notebook.objects.filter(pk__in=[health.notebook for health in found]).values_list("pk", *names)
    known = {row[0]: row[1:] for row in before}
    differ = False
    for health in sorted(found, key=lambda one: one.notebook):
        now = (str(health.metrics.status), str(health.shown.note), health.shown.score)
        if known[health.notebook] != now:
            Notebook.objects.filter(pk=health.notebook).update(**dict(zip(names, now, strict=True)))
            differ = True
    return differ
