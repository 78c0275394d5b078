"""The notebooks that a page shows, as far as the reader may find them: three statements, however many they are.

Written out rather than loaded as models: that took half of the time of a search.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.conf import settings
from django.db.models import BooleanField, QuerySet, Value

from gallery.accounts.models import User
from gallery.lib.prepared import Later, Prepared
from gallery.notebooks.cards import Facts
from gallery.notebooks.models import Notebook
from gallery.notebooks.permissions import listed_to
from gallery.notebooks.rule import Starred
from gallery.search.among import Among, written

_KEYS, _ME = Later("keys"), Later("me")


@dataclass(frozen=True)
class Shown:
    """A notebook of a page: what its card tells."""

    facts: Facts
    starred: bool
    tags: tuple[str, ...]


def shown(user: User | None, keys: Iterable[int]) -> dict[int, Shown]:
    """Those of these notebooks that this person may find, by key."""
    text = written(keys)
    tags: dict[int, list[str]] = defaultdict(list)
    for key, name in _TAGS.rows(keys=text):
        tags[key].append(name)
    rows = _facts(user).rows(keys=text, me=user.pk if user is not None else 0)
    return {row[0]: Shown(Facts._make(row[:-1]), bool(row[-1]), tuple(tags[row[0]])) for row in rows}


def _facts(user: User | None) -> Prepared:
    """The statement for this kind of reader."""
    if user is None:
        return _for_guests(anonymous_reading=settings.CONFIG.anonymous_reading)
    return _for_people(is_active=user.is_active, elevated=user.elevated)


@cache
def _for_guests(*, anonymous_reading: bool) -> Prepared:
    """For nobody; the configuration only tells which statement it is."""
    del anonymous_reading
    return Prepared(lambda: _told(listed_to(None), Value(False, output_field=BooleanField())))


@cache
def _for_people(*, is_active: bool, elevated: bool) -> Prepared:
    """For everybody whom the reading rule treats alike: it is asked with somebody whose number comes later."""
    person = User(pk=_ME, is_active=is_active)
    person.elevated = elevated
    return Prepared(lambda: _told(listed_to(person), Starred(_ME)))


def _told(notebooks: QuerySet[Notebook], starred: Any) -> QuerySet[Notebook, Any]:
    return notebooks.filter(Among(_KEYS)).values_list(*Facts._fields, starred)


def _tags() -> QuerySet[Any, Any]:
    tagged: Any = Notebook.tags.through
    rows: QuerySet[Any, Any] = tagged.objects.filter(Among(_KEYS, "notebook_id")).values_list(
        "notebook_id", "tag__name"
    )
    return rows


_TAGS = Prepared(_tags)
