"""A notebook as it stands in a list: finished, so that a template asks the database for nothing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, cast
from uuid import UUID

from django.db.models import QuerySet

from gallery.accounts.links import PersonLink, person_link
from gallery.accounts.models import User
from gallery.directory.links import GroupLink, group_link
from gallery.lib.languages import shown_language
from gallery.lib.text import plain_prose, shortened
from gallery.notebooks.models import Health as HealthOf
from gallery.notebooks.models import HealthNote, Notebook, Star

__all__ = ["Card", "GroupLink", "PersonLink", "card_of", "cards", "person_link", "starred_among", "with_card_data"]

# What a card tells of others: loaded with the notebook, so that it costs no question of its own.
CARD_RELATIONS = ("owner__belonging__organisation", "group")
Health = Literal["healthy", "undetermined", "unhealthy"]
# What a list says of health: the status, or for an undetermined one what is known beside it.
HealthShown = Literal["healthy", "undetermined", "unhealthy", "unknown", "promising", "was-healthy", "was-unhealthy"]


@dataclass(frozen=True)
class Card:
    """What a list shows of a notebook. `snippet` is safe HTML with marks, or plain text escaped.

    Where a group owns it, `owner` is the person who answers for it. `organisation` is theirs, by its name in
    addresses and "" for none: for signed-in readers only.
    """

    uuid: UUID
    title: str
    url: str
    run_url: str
    snippet: str
    owner: PersonLink
    group: GroupLink | None
    organisation: str
    tags: tuple[str, ...]
    language: str
    language_name: str
    health: Health
    health_shown: HealthShown
    stars: int
    starred: bool
    runs: int
    updated: datetime
    visibility: str
    revision: int


def card_of(notebook: Notebook, *, starred: bool, snippet: str = "") -> Card:
    """One card from a notebook whose owner, group, head and tags are loaded."""
    return Card(
        uuid=notebook.uuid,
        title=notebook.title,
        url=notebook.get_absolute_url(),
        run_url=f"/run/{notebook.uuid}",
        snippet=snippet or shortened(plain_prose(notebook.description[:2000]), 240),
        owner=person_link(notebook.owner),
        group=group_link(notebook.group) if notebook.group is not None else None,
        organisation=_organisation(notebook.owner),
        tags=tuple(sorted(tag.name for tag in notebook.tags.all())),
        language=notebook.language,
        language_name=shown_language(notebook.language),
        health=cast("Health", notebook.health),
        health_shown=health_shown(notebook),
        stars=notebook.stars,
        starred=starred,
        runs=notebook.runs,
        updated=notebook.updated_at,
        visibility=notebook.visibility,
        revision=notebook.head.number if notebook.head else 0,
    )


def health_shown(notebook: Notebook) -> HealthShown:
    """What is said of its health in a few words: "undetermined" is for what people ran, "unknown" for what nobody ran.

    >>> health_shown(Notebook(health="undetermined")), health_shown(Notebook(health="undetermined", health_score=0.5))
    ('unknown', 'undetermined')
    """
    if notebook.health != HealthOf.UNDETERMINED:
        return cast("Health", notebook.health)
    if notebook.health_note != HealthNote.NONE:
        return cast("HealthShown", notebook.health_note)
    return "unknown" if notebook.health_score is None else "undetermined"


def _organisation(owner: User) -> str:
    belonging = getattr(owner, "belonging", None)  # Django raises an AttributeError of its own for none
    return belonging.organisation.slug if belonging is not None else ""


def with_card_data(notebooks: QuerySet[Notebook]) -> QuerySet[Notebook]:
    """Load with each notebook what its card needs: three queries, however many notebooks."""
    return notebooks.select_related(*CARD_RELATIONS, "head").prefetch_related("tags")


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
