"""How a list is followed, and what somebody follows, as finished things."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote

from django.conf import settings

from gallery.accounts.models import User
from gallery.accounts.sections import Section
from gallery.feeds.delivery import sends_mail
from gallery.feeds.lists import List, found_in
from gallery.feeds.models import DailyMail, FeedToken, Kind, Subscription
from gallery.lib.errors import NotThere

TOKEN = "token"  # noqa: S105 — the name of the parameter


@dataclass(frozen=True)
class Following:
    """What the Subscribe menu of a list's page shows."""

    what: List
    address: str  # of the feed
    by_mail: bool  # whether this gallery sends any
    for_guests: bool  # whether a feed without a token shows anything
    subscription: int | None


@dataclass(frozen=True)
class SubscriptionLine:
    """A list that somebody follows by mail."""

    pk: int
    what: List
    created: datetime
    last_sent: datetime | None


@dataclass(frozen=True)
class TokenLine:
    """A feed token in the list of its owner; never its secret."""

    pk: int
    name: str
    created: datetime
    last_used: datetime | None


@dataclass(frozen=True)
class FeedsPage:
    """The page of feeds and daily mail."""

    subscriptions: tuple[SubscriptionLine, ...]
    tokens: tuple[TokenLine, ...]
    email: str
    stopped: bool
    by_mail: bool


def following(person: User | None, wanted: List) -> Following:
    """How this list is followed, and whether this person does."""
    mine = Subscription.objects.filter(person=person, kind=wanted.kind, value=wanted.value)
    return Following(
        what=wanted,
        address=address_of(wanted),
        by_mail=sends_mail(),
        for_guests=settings.CONFIG.anonymous_reading and _guests_find(wanted),
        subscription=mine.values_list("pk", flat=True).first() if person is not None else None,
    )


def _guests_find(wanted: List) -> bool:
    if wanted.kind in {Kind.ALL, Kind.SEARCH}:  # these are there for everybody, though perhaps empty
        return True
    try:
        found_in(None, wanted)
    except NotThere:
        return False
    return True


def address_of(wanted: List, secret: str | None = None) -> str:
    """The whole address of a feed, as one pastes it into a feed reader."""
    return str(settings.CONFIG.url) + with_token(wanted.feed, secret)


def with_token(feed: str, secret: str | None) -> str:
    """The path of a feed, with a token where there is one."""
    if secret is None:
        return feed
    return f"{feed}{'&' if '?' in feed else '?'}{TOKEN}={quote(secret, safe='')}"


def feeds_page(person: User) -> FeedsPage:
    """What this person follows, and with which private addresses."""
    subscriptions = Subscription.objects.filter(person=person)
    tokens = FeedToken.objects.filter(owner=person, revoked_at=None)
    return FeedsPage(
        subscriptions=tuple(map(_subscription_line, subscriptions)),
        tokens=tuple(TokenLine(one.pk, one.name, one.created_at, one.last_used_at) for one in tokens),
        email=person.email,
        stopped=DailyMail.objects.filter(person=person).exclude(stopped_at=None).exists(),
        by_mail=sends_mail(),
    )


def _subscription_line(one: Subscription) -> SubscriptionLine:
    return SubscriptionLine(one.pk, List(Kind(one.kind), one.value), one.created_at, one.last_sent_at)


def section_for(person: User) -> Section:
    """The way from the account page to the page of feeds."""
    return Section("feeds/section.html", None)
