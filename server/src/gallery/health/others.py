"""How one cell fares with everybody but the person who asks: is it only me?"""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.db.models import Max, Q, QuerySet
from django.utils import timezone

from gallery.accounts.models import User
from gallery.executions.models import Execution
from gallery.health.window import first_day
from gallery.notebooks.models import Notebook

ENOUGH = 2  # so many people must fail before it counts as broken for everybody where it worked


class Last(NamedTuple):
    """When a cell last worked, and last failed, for one person."""

    success: datetime | None
    failure: datetime | None


@dataclass(frozen=True)
class Others:
    """Other people who ran a cell lately, and for how many of them it worked, or failed, when they last did.

    `failing_since` is the first failure after it last worked for anybody: None while it works, and while only one of
    many has failed since. Where there is such a moment, `failing` are those for whom it has failed since.
    """

    users: int
    working: int
    failing: int
    failing_since: datetime | None


def others(person: User | None, notebook: Notebook, source_hash: str) -> Others:
    """Two queries; failures that an outage excuses are left out."""
    first = first_day(timezone.now())
    runs = Execution.objects.filter(notebook=notebook, day__gte=first, source_hash=source_hash, excused=False)
    runs = runs.exclude(person=person) if person is not None else runs
    return _counted(_last_of_each(runs), runs)


def _last_of_each(runs: QuerySet[Execution]) -> list[Last]:
    worked, failed = Max("started_at", filter=Q(success=True)), Max("started_at", filter=Q(success=False))
    rows = runs.order_by().values("person").annotate(last_success=worked, last_failure=failed)
    return [Last(row["last_success"], row["last_failure"]) for row in rows]


def _counted(lasts: list[Last], runs: QuerySet[Execution]) -> Others:
    newest = max((last.success for last in lasts if last.success), default=None)
    after = [last for last in lasts if last.failure and (newest is None or last.failure > newest)]
    working = sum(last.success is not None and (last.failure is None or last.success >= last.failure) for last in lasts)
    if not after or (working and len(after) < ENOUGH):
        return Others(len(lasts), working, len(lasts) - working, None)
    failures = runs.filter(success=False, **({"started_at__gt": newest} if newest else {}))
    first = failures.order_by("started_at").values_list("started_at", flat=True).first()
    return Others(len(lasts), working, len(after), first)
