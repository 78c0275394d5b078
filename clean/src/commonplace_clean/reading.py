"""Read nbformat 3 and 4.0 to 4.5: what is there, as one flat list of cells; nothing is kept that is not asked for."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from commonplace_clean.errors import NotebookRejected
from commonplace_clean.gate import check_text, shown

KINDS = {"code", "markdown", "raw"}
NEWEST_MINOR = 5
DEEPEST_HEADING = 6


@dataclass
class RawCell:
    """A cell as it was found: its kind and source are checked, all the rest is not."""

    kind: str
    source: str
    found: dict[str, Any] = field(default_factory=dict)


def read_cells(document: Any) -> list[RawCell]:
    """All cells in order, or `NotebookRejected` that names the cell and the reason."""
    if not isinstance(document, dict):
        raise NotebookRejected("The file is JSON but no notebook: it has to be an object")
    major = document.get("nbformat")
    if type(major) is not int:
        raise NotebookRejected("The file is JSON but no notebook: it does not say its nbformat")
    if major == 3:
        return [_old_cell(cell, where) for cell, where in _old_cells(document)]
    if major != 4:
        raise NotebookRejected(f"The notebook has format {major}; formats 3 and 4 can be read. Open and save it in Jupyter")
    cells = document.get("cells")
    if not isinstance(cells, list):
        raise NotebookRejected("The notebook has no list of cells", "cells")
    return [_cell(cell, f"cells[{number}]") for number, cell in enumerate(cells)]


def _cell(cell: Any, where: str) -> RawCell:
    if not isinstance(cell, dict):
        raise NotebookRejected("A cell has to be an object", where)
    kind = cell.get("cell_type")
    if not isinstance(kind, str) or kind not in KINDS:
        known = shown(kind) if isinstance(kind, str) else "nothing"
        raise NotebookRejected(f"A cell says that it is {known}; it has to be code, markdown or raw", where)
    return RawCell(kind, text_of(cell.get("source"), f"{where}.source"), cell)


def text_of(value: Any, where: str) -> str:
    """Source as one text with line feeds: notebooks hold it as a text or as a list of lines."""
    if isinstance(value, list) and all(isinstance(line, str) for line in value):
        value = "".join(value)
    if not isinstance(value, str):
        raise NotebookRejected("The source of a cell has to be a text or a list of texts", where)
    return check_text(value.replace("\r\n", "\n").replace("\r", "\n"), where)


def _old_cells(document: dict[str, Any]) -> Iterator[tuple[Any, str]]:
    sheets = document.get("worksheets", [])
    if not isinstance(sheets, list):
        raise NotebookRejected("The worksheets have to be a list", "worksheets")
    for at, sheet in enumerate(sheets):
        cells = sheet.get("cells") if isinstance(sheet, dict) else None
        if not isinstance(cells, list):
            raise NotebookRejected("A worksheet has no list of cells", f"worksheets[{at}]")
        for number, cell in enumerate(cells):
            yield cell, f"worksheets[{at}].cells[{number}]"


def _old_cell(cell: Any, where: str) -> RawCell:
    """Format 3: code under `input`, headings as cells of their own, HTML cells."""
    if not isinstance(cell, dict):
        raise NotebookRejected("A cell has to be an object", where)
    kind = cell.get("cell_type")
    if kind == "code":
        return RawCell("code", text_of(cell.get("input", ""), f"{where}.input"), cell)
    if kind == "heading":
        return RawCell("markdown", _heading(cell, where), cell)
    return _cell(cell | {"cell_type": "markdown"} if kind == "html" else cell, where)


def _heading(cell: dict[str, Any], where: str) -> str:
    level = cell.get("level", 1)
    level = level if type(level) is int and 1 <= level <= DEEPEST_HEADING else 1
    words = text_of(cell.get("source", ""), f"{where}.source").replace("\n", " ")
    return f"{'#' * level} {words}"
