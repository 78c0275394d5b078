"""API: where else a cell appears, and what says almost the same as a notebook that is not saved yet."""

from typing import Annotated
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest
from ninja import Field, Query, Router, Schema

from gallery.accounts.caller import caller
from gallery.notebooks.api_schemas import SimilarOut, SimilarsOut
from gallery.notebooks.copies import copies_of
from gallery.notebooks.elsewhere import Place, elsewhere
from gallery.notebooks.intake import read_envelope

router = Router(tags=["notebooks"])
Page = Annotated[int, Query(ge=1, le=100_000)]
_NOTEBOOK = {"type": "object", "properties": {"content": {"type": "object"}}, "required": ["content"]}


class PlaceOut(Schema):
    """A notebook in whose current version the cell stands."""

    uuid: str
    title: str
    owner: str
    number: int = Field(description="The number of the cell on the notebook's page")
    url: str

    @staticmethod
    def of(place: Place) -> "PlaceOut":
        """From a place that the reader may find."""
        return PlaceOut(
            uuid=str(place.card.uuid),
            title=place.card.title,
            owner=place.card.owner.name,
            number=place.number,
            url=settings.CONFIG.url + place.url,
        )


class ElsewhereOut(Schema):
    """Where the cell stands: identical, a page of it; and almost the same, with the first page."""

    items: list[PlaceOut]
    total: int
    page: int
    near: list[PlaceOut]
    near_total: int


@router.get("/notebooks/{uuid}/cells/{cell}/elsewhere", response=ElsewhereOut, summary="Where else a cell appears")
def read_elsewhere(request: HttpRequest, uuid: UUID, cell: str, page: Page = 1) -> ElsewhereOut:
    """Notebooks that you may find with the same code, or almost: `cell` is the SHA-256 of its source."""
    found = elsewhere(caller(request).user, uuid, cell, page=page)
    return ElsewhereOut(
        items=[PlaceOut.of(one) for one in found.items],
        total=found.total,
        page=found.page,
        near=[PlaceOut.of(one) for one in found.near],
        near_total=found.near_total,
    )


@router.post(
    "/similar",
    response=SimilarsOut,
    summary="What says almost the same",
    openapi_extra={"requestBody": {"required": True, "content": {"application/json": {"schema": _NOTEBOOK}}}},
)
def read_similar(request: HttpRequest) -> SimilarsOut:
    """Notebooks that say almost the same as this one, which is not kept: ask before you save."""
    person = caller(request).person()
    found = copies_of(read_envelope(request.body).cleaned.notebook, person)
    return SimilarsOut(items=SimilarOut.of(found), total=found.total)
