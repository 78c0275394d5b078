"""Questions that found nothing. One that few people asked may itself be a secret: of it nothing readable is kept.

For each person and question there is a mark: an HMAC whose secret lives in the data folder for one season and is then
thrown away. Nobody can tell from a mark who asked or what, and after the season not even this gallery can. When enough
different people asked the same, the last of them has just said the words: only then are these written down.
"""

import hashlib
import hmac
import logging
import re
from datetime import date, timedelta

from django.conf import settings
from django.db import DatabaseError, transaction
from django.db.models import F
from django.utils import timezone

from gallery.lib.kept import kept_secret, secrets_folder
from gallery.notebooks.missed import Missed
from gallery.wanted.models import Miss, Term, TermDay

SEASON = 28  # days after which nobody can tell any more that two questions came from the same person
KEPT_DAYS = 90
MOST_MARKS, MOST_TERMS = 100_000, 5_000
MOST_WORDS, LONGEST_KEY = 8, 200
# Addresses, keys that no word is as long as, and more digits in a row than a year has
_PASTED = re.compile(r"@|://|\S{29}|\d{5}")
_NAME = "missed-"
log = logging.getLogger(__name__)


def collect(missed: Missed) -> None:
    """Take note of a question that found nothing for somebody. A search never fails because of it."""
    if settings.CONFIG.wanted_people and is_harmless(missed):
        try:
            with transaction.atomic():
                _take(missed, timezone.now().date())
        except DatabaseError:
            log.exception("a question without an answer was not counted")


def is_harmless(missed: Missed) -> bool:
    """Whether it can be a question at all, and not an address, a number or a key that somebody pasted."""
    return 0 < len(missed.words) <= MOST_WORDS and not _PASTED.search(missed.typed)


def _take(missed: Missed, today: date) -> None:
    season = season_of(today)
    secret = kept_secret(settings.CONFIG.home, f"{_NAME}{season}").encode()
    key = " ".join(sorted(missed.stems))[:LONGEST_KEY]
    question = _mark(secret, key)
    mark = Miss(season=season, question=question, person=_mark(secret, f"{missed.person.pk}\0{key}"))
    asked = Miss.objects.filter(question=question)
    before = asked.count()
    Miss.objects.bulk_create([mark], ignore_conflicts=True)
    people = asked.count()
    if people > before and people >= settings.CONFIG.wanted_people:
        _publish(key, " ".join(missed.words)[:LONGEST_KEY], today, people)


def _mark(secret: bytes, text: str) -> str:
    return hmac.new(secret, text.encode(), hashlib.sha256).hexdigest()


def _publish(key: str, words: str, today: date, people: int) -> None:
    term, fresh = Term.objects.get_or_create(key=key, defaults={"words": words})
    day, _ = TermDay.objects.get_or_create(term=term, day=today)
    TermDay.objects.filter(pk=day.pk).update(people=F("people") + (people if fresh else 1))


def season_of(day: date) -> int:
    """The number of the season in which a day lies."""
    return day.toordinal() // SEASON


def forget_old(today: date | None = None) -> None:
    """Throw away secrets and marks of seasons that are over, and what nobody asked for a long time. A chore."""
    today = today or timezone.now().date()
    season = season_of(today)
    for file in secrets_folder(settings.CONFIG.home).glob(f"{_NAME}*"):
        if file.name != f"{_NAME}{season}":
            file.unlink(missing_ok=True)
    Miss.objects.exclude(season=season).delete()
    TermDay.objects.filter(day__lt=today - timedelta(days=KEPT_DAYS)).delete()
    Term.objects.filter(days=None, dismissed=False).delete()
    _bound()


def _bound() -> None:
    """Keep the newest marks and terms only, and say so where some had to go."""
    for model, most in ((Miss, MOST_MARKS), (Term, MOST_TERMS)):
        last = model.objects.order_by("-pk").values_list("pk", flat=True)[most : most + 1].first()
        if last is not None:
            gone, _ = model.objects.filter(pk__lte=last).delete()
            log.warning("%s rows of %s were more than are kept", gone, model.__name__)
