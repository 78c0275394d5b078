"""API for the server extension in a person's Jupyter: tickets and the shelf."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from ninja import Router, Schema

from gallery.accounts.caller import caller
from gallery.launches.actions import redeem_ticket
from gallery.launches.queries import shelf
from gallery.notebooks.access import revision_of
from gallery.notebooks.cards import Card
from gallery.notebooks.outgoing import notebook_content

router = Router(tags=["run"])


class TicketIn(Schema):
    """A ticket as it came in the address."""

    ticket: str


class Opened(Schema):
    """A notebook for somebody's own Jupyter."""

    notebook: str
    revision: int
    title: str
    filename: str
    url: str
    content: dict[str, Any]


class ShelfItem(Schema):
    """A notebook that should wait in somebody's Jupyter."""

    notebook: str
    title: str
    revision: int
    filename: str
    url: str


class Shelf(Schema):
    """Starred and recently run notebooks."""

    starred: list[ShelfItem]
    recent: list[ShelfItem]


@router.post("/tickets/redeem", response=Opened, summary="Use up a one-time ticket")
def redeem(request: HttpRequest, body: TicketIn) -> Opened:
    """Answer the notebook of a ticket, once, to its own person in its own environment."""
    principal = caller(request)
    notebook = redeem_ticket(principal=principal, secret=body.ticket)
    revision = revision_of(notebook, None)
    return Opened(
        notebook=str(notebook.uuid),
        revision=revision.number,
        title=notebook.title,
        filename=f"{notebook.slug}.ipynb",
        url=settings.CONFIG.url + notebook.get_absolute_url(),
        content=notebook_content(revision),
    )


@router.get("/shelf", response=Shelf, summary="Starred and recently run notebooks")
def read_shelf(request: HttpRequest) -> Shelf:
    """What should be at hand when the caller's server starts."""
    principal = caller(request)
    starred, recent = shelf(principal.person())
    return Shelf(starred=[_item(card) for card in starred], recent=[_item(card) for card in recent])


def _item(card: Card) -> ShelfItem:
    return ShelfItem(
        notebook=str(card.uuid),
        title=card.title,
        revision=card.revision,
        filename=f"{card.url.rsplit('/', 1)[-1]}.ipynb",
        url=settings.CONFIG.url + card.url,
    )
