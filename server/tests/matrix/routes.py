"""Every method and address that the gallery answers, read from Django's resolver and nowhere else."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver
from django.views import View
from gallery.site.api import api

ANY = "ANY"  # a view that does not say which methods it takes
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_AFTERTHOUGHTS = frozenset({"HEAD", "OPTIONS", "TRACE"})  # come with GET, or with every class of views


@dataclass(frozen=True, order=True)
class Route:
    """A method and the pattern of an address, written `GET notebooks/<uuid:uuid>/history`."""

    pattern: str
    method: str

    def __str__(self) -> str:
        """As the declarations of the rooms name it."""
        return f"{self.method} {self.pattern}"

    @property
    def safe(self) -> bool:
        """Whether it only reads, by the word of HTTP."""
        return self.method in SAFE | {ANY}


def every_route() -> list[Route]:
    """All routes, HEAD and OPTIONS left out: they go with the others."""
    return sorted(set(_walk(get_resolver().url_patterns, "")))


def _walk(patterns: list[URLPattern | URLResolver], prefix: str) -> Iterator[Route]:
    for one in patterns:
        path = prefix + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from _walk(one.url_patterns, path)
        else:
            yield from (Route(path, method) for method in _methods(one.callback, path))


def _methods(view: Callable[..., Any], path: str) -> set[str]:
    called = _api_methods(path) or _class_methods(view) or _decorated(view)
    return (called or {ANY}) - _AFTERTHOUGHTS


def _api_methods(path: str) -> set[str]:
    below = path.removeprefix("api/v1")
    if below == path:
        return set()
    return {
        method
        for _, router in api._routers
        for address, called in router.path_operations.items()
        if _same(address, below)
        for operation in called.operations
        for method in operation.methods
    }


def _same(address: str, pattern: str) -> bool:
    """Whether Ninja's `/notebooks/{uuid}` is Django's `/notebooks/<uuid>`."""
    parts = [part if part[:1] != "{" else f"<{part[1:-1].rpartition(':')[2]}>" for part in address.split("/")]
    known = [part if part[:1] != "<" else f"<{part[1:-1].rpartition(':')[2]}>" for part in pattern.split("/")]
    return parts == known


def _class_methods(view: Callable[..., Any]) -> set[str]:
    kind = getattr(view, "view_class", None)
    if kind is None or not issubclass(kind, View):
        return set()
    return {name.upper() for name in kind.http_method_names if hasattr(kind, name)}


def _decorated(view: Callable[..., Any] | None) -> set[str]:
    """What `require_http_methods`, anywhere among the decorators, lets through."""
    while view is not None:
        names = getattr(getattr(view, "__code__", None), "co_freevars", ())
        if "request_method_list" in names:
            cells: Any = getattr(view, "__closure__")  # noqa: B009 — a callable need not be a function
            return set(cells[names.index("request_method_list")].cell_contents)
        view = getattr(view, "__wrapped__", None)
    return set()
