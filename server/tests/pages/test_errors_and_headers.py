"""Every answer, whatever its status, carries the same safe headers; every error is a calm page with a way on."""

from collections.abc import Callable, Iterator
from contextlib import closing
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from gallery.accounts.models import User
from gallery.notebooks.models import Notebook
from gallery.site import pages
from gallery.site.limits import ENVELOPE

Enter = Callable[[User | None], Client]
FOR_EVERYBODY = {"/o/.well-known/jwks.json"}  # public keys, the same for each reader
SAFE = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def check_headers(answer: Any, *, public: bool = False) -> None:
    """Assert the headers of an answer."""
    for name, value in SAFE.items():
        assert answer[name] == value, name
    assert "camera=()" in answer["Permissions-Policy"]
    policy = answer["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    if public:
        assert answer["Cache-Control"].startswith("public")
    else:
        assert answer["Cache-Control"] == "private, no-store"
        assert "Cookie" in answer["Vary"]


def routes(patterns: list[URLPattern | URLResolver], prefix: str = "") -> Iterator[str]:
    """Every address pattern of the site."""
    for one in patterns:
        path = prefix + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from routes(one.url_patterns, path)
        else:
            yield path


def filled(route: str, notebook: Notebook) -> str:
    """A route with something in its places."""
    for place in ("<uuid:uuid>", "<uuid>"):
        route = route.replace(place, str(notebook.uuid))
    for place in ("<slug:slug>", "<str:name>", "<int:pk>", "<name>", "<int:number>", "<path:path>"):
        route = route.replace(place, "1")
    return "/" + route.replace("^", "").replace("$", "").replace("?", "").replace("\\", "")


@pytest.mark.parametrize("method", ["get", "post", "delete", "options"])
@pytest.mark.parametrize("who", ["guest", "ada"])
def test_every_route_and_method(public: Notebook, ada: User, signed_in: Enter, method: str, who: str) -> None:
    browser = signed_in(ada if who == "ada" else None)
    browser.raise_request_exception = False
    found = [filled(route, public) for route in routes(get_resolver().url_patterns)]
    assert len(found) > 40
    for path in found:
        answer = getattr(browser, method)(path)
        assert answer.status_code < 600
        try:
            check_headers(answer, public=path in FOR_EVERYBODY and "max-age" in answer["Cache-Control"])
        except (AssertionError, KeyError) as error:
            raise AssertionError(f"{method} {path} as {who}: {answer.status_code} {error}") from error
        if who == "ada":
            browser.force_login(ada)  # the table holds the sign-out


def test_an_unknown_address(db: None, client: Client) -> None:
    answer = client.get("/nope/nowhere")
    assert answer.status_code == 404
    assert "Browse notebooks" in answer.text
    check_headers(answer)


def test_an_unknown_address_below_the_api_is_a_problem_document(db: None, client: Client) -> None:
    answer = client.get("/api/v1/nope")
    assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")
    assert answer.json()["type"] == "not-found"
    check_headers(answer)


def test_a_wrong_method_below_the_api_is_a_problem_document(db: None, client: Client) -> None:
    answer = client.patch("/api/v1/notebooks", headers={"Authorization": ""})
    assert answer.status_code == 405
    assert answer.json()["type"] == "method-not-allowed"


def test_a_wrong_host(db: None, client: Client) -> None:
    answer = client.get("/", headers={"Host": "evil.example"})
    assert answer.status_code == 400
    assert "evil.example" not in answer.text
    check_headers(answer)


@pytest.mark.parametrize("path", ["/upload", "/api/v1/notebooks"])
def test_a_body_over_the_limit(db: None, client: Client, path: str) -> None:
    body = b"x" * (settings.CONFIG.upload_bytes + ENVELOPE + 1)
    answer = client.post(path, body, content_type="application/octet-stream")
    assert answer.status_code == 413
    assert "10 MB" in (answer.text if path == "/upload" else answer.json()["detail"])
    check_headers(answer)


def test_a_form_without_its_token(ada: User) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(ada)
    answer = browser.post("/account/profile", {"full_name": "x"})
    assert answer.status_code == 403
    assert "Nothing was changed" in answer.text
    check_headers(answer)


def test_our_own_fault_is_said_without_details(db: None, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(person: object) -> object:
        raise RuntimeError("a-secret-detail")

    monkeypatch.setattr(pages, "home_page", broken)
    client.raise_request_exception = False
    answer = client.get("/")
    assert answer.status_code == 500
    assert "Nothing that you saved is lost" in answer.text
    assert "a-secret-detail" not in answer.text
    check_headers(answer)


def test_static_files_are_kept_long_and_inert(db: None, client: Client) -> None:
    for name in ("gallery.css", "gallery.js", "icons.svg", "favicon.svg"):
        with closing(client.get(f"/static/dist/{name}")) as answer:
            assert answer.status_code == 200, f"{name} is missing: run npm ci && npm run build in server/frontend"
            check_headers(answer, public=True)
            assert answer["Content-Security-Policy"].startswith("sandbox")


def test_the_theme_is_in_the_first_byte_of_the_page(db: None, client: Client) -> None:
    assert 'data-theme="auto"' in client.get("/").text
    assert client.post("/theme", {"theme": "dark", "next": "/help"})["Location"] == "/help"
    assert 'data-theme="dark"' in client.get("/").text
    client.post("/theme", {"theme": "evil"})
    assert 'data-theme="dark"' in client.get("/").text


@pytest.mark.parametrize("path", ["/tags/%00", "/people/a%00b", "/groups/%00", "/feeds/tags/%00.atom", "/%00"])
def test_an_address_with_a_nul_is_not_there(path: str, signed_in: Enter, ada: User) -> None:
    assert signed_in(ada).get(path).status_code == 404
    assert signed_in(None).get(path).status_code == 404


@pytest.mark.parametrize("query", ["q=a%00b", "tag=%00", "language=%00", "owner=%00", "group=%00", "sort=%00"])
@pytest.mark.parametrize("path", ["/notebooks/", "/api/v1/notebooks", "/feeds/search.atom"])
def test_a_nul_in_a_question_breaks_nothing(path: str, query: str, signed_in: Enter, ada: User) -> None:
    assert signed_in(ada).get(f"{path}?{query}").status_code in {200, 404, 422}


def test_a_nul_in_what_is_sent_is_said(signed_in: Enter, ada: User, bearer: Callable[..., dict[str, str]]) -> None:
    body = '{"name": "a\\u0000b"}'
    answer = Client().post("/api/v1/groups", body, content_type="application/json", headers=bearer(ada))
    assert answer.status_code in {201, 422}  # SQLite keeps it, PostgreSQL cannot
