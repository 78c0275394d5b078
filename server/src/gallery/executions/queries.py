"""What rooms above ask of records and floods."""

from datetime import date

from gallery.executions.models import Flood


def flooding(notebook: int, since: date) -> set[int]:
    """Who sent more of this notebook on some day since then than is kept: each of their sums counts as one run."""
    return set(Flood.objects.filter(notebook=notebook, day__gte=since).values_list("person_id", flat=True))
