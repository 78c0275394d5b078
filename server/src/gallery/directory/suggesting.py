"""What is suggested while somebody types whom they mean: people, groups or organisations.

For signed-in people, who may know of every one of them.
"""

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from gallery.accounts.models import User
from gallery.directory.models import Group, Membership, Organisation
from gallery.directory.people import people_like, usable

MOST = 8


@dataclass(frozen=True)
class Suggested:
    """Somebody who could be meant: what the form wants to hear, and how people call them."""

    name: str
    shown_name: str
    icon: str


def suggested(reader: User, kind: str, typed: str) -> tuple[Suggested, ...]:
    """At most eight of this kind whose name begins like this, or has a word that does; nothing for another kind."""
    text = " ".join(usable(typed).split())
    if not text:
        return ()
    if kind == "person":
        return tuple(Suggested(one.name, one.shown_name, "person") for one in people_like(text))
    if kind == "group":
        mine = Exists(Membership.objects.filter(group=OuterRef("pk"), person=reader))
        return _named(_like(Group.objects.alias(mine=mine).order_by("-mine", "name", "slug"), text), "people")
    if kind == "organisation":
        return _named(_like(Organisation.objects.order_by("name", "slug"), text), "diagram-3")
    return ()


def _like(rows: QuerySet[Any], text: str) -> QuerySet[Any]:
    return rows.filter(Q(slug__istartswith=text) | Q(name__istartswith=text) | Q(name__icontains=f" {text}"))


def _named(rows: QuerySet[Any], icon: str) -> tuple[Suggested, ...]:
    return tuple(Suggested(one.slug, one.name, icon) for one in rows[:MOST])
