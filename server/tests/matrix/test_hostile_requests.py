"""Requests that nobody honest sends: from other sites, with other people's numbers, with fields nobody asked for."""

import json
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from gallery.accounts.models import User
from gallery.accounts.tokens import create_token
from gallery.environments.actions import register
from gallery.environments.models import Environment
from gallery.lib.permissions import Permission
from gallery.notebooks.models import AccessRequest, Notebook, Share
from gallery.site.limits import ENVELOPE

from server.tests.matrix.checks import Matrix
from server.tests.matrix.digest import changed, digest
from server.tests.matrix.requests import requests_for
from server.tests.matrix.rooms.notebooks import NOTEBOOK
from server.tests.matrix.routes import SAFE
from server.tests.matrix.surfaces import Surface, every_surface

# Addresses that other sites or programs post to on purpose, each with a credential of its own in the body or header.
WITHOUT_TOKEN = {
    "POST account/saml/<slug:key>/acs",  # a signed answer, posted by the browser from the identity provider
    "POST account/sign-in/farewell/<slug:key>",  # a signed token, posted by a provider's server
    "POST feeds/stop/<str:signed>",  # one click in a mail program: the address is signed
    "POST o/exchange/",
    "POST o/introspect/",
    "POST o/logout/",  # asks again before anything ends
    "POST o/revoke_token/",
    "POST o/token/",
    "POST o/userinfo/",
}
HOSTILE = (
    "https://evil.test",
    "https://evil.test/",
    "http://evil.test",
    "//evil.test",
    "///evil.test",
    "////evil.test",
    "/\\evil.test",
    "\\\\evil.test",
    "/\\/evil.test",
    "\\/evil.test",
    "/\tevil.test/../",
    "/\t/evil.test",
    "/\n/evil.test",
    "/\r/evil.test",
    "\t//evil.test",
    " //evil.test",
    "https:evil.test",
    "https:/evil.test",
    "https:///evil.test",
    "HTTPS://evil.test",
    "hTtPs:\\\\evil.test",
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "data:text/html,x",
    "vbscript:x",
    "ftp://evil.test",
    "mailto:x@evil.test",
    "//evil.test:443/",
    "//user@evil.test",
    "http://testserver@evil.test",
    "http://testserver.evil.test",
    "https://evil.test#@testserver",
    "//evil%E3%80%82test",
    "//evil.test\\@testserver",
    "/\u2028/evil.test",
    "//\u0000evil.test",
    "\u0000//evil.test",
    "evil.test",
    "..//evil.test",
    "?next=//evil.test",
)


def unsafe() -> list[Surface]:
    """Every call that changes something."""
    return [one for one in every_surface() if one.method not in SAFE]


def strict(person: User) -> Client:
    """A browser session that checks forms as in life."""
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(person)
    return browser


def _of_whom(surface: Surface) -> str:
    """Somebody to whom the address is there."""
    return "administrator" if surface.pattern.startswith("admin/") else "owner"


def _post(browser: Client, surface: Surface, path: str, body: Any, **headers: str) -> Any:
    if surface.api:
        data = json.dumps(body if body is not None else {})
        return getattr(browser, surface.method.lower())(path, data, content_type="application/json", headers=headers)
    return browser.post(path, body or {}, headers=headers)


def test_a_session_without_the_token_of_its_form_changes_nothing(matrix: Matrix) -> None:
    before, found = digest(), []
    browsers = {name: strict(matrix.world.people[name]) for name in ("owner", "administrator")}
    for surface in unsafe():
        for request in requests_for(surface, next(iter(matrix.world.written.values()))):
            answer = _post(browsers[_of_whom(surface)], surface, request.path, request.form or request.data)
            if answer.status_code != 403 and surface.route not in WITHOUT_TOKEN:
                found.append(f"{surface}: {answer.status_code}")
    assert not found, "\n".join(found)
    assert changed(before, digest()) == []


@pytest.mark.parametrize("origin", ["https://evil.test", "null", "http://testserver.evil.test", "http://testserver:81"])
def test_another_site_changes_nothing_even_with_the_token(matrix: Matrix, origin: str) -> None:
    found = []
    browsers = {name: strict(matrix.world.people[name]) for name in ("owner", "administrator")}
    for browser in browsers.values():
        browser.get("/help")
    before = digest()
    for surface in (one for one in unsafe() if one.route not in WITHOUT_TOKEN):
        browser = browsers[_of_whom(surface)]
        headers = {"Origin": origin, "X-CSRFToken": browser.cookies[settings.CSRF_COOKIE_NAME].value}
        for request in requests_for(surface, next(iter(matrix.world.written.values()))):
            answer = _post(browser, surface, request.path, request.form or request.data, **headers)
            if answer.status_code != 403:
                found.append(f"{surface}: {answer.status_code}")
    assert not found, "\n".join(found)
    assert changed(before, digest()) == []


