"""How often somebody did something lately: the audit log is the counter, so no second one can disagree."""

from datetime import timedelta

from django.utils import timezone

from gallery.audit.models import AuditEvent
from gallery.lib.errors import GalleryError


class TooOften(GalleryError):
    """Somebody did this too often in too short a time."""

    status = 429
    type = "too-often"
    title = "Too often"


def check_pace(*, actor: str, action: str, most: int, within: timedelta) -> None:
    """Raise `TooOften` where the actor did this `most` times within the time already."""
    since = timezone.now() - within
    if AuditEvent.objects.filter(actor=actor, action=action, at__gt=since).count() >= most:
        raise TooOften("You did this very often in a short time. Nothing was changed; wait a while and try again.")
