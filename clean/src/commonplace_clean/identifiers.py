"""Cell ids: kept where valid and unique, otherwise made from the content."""

from __future__ import annotations

import hashlib
import re

_VALID = re.compile(r"[a-zA-Z0-9_-]{1,64}")


def is_valid(given: object) -> bool:
    """Say whether ``given`` is an id that nbformat 4.5 allows."""
    return isinstance(given, str) and _VALID.fullmatch(given) is not None


class CellIds:
    """Hands out the ids of one notebook. The same cells get the same ids each time, so imports can be repeated."""

    def __init__(self, given: list[object]) -> None:
        self._reserved = {id_ for id_ in given if isinstance(id_, str) and is_valid(id_)}
        self._used: set[str] = set()
        self._copies: dict[str, int] = {}

    def give(self, given: object, kind: str, source: str) -> str:
        """Return ``given`` if it is valid and not taken yet, else a new id."""
        if isinstance(given, str) and given in self._reserved and given not in self._used:
            chosen = given
        else:
            chosen = self._make(kind, source)
        self._used.add(chosen)
        return chosen

    def _make(self, kind: str, source: str) -> str:
        content = hashlib.sha256(f"{kind}\n{source}".encode()).hexdigest()
        while True:
            copy = self._copies[content] = self._copies.get(content, 0) + 1
            made = content[:12] if copy == 1 else f"{content[:12]}-{copy}"
            if made not in self._used and made not in self._reserved:
                return made
