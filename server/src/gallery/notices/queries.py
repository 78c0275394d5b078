"""The page of notices as a finished thing."""

from dataclasses import dataclass
from datetime import datetime

from gallery.accounts.models import User
from gallery.notices.models import Notice
from gallery.notices.presenters import Words, words_of

SHOWN = 100


@dataclass(frozen=True)
class NoticeLine:
    """A notice as its person reads it."""

    words: Words
    at: datetime
    new: bool


def notices_of(person: User) -> tuple[NoticeLine, ...]:
    """What the person was told, latest first, without what they may no longer know."""
    rows = Notice.objects.filter(person=person).select_related("person")[:SHOWN]
    told = ((row, words_of(row)) for row in rows)
    return tuple(NoticeLine(words, row.created_at, row.seen_at is None) for row, words in told if words is not None)