def _leads_away(location: str) -> bool:
    return bool(location) and not (
        location.startswith("/") and not location.startswith(("//", "/\\")) and location.isprintable()
    )


@pytest.mark.parametrize("hostile", HOSTILE)
def test_no_address_leads_away(matrix: Matrix, hostile: str) -> None:
    owner, person = matrix.visitors["owner"].client, matrix.world.people["owner"]
    fresh = Client()
    form = {"username": "owner", "password": "a-long-password", "next": hostile}
    admin = {"reason": "r", "password": "a-long-password", "next": hostile}
    answers = [
        owner.get("/account/sign-in", {"next": hostile}),
        owner.post("/theme", {"theme": "dark", "next": hostile}),
        fresh.post("/account/sign-in", form),
        Client().post("/account/sign-in", form, query_params={"next": hostile}),
        matrix.visitors["administrator"].client.post("/admin/mode", admin),
    ]
    assert answers[2].status_code == 302
    assert fresh.session["_auth_user_id"] == str(person.pk)
    for answer in answers:
        assert not _leads_away(answer.headers.get("Location", "")), answer.headers["Location"]
    page = Client().get("/account/sign-in", {"next": hostile})
    assert "evil.test" not in page.text.replace("%2F", "/") or 'name="next" value="/"' in page.text


# Other people's numbers below one's own address


def _rows(matrix: Matrix) -> tuple[Notebook, Notebook, Share, AccessRequest]:
    mine, other = matrix.world.notebook("private"), matrix.world.notebook("of the group")
    share = Share.objects.get(notebook=other)
    return mine, other, share, AccessRequest.objects.get(notebook=other, state="open")


def test_the_share_of_another_notebook_is_not_there(matrix: Matrix) -> None:
    mine, _, share, _ = _rows(matrix)
    owner = matrix.visitors["owner"]
    answer = owner.ask("POST", f"/notebooks/{mine.uuid}/shares/{share.pk}/remove", form={})
    nothing = owner.ask("POST", f"/notebooks/{mine.uuid}/shares/{10**9}/remove", form={})
    assert answer.status == nothing.status == 404
    assert Share.objects.filter(pk=share.pk).exists()


def test_the_request_of_another_notebook_is_not_there(matrix: Matrix) -> None:
    mine, other, _, asked = _rows(matrix)
    owner = matrix.visitors["owner"]
    for answer in ("grant", "decline"):
        path = f"/notebooks/{mine.uuid}/requests/{asked.pk}"
        assert owner.ask("POST", path, form={"answer": answer}).status == 404
    asked.refresh_from_db()
    assert asked.state == "open"
    assert not Share.objects.filter(notebook=other, person=asked.person).exists()


def test_readers_do_not_learn_which_shares_and_requests_there_are(matrix: Matrix) -> None:
    reader, notebook = matrix.visitors["reader"], matrix.world.notebook("private, shared for reading")
    others = Share.objects.filter(notebook=notebook).exclude(person=matrix.world.people["reader"])
    for key in (*others.values_list("pk", flat=True), 10**9):
        assert reader.ask("POST", f"/notebooks/{notebook.uuid}/shares/{key}/remove", form={}).status == 403
    for key in (*AccessRequest.objects.values_list("pk", flat=True), 10**9):
        assert reader.ask("POST", f"/notebooks/{notebook.uuid}/requests/{key}", form={"answer": "grant"}).status == 403


@pytest.mark.parametrize("number", ["99", "0", "-1", "1e1", "٣", "2147483648", "9" * 30])
def test_a_version_is_one_of_this_notebook(matrix: Matrix, number: str) -> None:
    owner, notebook = matrix.visitors["owner"], matrix.world.notebook("private")
    for path in (
        f"/notebooks/{notebook.uuid}/download?version={number}",
        f"{notebook.get_absolute_url()}?version={number}",
    ):
        assert owner.ask("GET", path).status == 404
    assert owner.ask("GET", f"/api/v1/notebooks/{notebook.uuid}/content?revision={number}").status in {404, 422}
    assert owner.ask("POST", f"/notebooks/{notebook.uuid}/restore", form={"version": number}).status == 404


