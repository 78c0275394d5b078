"""What can go wrong with a call of the API, in its OpenAPI document: one place, so that no call can forget it."""

from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

PROBLEM: dict[str, Any] = {
    "title": "Problem",
    "description": "RFC 9457. `type` is stable and for programs; `detail` is a sentence for people.",
    "type": "object",
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
    },
    "required": ["type", "title", "status", "detail"],
}
_WORDS = {
    HTTPStatus.BAD_REQUEST: "The request could not be read",
    HTTPStatus.UNAUTHORIZED: "Nobody is signed in, or the token does not count",
    HTTPStatus.FORBIDDEN: "The caller may not do this, or the token lacks the scope",
    HTTPStatus.NOT_FOUND: "It does not exist, or the caller may not know that it does",
    HTTPStatus.CONFLICT: "The world has moved on",
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "Larger than the gallery accepts",
    HTTPStatus.UNPROCESSABLE_ENTITY: "What was sent cannot be used",
    HTTPStatus.TOO_MANY_REQUESTS: "Too many tries; wait a while",
}
_ALWAYS = (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND, HTTPStatus.TOO_MANY_REQUESTS)
_CHANGING = (HTTPStatus.BAD_REQUEST, HTTPStatus.CONFLICT, HTTPStatus.REQUEST_ENTITY_TOO_LARGE)


def with_problems(document: dict[str, Any]) -> dict[str, Any]:
    """Add to each call of an OpenAPI document the problems that it can answer."""
    document.setdefault("components", {}).setdefault("schemas", {})["Problem"] = PROBLEM
    for calls in document["paths"].values():
        for method, call in calls.items():
            for status in _statuses(method):
                call["responses"].setdefault(status.value, _response(status))
    return document


def _statuses(method: str) -> Iterator[HTTPStatus]:
    yield from _ALWAYS
    yield HTTPStatus.UNPROCESSABLE_ENTITY
    if method != "get":
        yield from _CHANGING


def _response(status: HTTPStatus) -> dict[str, Any]:
    schema = {"$ref": "#/components/schemas/Problem"}
    return {"description": _WORDS[status], "content": {"application/problem+json": {"schema": schema}}}
