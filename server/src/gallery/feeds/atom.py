"""A list as an Atom feed (RFC 4287): what a card tells of a notebook, and never what is in it."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language
from django.utils.xmlutils import SimplerXMLGenerator

from gallery.accounts.models import User
from gallery.feeds.arrivals import Arrivals, arrivals, came_at
from gallery.feeds.lists import List, found_in
from gallery.feeds.plain import plain
from gallery.lib.text import plain_prose, shortened
from gallery.notebooks.cards import with_card_data
from gallery.notebooks.models import Notebook

MOST = 50
LONGEST_SUMMARY = 600
LONGEST_READ = 4000


class _TextFeed(Atom1Feed):
    """Summaries are text: Django writes them as HTML, which a feed reader would interpret."""

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        """The item, and its summary as what it is."""
        super().add_item_elements(handler, item)
        if item["summary"]:
            handler.addQuickElement("summary", item["summary"], {"type": "text"})


def feed_of(user: User | None, wanted: List) -> str:
    """The newest notebooks of the list, as far as this reader may find them; `NotThere` where it does not exist.

    What was shared with the reader lately is as new as what was changed lately.
    """
    found = found_in(user, wanted)
    arrived, rows = arrivals(user, found, most=MOST), with_card_data(found)
    newest = {*rows.order_by("-updated_at", "-pk")[:MOST], *(rows.filter(pk__in=arrived) if arrived else ())}
    latest = sorted(newest, key=lambda one: (came_at(one, arrived), one.pk), reverse=True)[:MOST]
    return _written(wanted, latest, arrived)


def _written(wanted: List, notebooks: Iterable[Notebook], arrived: Arrivals) -> str:
    address = settings.CONFIG.url + wanted.feed  # never with a token: feeds are passed on
    feed = _TextFeed(
        title=f"{plain(wanted.words)} · Commonplace",
        link=settings.CONFIG.url + wanted.page,
        description="",
        language=get_language() or settings.LANGUAGE_CODE,
        feed_url=address,
        feed_guid=address,
    )
    for notebook in notebooks:
        feed.add_item(**_entry(notebook, came_at(notebook, arrived)))
    return feed.writeString("utf-8")


def _entry(notebook: Notebook, updated: datetime) -> dict[str, Any]:
    prose = plain(plain_prose(notebook.description[:LONGEST_READ]))
    return {
        "title": plain(notebook.title) or str(notebook.uuid),
        "link": settings.CONFIG.url + notebook.get_absolute_url(),
        "description": None,
        "summary": shortened(prose, LONGEST_SUMMARY),
        "unique_id": f"urn:uuid:{notebook.uuid}",
        "author_name": plain(notebook.owner.shown_name) or notebook.owner.username,
        "author_link": settings.CONFIG.url + notebook.owner.get_absolute_url(),
        "pubdate": notebook.created_at,
        "updateddate": updated,
        "categories": sorted(plain(tag.name) for tag in notebook.tags.all()),
    }
