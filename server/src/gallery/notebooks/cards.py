"""A notebook as it stands in a list: finished, so that a template asks the database for nothing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from django.db.models import QuerySet

from gallery.accounts.models import User
from gallery.lib.languages import shown_language
from gallery.lib.text import plain_prose, shortened
from gallery.notebooks.models import Notebook, Star

Health = Literal["healthy", "undetermined", "unhealthy"]


@dataclass(frozen=True)
class PersonLink:
    """Somebody's name and page."""

    name: str
    shown_name: str
    url: str


@dataclass(frozen=True)
class Card:
    """What a list shows of a notebook. `snippet` is safe HTML with marks, or plain text escaped."""

    uuid: UUID
    title: str
    url: str
    run_url: str
    snippet: str
    owner: PersonLink
    tags: tuple[str, ...]
    language: str
    language_name: str
    health: Health
    stars: int
    starred: bool
    runs: int
    updated: datetime
    private: bool
    revision: int


def person_link(user: User) -> PersonLink:
    """The name and page of a person."""
    return PersonLink(name=user.username, shown_name=user.shown_name, url=user.get_absolute_url())


def card_of(notebook: Notebook, *, starred: bool, snippet: str = "") -> Card:
    """One card from a notebook whose owner, head and tags are loaded."""
    return Card(
        uuid=notebook.uuid,
        title=notebook.title,
        url=notebook.get_absolute_url(),
        run_url=f"/run/{notebook.uuid}",
        snippet=snippet or shortened(plain_prose(notebook.description[:2000]), 240),
        owner=person_link(notebook.owner),
        tags=tuple(sorted(tag.name for tag in notebook.tags.all())),
        language=notebook.language,
        language_name=shown_language(notebook.language),
        health="undetermined",  # becomes a measure when executions are recorded
        stars=notebook.stars,
        starred=starred,
        runs=notebook.runs,
        updated=notebook.updated_at,
        private=notebook.visibility != "public",
        revision=notebook.head.number if notebook.head else 0,
    )


def with_card_data(notebooks: QuerySet[Notebook]) -> QuerySet[Notebook]:
    """Load with each notebook what its card needs: three queries, however many notebooks."""
    return notebooks.select_related("owner", "head").prefetch_related("tags")


def starred_among(user: User | None, notebooks: Iterable[Notebook]) -> set[int]:
    """Which of these the person has starred, by primary key."""
    if user is None:
        return set()
    keys = [notebook.pk for notebook in notebooks]
    return set(Star.objects.filter(person=user, notebook__in=keys).values_list("notebook_id", flat=True))


def cards(user: User | None, notebooks: Sequence[Notebook]) -> tuple[Card, ...]:
    """Cards for notebooks loaded by `with_card_data`, in their order."""
    starred = starred_among(user, notebooks)
    return tuple(card_of(notebook, starred=notebook.pk in starred) for notebook in notebooks)
