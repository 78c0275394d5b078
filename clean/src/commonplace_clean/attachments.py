"""Pictures attached to text cells: dropped, unless the administrator allows them."""

from __future__ import annotations

import base64
import binascii
from typing import Any

from commonplace_clean.limits import Limits
from commonplace_clean.reading import ReadCell
from commonplace_clean.results import Finding
from commonplace_clean.tally import Tally

_MOST_PICTURES = 20
_LONGEST_NAME = 100
_BEGINNINGS = {
    "image/png": (b"\x89PNG\r\n\x1a\n",),
    "image/jpeg": (b"\xff\xd8\xff",),
    "image/gif": (b"GIF87a", b"GIF89a"),
}


def keep_attachments(cell: ReadCell, built: dict[str, Any], limits: Limits, tally: Tally) -> list[Finding]:
    """Put the pictures that may stay into ``built``; count the others and name their cell."""
    given = cell.attachments
    if given is None or given == {}:
        return []
    files = given if isinstance(given, dict) else {"": given}
    kept: dict[str, dict[str, str]] = {}
    for name, forms in files.items():
        picture = _picture(name, forms, limits) if cell.kind != "code" and len(kept) < _MOST_PICTURES else {}
        if picture:
            kept[name] = picture
        else:
            tally.drop("attachments", forms)
    if kept:
        built["attachments"] = kept
    return _finding(cell.number, len(files) - len(kept), limits)


def _finding(number: int, lost: int, limits: Limits) -> list[Finding]:
    if not lost:
        return []
    why = "they are not kept here"
    if limits.allow_attachments:
        why = f"only PNG, JPEG and GIF pictures of at most {limits.max_attachment_bytes:,} bytes are kept"
    message = f"Cell {number} loses {lost} attached {'file' if lost == 1 else 'files'}: {why}."
    return [Finding("attachment", number, None, message)]


def _picture(name: str, forms: object, limits: Limits) -> dict[str, str]:
    """Return the one picture in ``forms`` as plain base64 by its type, or nothing if it may not stay."""
    if not limits.allow_attachments or not isinstance(forms, dict) or len(forms) != 1:
        return {}
    if not 0 < len(name) <= _LONGEST_NAME or not name.isprintable():
        return {}
    [(kind, data)] = forms.items()
    body = _decoded(data)
    fits = kind in _BEGINNINGS and len(body) <= limits.max_attachment_bytes and body.startswith(_BEGINNINGS[kind])
    return {kind: base64.b64encode(body).decode()} if fits else {}


def _decoded(data: object) -> bytes:
    if isinstance(data, list) and all(isinstance(line, str) for line in data):
        data = "".join(data)
    if not isinstance(data, str):
        return b""
    try:
        return base64.b64decode("".join(data.split()), validate=True)
    except (binascii.Error, ValueError):
        return b""
