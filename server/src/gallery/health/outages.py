"""Something that many notebooks share is down: what fails because of it is marked, and does not count.

It begins where several notebooks that share a package or a source break within the same hours, while others do not; it
ends when they work again. Whoever looks only at one notebook could not tell.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Max, Min, Q

from gallery.executions.models import Execution
from gallery.health.breaks import AT_A_TIME, FAILURE, Break, Place, breaks
from gallery.health.models import NotebookHealth, NotebookImport, Outage, Stale
from gallery.lib.imports import comes_with

SEVERAL = 3  # notebooks at the least, and where that is few, many people
MOST_SHARE = 0.6  # of the notebooks with it that were run since have to be broken
OTHERS_SHARE = 0.25  # of that share may be broken among those without it
RETURNED = 2  # notebooks that work again end it at once
QUIET = timedelta(hours=1)  # one does, if none has failed since for so long
FORGOTTEN = timedelta(days=2)  # without any failure
LATE = timedelta(days=1)  # records of an outage that is over may come so late


@dataclass(frozen=True)
class Suspect:
    """A package or source, and what broke of what uses it."""

    name: str
    broken: tuple[Break, ...]
    contrast: float  # the share of the broken among those with it, less that among those without it
    spread: int  # how many notebooks use it at all: the fewer, the more it tells


def watch(now: datetime) -> int:
    """Follow the outages that go on and look for new ones; answers how many failures were marked."""
    marked = sum(follow(outage, now) for outage in lately(now))
    for outage in Outage.objects.filter(ended_at=None):
        _end_if_over(outage, now)
    suspect = _worst(now)
    return marked + (_begin(suspect) if suspect is not None else 0)


def lately(now: datetime) -> list[Outage]:
    """Those that go on, and those that ended so lately that records may still come in."""
    return list(Outage.objects.filter(Q(ended_at=None) | Q(ended_at__gte=now - LATE)).order_by("pk"))


# How one begins


def _begin(suspect: Suspect) -> int:
    with transaction.atomic():
        outage = Outage.objects.create(name=suspect.name, began_at=min(one.since for one in suspect.broken))
        return _mark(outage, suspect.broken)


def _worst(now: datetime) -> Suspect | None:
    """The package or source that explains best what has broken in the last hours, if anything did."""
    since = now - timedelta(hours=settings.CONFIG.outage_hours)
    active = _active(since)
    broken: dict[int, list[Break]] = defaultdict(list)
    for one in breaks(active, since):
        broken[one.notebook].append(one)
    if len(broken) < SEVERAL:
        return None
    suspects = list(_suspects(_last_runs(active, since), broken))
    return max(suspects, key=lambda one: (one.contrast, -one.spread, len(one.broken), one.name), default=None)


def _active(since: datetime) -> set[int]:
    """Notebooks that may have been run since then and are not part of an outage already."""
    ran = NotebookHealth.objects.filter(last_run__gte=since).values_list("pk", flat=True)
    known = Outage.objects.filter(ended_at=None).values_list("notebooks", flat=True)
    return (set(ran) | set(Stale.objects.values_list("pk", flat=True))) - set(known)


def _last_runs(notebooks: Collection[int], since: datetime) -> dict[int, datetime]:
    ordered, found = sorted(notebooks), dict[int, datetime]()
    for start in range(0, len(ordered), AT_A_TIME):
        rows = Execution.objects.filter(
            notebook__in=ordered[start : start + AT_A_TIME],
            day__gte=since.astimezone(UTC).date(),
            started_at__gte=since,
        )
        found |= dict(rows.order_by().values_list("notebook_id").annotate(at=Max("started_at")))
    return found


def _suspects(runs: dict[int, datetime], broken: dict[int, list[Break]]) -> Iterator[Suspect]:
    used = NotebookImport.objects.filter(notebook__in=broken).values_list("name", "notebook__language").distinct()
    for name in sorted({name for name, language in used if not comes_with(language, name)}):
        users = set(NotebookImport.objects.filter(name=name).values_list("notebook_id", flat=True))
        theirs = [one for key in sorted(users & broken.keys()) for one in broken[key]]
        if not _many(theirs):
            continue
        began = min(one.since for one in theirs)
        since = {key for key, at in runs.items() if at >= began}  # who ran before it knows nothing of it
        share, others = _share(users & since, broken), _share(since - users, broken)
        if share >= MOST_SHARE and others <= share * OTHERS_SHARE:
            yield Suspect(name, tuple(theirs), share - others, len(users))


def _many(theirs: Iterable[Break]) -> bool:
    """As many notebooks as the setting says; or as many people in several. One person alone is no outage."""
    found = list(theirs)
    notebooks = len({one.notebook for one in found})
    people = len(frozenset[int]().union(*(one.people for one in found)))
    return notebooks >= SEVERAL and people > 1 and max(notebooks, people) >= settings.CONFIG.outage_size


def _share(notebooks: Collection[int], broken: Collection[int]) -> float:
    return sum(key in broken for key in notebooks) / len(notebooks) if notebooks else 0.0


# How one goes on


def follow(outage: Outage, now: datetime, among: Collection[int] | None = None) -> int:
    """Mark what has failed since because of it, also of notebooks that had not run before; answers how many."""
    users = NotebookImport.objects.filter(name=outage.name)
    if among is not None:
        users = users.filter(notebook__in=among)
    keys = set(users.values_list("notebook_id", flat=True))
    if outage.ended_at is not None:
        return _mark_late(outage, keys)
    return _mark(outage, list(breaks(keys, outage.began_at)))


def _mark(outage: Outage, broken: Collection[Break]) -> int:
    """Excuse these failures. Their sums are made anew, and what follows from them."""
    with transaction.atomic():
        marked = sum(_excuse(Q(notebook=one.notebook, source_hash=one.hash), one.since) for one in broken)
        if marked:
            outage.notebooks.add(*{one.notebook for one in broken})
    return marked


def _excuse(which: Q, since: datetime, until: datetime | None = None) -> int:
    failures = Execution.objects.filter(which, FAILURE, excused=False, day__gte=since.astimezone(UTC).date())
    failures = failures.filter(started_at__gte=since)
    if until is not None:
        failures = failures.filter(started_at__lt=until)
    return failures.update(excused=True, summed=False)


def _mark_late(outage: Outage, keys: Collection[int]) -> int:
    """Records of its time that come in when it is over, of cells that are known to have failed because of it."""
    places = [place for place in _last_excused(outage) if place[0] in keys]
    return sum(
        _excuse(Q(notebook=notebook, source_hash=hash_), outage.began_at, outage.ended_at) for notebook, hash_ in places
    )


def _last_excused(outage: Outage) -> dict[Place, datetime]:
    """The cells that failed because of it, and when they did last."""
    rows = Execution.objects.filter(
        notebook__in=outage.notebooks.values("pk"), excused=True, day__gte=outage.began_at.astimezone(UTC).date()
    )
    return {
        (notebook, hash_): at
        for notebook, hash_, at in rows.order_by()
        .filter(started_at__gte=outage.began_at)
        .values_list("notebook_id", "source_hash")
        .annotate(at=Max("started_at"))
    }


# How one ends


def _end_if_over(outage: Outage, now: datetime) -> None:
    failed = _last_excused(outage)
    last = max(failed.values(), default=outage.began_at)
    returned = {place: at for place, failed_at in failed.items() if (at := _worked_after(place, failed_at)) is not None}
    if returned:
        first = min(returned.values())
        still = {notebook for (notebook, _), at in failed.items() if at > first}
        working = {notebook for notebook, _ in returned} - still
        enough = len(working) >= RETURNED or (not still and now - first >= QUIET)
        if enough and len(working) > len(still):
            _end(outage, first)
    elif now - last >= FORGOTTEN:
        _end(outage, last)


def _worked_after(place: Place, moment: datetime) -> datetime | None:
    notebook, hash_ = place
    day = moment.astimezone(UTC).date()
    rows = Execution.objects.filter(notebook=notebook, source_hash=hash_, success=True, day__gte=day)
    found: datetime | None = rows.filter(started_at__gt=moment).aggregate(at=Min("started_at"))["at"]
    return found


def _end(outage: Outage, at: datetime) -> None:
    outage.ended_at = at
    outage.save(update_fields=["ended_at"])
