"""Between a clean document and the rows that hold it: each cell stored once, by the hash of its kind and source."""

import hashlib
import threading
from collections.abc import Sequence
from typing import Any

import zstandard
from commonplace_clean import cell_hash

from gallery.notebooks.models import Cell, Revision, RevisionCell

_LEVEL = 3
_own = threading.local()


def cell_digest(kind: str, source: str) -> str:
    """The key of a cell: SHA-256 of kind, NUL, source."""
    return hashlib.sha256(f"{kind}\0{source}".encode()).hexdigest()


def packed(text: str) -> bytes:
    """Text as it is stored."""
    return zstandard.compress(text.encode(), _LEVEL)


def unpacked(body: bytes | memoryview) -> str:
    """Text as it was before `packed`."""
    return _unpacker().decompress(bytes(body)).decode()


def _unpacker() -> zstandard.ZstdDecompressor:
    """One for each thread, since they are not to be shared: making one takes longer than unpacking a cell."""
    if not hasattr(_own, "unpacker"):
        _own.unpacker = zstandard.ZstdDecompressor()
    found: zstandard.ZstdDecompressor = _own.unpacker
    return found


def store_cells(revision: Revision, cells: Sequence[dict[str, Any]]) -> None:
    """Write the cells that are new, then the places of all of them."""
    digests = [cell_digest(cell["cell_type"], cell["source"]) for cell in cells]
    known = set(Cell.objects.filter(digest__in=set(digests)).values_list("digest", flat=True))
    fresh = {digest: cell for digest, cell in zip(digests, cells, strict=True) if digest not in known}
    # Sorted: two people saving the same cells at once take the rows in the same order.
    rows = [cell_row(digest, fresh[digest]) for digest in sorted(fresh)]
    Cell.objects.bulk_create(rows, ignore_conflicts=True, batch_size=200)
    RevisionCell.objects.bulk_create(places(revision, digests, cells), batch_size=200)


def cell_row(digest: str, cell: dict[str, Any]) -> Cell:
    """The row of a cell, by its digest."""
    source = cell["source"]
    return Cell(
        digest=digest,
        kind=cell["cell_type"],
        source_hash=cell_hash(source),
        body=packed(source),
        size=len(source),
    )


def places(revision: Revision, digests: Sequence[str], cells: Sequence[dict[str, Any]]) -> list[RevisionCell]:
    """The rows that say where in a revision each cell stands."""
    return [
        RevisionCell(
            revision=revision,
            position=position,
            cell_id=digest,
            name=cell["id"],
            metadata=cell["metadata"],
            attachments=cell.get("attachments"),
        )
        for position, (digest, cell) in enumerate(zip(digests, cells, strict=True))
    ]


def document(revision: Revision) -> dict[str, Any]:
    """The clean notebook of a revision, as nbformat 4.5."""
    places = revision.cells.select_related("cell")
    return {
        "cells": [_cell_document(place) for place in places],
        "metadata": revision.metadata,
        "nbformat": 4,
        "nbformat_minor": 5,
    }


def _cell_document(place: RevisionCell) -> dict[str, Any]:
    cell: dict[str, Any] = {
        "cell_type": place.cell.kind,
        "id": place.name,
        "metadata": place.metadata,
        "source": unpacked(place.cell.body),
    }
    if place.cell.kind == "code":
        cell |= {"execution_count": None, "outputs": []}
    if place.attachments:
        cell["attachments"] = place.attachments
    return cell
