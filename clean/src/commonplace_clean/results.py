"""What cleaning answers: the new notebook, what was left behind, and what the author should look at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

# A notebook is JSON: its shape is checked while it is built, not by the type checker.
Notebook = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Stripped:
    """How much was not carried over, by kind; ``bytes`` is the size of all of it, written as JSON."""

    outputs: int = 0
    execution_counts: int = 0
    metadata_keys: int = 0
    widgets: int = 0
    attachments: int = 0
    bytes: int = 0

    @property
    def nothing(self) -> bool:
        """Whether the notebook was clean already."""
        return self == Stripped()


@dataclass(frozen=True, slots=True)
class Finding:
    """Something in what remains that the author should see before saving. It never holds the value found.

    Attributes:
        kind: ``secret``, ``personal-data``, ``embedded-data`` or ``attachment``.
        cell: number of the cell, counted from 1; ``None`` for the notebook's own metadata.
        line: number of the first such line in the cell's source, counted from 1; ``None`` where it is not in there.
        message: one sentence for the author.
    """

    kind: str
    cell: int | None
    line: int | None
    message: str


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A notebook built from an allow-list: nbformat 4.5, code and text only, each source as one string."""

    notebook: Notebook
    stripped: Stripped
    warnings: tuple[Finding, ...]
