"""The API: rooms' routers under one roof, one shape for errors."""

from collections.abc import Iterator
from functools import cache
from http import HTTPStatus
from typing import Any

from django.db import DataError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.openapi.schema import OpenAPISchema

from gallery.accounts.api import router as people
from gallery.accounts.caller import Caller
from gallery.administration.denials import note_denial
from gallery.directory.api import router as directory
from gallery.environments.api import router as environments
from gallery.executions.api import router as executions
from gallery.health.api import router as health
from gallery.health.reports import router as health_reports
from gallery.launches.api import router as launches
from gallery.lib.errors import GalleryError, Invalid, NotStorable, NotThere
from gallery.lib.scopes import SCOPES
from gallery.notebooks.api import router as notebooks
from gallery.notebooks.cells_api import router as cells
from gallery.notebooks.sharing_api import router as sharing
from gallery.recommendations.api import router as recommendations
from gallery.search.api import router as search
from gallery.search.cells_api import router as found_cells
from gallery.site.api_problems import with_problems
from gallery.wanted.api import router as wanted


class _Documented(NinjaAPI):
    """Says of each call what can go wrong."""

    def get_openapi_schema(
        self, *, path_prefix: str | None = None, path_params: dict[str, Any] | None = None
    ) -> OpenAPISchema:
        """The OpenAPI document, which must not be changed: it is made once, since calls stay the same."""
        return self._document(self.get_root_path(path_params or {}) if path_prefix is None else path_prefix)

    @cache  # noqa: B019 - there is one API, for as long as the process lives
    def _document(self, prefix: str) -> OpenAPISchema:
        document = super().get_openapi_schema(path_prefix=prefix)
        with_problems(document)
        return document


api = _Documented(title="Commonplace", version="1", auth=Caller(), urls_namespace="api", docs_url="/docs")
for router in (
    search,
    notebooks,
    cells,
    found_cells,
    sharing,
    launches,
    executions,
    health,
    health_reports,
    recommendations,
    wanted,
    environments,
    directory,
    people,
):
    api.add_router("", router)


def calls() -> Iterator[tuple[str, str]]:
    """Method and path of every call, in the order in which the code names them."""
    for _, router in api._routers:
        for path, view in router.path_operations.items():
            for operation in view.operations:
                yield from ((method, path) for method in operation.methods)


def check_scopes() -> None:
    """Refuse to start where a call has no scope, or the table names one that is not there."""
    known = {f"{method} {path}" for method, path in calls()}
    if known != set(SCOPES):
        raise RuntimeError(f"lib/scopes.py and the calls of the API differ: {sorted(known ^ set(SCOPES))}")


def problem(error: GalleryError) -> HttpResponse:
    """An RFC 9457 problem document; never stored, never framed, never run."""
    body = {"type": error.type, "title": error.title, "status": error.status, "detail": error.message}
    answer = JsonResponse(body | error.extra, status=error.status, content_type="application/problem+json")
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    if error.status == HTTPStatus.UNAUTHORIZED:
        answer["WWW-Authenticate"] = "Bearer"
    return answer


def _known(request: HttpRequest, error: Any) -> HttpResponse:
    note_denial(request, error)
    return problem(error)


def _not_there(request: HttpRequest, error: Any) -> HttpResponse:
    return _known(request, NotThere())


def _invalid(request: HttpRequest, error: Any) -> HttpResponse:
    places = [
        ".".join(str(part) for part in one["loc"] if part not in {"body", "query", "path"}) for one in error.errors
    ]
    if any(one["loc"][0] == "path" for one in error.errors):
        return problem(NotThere())
    lines = [f"{place or 'the body'}: {one['msg']}" for place, one in zip(places, error.errors, strict=True)]
    return problem(Invalid("; ".join(lines)))


class _Http(GalleryError):
    type = "bad-request"


def _http(request: HttpRequest, error: Any) -> HttpResponse:
    refusal = _Http(str(error))
    refusal.status = error.status_code  # type: ignore[misc]
    return problem(refusal)


def is_nul(error: Exception) -> bool:
    """Whether a database refused a text because of a NUL."""
    return isinstance(error, DataError) and "NUL" in str(error)


def _data_error(request: HttpRequest, error: Any) -> HttpResponse:
    if not is_nul(error):
        raise error
    return problem(NotStorable())


api.add_exception_handler(GalleryError, _known)
api.add_exception_handler(DataError, _data_error)
api.add_exception_handler(Http404, _not_there)
api.add_exception_handler(ValidationError, _invalid)
api.add_exception_handler(HttpError, _http)

check_scopes()
