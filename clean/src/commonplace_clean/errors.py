"""The one error of this package."""

from __future__ import annotations

from typing import Literal

TOO_LARGE: Literal[413] = 413
NOT_ACCEPTABLE: Literal[422] = 422


class NotebookRejected(Exception):
    """The bytes are not a notebook that may be kept. As text: one whole sentence with the place in it.

    Attributes:
        reason: one plain sentence for people; it never quotes the notebook's content.
        where: a place such as ``cells[3].source`` or ``line 4, column 2``; empty where the file as a whole is meant.
        status: the HTTP status that fits, 413 (too large) or 422 (not acceptable).
    """

    def __init__(self, reason: str, where: str = "", status: Literal[413, 422] = NOT_ACCEPTABLE) -> None:
        """Keep the parts; ``reason`` ends in a full stop."""
        super().__init__(reason, where, status)
        self.reason = reason
        self.where = where
        self.status = status

    def __str__(self) -> str:
        """Return the reason, with the place before its full stop."""
        return f"{self.reason.removesuffix('.')} ({self.where})." if self.where else self.reason
