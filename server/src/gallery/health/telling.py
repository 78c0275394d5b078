"""Tell the owner once when a notebook turns unhealthy and once when it recovers: never for each failure.

What was told last is kept with the health, so telling is a comparison that may run at any time and twice does no harm.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Count, F, Q, QuerySet
from django.utils import timezone

from gallery.accounts.models import User
from gallery.executions.models import Cause, Execution
from gallery.health.models import NotebookHealth
from gallery.health.window import window
from gallery.notebooks.models import Health, Notebook
from gallery.notebooks.requests import owners_of
from gallery.notices.actions import tell

UNHEALTHY, RECOVERED, REPORTED = "health-unhealthy", "health-recovered", "health-reported"
QUIET = timedelta(hours=1)  # after a message, a change of mind waits: what flaps is told of once
_SAID = {Health.UNHEALTHY: UNHEALTHY, Health.HEALTHY: RECOVERED}


def status_changed(notebooks: Iterable[int], *, now: datetime | None = None) -> int:
    """Tell the owners of those of these notebooks that turned; answers how many. Called when health was computed."""
    return _told(NotebookHealth.objects.filter(pk__in=list(notebooks)), now or timezone.now())


def tell_due(*, now: datetime | None = None) -> int:
    """The same for all notebooks: a chore, for what had to wait until it was quiet."""
    return _told(NotebookHealth.objects.all(), now or timezone.now())


def _told(among: QuerySet[NotebookHealth], now: datetime) -> int:
    rows = among.filter(_turned(), _quiet(now), notebook__trashed_at=None)
    return sum(_tell(row, now) for row in rows.select_related("notebook__owner", "notebook__group"))


def _turned() -> Q:
    """Unhealthy and not told of it, or told of it and healthy again. A new version that is unhealthy is told anew."""
    worse = ~Q(owner_told=Health.UNHEALTHY) | Q(revised_at__gt=F("owner_told_at"))
    return (Q(status=Health.UNHEALTHY) & worse) | Q(status=Health.HEALTHY, owner_told=Health.UNHEALTHY)


def _quiet(now: datetime) -> Q:
    return Q(owner_told_at=None) | Q(owner_told_at__lte=now - QUIET)


@transaction.atomic
def _tell(row: NotebookHealth, now: datetime) -> bool:
    """Take the right to tell, then tell: of two workers that see the same, one does."""
    status = Health(row.status)
    mine = NotebookHealth.objects.filter(pk=row.pk, owner_told_at=row.owner_told_at)
    if not mine.update(owner_told=status, owner_told_at=now):
        return False
    # Each turn is a subject of its own, so that an earlier notice which nobody has looked at hides no later one.
    subject = f"notebook:{row.notebook.uuid}#{now:%Y%m%d%H%M%S}"
    detail = _facts(row, now) if status == Health.UNHEALTHY else {}
    tell(people=owners_of(row.notebook), kind=_SAID[status], subject=subject, **detail)
    return True


def _facts(row: NotebookHealth, now: datetime) -> dict[str, Any]:
    """What the notice says: numbers and a coarse cause, no name and no text."""
    cell = first_bad(row)
    since = row.unhealthy_since or now
    return {
        "cell": cell["position"] if cell else None,
        "failed_for": cell["users_failed"] if cell else row.users_with_failures,
        "since": since.isoformat(),
        "cause": commonest_cause(row.notebook, cell["hash"] if cell else "", now),
    }


def first_bad(row: NotebookHealth) -> dict[str, Any] | None:
    """The first unhealthy cell: what fails later often fails because of it."""
    return next((cell for cell in row.cells if cell["status"] == Health.UNHEALTHY), None)


def commonest_cause(notebook: Notebook, source_hash: str, now: datetime) -> str:
    """Why most people failed at a cell, coarsely; "" where nobody's Jupyter said so."""
    since = now - window()
    failed = Execution.objects.filter(notebook=notebook, success=False, excused=False, started_at__gt=since)
    if source_hash:
        failed = failed.filter(source_hash=source_hash)
    said = failed.exclude(cause=Cause.NONE).values("cause").annotate(n=Count("person", distinct=True))
    return next(_commonest(said), "")


def _commonest(said: Any) -> Iterator[str]:
    yield from (row["cause"] for row in said.order_by("-n", "cause")[:1])


@transaction.atomic
def report(*, notebook: Notebook, source_hash: str, by: User) -> None:
    """Tell the owners that a cell fails for somebody, without the name; once until they have looked."""
    cells = NotebookHealth.objects.filter(notebook=notebook).values_list("cells", flat=True).first() or []
    cell = next((one["position"] for one in cells if one["hash"] == source_hash), None)
    others = [one for one in owners_of(notebook) if one.pk != by.pk]
    tell(people=others, kind=REPORTED, subject=f"notebook:{notebook.uuid}", cell=cell)
