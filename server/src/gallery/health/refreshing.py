"""Computes what is stale, a portion of notebooks at a time: seconds after a run, and all of it at will."""

import logging
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime

from django.utils import timezone

from gallery.executions.summing import sum_up
from gallery.health import outages, telling
from gallery.health.computing import measure
from gallery.health.models import Stale
from gallery.health.stale import mark_stale
from gallery.health.writing import write
from gallery.notebooks.models import Notebook

PORTION = 50  # notebooks
LONGEST = 20.0  # seconds of one call: then others have a turn

log = logging.getLogger(__name__)


def refresh(now: datetime | None = None) -> int:
    """Compute what is stale, once each; answers how many notebooks. May be stopped at any time, and run anywhere."""
    until, after, done = time.monotonic() + LONGEST, 0, 0
    while time.monotonic() < until:
        keys = list(Stale.objects.filter(pk__gt=after).order_by("pk").values_list("pk", flat=True)[:PORTION])
        if not keys:
            break
        done += _one_by_one_if_need_be(keys, now or timezone.now())
        after = keys[-1]
    return done


def _one_by_one_if_need_be(keys: Sequence[int], now: datetime) -> int:
    """What cannot be computed must not keep the others from it: it stays marked, and is tried again."""
    try:
        return compute(keys, now)
    except Exception:
        log.exception("could not compute the health of %s notebooks together", len(keys))
    done = 0
    for key in keys:
        try:
            done += compute([key], now)
        except Exception:
            log.exception("could not compute the health of notebook %s", key)
    return done


def compute(keys: Sequence[int], now: datetime, *, anew: bool = False) -> int:
    """Compute these, keep what nobody changed meanwhile, and tell owners whose notebook turned.

    `anew` reads the code of their versions again, too, which usually is read once.
    """
    if sum(outages.follow(outage, now, keys) for outage in outages.lately(now)):
        sum_up()  # what fails because of an outage must not show even for seconds
    marks = dict(Stale.objects.filter(pk__in=keys).values_list("pk", "mark"))
    kept = write(list(measure(keys, now)), marks, anew=anew)
    telling.status_changed(kept, now=now)
    return len(kept)


def compute_all(progress: Callable[[int, int], None] | None = None, now: datetime | None = None) -> int:
    """Compute every notebook anew, telling how many are done and of how many; stopped, it keeps what it did."""
    total, done = Notebook.objects.count(), 0
    for keys in _portions():
        mark_stale(keys)
        compute(keys, now or timezone.now(), anew=True)
        done += len(keys)
        if progress is not None:
            progress(done, total)
    return done


def _portions() -> Iterator[list[int]]:
    after = 0
    while keys := list(Notebook.objects.filter(pk__gt=after).order_by("pk").values_list("pk", flat=True)[:PORTION]):
        yield keys
        after = keys[-1]


def watch_outages() -> None:
    """Look for what is down, and show at once what follows."""
    now = timezone.now()
    if outages.watch(now):
        sum_up()
