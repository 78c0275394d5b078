"""The new notebook: put together from an allow-list, never cut down from what came."""

from __future__ import annotations

from typing import Any

from commonplace_clean.attachments import keep_attachments
from commonplace_clean.identifiers import CellIds
from commonplace_clean.limits import Limits
from commonplace_clean.metadata import cell_metadata, notebook_metadata
from commonplace_clean.reading import ReadCell, ReadNotebook
from commonplace_clean.results import Finding, Notebook
from commonplace_clean.tally import Tally


def rebuild(given: ReadNotebook, limits: Limits, tally: Tally) -> tuple[Notebook, list[Finding]]:
    """Return a new notebook of nbformat 4.5, and a finding for each cell that loses something people may miss.

    What stays behind is counted in ``tally``.
    """
    ids = CellIds([cell.given_id for cell in given.cells])
    findings: list[Finding] = []
    cells = []
    for cell in given.cells:
        built = _cell(cell, ids, tally)
        findings += keep_attachments(cell, built, limits, tally)
        cells.append(built)
    metadata = notebook_metadata(given.metadata, given.language, tally)
    tally.drop_each("metadata_keys", given.rest)
    return {"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}, findings


def _cell(cell: ReadCell, ids: CellIds, tally: Tally) -> dict[str, Any]:
    built: dict[str, Any] = {
        "cell_type": cell.kind,
        "id": ids.give(cell.given_id, cell.kind, cell.source),
        "metadata": cell_metadata(cell.metadata, tally),
        "source": cell.source,
    }
    if cell.kind == "code":
        built |= {"execution_count": None, "outputs": []}
    if cell.given_id is not None and built["id"] != cell.given_id:
        tally.drop("metadata_keys", cell.given_id)
    _count_rest(cell.rest, tally)
    return built


def _count_rest(rest: dict[str, Any], tally: Tally) -> None:
    for key, value in rest.items():
        if key == "outputs":
            tally.drop_outputs(value)
        elif key not in {"execution_count", "prompt_number"}:
            tally.drop("metadata_keys", value)
        elif value is not None:
            tally.drop("execution_counts", value)
