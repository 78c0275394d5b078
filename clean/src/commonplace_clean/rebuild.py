"""Build a new, code-only document from what was read. Nothing is copied that is not on the allow-list."""

import hashlib
import re
from typing import Any

from commonplace_clean.attachments import kept_attachments
from commonplace_clean.errors import NotebookRejected
from commonplace_clean.limits import Limits
from commonplace_clean.metadata import cell_metadata, notebook_metadata
from commonplace_clean.reading import RawCell, read_cells
from commonplace_clean.report import Finding, Stripped

_ID = re.compile(r"[a-zA-Z0-9_-]{1,64}")
_BASE64 = re.compile(r"[A-Za-z0-9+/=_-]{200,}")
# Keys that the file format itself defines: not counted as removed, since what matters of them is counted elsewhere.
_EXPECTED = {"cell_type", "source", "id", "metadata", "outputs", "execution_count", "attachments"}
_EXPECTED_OLD = {"cell_type", "input", "source", "metadata", "outputs", "prompt_number", "language", "collapsed", "level"}
_WIDGET_KEY = "widgets"


def rebuild(document: Any, limits: Limits) -> tuple[dict[str, Any], Stripped, list[Finding]]:
    """The clean document in nbformat 4.5, what was dropped, and what could not be kept although somebody may miss it."""
    found = read_cells(document)
    if len(found) > limits.max_cells:
        raise NotebookRejected(f"The notebook has {len(found):,} cells; at most {limits.max_cells:,} are accepted")
    stripped, findings, ids = Stripped(), list[Finding](), set[str]()
    cells = [_cell(number, raw, ids, limits) for number, raw in enumerate(found)]
    for number, (raw, cell) in enumerate(zip(found, cells, strict=True), start=1):
        _count_cell(raw, cell, stripped)
        findings += _missing_pictures(number, raw, cell)
    metadata = notebook_metadata(_upgraded(document))
    _count_notebook(document, metadata, stripped)
    return {"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}, stripped, findings


def _upgraded(document: dict[str, Any]) -> Any:
    """Format 3 kept the language in its code cells and a title under `name`."""
    metadata = document.get("metadata")
    if document.get("nbformat") != 3 or not isinstance(metadata, dict):
        return metadata
    title = metadata.get("name")
    return metadata | {"title": title} if isinstance(title, str) and title else metadata


def _cell(number: int, raw: RawCell, ids: set[str], limits: Limits) -> dict[str, Any]:
    _refuse_base64(number, raw.source, limits)
    cell: dict[str, Any] = {
        "cell_type": raw.kind,
        "id": _unique_id(number, raw, ids),
        "metadata": cell_metadata(raw.found.get("metadata")),
        "source": raw.source,
    }
    if raw.kind == "code":
        cell |= {"execution_count": None, "outputs": []}
    elif attachments := kept_attachments(raw.found.get("attachments"), limits):
        cell["attachments"] = attachments
    return cell


def _refuse_base64(number: int, source: str, limits: Limits) -> None:
    if len(source) <= limits.max_base64:
        return
    joined = source.replace("\\\n", "").replace('"\n"', "")
    longest = max((len(run) for run in _BASE64.findall(joined)), default=0)
    if longest > limits.max_base64:
        raise NotebookRejected(
            f"Cell {number + 1} holds {longest:,} characters of encoded data; a notebook here is code and prose. "
            "Load the data from a file or a source instead",
            f"cells[{number}].source",
        )


def _unique_id(number: int, raw: RawCell, ids: set[str]) -> str:
    """The cell's own id where it is valid and new, else one made from its place and source: the same every time."""
    own = raw.found.get("id")
    if not isinstance(own, str) or not _ID.fullmatch(own) or own in ids:
        seed, own = f"{number}\0{raw.kind}\0{raw.source}", ""
        while not own or own in ids:
            seed = own = hashlib.sha256(seed.encode()).hexdigest()[:12]
    ids.add(own)
    return own


def _count_cell(raw: RawCell, cell: dict[str, Any], stripped: Stripped) -> None:
    found = raw.found
    outputs = found.get("outputs")
    stripped.outputs += len(outputs) if isinstance(outputs, list) else int(outputs is not None)
    count = found.get("execution_count", found.get("prompt_number"))
    stripped.execution_counts += int(count is not None)
    attachments = found.get("attachments")
    given = len(attachments) if isinstance(attachments, dict) else int(attachments is not None)
    stripped.attachments += given - len(cell.get("attachments", {}))
    expected = _EXPECTED_OLD if "input" in found or "level" in found else _EXPECTED
    stripped.metadata_keys += len(found.keys() - expected)
    stripped.metadata_keys += _dropped(found.get("metadata"), cell["metadata"])


def _dropped(found: Any, kept: Any) -> int:
    """How many entries of a nested structure are not there any more."""
    if not isinstance(found, dict):
        return int(found is not None)
    lost = 0
    for key, value in found.items():
        if key not in kept:
            lost += 1
        elif isinstance(value, dict):
            lost += _dropped(value, kept[key])
        elif isinstance(value, list) and len(value) > len(kept[key]):
            lost += len(value) - len(kept[key])
    return lost


def _count_notebook(document: dict[str, Any], metadata: dict[str, Any], stripped: Stripped) -> None:
    found = document.get("metadata")
    if isinstance(found, dict) and _WIDGET_KEY in found:
        stripped.widgets += _widget_states(found[_WIDGET_KEY])
        found = {key: value for key, value in found.items() if key != _WIDGET_KEY}
    stripped.metadata_keys += _dropped(found, metadata)
    expected = {"cells", "worksheets", "metadata", "nbformat", "nbformat_minor"}
    stripped.metadata_keys += len(document.keys() - expected)


def _widget_states(found: Any) -> int:
    states = 0
    for bundle in found.values() if isinstance(found, dict) else ():
        state = bundle.get("state") if isinstance(bundle, dict) else None
        states += len(state) if isinstance(state, dict) else 0
    return max(states, 1)


def _missing_pictures(number: int, raw: RawCell, cell: dict[str, Any]) -> list[Finding]:
    given = raw.found.get("attachments")
    if not isinstance(given, dict) or len(given) == len(cell.get("attachments", {})):
        return []
    return [Finding("attachment", number, f"Cell {number} had attached pictures; they stay with you.")]
