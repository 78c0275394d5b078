"""Announcements: put up, changed, taken down, and shown on every page without a question to the database for each.

Each process keeps those that may be shown and looks again after ten seconds, so that what is put up in one process
stands on the pages of all of them ten seconds later.
"""

import logging
import math
import time
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import DatabaseError, transaction
from django.db.models import F, Q
from django.utils import timezone

from gallery.accounts.models import User
from gallery.administration.models import Announcement, Level
from gallery.audit.actions import record
from gallery.lib.errors import Invalid, NotThere

LOOK_EVERY = 10.0  # seconds
MOST_DISMISSED = 20
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Shown:
    """An announcement as pages show it. `key` is what a reader's cookie remembers of it."""

    pk: int
    key: str
    text: str
    level: str
    begins: datetime
    ends: datetime | None

    def counts_at(self, moment: datetime) -> bool:
        """Whether it stands on pages at this moment."""
        return self.begins <= moment and (self.ends is None or moment < self.ends)


class _Kept:
    """What this process knows, and until when it believes it. Replaced as a whole, so that threads see one or other."""

    rows: tuple[Shown, ...] = ()
    until = 0.0


def shown_to(dismissed: Iterable[str]) -> tuple[Shown, ...]:
    """What stands on a page now for a reader who dismissed these."""
    now, gone = timezone.now(), set(dismissed)
    return tuple(one for one in _all() if one.counts_at(now) and one.key not in gone)


def _all() -> tuple[Shown, ...]:
    if time.monotonic() >= _Kept.until:
        try:
            remember(_read(), LOOK_EVERY)
        except DatabaseError:  # a page about a database that is away must not fail for this
            log.warning("Announcements could not be read; those of before are shown")
            remember(_Kept.rows, LOOK_EVERY)
    return _Kept.rows


def _read() -> tuple[Shown, ...]:
    with transaction.atomic():
        rows = list(Announcement.objects.filter(Q(ends_at=None) | Q(ends_at__gt=timezone.now())))
    return tuple(shown(row) for row in rows)


def shown(row: Announcement) -> Shown:
    """As pages show it."""
    return Shown(row.pk, f"{row.pk}-{row.edition}", row.text, row.level, row.begins_at, row.ends_at)


def remember(rows: tuple[Shown, ...], seconds: float = math.inf) -> None:
    """Believe this for so long."""
    _Kept.rows, _Kept.until = rows, time.monotonic() + seconds


def forget() -> None:
    """Look at the database for the next page."""
    _Kept.until = 0.0


def announcement_with(pk: int) -> Announcement:
    """The announcement, or `NotThere`."""
    found = Announcement.objects.filter(pk=pk).first()
    if found is None:
        raise NotThere
    return found


@transaction.atomic
def put_up(*, text: str, level: str, begins_at: datetime | None, ends_at: datetime | None, by: User) -> Announcement:
    """Show something on every page, from now on where no beginning is given."""
    begins = begins_at or timezone.now()
    _check(text, level, begins, ends_at)
    made = Announcement.objects.create(text=text.strip(), level=level, begins_at=begins, ends_at=ends_at)
    record(actor=by.username, action="announcement.created", subject=f"announcement:{made.pk}", level=level)
    transaction.on_commit(forget)
    return made


@transaction.atomic
def change(
    *, announcement: Announcement, text: str, level: str, begins_at: datetime | None, ends_at: datetime | None, by: User
) -> None:
    """Say something else; who dismissed it sees it again."""
    begins = begins_at or announcement.begins_at
    _check(text, level, begins, ends_at)
    Announcement.objects.filter(pk=announcement.pk).update(
        text=text.strip(), level=level, begins_at=begins, ends_at=ends_at, edition=F("edition") + 1
    )
    record(actor=by.username, action="announcement.changed", subject=f"announcement:{announcement.pk}", level=level)
    transaction.on_commit(forget)


@transaction.atomic
def take_down(*, announcement: Announcement, by: User) -> None:
    """End it now."""
    now = timezone.now()
    begins = min(announcement.begins_at, now)
    Announcement.objects.filter(pk=announcement.pk).update(begins_at=begins, ends_at=now)
    record(actor=by.username, action="announcement.ended", subject=f"announcement:{announcement.pk}")
    transaction.on_commit(forget)


def _check(text: str, level: str, begins: datetime, ends: datetime | None) -> None:
    if not text.strip() or len(text) > 500:
        raise Invalid("Write a sentence or two, at most 500 characters.")
    if level not in Level.values:
        raise Invalid(f"level is one of {', '.join(Level.values)}.")
    if ends is not None and ends <= begins:
        raise Invalid("It ends before it begins.")
