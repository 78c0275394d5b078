"""Pictures attached to a cell: kept only where the operator allows, and only as what they claim to be."""

import base64
import binascii
import re
from typing import Any

from commonplace_clean.limits import Limits

_MAGIC = {"image/png": (b"\x89PNG\r\n\x1a\n",), "image/jpeg": (b"\xff\xd8\xff",), "image/gif": (b"GIF87a", b"GIF89a")}
_NAME = re.compile(r"[\w .-]{1,80}")


def kept_attachments(found: Any, limits: Limits) -> dict[str, dict[str, str]]:
    """Those attachments that may stay, by file name."""
    if not limits.allow_attachments or not isinstance(found, dict):
        return {}
    kept = {name: _picture(bundle, limits) for name, bundle in found.items() if _NAME.fullmatch(name)}
    return {name: bundle for name, bundle in kept.items() if bundle}


def _picture(bundle: Any, limits: Limits) -> dict[str, str]:
    if not isinstance(bundle, dict) or len(bundle) != 1:
        return {}
    kind, data = next(iter(bundle.items()))
    body = _decoded("".join(data) if _is_lines(data) else data)
    fits = kind in _MAGIC and body.startswith(_MAGIC[kind]) and len(body) <= limits.max_attachment_bytes
    return {kind: base64.b64encode(body).decode()} if fits else {}


def _is_lines(data: Any) -> bool:
    return isinstance(data, list) and all(isinstance(line, str) for line in data)


def _decoded(data: Any) -> bytes:
    try:
        return base64.b64decode(data.replace("\n", ""), validate=True) if isinstance(data, str) else b""
    except (binascii.Error, ValueError):
        return b""
