"""API: what is like a notebook."""

from uuid import UUID

from django.conf import settings
from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field

from gallery.accounts.caller import caller
from gallery.notebooks.access import readable
from gallery.recommendations.queries import Suggestion, similar_to

router = Router(tags=["recommendations"])


class SimilarNotebook(Schema):
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


class SimilarNotebooks(Schema):
    """The best first."""

    items: list[SimilarNotebook]


@router.get("/notebooks/{uuid}/similar", response=SimilarNotebooks, summary="Notebooks like this one")
def similar(request: HttpRequest, uuid: UUID, asked: Query[Most]) -> SimilarNotebooks:
    """Alike in what is said of them and in what their code uses, among those that you may find."""
    reader = caller(request).user
    found = similar_to(reader, readable(reader, uuid), asked.most)
    return SimilarNotebooks(items=[_out(one) for one in found])


def _out(one: Suggestion) -> SimilarNotebook:
    card = one.card
    return SimilarNotebook(
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
