"""What is in demand of late, computed by the worker from who used what.

For each notebook: of each of the last 30 days (UTC) the number of different people who viewed or ran it on that day,
times a weight that falls linearly from 1 today to 0 thirty days ago, summed up:

    reach = Σ (d = 0 … 29)  people(today - d) · (1 - d / 30)

An old notebook has had longer to become known than a new one, so the reach is tempered by the notebook's age:

    value = reach / (1 + age in days / 365)

A notebook that is a year old needs twice the people of one made today. Visits of one person on one day count once.
"""

from collections import defaultdict
from datetime import UTC, date, datetime, timedelta

from django.db import transaction
from django.db.models import Count
from django.utils import timezone

from gallery.notebooks.models import Notebook, Trend, Use

DAYS = 30
HALVES_AFTER = 365  # days of age
PORTION = 1_000  # notebooks at a time


def weight(days_ago: int) -> float:
    """How much a day counts.

    >>> weight(0), weight(15), weight(30)
    (1.0, 0.5, 0.0)
    """
    return max(0.0, 1 - days_ago / DAYS)


def trendiness(people: dict[int, int], age: float) -> float:
    """The value, from the number of people by days ago, and the notebook's age in days.

    >>> trendiness({0: 4, 15: 2}, age=0), trendiness({0: 4, 15: 2}, age=365)
    (5.0, 2.5)
    """
    reach = sum(count * weight(days_ago) for days_ago, count in people.items())
    return reach / (1 + max(0.0, age) / HALVES_AFTER)


def compute_trends(now: datetime | None = None) -> int:
    """Compute every notebook's value anew; answers how many have one. Stopped, it keeps what it did."""
    now, kept = now or timezone.now(), 0
    last = Notebook.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    for at in range(0, last + 1, PORTION):
        kept += _compute(range(at, at + PORTION), now)
    return kept


@transaction.atomic
def _compute(keys: range, now: datetime) -> int:
    portion = Notebook.objects.filter(pk__gte=keys.start, pk__lt=keys.stop, trashed_at=None)
    people, created = _people_by_day(keys, now.astimezone(UTC).date()), dict(portion.values_list("pk", "created_at"))
    rows = [
        Trend(notebook_id=key, value=trendiness(days, (now - created[key]).total_seconds() / 86_400), computed_at=now)
        for key, days in people.items()
        if key in created
    ]
    Trend.objects.filter(pk__gte=keys.start, pk__lt=keys.stop).delete()
    Trend.objects.bulk_create(rows, batch_size=200)
    return len(rows)


def _people_by_day(keys: range, today: date) -> dict[int, dict[int, int]]:
    """For each notebook the number of people by days ago: a row is one person on one day."""
    lately = Use.objects.filter(notebook__gte=keys.start, notebook__lt=keys.stop)
    lately = lately.filter(day__gt=today - timedelta(days=DAYS), day__lte=today)
    found: dict[int, dict[int, int]] = defaultdict(dict)
    for key, day, count in lately.values_list("notebook", "day").annotate(people=Count("person")):
        found[key][(today - day).days] = count
    return found
