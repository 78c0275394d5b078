"""API: what is like a notebook, what its readers use, what is recommended to the caller."""

from collections.abc import Sequence
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field

from gallery.accounts.caller import caller
from gallery.notebooks.access import readable
from gallery.recommendations import actions
from gallery.recommendations.queries import Suggestion, also_viewed_with, recommended_to, similar_to

router = Router(tags=["recommendations"])


class SuggestedNotebook(Schema):
    """A notebook with why it is suggested; `score` is from 0 to 1."""

    uuid: UUID
    title: str
    url: str
    owner: str
    tags: list[str]
    language: str
    health: str
    score: float
    reason: str


class Most(Schema):
    """How many."""

    most: int = Field(6, ge=1, le=20)


class MostForYou(Schema):
    """How many."""

    most: int = Field(20, ge=1, le=60)


class SuggestedNotebooks(Schema):
    """The best first."""

    items: list[SuggestedNotebook]


class Dismissed(Schema):
    """Whether the notebook is kept out of your recommendations."""

    dismissed: bool


@router.get("/notebooks/{uuid}/similar", response=SuggestedNotebooks, summary="Notebooks like this one")
def similar(request: HttpRequest, uuid: UUID, asked: Query[Most]) -> SuggestedNotebooks:
    """Alike in what is said of them and in what their code uses, among those that you may find."""
    reader = caller(request).user
    return _out(similar_to(reader, readable(reader, uuid), asked.most))


@router.get("/notebooks/{uuid}/also-viewed", response=SuggestedNotebooks, summary="What its readers use, too")
def also_viewed(request: HttpRequest, uuid: UUID, asked: Query[Most]) -> SuggestedNotebooks:
    """Those that share most readers of the last 90 days with it (Jaccard index), among those that you may find."""
    reader = caller(request).user
    return _out(also_viewed_with(reader, readable(reader, uuid), asked.most))


@router.get("/recommendations", response=SuggestedNotebooks, summary="Recommended for you")
def recommendations(request: HttpRequest, asked: Query[MostForYou]) -> SuggestedNotebooks:
    """What you may find and do not know yet, each with one reason."""
    return _out(recommended_to(caller(request).person(), asked.most))


@router.put("/notebooks/{uuid}/dismissal", response=Dismissed, summary="Not for me")
def put_dismissal(request: HttpRequest, uuid: UUID) -> Dismissed:
    """Keep a notebook out of your recommendations."""
    person = caller(request).person()
    actions.dismiss(notebook=readable(person, uuid), by=person)
    return Dismissed(dismissed=True)


@router.delete("/notebooks/{uuid}/dismissal", response=Dismissed, summary="Recommend it again")
def delete_dismissal(request: HttpRequest, uuid: UUID) -> Dismissed:
    """Let a notebook be recommended to you again."""
    person = caller(request).person()
    actions.bring_back(notebook=readable(person, uuid), by=person)
    return Dismissed(dismissed=False)


def _out(found: Sequence[Suggestion]) -> SuggestedNotebooks:
    return SuggestedNotebooks(items=[_item(one) for one in found])


def _item(one: Suggestion) -> SuggestedNotebook:
    card = one.card
    return SuggestedNotebook(
        uuid=card.uuid,
        title=card.title,
        url=settings.CONFIG.url + card.url,
        owner=card.owner.name,
        tags=list(card.tags),
        language=card.language,
        health=card.health,
        score=one.score,
        reason=one.reason,
    )
