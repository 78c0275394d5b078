"""Where else a cell appears: in current revisions of notebooks that the reader may find, identical or almost."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.utils.safestring import SafeString

from gallery.accounts.models import User
from gallery.lib.errors import NotThere
from gallery.lib.paging import Paged, part
from gallery.lib.rendering import CellSource, place
from gallery.notebooks.access import readable, revision_of
from gallery.notebooks.cards import Card, cards, with_card_data
from gallery.notebooks.content import unpacked
from gallery.notebooks.models import Cell, CellShape, Notebook, RevisionCell
from gallery.notebooks.permissions import listed_to
from gallery.notebooks.rendered import fragments, inert
from gallery.notebooks.shapes import style_of

PAGE_SIZE = 24
MOST_NEAR = 24


@dataclass(frozen=True)
class Place:
    """A notebook that holds the cell, and at which number. `html` is inert; "" where the cell is identical."""

    card: Card
    number: int
    html: SafeString

    @property
    def url(self) -> str:
        """The cell on the page of its notebook."""
        return f"{self.card.url}#cell-{self.number}"


@dataclass(frozen=True)
class ElsewherePage(Paged):
    """A cell, one page of the other notebooks that hold it, and those that hold almost the same."""

    title: str
    url: str
    html: SafeString
    items: tuple[Place, ...]
    near: tuple[Place, ...]
    near_total: int


def elsewhere(user: User | None, uuid: UUID, source_hash: str, *, page: int = 1) -> ElsewherePage:
    """Where else the code with this hash appears. For a cell of some version of a notebook that the reader may read."""
    notebook = readable(user, uuid)
    cell = _cell_of(notebook, source_hash)
    others = listed_to(user).exclude(pk=notebook.pk)
    same = others.filter(head__in=_revisions_with([cell.pk]))
    alike = _alike(cell, notebook.language)
    near = others.filter(head__in=_revisions_with(alike)).exclude(head__in=_revisions_with([cell.pk]))
    return ElsewherePage(
        total=same.count(),
        page=page,
        page_size=PAGE_SIZE,
        title=notebook.title,
        url=notebook.get_absolute_url(),
        html=_shown([(cell, notebook.language)])[0],
        items=_places(user, _latest(same)[part(page, PAGE_SIZE)], [cell.pk]),
        near=_places(user, _latest(near)[:MOST_NEAR], alike, shown=True) if page == 1 else (),
        near_total=near.count(),
    )


@dataclass(frozen=True)
class Also:
    """A code cell of a notebook, and how many other notebooks that the reader may find hold the same."""

    number: int
    source_hash: str
    count: int


@dataclass(frozen=True)
class AlsoPage:
    """The cells of one version of a notebook that stand in others, too."""

    uuid: UUID
    title: str
    url: str
    cells: tuple[Also, ...]


def also_elsewhere(user: User | None, uuid: UUID, version: int | None) -> AlsoPage:
    """Which code of a version stands in other notebooks, too, and in how many: one query for all of its cells."""
    notebook = readable(user, uuid)
    here = revision_of(notebook, version).cells.filter(cell__kind="code", cell__size__gt=0)
    heads = listed_to(user).exclude(pk=notebook.pk).values("head")
    there = RevisionCell.objects.filter(cell=OuterRef("cell"), revision__in=heads).order_by()
    count = there.values("cell").annotate(n=Count("revision", distinct=True)).values("n")
    rows = here.annotate(n=Subquery(count)).exclude(n=None).values_list("position", "cell__source_hash", "n")
    return AlsoPage(
        uuid=notebook.uuid,
        title=notebook.title,
        url=notebook.get_absolute_url(),
        cells=tuple(Also(position + 1, source_hash, n) for position, source_hash, n in rows.order_by("position")),
    )


def _cell_of(notebook: Notebook, source_hash: str) -> Cell:
    """The code cell with this hash in any version; whoever names another notebook's cell names nothing."""
    here = RevisionCell.objects.filter(revision__notebook=notebook)
    found = Cell.objects.filter(kind="code", source_hash=source_hash, pk__in=here.values("cell")).first()
    if found is None:
        raise NotThere
    return found


def _alike(cell: Cell, language: str) -> "QuerySet[CellShape, str]":
    """Keys of cells that have the same shape in a language like this one, and are not the same."""
    mine = CellShape.objects.filter(cell=cell, style=style_of(language)).values("shape")
    return CellShape.objects.filter(shape__in=mine).exclude(cell=cell).values_list("cell", flat=True)


def _revisions_with(cells: Iterable[str]) -> "QuerySet[RevisionCell, int]":
    return RevisionCell.objects.filter(cell__in=cells).values_list("revision", flat=True)


def _latest(found: QuerySet[Notebook]) -> QuerySet[Notebook]:
    return with_card_data(found).order_by("-updated_at", "-pk")


def _places(
    user: User | None, found: QuerySet[Notebook], cells: Iterable[str], *, shown: bool = False
) -> tuple[Place, ...]:
    rows = list(found)
    heads = [row.head_id for row in rows]
    at = RevisionCell.objects.filter(revision__in=heads, cell__in=cells).select_related("cell").order_by("-position")
    first = {one.revision_id: one for one in at}  # the first of several, since the last one written stays
    code = [(first[row.head_id or 0].cell, row.language) for row in rows]
    html = _shown(code, start=2) if shown else (inert(""),) * len(rows)
    lines = zip(rows, cards(user, rows), html, strict=True)
    return tuple(Place(card, first[row.head_id or 0].position + 1, made) for row, card, made in lines)


def _shown(cells: Sequence[tuple[Cell, str]], *, start: int = 1) -> tuple[SafeString, ...]:
    """Cells with their languages as pages show code."""
    sources = [CellSource(kind="code", source=unpacked(cell.body), language=language) for cell, language in cells]
    return tuple(inert(place(one, number)) for number, one in enumerate(fragments(sources), start=start))
