"""The safe headers on every route, with every method, at every status."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from gallery.notebooks import queries
from gallery.site import pages
from gallery.site.limits import ENVELOPE

from server.tests.matrix.answers import Answer
from server.tests.matrix.checks import Matrix
from server.tests.matrix.choosing import ON_POSTGRESQL
from server.tests.matrix.requests import requests_for
from server.tests.matrix.surfaces import every_surface

METHODS = ("GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE")
ALWAYS = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}
CLOSED = ("script-src 'self'", "style-src 'self'", "frame-ancestors 'none'", "base-uri 'none'", "object-src 'none'")
FOR_EVERYBODY = {"/o/.well-known/jwks.json", "/o/.well-known/openid-configuration"}
STATUSES = {200, 302, 400, 401, 403, 404, 405, 413, 422, 429, 500}


def complaints(answer: Answer, path: str) -> Iterator[str]:
    """What is missing or too lax in the headers of an answer."""
    for name, value in ALWAYS.items():
        if answer.header(name) != value:
            yield f"{name}: {answer.header(name) or 'absent'}"
    if "camera=()" not in answer.header("permissions-policy"):
        yield "no Permissions-Policy"
    yield from _policy(answer.header("content-security-policy"))
    if path in FOR_EVERYBODY and answer.header("cache-control").startswith("public"):
        return
    if answer.header("cache-control") != "private, no-store":
        yield f"Cache-Control: {answer.header('cache-control') or 'absent'}"
    if not {"cookie", "authorization"} <= set(answer.header("vary").lower().replace(" ", "").split(",")):
        yield f"Vary: {answer.header('vary') or 'absent'}"


def _policy(policy: str) -> Iterator[str]:
    if "default-src 'none'" not in policy or "unsafe" in policy or "*" in policy:
        yield f"Content-Security-Policy: {policy or 'absent'}"
    elif not policy.startswith("sandbox"):
        yield from (f"Content-Security-Policy without {one}" for one in CLOSED if one not in policy)


@pytest.mark.parametrize("name", ["owner"] if ON_POSTGRESQL else ["guest", "owner"])
def test_every_route_and_method(matrix: Matrix, name: str) -> None:
    visitor = matrix.visitors[name]
    visitor.client.raise_request_exception = False
    found, written = [], next(iter(matrix.world.written.values()))
    methods = ("GET", "POST") if name == "guest" else METHODS
    for surface in every_surface():
        path = next(iter(requests_for(surface, written))).path
        for method in methods:
            answer = visitor.ask(method, path)
            found += [f"{method} {path}: {answer.status}: {one}" for one in complaints(answer, path)]
            if name != "guest" and path == "/account/sign-out" and method == "POST":
                visitor.client.force_login(matrix.world.people["owner" if "owner" in name else name])
    assert not found, "\n".join(found)


def _broken(*args: Any, **kwargs: Any) -> None:
    raise RuntimeError("on purpose")


def test_every_status(matrix: Matrix, monkeypatch: pytest.MonkeyPatch) -> None:
    owner, guest, stranger = (matrix.visitors[name] for name in ("owner", "guest", "stranger"))
    own = matrix.world.notebook("private").uuid
    large = b"x" * (settings.CONFIG.upload_bytes + ENVELOPE + 1)
    for visitor in (owner, guest, stranger):
        visitor.client.raise_request_exception = False
    asked: list[tuple[str, Callable[[], Answer]]] = [
        ("/help", lambda: guest.ask("GET", "/help")),
        ("/upload", lambda: guest.ask("GET", "/upload")),
        ("/", lambda: guest.ask("GET", "/", headers={"Host": "elsewhere.test"})),
        ("/api/v1/me", lambda: guest.ask("GET", "/api/v1/me")),
        ("/upload", lambda: guest.ask("POST", "/upload", form={})),
        ("/admin/mode", lambda: stranger.ask("GET", f"/notebooks/{matrix.world.notebook('public').uuid}/edit")),
        ("/nowhere", lambda: guest.ask("GET", "/nowhere")),
        ("/help", lambda: guest.ask("POST", "/help", form={})),
        ("/upload", lambda: owner.ask("POST", "/upload", form={})),
        ("/api/v1/notebooks", lambda: owner.ask("PATCH", f"/api/v1/notebooks/{own}", data={"visibility": "x"})),
        ("/api/v1/notebooks", lambda: owner.ask("PATCH", f"/api/v1/notebooks/{own}", data=[])),
    ]
    answers = [(path, ask()) for path, ask in asked]
    for path in ("/upload", "/api/v1/notebooks"):
        response = owner.client.post(path, large, content_type="application/octet-stream")
        answers.append((path, Answer.of(response, 0)))
    answers += [("/account/sign-in", _sign_in(guest.client)) for _ in range(9)]
    monkeypatch.setattr(pages, "home_page", _broken)
    monkeypatch.setattr(queries, "readable", _broken)
    answers += [("/", guest.ask("GET", "/")), ("/", guest.ask("GET", f"/notebooks/{own}/history"))]
    found = [f"{path}: {one.status}: {line}" for path, one in answers for line in complaints(one, path)]
    assert not found, "\n".join(found)
    assert {answer.status for _, answer in answers} >= STATUSES


def _sign_in(client: Client) -> Answer:
    return Answer.of(client.post("/account/sign-in", {"username": "owner", "password": "wrong"}), 0)
