"""Admin mode: for a while, and on record, an administrator's session sees what is private.

It lives in the signed-in session and in nothing else. A request with a bearer token is never in it.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from gallery.accounts.current import reader
from gallery.accounts.models import User
from gallery.audit.actions import record
from gallery.lib.errors import Invalid, NotAllowed

KEY = "admin_mode"
LONGEST_REASON = 200


@dataclass(frozen=True)
class Mode:
    """Admin mode of one session."""

    until: datetime

    @property
    def minutes_left(self) -> int:
        """Begun minutes, at least one."""
        return max(1, -(-int((self.until - timezone.now()).total_seconds()) // 60))


def switch_on(request: HttpRequest, *, person: User, reason: str) -> Mode:
    """Begin. Whoever calls this has made sure that it is the administrator who sits at the keyboard."""
    if not (person.is_active and person.is_superuser):
        raise NotAllowed("Only an administrator may do this.")
    why = " ".join(reason.split())
    if not why or len(why) > LONGEST_REASON:
        raise Invalid(f"Say why, in at most {LONGEST_REASON} characters.")
    minutes = settings.CONFIG.admin_mode_minutes
    mode = Mode(timezone.now() + timedelta(minutes=minutes))
    record(
        actor=person.username,
        action="admin-mode.on",
        subject=f"person:{person.username}",
        reason=why,
        minutes=minutes,
    )
    request.session.cycle_key()  # a key that somebody learned before is worth nothing now
    request.session[KEY] = {"person": person.pk, "until": mode.until.timestamp()}
    return mode


def switch_off(request: HttpRequest, *, person: User, how: str = "button") -> None:
    """End it: by the button, by time, or because the right to it has gone."""
    if request.session.pop(KEY, None) is not None:
        record(actor=person.username, action="admin-mode.off", subject=f"person:{person.username}", how=how)


def mode_of(request: HttpRequest) -> Mode | None:
    """Admin mode of this request, if it is in it; one that has run out ends here."""
    if request.headers.get("Authorization") or not (kept := request.session.get(KEY)):
        return None
    person = reader(request)
    if person is None or person.pk != kept["person"]:
        return None
    mode = Mode(datetime.fromtimestamp(kept["until"], UTC))
    if person.is_superuser and timezone.now() < mode.until:
        return mode
    switch_off(request, person=person, how="time" if person.is_superuser else "no administrator")
    return None
