"""The API: rooms' routers under one roof, one shape for errors."""

from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from gallery.accounts.api import router as people
from gallery.accounts.caller import Caller
from gallery.environments.api import router as environments
from gallery.launches.api import router as launches
from gallery.lib.errors import GalleryError, Invalid, NotThere
from gallery.notebooks.api import router as notebooks
from gallery.search.api import router as search

api = NinjaAPI(title="Commonplace", version="1", auth=Caller(), urls_namespace="api", docs_url="/docs")
for router in (search, notebooks, launches, environments, people):
    api.add_router("", router)


def problem(error: GalleryError) -> HttpResponse:
    """An RFC 9457 problem document; never stored, never framed, never run."""
    body = {"type": error.type, "title": error.title, "status": error.status, "detail": error.message}
    answer = JsonResponse(body | error.extra, status=error.status, content_type="application/problem+json")
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    if error.status == HTTPStatus.UNAUTHORIZED:
        answer["WWW-Authenticate"] = "Bearer"
    return answer


def _known(request: HttpRequest, error: Any) -> HttpResponse:
    return problem(error)


def _not_there(request: HttpRequest, error: Any) -> HttpResponse:
    return problem(NotThere())


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


api.add_exception_handler(GalleryError, _known)
api.add_exception_handler(Http404, _not_there)
api.add_exception_handler(ValidationError, _invalid)
api.add_exception_handler(HttpError, _http)
