"""Whose executions weigh less: authors by a setting, people who sent more than a human makes always."""

from datetime import UTC, date, datetime

from django.conf import settings

from gallery.executions.models import Flood
from gallery.health.tallying import Weights
from gallery.notebooks.models import Notebook, Revision


def weights_of(notebook: Notebook, since: date, until: datetime | None = None) -> Weights:
    """The weights within a window: that of now, or one that ended at a moment in the past."""
    floods = Flood.objects.filter(notebook=notebook, day__gte=since)
    if until is not None:
        floods = floods.filter(day__lte=until.astimezone(UTC).date())
    weight = settings.CONFIG.author_weight
    return Weights(
        authors=authors_of(notebook) if weight != 1 else frozenset(),
        author=weight,
        flooding=frozenset(floods.values_list("person_id", flat=True)),
    )


def authors_of(notebook: Notebook) -> frozenset[int]:
    """Who owns the notebook or saved a version of it."""
    writers = Revision.objects.filter(notebook=notebook).order_by().values_list("author_id", flat=True).distinct()
    return frozenset({notebook.owner_id, *writers})
