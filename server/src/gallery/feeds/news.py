"""What is new to somebody since the last daily mail. Rights are those of the moment when this is asked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db.models import Q, QuerySet

from gallery.accounts.models import User
from gallery.audit.models import AuditEvent
from gallery.feeds.lists import List, found_in
from gallery.feeds.models import Kind, Subscription
from gallery.feeds.plain import plain
from gallery.lib.errors import NotThere
from gallery.notebooks.models import Notebook, Visibility

MOST = 20  # notebooks in one mail
MOST_OPENED = 500


@dataclass(frozen=True)
class Item:
    """One notebook in a mail: that it is there, and why it is told. Nothing that is in it."""

    title: str
    author: str
    url: str
    new: bool
    lists: tuple[str, ...]
    updated: datetime


@dataclass(frozen=True)
class News:
    """What one mail tells."""

    items: tuple[Item, ...]
    more: bool


def news_for(person: User, subscriptions: Sequence[Subscription], until: datetime) -> News:
    """The latest changes in these lists up to a moment, each notebook once with every list that it is told for."""
    opened = _opened(min((_since(one) for one in subscriptions), default=until))
    found: dict[Notebook, list[Subscription]] = {}
    for subscription in subscriptions:
        for notebook in _changed(person, subscription, until, opened):
            found.setdefault(notebook, []).append(subscription)
    latest = sorted(found, key=lambda one: (one.updated_at, one.pk), reverse=True)
    items = tuple(_item(notebook, found[notebook], opened) for notebook in latest[:MOST])
    return News(items=items, more=len(latest) > MOST)


def _since(subscription: Subscription) -> datetime:
    return subscription.last_sent_at or subscription.created_at


def _opened(since: datetime) -> Mapping[UUID, datetime]:
    """When notebooks were opened to everybody: long written, but new to those who could not see them."""
    events = AuditEvent.objects.filter(action="notebook.visibility", at__gt=since, detail__after=str(Visibility.PUBLIC))
    rows = events.order_by("-at").values_list("subject", "at")[:MOST_OPENED]
    return {UUID(subject.partition(":")[2]): at for subject, at in reversed(rows)}


def _changed(
    person: User, subscription: Subscription, until: datetime, opened: Mapping[UUID, datetime]
) -> QuerySet[Notebook]:
    since = _since(subscription)
    try:
        found = found_in(person, List(Kind(subscription.kind), subscription.value))
    except NotThere:
        return Notebook.objects.none()
    late = [uuid for uuid, at in opened.items() if since < at <= until]
    changed = found.filter(Q(updated_at__gt=since, updated_at__lte=until) | Q(uuid__in=late))
    others = changed.exclude(head__author=person)  # nobody needs to be told what they did themselves
    return others.select_related("owner").order_by("-updated_at", "-pk")[: MOST + 1]


def _item(notebook: Notebook, because: Sequence[Subscription], opened: Mapping[UUID, datetime]) -> Item:
    since = min(map(_since, because))
    lists = (List(Kind(one.kind), one.value) for one in because)
    return Item(
        title=plain(notebook.title) or str(notebook.uuid),
        author=plain(notebook.owner.shown_name) or notebook.owner.username,
        url=settings.CONFIG.url + notebook.get_absolute_url(),
        new=notebook.created_at > since or notebook.uuid in opened,
        lists=tuple(plain(one.words) for one in lists),
        updated=notebook.updated_at,
    )
