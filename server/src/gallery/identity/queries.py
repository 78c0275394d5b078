"""Ways to sign in, and people who wait, as finished things."""

from dataclasses import dataclass
from datetime import datetime

from gallery.accounts.models import User
from gallery.accounts.sections import Section
from gallery.identity.models import Identity, Waiting
from gallery.identity.providers import all_providers


@dataclass(frozen=True)
class Way:
    """One of a person's ways to sign in."""

    pk: int
    title: str
    shown: str
    last: datetime | None


@dataclass(frozen=True)
class Button:
    """A provider that one may go to."""

    key: str
    title: str


@dataclass(frozen=True)
class WaysSection:
    """The account page's part about ways to sign in."""

    ways: tuple[Way, ...]
    linkable: tuple[Button, ...]
    has_password: bool


@dataclass(frozen=True)
class WaitingPerson:
    """Somebody whom an administrator has to decide about."""

    name: str
    full_name: str
    email: str
    provider: str
    reason: str
    at: datetime


def buttons() -> tuple[Button, ...]:
    """The providers that have a page of their own."""
    return tuple(Button(provider.key, provider.title) for provider in all_providers() if provider.by_button)


def ways_of(person: User) -> tuple[Way, ...]:
    """The person's ways to sign in besides a password, oldest first."""
    titles = {provider.key: provider.title for provider in all_providers()}
    rows = Identity.objects.filter(person=person)
    return tuple(Way(row.pk, titles.get(row.provider, row.provider), row.shown, row.last_at) for row in rows)


def section_for(person: User) -> Section | None:
    """What the account page says about ways to sign in; nothing where there is only the password."""
    if not all_providers():
        return None
    ways = ways_of(person)
    return Section("identity/ways.html", WaysSection(ways, _linkable(ways), person.has_usable_password()))


def _linkable(ways: tuple[Way, ...]) -> tuple[Button, ...]:
    """The providers at which no account was added yet."""
    there = {way.title for way in ways}
    return tuple(Button(one.key, one.title) for one in all_providers() if one.title not in there)


def waiting_people() -> tuple[WaitingPerson, ...]:
    """Everybody who waits, in the order in which they asked."""
    titles = {provider.key: provider.title for provider in all_providers()}
    return tuple(
        WaitingPerson(
            name=row.person.username,
            full_name=row.person.full_name,
            email=row.person.email,
            provider=titles.get(row.provider, row.provider),
            reason=row.reason,
            at=row.at,
        )
        for row in Waiting.objects.filter(person__is_active=False).select_related("person")
    )
