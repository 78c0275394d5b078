"""A way to sign in that was shown to be one's own, and waits for a click to be added."""

import time
from dataclasses import asdict, dataclass

from django.contrib.sessions.backends.base import SessionBase

from gallery.accounts.models import User
from gallery.identity.profile import Profile
from gallery.identity.providers import Provider
from gallery.identity.trouble import SignInBroken

KEPT = "identity_pending"
LONGEST = 10 * 60  # seconds


@dataclass(frozen=True)
class Pending:
    """Which account at which provider, for whom."""

    person: int
    provider: str
    subject: str
    shown: str
    at: float


def offer(session: SessionBase, person: User, provider: Provider, profile: Profile) -> None:
    """Remember it until the person agrees."""
    shown = profile.email or profile.full_name or profile.username
    session[KEPT] = asdict(Pending(person.pk, provider.key, profile.subject, shown[:150], time.time()))


def offered(session: SessionBase, person: User) -> Pending:
    """What waits for this person's agreement; otherwise `SignInBroken`."""
    raw = session.get(KEPT)
    pending = Pending(**raw) if raw else None
    if pending is None or pending.person != person.pk or time.time() - pending.at > LONGEST:
        raise SignInBroken
    return pending


def forget(session: SessionBase) -> None:
    """It was agreed to, or not."""
    session.pop(KEPT, None)
