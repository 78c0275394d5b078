"""API: find notebooks, and suggestions as one types."""

from datetime import datetime
from typing import Literal

from django.conf import settings
from django.http import HttpRequest
from django.utils.html import conditional_escape
from ninja import Field, Query, Router, Schema
from pydantic import field_validator

from gallery.accounts.caller import caller
from gallery.accounts.models import User
from gallery.notebooks.api import router as notebooks_router
from gallery.notebooks.cards import Card
from gallery.search.correcting import corrected
from gallery.search.missed import tell_if_missed
from gallery.search.periods import period_of
from gallery.search.queries import Question, Suggestion, find, suggest
from gallery.search.question import LONGEST, PAGE_SIZE

router = Router(tags=["search"])

MOST_PAGES = 100_000
MOST_ON_A_PAGE = 100


class QuestionIn(Schema):
    """What to look for, and which part of the answer."""

    q: str = Field(
        "",
        max_length=LONGEST,
        description='Words, "phrases", -unwanted, tag:, lang:, owner:, group:, org:, import:, health:, changed:',
    )
    tag: str = Field("", max_length=LONGEST)
    language: str = Field("", max_length=LONGEST)
    owner: str = Field("", max_length=LONGEST)
    group: str = Field("", max_length=LONGEST, description="The group that owns it, by its name in addresses")
    organisation: str = Field("", max_length=LONGEST, description="Where its author belongs, parts included")
    imports: str = Field("", max_length=LONGEST, description="A package that the notebook imports")
    health: Literal["", "healthy", "undetermined", "unhealthy"] = ""
    changed: str = Field(
        "",
        max_length=LONGEST,
        pattern="^(day|week|month|year|[0-9]{4}-[0-9]{2}-[0-9]{2})?$",
        description="In the last 24 hours, 7, 30 or 365 days, or since that day in UTC",
    )
    deprecated: Literal["", "show"] = Field("", description="Deprecated notebooks are left out unless this says `show`")
    sort: Literal["", "relevance", "trending", "updated", "newest", "stars", "runs", "health", "title"] = ""
    page: int = Field(1, ge=1, le=MOST_PAGES)
    page_size: int = Field(PAGE_SIZE, ge=1, le=MOST_ON_A_PAGE)

    @field_validator("changed")
    @classmethod
    def _is_a_day_of_the_calendar(cls, value: str) -> str:
        if value and not period_of(value):
            raise ValueError("This day is not in the calendar.")
        return value

    def question(self) -> Question:
        """As the room asks it."""
        return Question(
            text=self.q,
            tag=self.tag,
            language=self.language,
            owner=self.owner,
            group=self.group,
            organisation=self.organisation,
            imports=self.imports,
            health=self.health,
            changed=self.changed,
            sort=self.sort,
            page=self.page,
            page_size=self.page_size,
            deprecated=self.deprecated == "show",
        )


class FoundNotebook(Schema):
    """A notebook in a list."""

    uuid: str
    title: str
    question: str = Field(description="The question that it answers, in its author's words; may be empty")
    snippet: str = Field(description="Safe HTML: escaped text, in which <mark> shows the words asked for")
    cell: int | None = Field(description="The number of the cell that the snippet is quoted from; null for none")
    owner: str
    group: str | None = Field(description="The group that owns it, if one does; `owner` then answers for it")
    organisation: str | None = Field(description="Where its author belongs; null for guests")
    tags: list[str]
    language: str
    health: Literal["healthy", "undetermined", "unhealthy"]
    stars: int
    runs: int
    updated: datetime
    revision: int
    deprecated: bool
    url: str

    @staticmethod
    def of(card: Card, reader: User | None) -> "FoundNotebook":
        """From a card, for this reader."""
        return FoundNotebook(
            uuid=str(card.uuid),
            title=card.title,
            question=card.question,
            snippet=conditional_escape(card.snippet),
            cell=card.cell or None,
            owner=card.owner.name,
            group=card.group.slug if card.group else None,
            organisation=card.organisation or None if reader else None,
            tags=list(card.tags),
            language=card.language,
            health=card.health,
            stars=card.stars,
            runs=card.runs,
            updated=card.updated,
            revision=card.revision,
            deprecated=card.deprecated,
            url=settings.CONFIG.url + card.url,
        )


class FoundNotebooks(Schema):
    """A page of notebooks."""

    items: list[FoundNotebook]
    total: int
    page: int
    did_you_mean: str = Field(description="The question with slips of the finger put right; empty for none")
    deprecated: int = Field(description="How many more answer the question, but are deprecated and were not asked for")


class SuggestionOut(Schema):
    """Where the reader may want to go."""

    kind: Literal["notebook", "tag", "person", "group"]
    title: str
    url: str
    detail: str

    @staticmethod
    def of(suggestion: Suggestion) -> "SuggestionOut":
        """From a suggestion."""
        return SuggestionOut(
            kind=suggestion.kind,
            title=suggestion.title,
            url=settings.CONFIG.url + suggestion.url,
            detail=suggestion.detail,
        )


class Suggestions(Schema):
    """At most eight suggestions."""

    items: list[SuggestionOut]


def _reader(request: HttpRequest) -> User | None:
    return caller(request).user


# On the notebooks' own router: one address is one view, which answers GET here and POST there.
@notebooks_router.get("/notebooks", response=FoundNotebooks, summary="Find and list notebooks", tags=["search"])
def notebooks(request: HttpRequest, asked: Query[QuestionIn]) -> FoundNotebooks:
    """Notebooks that you may read: those that answer the question, best first, or all of them, latest first."""
    reader = _reader(request)
    question = asked.question()
    found = find(reader, question)
    tell_if_missed(reader, question, found.total + found.deprecated)
    return FoundNotebooks(
        items=[FoundNotebook.of(card, reader) for card in found.items],
        total=found.total,
        page=found.page,
        did_you_mean=corrected(reader, question, found),
        deprecated=found.deprecated,
    )


@router.get("/suggest", response=Suggestions, summary="Suggestions as one types")
def suggestions(request: HttpRequest, q: str = "") -> Suggestions:
    """Notebooks, tags and people whose names begin like this, or almost."""
    return Suggestions(items=[SuggestionOut.of(one) for one in suggest(_reader(request), q)])
