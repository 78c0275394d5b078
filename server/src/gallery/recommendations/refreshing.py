"""Keeps what is recommended up to date: a person's own within a minute of what they do, everybody's every night."""

import logging
import time
from collections.abc import Callable, Collection, Iterator
from datetime import timedelta
from functools import cache
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from gallery.accounts.models import User
from gallery.notebooks.models import Use
from gallery.notebooks.usage import today
from gallery.recommendations.field_shares import Learned, load_fields
from gallery.recommendations.models import Recommended, StalePerson
from gallery.recommendations.personal import rank

ACTIVE = timedelta(days=30)  # who was here since then is computed every night; others when they come back
PORTION = 100  # people
LONGEST = 20.0  # seconds of one call: then others have a turn

Progress = Callable[[int, int], None]
log = logging.getLogger(__name__)


def mark_people(people: Collection[int]) -> None:
    """Have these computed anew. A mark that is there already becomes a new one."""
    StalePerson.objects.bulk_create(
        [StalePerson(person_id=key, mark=uuid4()) for key in sorted(set(people))],
        update_conflicts=True,
        unique_fields=["person"],
        update_fields=["mark"],
        batch_size=200,
    )


def refresh_people() -> int:
    """Compute those who did something, once each; answers how many. May be stopped at any time, and run anywhere."""
    until, after, done, learned = time.monotonic() + LONGEST, 0, 0, cache(load_fields)
    while time.monotonic() < until:
        marked = StalePerson.objects.filter(pk__gt=after).order_by("pk")
        rows = list(marked.values_list("person", "mark")[:PORTION])
        if not rows:
            break
        done += sum(_compute(key, learned, mark) for key, mark in rows)
        after = rows[-1][0]
    return done


def compute_people(progress: Progress = lambda *_: None) -> int:
    """Compute everybody who was here lately; answers how many. Stopped, it keeps what it did."""
    keys, learned = list(_active()), cache(load_fields)
    for done, key in enumerate(keys):
        progress(done, len(keys))
        _compute(key, learned)
    progress(len(keys), len(keys))
    return len(keys)


def _active() -> Iterator[int]:
    """Who used something, signed in or came new."""
    since = timezone.now() - ACTIVE
    here = Q(pk__in=Use.objects.filter(day__gt=today() - ACTIVE).values("person"))
    here |= Q(last_login__gt=since) | Q(date_joined__gt=since)
    yield from User.objects.filter(here).order_by("pk").values_list("pk", flat=True)


def _compute(key: int, learned: Callable[[], Learned], mark: UUID | None = None) -> bool:
    """Compute one person; one who cannot be computed stays marked, and keeps no other from it."""
    try:
        person = User.objects.filter(pk=key, is_active=True).first()
        _keep(key, rank(person, learned) if person is not None else [], mark)
    except Exception:
        log.exception("could not compute what to recommend to person %s", key)
        return False
    return True


@transaction.atomic
def _keep(key: int, rows: list[Recommended], mark: UUID | None) -> None:
    """Whoever did something meanwhile has another mark, and is computed once more."""
    Recommended.objects.filter(person=key).delete()
    Recommended.objects.bulk_create(rows)
    if mark is not None:
        StalePerson.objects.filter(person=key, mark=mark).delete()
