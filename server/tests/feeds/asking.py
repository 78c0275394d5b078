"""The ways in which feeds are asked for, and what is in an answer."""

from dataclasses import dataclass
from typing import Any

import feedparser
from django.test import Client
from gallery.accounts.models import User
from gallery.feeds.queries import with_token
from gallery.feeds.tokens import create_feed_token

ATOM = {"Accept": "application/atom+xml"}
WAYS = ["session", "token", "session by Accept", "token by Accept"]


@dataclass(frozen=True)
class Place:
    """A list: its feed, and its page."""

    feed: str
    page: str


def ask(person: User | None, place: Place, way: str) -> Any:
    """The answer to a person who asks for a list's feed in this way; nobody has neither session nor token."""
    browser = Client()
    by_accept = way.endswith("by Accept")
    address = place.page if by_accept else place.feed
    if person is not None and way.startswith("session"):
        browser.force_login(person)
    if person is not None and way.startswith("token"):
        _, secret = create_feed_token(owner=person, name="test")
        address = with_token(address, secret)
    return browser.get(address, headers=ATOM if by_accept else {}, follow=True)


def parsed(answer: Any) -> Any:
    """The feed, read as strictly as XML demands."""
    assert answer.status_code == 200, answer.text
    assert answer["Content-Type"] == "application/atom+xml; charset=utf-8"
    feed = feedparser.parse(answer.content, sanitize_html=False)
    assert not feed.bozo, feed.get("bozo_exception")
    assert feed.version == "atom10"
    return feed


def titles(answer: Any) -> set[str]:
    """The titles in a feed, each of them once."""
    found = [entry.title for entry in parsed(answer).entries]
    assert len(found) == len(set(found))
    return set(found)
