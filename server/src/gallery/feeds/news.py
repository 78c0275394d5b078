"""What is new to somebody since the last daily mail. Rights are those of the moment when this is asked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db.models import Q

from gallery.accounts.models import User
from gallery.audit.models import AuditEvent
from gallery.feeds.arrivals import Arrivals, arrivals, came_at
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
    arrived: dict[int, datetime] = {}
    for subscription in subscriptions:
        rows, came = _changed(person, subscription, until, opened)
        arrived |= came
        for notebook in rows:
            found.setdefault(notebook, []).append(subscription)
    latest = sorted(found, key=lambda one: (came_at(one, arrived), one.pk), reverse=True)
    items = tuple(_item(notebook, found[notebook], opened, arrived) for notebook in latest[:MOST])
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
) -> tuple[set[Notebook], Arrivals]:
    since = _since(subscription)
    try:
        found = found_in(person, List(Kind(subscription.kind), subscription.value))
    except NotThere:
        return set(), {}
    late = [uuid for uuid, at in opened.items() if since < at <= until]
    shared = Q(created_at__gt=since, created_at__lte=until)
    others = found.exclude(head__author=person)  # nobody needs to be told what they did themselves
    came = arrivals(person, others, most=MOST + 1, when=shared)
    rows = others.select_related("owner").order_by("-updated_at", "-pk")
    changed = rows.filter(Q(updated_at__gt=since, updated_at__lte=until) | Q(uuid__in=late))[: MOST + 1]
    return {*changed, *(rows.filter(pk__in=came) if came else ())}, came


def _item(
    notebook: Notebook, because: Sequence[Subscription], opened: Mapping[UUID, datetime], arrived: Arrivals
) -> Item:
    since = min(map(_since, because))
    lists = (List(Kind(one.kind), one.value) for one in because)
    return Item(
        title=plain(notebook.title) or str(notebook.uuid),
        author=plain(notebook.owner.shown_name) or notebook.owner.username,
        url=settings.CONFIG.url + notebook.get_absolute_url(),
        new=notebook.created_at > since or notebook.uuid in opened or notebook.pk in arrived,
        lists=tuple(plain(one.words) for one in lists),
        updated=came_at(notebook, arrived),
    )
