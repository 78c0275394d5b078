"""Slows down guessing of passwords: failures are counted by account and by address, from the audit log."""

import hashlib
from collections.abc import Sequence
from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from gallery.accounts.models import User
from gallery.audit.actions import record
from gallery.audit.models import AuditEvent
from gallery.lib.errors import GalleryError

FAILED = "sign-in.failed"
WINDOW = timedelta(minutes=15)
# Many from one address against one account is guessing; the wider limits stop guessing that is spread out.
PER_ACCOUNT_AND_ADDRESS, PER_ACCOUNT, PER_ADDRESS = 8, 40, 60


class TooManyTries(GalleryError):
    """Too many failed sign-ins."""

    status = 429
    type = "too-many-tries"
    title = "Too many tries"


def address_of(request: HttpRequest) -> str:
    """Where the request comes from; in production the last step that our own proxy wrote down."""
    forwarded = request.headers.get("X-Forwarded-For", "") if settings.CONFIG.production else ""
    return (forwarded.rsplit(",", 1)[-1].strip() or request.META.get("REMOTE_ADDR", ""))[:60]


def check_tries(*, name: str, address: str) -> None:
    """Raise `TooManyTries` before a password is even looked at."""
    if any(count >= most for count, most in _counts(name, address)):
        raise TooManyTries("There were too many failed tries to sign in. Wait a quarter of an hour and try again.")


def note_failure(*, name: str, address: str) -> None:
    """Count a failed try. A name that nobody has is kept as a digest: people type passwords into the wrong field."""
    record(actor=_actor(name), action=FAILED, subject=f"address:{address}")


def _actor(name: str) -> str:
    if User.objects.filter(username=name).exists():
        return name
    return f"unknown:{hashlib.sha256(name.encode()).hexdigest()[:16]}"


def _counts(name: str, address: str) -> Sequence[tuple[int, int]]:
    recent = AuditEvent.objects.filter(action=FAILED, at__gt=timezone.now() - WINDOW)
    account, place = recent.filter(actor=_actor(name)), recent.filter(subject=f"address:{address}")
    both = account.filter(subject=f"address:{address}")
    return (
        (both.count(), PER_ACCOUNT_AND_ADDRESS),
        (account.count(), PER_ACCOUNT),
        (place.count(), PER_ADDRESS),
    )
