"""Suggestions as one types: notebooks, tags, people and groups, as far as the reader may see them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal
from urllib.parse import quote

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from tantivy import Occur, Query

from gallery.accounts.models import User
from gallery.directory.models import Group
from gallery.notebooks.models import Notebook, Tag
from gallery.notebooks.permissions import listed_to
from gallery.search.among import Among
from gallery.search.index import SCHEMA, hits
from gallery.search.question import cleaned
from gallery.search.replica import Snapshot, snapshot
from gallery.search.spelling import SHORTEST_FUZZY, begins_text, begins_title
from gallery.search.words import exact_words

MOST = 8
MOST_NOTEBOOKS = 5
MOST_OTHERS = 3
MOST_WORDS = 8


@dataclass(frozen=True)
class Suggestion:
    """Where the reader may want to go. `detail` says more in a few words."""

    kind: Literal["notebook", "tag", "person", "group"]
    title: str
    url: str
    detail: str


def suggest(user: User | None, text: str) -> tuple[Suggestion, ...]:
    """At most eight suggestions for what was typed so far; with a slip of the finger only where nothing else is."""
    words = exact_words(cleaned(text))[:MOST_WORDS]
    if not words:
        return ()
    visible, now = listed_to(user), snapshot()
    for slips in (False, True):
        named = (*_people(visible, words, slips=slips), *_groups(visible, words, slips=slips))
        others = (*_tags(visible, words, slips=slips), *named[:MOST_OTHERS])
        room = max(MOST_NOTEBOOKS, MOST - len(others))
        found = (*_notebooks(visible, now, words, slips=slips)[:room], *others)
        if found:
            return found[:MOST]
    return ()


def _notebooks(
    visible: QuerySet[Notebook], now: Snapshot, words: Sequence[str], *, slips: bool
) -> tuple[Suggestion, ...]:
    keys = [key for key in hits(now.searcher, _beginning(words, slips=slips))[0].tolist() if key not in now.behind]
    read = {key: one.document.texts["title"] for key, one in now.pending.items() if one is not None}
    keys += [key for key, title in read.items() if begins_title(words, title, slips=slips)]
    unread = now.behind - now.pending.keys()
    match = Q(Among(keys)) | (Q(Among(unread)) & Q(title__icontains=" ".join(words)))
    rows = (
        visible.filter(match, deprecated_at=None)
        .select_related("owner")
        .order_by("-stars", "-runs", "title", "pk")[:MOST]
    )
    return tuple(Suggestion("notebook", row.title, row.get_absolute_url(), row.owner.shown_name) for row in rows)


def _beginning(words: Sequence[str], *, slips: bool) -> Query:
    """Titles with all of these words, of which the last may be unfinished."""
    *whole, last = words
    clauses = [_word(word, slips=slips, unfinished=False) for word in whole]
    clauses.append(_word(last, slips=slips, unfinished=True))
    return Query.boolean_query([(Occur.Must, clause) for clause in clauses])


def _word(word: str, *, slips: bool, unfinished: bool) -> Query:
    distance = 1 if slips and len(word) >= SHORTEST_FUZZY else 0
    return Query.fuzzy_term_query(SCHEMA, "heading", word, distance=distance, prefix=unfinished)


def _tags(visible: QuerySet[Notebook], words: Sequence[str], *, slips: bool) -> tuple[Suggestion, ...]:
    rows = Tag.objects.filter(Exists(visible.filter(tags=OuterRef("pk")))).values_list("name", flat=True)
    names = [name for name in rows if begins_text(words, name, slips=slips)]
    counted = visible.filter(tags__name__in=names).values("tags__name").annotate(n=Count("pk"))
    best = counted.order_by("-n", "tags__name")[:MOST_OTHERS]
    return tuple(_tag(row["tags__name"], row["n"]) for row in best)


def _tag(name: str, count: int) -> Suggestion:
    detail = ngettext("%(n)d notebook", "%(n)d notebooks", count) % {"n": count}
    return Suggestion("tag", name, f"/tags/{quote(name, safe='')}", detail)


def _people(visible: QuerySet[Notebook], words: Sequence[str], *, slips: bool) -> tuple[Suggestion, ...]:
    owners = User.objects.filter(Exists(visible.filter(owner=OuterRef("pk")))).order_by("username")
    near = [one for one in owners if begins_text(words, f"{one.username} {one.full_name}", slips=slips)]
    return tuple(
        Suggestion("person", one.shown_name, one.get_absolute_url(), one.username) for one in near[:MOST_OTHERS]
    )


def _groups(visible: QuerySet[Notebook], words: Sequence[str], *, slips: bool) -> tuple[Suggestion, ...]:
    owners = Group.objects.filter(Exists(visible.filter(group=OuterRef("pk")))).order_by("name")
    near = [one for one in owners if begins_text(words, one.name, slips=slips)]
    return tuple(Suggestion("group", one.name, one.get_absolute_url(), _("group")) for one in near[:MOST_OTHERS])
