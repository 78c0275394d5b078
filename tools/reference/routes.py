"""The calls of the API, each with the scope that it needs."""

from collections.abc import Iterator
from dataclasses import dataclass

from gallery.lib.permissions import Permission
from gallery.lib.scopes import SCOPES
from gallery.site.api import calls

PREFIX = "/api/v1"


@dataclass(frozen=True)
class Route:
    """One call of the API."""

    method: str
    path: str
    scope: Permission


def routes() -> Iterator[Route]:
    """Every call, in the order in which the code names them."""
    for method, path in calls():
        yield Route(method, PREFIX + path, SCOPES[f"{method} {path}"])
