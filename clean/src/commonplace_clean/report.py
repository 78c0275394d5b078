"""What leaves and what was left behind, in plain language."""

from __future__ import annotations

from commonplace_clean.results import Notebook, Stripped


def sentences(stripped: Stripped, notebook: Notebook) -> list[str]:
    """Return lines for people: what leaves, what was removed.

    >>> sentences(Stripped(outputs=9, execution_counts=9, metadata_keys=4, bytes=2048), {"cells": [{}] * 12})
    ['12 cells leave; 9 outputs, 9 execution counts and 4 metadata entries were removed (2 kB).']
    """
    cells = _count(len(notebook["cells"]), "cell leaves", "cells leave")
    if stripped.nothing:
        return [f"{cells}; nothing had to be removed."]
    removed = _removed(stripped)
    were = "was" if len(removed) == 1 and removed[0].startswith("1 ") else "were"
    return [f"{cells}; {_joined(removed)} {were} removed ({_size(stripped.bytes)})."]


def _removed(stripped: Stripped) -> list[str]:
    kinds = (
        (stripped.outputs, "output", "outputs"),
        (stripped.execution_counts, "execution count", "execution counts"),
        (stripped.widgets, "widget state", "widget states"),
        (stripped.attachments, "attached file", "attached files"),
        (stripped.metadata_keys, "metadata entry", "metadata entries"),
    )
    return [_count(number, one, many) for number, one, many in kinds if number]


def _count(number: int, one: str, many: str) -> str:
    return f"{number:,} {one if number == 1 else many}"


def _joined(parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"


def _size(count: int) -> str:
    if count < 1_000:
        return _count(count, "byte", "bytes")
    return f"{count / 1_000:.0f} kB" if count < 1_000_000 else f"{count / 1_000_000:.1f} MB"
