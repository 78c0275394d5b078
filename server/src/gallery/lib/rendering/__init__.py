"""Notebook cells as HTML that can do nothing: no script, no style, no request to anywhere.

Authors' markup goes through an allow-list; highlighted code and formulas are inserted afterwards. The work happens in
processes that are ended when a cell takes too long. May import nothing else of the gallery.
"""

from collections.abc import Sequence

from gallery.lib.rendering.anchors import OutlineEntry, outline_of, place, sections_of
from gallery.lib.rendering.cells import RENDERER_VERSION, CellSource
from gallery.lib.rendering.fragments import is_for_now
from gallery.lib.rendering.workers import render_cells

__all__ = [
    "RENDERER_VERSION",
    "CellSource",
    "OutlineEntry",
    "is_for_now",
    "outline",
    "outline_of",
    "place",
    "render_cells",
    "sections_of",
]


def outline(cells: Sequence[CellSource]) -> list[OutlineEntry]:
    """The headings of these cells. Where they are rendered already, `outline_of` costs next to nothing."""
    return outline_of(render_cells([cell if cell.kind == "markdown" else _EMPTY for cell in cells]))


_EMPTY = CellSource("raw", "", "")
