"""A notebook as it stands in a list: finished, so that a template asks the database for nothing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache, reduce
from typing import Any, Literal, NamedTuple, cast
from uuid import UUID

from django.db.models import QuerySet
from django.utils.safestring import SafeString

from gallery.accounts.links import PersonLink, person_link
from gallery.accounts.models import User
from gallery.directory.links import GroupLink, group_link
from gallery.directory.models import Group
from gallery.lib.languages import shown_language
from gallery.lib.question_card import beyond
from gallery.lib.text import plain_prose, shortened
from gallery.notebooks.models import Health as HealthOf
from gallery.notebooks.models import HealthNote, Notebook, Star
from gallery.notebooks.models.notebook import address_of

__all__ = [
    "Card", "Facts", "GroupLink", "PersonLink", "Quotation", "card_from", "card_of", "cards", "person_link",
    "starred_among", "with_card_data",
]  # fmt: skip

# What a card tells of others: loaded with the notebook, so that it costs no question of its own.
CARD_RELATIONS = ("owner__belonging__organisation", "group")
MOST_NAMES = 10_000  # of people and groups, whose links are kept ready
Health = Literal["healthy", "undetermined", "unhealthy"]
# What a list says of health: the status, or for an undetermined one what is known beside it.
HealthShown = Literal["healthy", "undetermined", "unhealthy", "unknown", "promising", "was-healthy", "was-unhealthy"]


class Quotation(SafeString):
    """Safe HTML quoted from a notebook, and from which of its cells; 0 where it is from none."""

    cell = 0
    code = False

    @classmethod
    def of(cls, html: str, *, cell: int, code: bool) -> "Quotation":
        """From HTML that is safe."""
        made = cls(html)
        made.cell, made.code = cell, code
        return made


@dataclass(frozen=True)
class Card:
    """What a list shows of a notebook. `snippet` is safe HTML with marks, or plain text escaped.

    Where a group owns it, `owner` is the person who answers for it. `organisation` is theirs, by its name in
    addresses and "" for none: for signed-in readers only.
    """

    uuid: UUID
    title: str
    question: str
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
    deprecated: bool

    @property
    def cell(self) -> int:
        """The number of the cell that the snippet is quoted from; 0 for none."""
        return self.snippet.cell if isinstance(self.snippet, Quotation) else 0

    @property
    def quotes_code(self) -> bool:
        """Whether the snippet is code."""
        return isinstance(self.snippet, Quotation) and self.snippet.code


class Facts(NamedTuple):
    """What a card tells, each fact named as a query names it: one row of the database."""

    pk: int
    uuid: UUID
    title: str
    question: str
    description: str
    language: str
    visibility: str
    health: str
    health_note: str
    health_score: float | None
    stars: int
    runs: int
    updated_at: datetime
    deprecated_at: datetime | None
    head_id: int | None
    head__number: int | None
    owner__username: str
    owner__full_name: str
    owner__belonging__organisation__slug: str | None
    group__slug: str | None
    group__name: str | None


def card_of(notebook: Notebook, *, starred: bool, snippet: str = "") -> Card:
    """One card from a notebook whose owner, group, head and tags are loaded."""
    facts = Facts._make(_fact(notebook, name) for name in Facts._fields)
    return card_from(facts, tags=(tag.name for tag in notebook.tags.all()), starred=starred, snippet=snippet)


def _fact(notebook: Notebook, name: str) -> Any:
    """What a query for notebooks calls by this name; None where something on the way is missing."""
    # Django raises an AttributeError of its own where somebody belongs to no organisation.
    return reduce(lambda one, step: getattr(one, step, None), name.split("__"), cast("Any", notebook))


def card_from(facts: Facts, *, tags: Iterable[str], starred: bool, snippet: str = "") -> Card:
    """One card from what was read for it."""
    return Card(
        uuid=facts.uuid,
        title=facts.title,
        question=facts.question,
        url=address_of(facts.uuid, facts.title),
        run_url=f"/run/{facts.uuid}",
        snippet=snippet or shortened(plain_prose(beyond(facts.question, facts.description[:2000])), 240),
        owner=_person(facts.owner__username, facts.owner__full_name),
        group=_group(facts.group__slug, facts.group__name or "") if facts.group__slug is not None else None,
        organisation=facts.owner__belonging__organisation__slug or "",
        tags=tuple(sorted(tags)),
        language=facts.language,
        language_name=shown_language(facts.language),
        health=cast("Health", facts.health),
        health_shown=health_shown(facts),
        stars=facts.stars,
        starred=starred,
        runs=facts.runs,
        updated=facts.updated_at,
        visibility=facts.visibility,
        revision=facts.head__number or 0,
        deprecated=facts.deprecated_at is not None,
    )


@lru_cache(maxsize=MOST_NAMES)
def _person(username: str, full_name: str) -> PersonLink:
    return person_link(User(username=username, full_name=full_name))


@lru_cache(maxsize=MOST_NAMES)
def _group(slug: str, name: str) -> GroupLink:
    return group_link(Group(slug=slug, name=name))


def health_shown(notebook: Notebook | Facts) -> HealthShown:
    """What is said of its health in a few words: "undetermined" is for what people ran, "unknown" for what nobody ran.

    >>> health_shown(Notebook(health="undetermined")), health_shown(Notebook(health="undetermined", health_score=0.5))
    ('unknown', 'undetermined')
    """
    if notebook.health != HealthOf.UNDETERMINED:
        return cast("Health", notebook.health)
    if notebook.health_note != HealthNote.NONE:
        return cast("HealthShown", notebook.health_note)
    return "unknown" if notebook.health_score is None else "undetermined"


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
