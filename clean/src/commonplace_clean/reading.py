"""From JSON to cells: notebooks of formats 3 and 4, in one shape.

Strict about what is kept (cells, their kinds, their sources), indifferent about what will be dropped anyway.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from commonplace_clean.errors import NotebookRejected
from commonplace_clean.hashing import normal_lines
from commonplace_clean.limits import Limits

_KINDS = frozenset({"code", "markdown", "raw"})
_STRUCTURE = frozenset({"nbformat", "nbformat_minor", "metadata"})
_TAKEN = frozenset({"cell_type", "source", "metadata", "id", "attachments"})
# Format 3 names the language in each cell. A closed list: this field may carry a language and nothing else.
_OLD_LANGUAGES = frozenset({"bash", "haskell", "julia", "octave", "perl", "python", "r", "R", "ruby", "scala"})

Found = Iterator[tuple[str, object]]


@dataclass(frozen=True, slots=True)
class ReadCell:
    """One cell as it came; ``rest`` holds every entry that has no place in a clean notebook."""

    number: int
    where: str
    kind: str
    source: str
    given_id: object
    metadata: object
    attachments: object
    rest: dict[str, Any]


@dataclass(frozen=True, slots=True)
class ReadNotebook:
    """A notebook as it came; ``rest`` holds every unknown entry, ``language`` what all cells of format 3 say."""

    cells: list[ReadCell]
    metadata: object
    rest: list[object]
    language: str | None


def read(document: object, limits: Limits) -> ReadNotebook:
    """Return the notebook in ``document``.

    Raises:
        NotebookRejected: no notebook of format 3 or 4, or a cell that cannot be read; the cell is named.
    """
    if not isinstance(document, dict):
        raise NotebookRejected("The file is no notebook: its JSON is not an object.")
    old = _major(document) == 3
    found = list(_cells_of_3(document) if old else _cells_of_4(document))
    if len(found) > limits.max_cells:
        reason = f"The notebook has {len(found):,} cells; at most {limits.max_cells:,} are accepted."
        raise NotebookRejected(reason, "cells")
    cells = [_read_cell(value, number, where) for number, (where, value) in enumerate(found, 1)]
    rest = list(_rest(document, "worksheets" if old else "cells"))
    return ReadNotebook(cells, document.get("metadata", {}), rest, _old_language(cells) if old else None)


def _major(document: dict[str, Any]) -> int:
    major, minor = document.get("nbformat"), document.get("nbformat_minor", 0)
    if type(major) is not int:
        raise NotebookRejected("The file is no notebook: it does not say which format it has.", "nbformat")
    if major not in {3, 4}:
        reason = "The notebook's format is neither 3 nor 4; open it in Jupyter, save it, and try again."
        raise NotebookRejected(reason, "nbformat")
    if type(minor) is not int or minor < 0:
        raise NotebookRejected("The notebook's minor format is not a number.", "nbformat_minor")
    return major


def _cells_of_4(document: dict[str, Any]) -> Found:
    yield from ((f"cells[{index}]", cell) for index, cell in enumerate(_list_in(document, "cells")))


def _cells_of_3(document: dict[str, Any]) -> Found:
    for index, sheet in enumerate(_list_in(document, "worksheets")):
        where = f"worksheets[{index}]"
        if not isinstance(sheet, dict):
            raise NotebookRejected("A worksheet of the notebook is not an object.", where)
        cells = _list_in(sheet, "cells", f"{where}.")
        yield from ((f"{where}.cells[{place}]", cell) for place, cell in enumerate(cells))


def _list_in(holder: dict[str, Any], key: str, before: str = "") -> list[object]:
    value = holder.get(key)
    if isinstance(value, list):
        return value
    fault = "is not a list" if key in holder else "is missing"
    raise NotebookRejected(f"The file is no whole notebook: its list of {key} {fault}.", f"{before}{key}")


def _rest(document: dict[str, Any], cells_key: str) -> Iterator[object]:
    """Yield what stands beside the cells and the metadata."""
    yield from (value for key, value in document.items() if key not in _STRUCTURE and key != cells_key)
    for sheet in document[cells_key] if cells_key == "worksheets" else ():
        yield from (value for key, value in sheet.items() if key != "cells" and value != {})


def _read_cell(value: object, number: int, where: str) -> ReadCell:
    if not isinstance(value, dict):
        raise NotebookRejected(f"Cell {number} is not an object.", where)
    kind, source, used = _kind_and_source(value, number, where)
    return ReadCell(
        number=number,
        where=where,
        kind=kind,
        source=normal_lines(source),
        given_id=value.get("id"),
        metadata=value.get("metadata", {}),
        attachments=value.get("attachments"),
        rest={key: item for key, item in value.items() if key not in _TAKEN and key != used},
    )


def _kind_and_source(cell: dict[str, Any], number: int, where: str) -> tuple[str, str, str]:
    """Return the cell's kind in today's format, its source, and the old key that one of them came from."""
    given = cell.get("cell_type")
    if given == "code" and "source" not in cell and "input" in cell:
        return "code", _text(cell, "input", number, where), "input"
    source = _text(cell, "source", number, where)
    if given == "heading":
        return "markdown", _heading(cell.get("level", 1), source, number, where), "level"
    if given == "html":
        return "markdown", source, ""
    if not isinstance(given, str) or given not in _KINDS:
        raise NotebookRejected(f"Cell {number} is of no kind that is known here.", f"{where}.cell_type")
    return given, source, ""


def _heading(level: object, source: str, number: int, where: str) -> str:
    if type(level) is not int or not 1 <= level <= 6:
        raise NotebookRejected(f"Cell {number} is a heading without a level from 1 to 6.", f"{where}.level")
    return f"{'#' * level} {' '.join(source.splitlines())}"


def _text(cell: dict[str, Any], key: str, number: int, where: str) -> str:
    if key not in cell:
        raise NotebookRejected(f"Cell {number} has no source.", f"{where}.{key}")
    value = cell[key]
    if isinstance(value, str):
        return value
    if not isinstance(value, list):
        raise NotebookRejected(f"The source of cell {number} is not text.", f"{where}.{key}")
    for index, line in enumerate(value):
        if not isinstance(line, str):
            raise NotebookRejected(f"The source of cell {number} is not text.", f"{where}.{key}[{index}]")
    return "".join(value)


def _old_language(cells: list[ReadCell]) -> str | None:
    """Return the language of every code cell, if it is one and known."""
    said = [cell.rest.get("language") for cell in cells if cell.kind == "code"]
    only = said[0] if said and said.count(said[0]) == len(said) else None
    return only if isinstance(only, str) and only in _OLD_LANGUAGES else None
