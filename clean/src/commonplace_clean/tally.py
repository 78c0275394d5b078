"""Counting what is not carried over."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from typing import Literal

from commonplace_clean.results import Stripped

Kind = Literal["outputs", "execution_counts", "metadata_keys", "widgets", "attachments"]

_WIDGET_STATE = "application/vnd.jupyter.widget-state+json"


class Tally:
    """A running count, by kind, of what was dropped. It keeps numbers and never a value."""

    def __init__(self) -> None:
        """Begin at nothing."""
        self._counts: Counter[Kind] = Counter()
        self._bytes = 0

    def drop(self, kind: Kind, value: object, count: int = 1) -> None:
        """Count ``value`` as ``count`` things of ``kind``."""
        self._counts[kind] += count
        self._bytes += len(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode())

    def drop_each(self, kind: Kind, values: Iterable[object]) -> None:
        """Count every one of ``values``."""
        for value in values:
            self.drop(kind, value)

    def drop_outputs(self, outputs: object) -> None:
        """Count the outputs of one cell; an empty list is none."""
        if outputs not in (None, []):
            self.drop("outputs", outputs, len(outputs) if isinstance(outputs, list) else 1)

    def drop_widgets(self, widgets: object) -> None:
        """Count the widgets whose state is in the notebook's metadata, at least one."""
        states = widgets.get(_WIDGET_STATE) if isinstance(widgets, dict) else None
        state = states.get("state") if isinstance(states, dict) else None
        self.drop("widgets", widgets, len(state) or 1 if isinstance(state, dict) else 1)

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
