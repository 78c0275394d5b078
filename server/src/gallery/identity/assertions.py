"""Assertions on their way from the address where they are posted to the browser that asked for them."""

import hashlib
from dataclasses import dataclass
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from gallery.identity.models import Arrival
from gallery.identity.profile import Profile, profile_from
from gallery.identity.providers import Provider
from gallery.identity.trouble import SignInBroken

KEPT_FOR = timedelta(days=1)


@dataclass(frozen=True)
class Assertion:
    """What a genuine assertion says, to which of our questions, and its own number as a digest."""

    digest: str
    state: str
    subject: str
    said: dict[str, list[str]]


def keep(provider: Provider, assertion: Assertion) -> None:
    """Keep it until the browser comes for it. An assertion, or an answer to the same question, counts once."""
    Arrival.objects.filter(at__lt=timezone.now() - KEPT_FOR).delete()
    profile = {"provider": provider.key, "subject": assertion.subject, "said": assertion.said}
    try:
        with transaction.atomic():
            Arrival.objects.create(assertion=assertion.digest, request=_digest(assertion.state), profile=profile)
    except IntegrityError:
        raise SignInBroken from None


@transaction.atomic
def fetch(provider: Provider, state: str) -> Profile:
    """What was kept for this question; afterwards only the fact remains that it was answered."""
    found = Arrival.objects.select_for_update().filter(request=_digest(state)).first()
    if found is None or found.profile.get("provider") != provider.key:
        raise SignInBroken
    profile, found.profile = found.profile, {}
    found.save(update_fields=["profile"])
    return profile_from(provider, profile["subject"], profile["said"])


def _digest(state: str) -> str:
    return hashlib.sha256(state.encode()).hexdigest()
