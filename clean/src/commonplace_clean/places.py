"""Where something is, in words that may be shown and logged: none of them is the user's own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

# Only these keys may appear in a place; others may be anything that a user wrote.
_KNOWN_KEYS = frozenset({"attachments", "cells", "input", "metadata", "outputs", "source", "worksheets"})


def place(raw: bytes, position: int) -> str:
    """Return line and column, both from 1, of the byte at ``position``."""
    line = raw.count(b"\n", 0, position) + 1
    begin = raw.rfind(b"\n", 0, position) + 1
    column = len(raw[begin:position].decode("utf-8", "replace")) + 1
    return f"line {line}, column {column}"


def path_to(wanted: dict[str, Any], document: object) -> str:
    """Return a path such as ``cells[3].metadata`` as far as its keys are the format's own; empty for the document."""
    waiting: list[tuple[str, object]] = [("", document)]
    while waiting:
        path, value = waiting.pop()
        if value is wanted:
            return path
        waiting.extend(_children(path, value))
    return ""


def _children(path: str, value: object) -> Iterator[tuple[str, object]]:
    if isinstance(value, list):
        yield from ((f"{path}[{index}]", item) for index, item in enumerate(value))
    elif isinstance(value, dict):
        for key, item in value.items():
            yield f"{path}.{key}".removeprefix(".") if key in _KNOWN_KEYS else path, item
