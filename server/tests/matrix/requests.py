"""The requests that a declaration stands for, filled in for one notebook."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from server.tests.matrix.answers import Answer
from server.tests.matrix.surfaces import Surface
from server.tests.matrix.visits import Visitor
from server.tests.matrix.world import Written

_PLACE = re.compile(r"<(?:\w+:)?(\w+)>")


class _Named(dict[str, Any]):
    """What a text can say in braces; anything else is something that is not there."""

    def __missing__(self, key: str) -> str:
        return "1"


@dataclass(frozen=True)
class Request:
    """One request for one notebook."""

    surface: Surface
    path: str
    form: Any = None
    data: Any = None

    @property
    def said(self) -> str:
        """What the question itself says, and the answer may repeat."""
        return self.path.partition("?")[2]

    def send(self, visitor: Visitor, method: str = "", **headers: str) -> Answer:
        """Let somebody send it."""
        return visitor.ask(method or self.surface.method, self.path, form=self.form, data=self.data, headers=headers)


def requests_for(surface: Surface, written: Written) -> Iterator[Request]:
    """All requests of a declaration for this notebook."""
    named = _Named(written.named())
    path = "/" + _PLACE.sub(
        lambda found: _filled(surface.fills.get(found[1], f"{{{found[1]}}}"), named), surface.pattern
    )
    for query in surface.queries:
        form = surface.form if surface.form is None else _filled(surface.form, named)
        yield Request(surface, path + _filled(query, named), form, _filled(surface.json, named))


def _filled(text: Any, named: dict[str, Any]) -> Any:
    if isinstance(text, str):
        return text.format_map(named)
    if isinstance(text, dict):
        return {key: _filled(value, named) for key, value in text.items()} if "cells" not in text else text
    if isinstance(text, list):
        return [_filled(one, named) for one in text]
    return text
