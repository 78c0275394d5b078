"""Counting what is not carried over."""

from __future__ import annotations

import json
from collections import Counter
from typing import Literal

from commonplace_clean.results import Stripped

Kind = Literal["outputs", "execution_counts", "metadata_keys", "widgets", "attachments"]


class Tally:
    """A running count, by kind, of what was dropped. It keeps numbers and never a value."""

    def __init__(self) -> None:
        self._counts: Counter[Kind] = Counter()
        self._bytes = 0

    def drop(self, kind: Kind, value: object, count: int = 1) -> None:
        """Count ``value`` as ``count`` things of ``kind``."""
        self._counts[kind] += count
        self._bytes += len(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode())

    def stripped(self) -> Stripped:
        """Return the counts so far."""
        return Stripped(
            outputs=self._counts["outputs"],
            execution_counts=self._counts["execution_counts"],
            metadata_keys=self._counts["metadata_keys"],
            widgets=self._counts["widgets"],
            attachments=self._counts["attachments"],
            bytes=self._bytes,
        )