def test_tokens_and_servers_of_others_are_not_there(matrix: Matrix) -> None:
    owner, stranger = matrix.world.people["owner"], matrix.visitors["stranger"]
    token, _ = create_token(owner=owner, name="mine")
    server, _ = register(owner=owner, name="Laptop", url="http://localhost:8888")
    for path in (f"/account/tokens/{token.pk}/revoke", f"/environments/{server.uuid}/remove"):
        assert stranger.ask("POST", path, form={}).status == 404
    assert stranger.ask("DELETE", f"/api/v1/environments/{server.uuid}").status == 404
    token.refresh_from_db()
    assert token.revoked_at is None
    assert Environment.objects.filter(pk=server.pk).exists()
    assert stranger.ask("GET", f"/run/{matrix.world.notebook('public').uuid}?in={server.uuid}").status == 404


# Fields that nobody asked for

RICH = {"is_superuser": "on", "is_staff": "on", "elevated": "on", "owner": "stranger", "owner_id": "1", "group": "1"}


def test_forms_take_no_other_fields(matrix: Matrix) -> None:
    writer = matrix.visitors["writer"]
    notebook = matrix.world.notebook("private, shared for editing")
    form = {"title": "Changed", "description": "", "tags": "", "visibility": "public", "trashed_at": "", **RICH}
    assert writer.ask("POST", f"/notebooks/{notebook.uuid}/edit", form=form).status == 302
    after = Notebook.objects.get(pk=notebook.pk)
    assert (after.title, after.visibility, after.owner_id) == ("Changed", notebook.visibility, notebook.owner_id)
    assert (
        writer.ask(
            "POST", "/account/profile", form={"full_name": "W", "about": "", "username": "admin2", **RICH}
        ).status
        == 302
    )
    person = User.objects.get(pk=matrix.world.people["writer"].pk)
    assert (person.username, person.is_superuser, person.is_staff) == ("writer", False, False)


def test_the_api_takes_no_other_fields(matrix: Matrix) -> None:
    writer = matrix.visitors["writer"]
    notebook = matrix.world.notebook("private, shared for editing")
    path = f"/api/v1/notebooks/{notebook.uuid}"
    assert writer.ask("PATCH", path, data={"title": "Changed", **RICH, "stars": 9, "uuid": "x"}).status in {200, 422}
    assert writer.ask("PATCH", path, data={"visibility": "public"}).status == 403
    made = writer.ask("POST", "/api/v1/notebooks", data={"content": NOTEBOOK, "stars": 9, **RICH, "owner": "writer"})
    assert made.status in {201, 422}
    assert writer.ask("POST", "/api/v1/notebooks", data={"content": NOTEBOOK, "owner": "owner"}).status == 403
    after = Notebook.objects.get(pk=notebook.pk)
    assert (after.visibility, after.owner_id, after.stars) == (notebook.visibility, notebook.owner_id, notebook.stars)
    assert not Notebook.objects.filter(stars=9).exists()


def test_a_token_has_no_more_scopes_than_there_are(matrix: Matrix) -> None:
    form = {"name": "t", "days": "30", "scopes": [Permission.NOTEBOOKS_READ.value, "admin", "*"]}
    assert matrix.visitors["owner"].ask("POST", "/account/tokens", form=form).status == 422


# Bodies


@pytest.mark.parametrize("path", ["/upload", "/api/v1/notebooks", "/account/sign-in", "/o/token/", "/theme"])
def test_a_body_that_is_too_large_ends_before_anybody_reads_it(matrix: Matrix, path: str) -> None:
    body = b"x" * (settings.CONFIG.upload_bytes + ENVELOPE + 1)
    answer = matrix.visitors["owner"].client.post(path, body, content_type="application/octet-stream")
    assert answer.status_code == 413


@pytest.mark.parametrize(
    "body",
    [
        "",
        "[",
        "[]",
        "null",
        "1",
        '"x"',
        "{}",
        '{"content": 1}',
        "\ud800".encode("utf-8", "surrogatepass"),
        b"\x00",
        "[" * 100_000,
        '{"a":' * 5000,
    ],
)
def test_a_body_that_is_no_notebook_is_refused_with_a_sentence(matrix: Matrix, body: str | bytes) -> None:
    owner, before = matrix.visitors["owner"].client, digest()
    for path in ("/api/v1/notebooks", f"/api/v1/notebooks/{matrix.world.notebook('private').uuid}/revisions"):
        answer = owner.post(path, body, content_type="application/json")
        assert answer.status_code in {400, 413, 422}, answer.content
        assert answer["Content-Type"] == "application/problem+json"
    assert changed(before, digest()) == []
