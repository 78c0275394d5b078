"""API: building blocks, cells of code that answer a question."""

from typing import Annotated, Literal

from django.conf import settings
from django.http import HttpRequest
from ninja import Field, Query, Router, Schema

from gallery.accounts.caller import caller
from gallery.search.cells import FoundCell, find_cells
from gallery.search.question import LONGEST

router = Router(tags=["search"])
Words = Annotated[str, Query(max_length=LONGEST, description="What the cell should do, in a few words")]


class CellOut(Schema):
    """A code cell and where it stands."""

    notebook: str
    title: str
    owner: str
    language: str
    health: str
    number: int = Field(description="The number of the cell on the notebook's page")
    source: str
    url: str

    @staticmethod
    def of(found: FoundCell) -> "CellOut":
        """From a cell that the asker may find."""
        card = found.card
        return CellOut(
            notebook=str(card.uuid),
            title=card.title,
            owner=card.owner.name,
            language=card.language,
            health=card.health,
            number=found.number,
            source=found.source,
            url=f"{settings.CONFIG.url}{card.url}#cell-{found.number}",
        )


class CellsOut(Schema):
    """At most twelve cells, the best first."""

    items: list[CellOut]


@router.get("/cells", response=CellsOut, summary="Find single cells")
def cells(
    request: HttpRequest,
    q: Words = "",
    language: Annotated[str, Query(max_length=LONGEST)] = "",
    health: Literal["", "healthy", "undetermined", "unhealthy"] = "",
) -> CellsOut:
    """Code cells of notebooks that you may find, to be put into your own: those with most of the words first."""
    items = [CellOut.of(one) for one in find_cells(caller(request).user, q, language=language, health=health)]
    return CellsOut(items=items)
