"""Since when a notebook fails: the first failure of its first unhealthy cell after the last time that it worked."""

from datetime import datetime

from django.db.models import Max, Min, Q

from gallery.executions.models import Execution
from gallery.health.definitions import Status, cell_status
from gallery.health.tallying import NotebookTally
from gallery.notebooks.models import Notebook


def unhealthy_since(notebook: Notebook, tally: NotebookTally) -> datetime | None:
    """The moment; where the cell works for some to this day, its first failure of all. None where no cell is bad."""
    bad = (place.hash for place in tally.places if cell_status(tally.count(place)) == Status.UNHEALTHY)
    worst = next(bad, None)
    if worst is None:
        return None
    record = tally.cells[worst]
    records = Execution.objects.filter(notebook=notebook, source_hash=worst)
    failures = Min("started_at", filter=Q(success=False, excused=False))
    if record.last_success_day is not None:
        lately = records.filter(day__gte=record.last_success_day)
        worked = lately.aggregate(at=Max("started_at", filter=Q(success=True)))["at"]
        since: datetime | None = lately.filter(started_at__gt=worked).aggregate(at=failures)["at"] if worked else None
        if since is not None:
            return since
    first: datetime | None = records.filter(day__gte=record.first_failure_day).aggregate(at=failures)["at"]
    return first
