from collections.abc import Sequence
from gallery.lib.rendering.cells import CellSource
from gallery.lib.rendering.fragments import render_cell


def render_cells(cells: Sequence[CellSource]) -> list[str]:
    return [render_cell(c) for c in cells]
