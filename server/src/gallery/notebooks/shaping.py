"""Keeps the shape of each code cell beside it: in the transaction of the save, and for cells from before by and by."""

from collections.abc import Mapping, Sequence
from typing import Any

from gallery.notebooks.content import cell_digest, unpacked
from gallery.notebooks.models import CellShape, Notebook, RevisionCell
from gallery.notebooks.shapes import Shape, shape_of, style_of

AT_ONCE = 100  # notebooks of earlier times in one go
_done_to = 0  # the last notebook that this process looked at: once after each start is often enough


def store_shapes(cells: Sequence[dict[str, Any]], language: str) -> None:
    """Write the shapes of the code among these cells, where they are not there yet."""
    code = [cell["source"] for cell in cells if cell["cell_type"] == "code"]
    _store({cell_digest("code", source): source for source in code}, style_of(language))


def _store(sources: Mapping[str, str], style: str) -> None:
    known = CellShape.objects.filter(cell__in=list(sources), style=style).values_list("cell", flat=True)
    fresh = set(sources).difference(known)
    shapes = {digest: shape_of(sources[digest], style) for digest in sorted(fresh)}
    # Sorted: two people saving the same cells at once take the rows in the same order.
    rows = [_row(digest, style, shape) for digest, shape in shapes.items() if shape is not None]
    CellShape.objects.bulk_create(rows, ignore_conflicts=True, batch_size=200)


def _row(digest: str, style: str, shape: Shape) -> CellShape:
    return CellShape(cell_id=digest, style=style, shape=shape.digest, size=shape.size)


def shape_earlier_cells() -> int:
    """Give cells of current revisions their shape if they were saved before shapes were kept. A chore; answers how many
    notebooks it looked at."""
    global _done_to  # noqa: PLW0603 — how far this process has come
    rows = list(Notebook.objects.filter(pk__gt=_done_to).order_by("pk").values_list("pk", "head", "language")[:AT_ONCE])
    for _, head, language in rows:
        at = RevisionCell.objects.filter(revision=head, cell__kind="code", cell__shapes=None).select_related("cell")
        _store({one.cell_id: unpacked(one.cell.body) for one in at}, style_of(language))
    if rows:
        _done_to = rows[-1][0]
    return len(rows)
