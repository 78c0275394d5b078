"""The notebooks API: works, reader, stranger, nobody, narrow token, bad input, wrong method."""

import json
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from gallery.accounts.models import User
from gallery.accounts.terms import write_terms
from gallery.lib.permissions import Permission
from gallery.notebooks.models import Notebook

Write = Callable[..., Notebook]
Bearer = Callable[..., dict[str, str]]
Raw = Callable[..., dict[str, Any]]

API = "/api/v1"


def post(client: Client, path: str, body: object, headers: dict[str, str]) -> Any:
    return client.post(API + path, json.dumps(body), content_type="application/json", headers=headers)


def test_saving_answers_what_was_removed(client: Client, ada: User, bearer: Bearer, raw_notebook: Raw) -> None:
    content = raw_notebook("print(1)")
    content["cells"][0] |= {
        "execution_count": 7,
        "outputs": [{"output_type": "stream", "name": "stdout", "text": "canary-1"}],
    }
    answer = post(client, "/notebooks", {"content": content, "title": "Counting"}, bearer(ada))
    assert answer.status_code == 201
    body = answer.json()
    assert body["revision"] == 1
    assert (body["stripped"]["outputs"], body["stripped"]["execution_counts"]) == (1, 1)
    got = client.get(f"{API}/notebooks/{body['uuid']}/content", headers=bearer(ada))
    assert "canary-1" not in got.content.decode()
    assert got.json()["cells"][0]["source"] == "print(1)"
    assert got["Content-Security-Policy"] == "sandbox; default-src 'none'"


def test_new_notebooks_are_private(client: Client, ada: User, otto: User, bearer: Bearer, raw_notebook: Raw) -> None:
    uuid = post(client, "/notebooks", {"content": raw_notebook()}, bearer(ada)).json()["uuid"]
    assert client.get(f"{API}/notebooks/{uuid}", headers=bearer(ada)).json()["visibility"] == "private"
    assert client.get(f"{API}/notebooks/{uuid}", headers=bearer(otto)).status_code == 404


def test_terms_are_those_that_the_author_read(client: Client, ada: User, bearer: Bearer, raw_notebook: Raw) -> None:
    shown = client.get(f"{API}/me", headers=bearer(ada)).json()["terms_number"]
    write_terms(text="I wrote this, and nobody else.", by="admin")
    said = {"content": raw_notebook(), "terms": shown}
    answer = post(client, "/notebooks", said, bearer(ada))
    assert (answer.status_code, Notebook.objects.count()) == (409, 0)
    assert "The terms for authors have changed meanwhile." in answer.json()["detail"]
    said["terms"] = client.get(f"{API}/me", headers=bearer(ada)).json()["terms_number"]
    assert post(client, "/notebooks", said, bearer(ada)).status_code == 201
    for wrong in ("1", -1, True, 2**31):
        assert post(client, "/notebooks", said | {"terms": wrong}, bearer(ada)).status_code == 422


@pytest.mark.parametrize("path", ["", "/content", "/revisions"])
def test_hidden_answers_exactly_like_absent(
    path: str, client: Client, ada: User, otto: User, bearer: Bearer, write: Write
) -> None:
    hidden = client.get(f"{API}/notebooks/{write(ada).uuid}{path}", headers=bearer(otto))
    absent = client.get(f"{API}/notebooks/{uuid4()}{path}", headers=bearer(otto))
    assert hidden.status_code == absent.status_code == 404
    assert hidden.content == absent.content
    assert hidden["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize(
    ("method", "path"),
    [("patch", ""), ("delete", ""), ("post", "/revisions"), ("put", "/star"), ("delete", "/star")],
)
def test_strangers_cannot_touch_what_they_cannot_see(
    method: str, path: str, client: Client, ada: User, otto: User, bearer: Bearer, write: Write
) -> None:
    address = f"{API}/notebooks/{write(ada).uuid}{path}"
    answer = getattr(client, method)(address, "{}", content_type="application/json", headers=bearer(otto))
    assert answer.status_code == 404


@pytest.mark.parametrize(("method", "path"), [("patch", ""), ("delete", ""), ("post", "/revisions")])
def test_readers_are_told_that_they_may_not_write(
    method: str, path: str, client: Client, ada: User, otto: User, bearer: Bearer, write: Write
) -> None:
    address = f"{API}/notebooks/{write(ada, public=True).uuid}{path}"
    answer = getattr(client, method)(address, "{}", content_type="application/json", headers=bearer(otto))
    assert answer.status_code == 403
    assert answer.json()["type"] == "forbidden"


def test_nobody_cannot_save(client: Client, db: None, raw_notebook: Raw) -> None:
    answer = post(client, "/notebooks", {"content": raw_notebook()}, {"Authorization": "Bearer cpt_wrong"})
    assert (answer.status_code, answer["WWW-Authenticate"]) == (401, "Bearer")


def test_a_token_without_the_scope_cannot_save(client: Client, ada: User, bearer: Bearer, raw_notebook: Raw) -> None:
    answer = post(client, "/notebooks", {"content": raw_notebook()}, bearer(ada, Permission.NOTEBOOKS_READ))
    assert answer.status_code == 403
    assert "notebooks:write" in answer.json()["detail"]


def test_a_session_needs_the_csrf_token(ada: User, raw_notebook: Raw) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(ada)
    assert post(browser, "/notebooks", {"content": raw_notebook()}, {}).status_code == 403
    assert Notebook.objects.count() == 0


def test_a_conflict_answers_the_newer_version(
    client: Client, ada: User, bearer: Bearer, write: Write, raw_notebook: Raw
) -> None:
    path, headers = f"/notebooks/{write(ada).uuid}/revisions", bearer(ada)
    assert post(client, path, {"content": raw_notebook("a"), "base_revision": 1}, headers).status_code == 201
    answer = post(client, path, {"content": raw_notebook("b"), "base_revision": 1}, headers)
    assert answer.status_code == 409
    assert (answer.json()["type"], answer.json()["current_revision"]) == ("revision-conflict", 2)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b'{"content": 3}',
        b'{"content": {}}',
        b'{"content": {"cells": [], "cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}}',
        b'{"content": NaN}',
        b"\xff\xfe",
        b"[" * 100_000,
        b'{"title": 3, "content": {"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}}',
        b'{"tags": "a", "content": {"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}}',
        b'{"visibility": "all", "content": {"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}}',
    ],
)
def test_what_is_no_notebook_is_refused_with_a_sentence(body: bytes, client: Client, ada: User, bearer: Bearer) -> None:
    answer = client.post(f"{API}/notebooks", body, content_type="application/json", headers=bearer(ada))
    assert answer.status_code == 422
    assert answer.json()["detail"].endswith(".")
    assert Notebook.objects.count() == 0


@pytest.mark.parametrize("base", [None, 0, -1, "1", 1.5, True, 2**40])
def test_the_base_has_to_be_a_version(
    base: object, client: Client, ada: User, bearer: Bearer, write: Write, raw_notebook: Raw
) -> None:
    body = {"content": raw_notebook("a"), "base_revision": base}
    assert post(client, f"/notebooks/{write(ada).uuid}/revisions", body, bearer(ada)).status_code == 422


def test_describing_changes_only_what_is_given(client: Client, ada: User, bearer: Bearer, write: Write) -> None:
    notebook = write(ada, title="Before", description="Stays", tags=["one"])
    answer = client.patch(
        f"{API}/notebooks/{notebook.uuid}",
        json.dumps({"title": "After"}),
        content_type="application/json",
        headers=bearer(ada),
    )
    assert (answer.json()["title"], answer.json()["description"], answer.json()["tags"]) == (
        "After",
        "Stays",
        ["one"],
    )


@pytest.mark.parametrize("field", ["owner", "uuid", "stars", "revision", "created"])
def test_nothing_else_can_be_assigned(
    field: str, client: Client, ada: User, otto: User, bearer: Bearer, write: Write
) -> None:
    address, headers = f"{API}/notebooks/{write(ada).uuid}", bearer(ada)
    before = client.get(address, headers=headers).json()
    client.patch(address, json.dumps({field: "otto"}), content_type="application/json", headers=headers)
    assert client.get(address, headers=headers).json() == before


def test_the_trash_hides_from_everybody(client: Client, ada: User, otto: User, bearer: Bearer, write: Write) -> None:
    notebook = write(ada, public=True)
    assert client.delete(f"{API}/notebooks/{notebook.uuid}", headers=bearer(ada)).status_code == 204
    for person in (ada, otto):
        assert client.get(f"{API}/notebooks/{notebook.uuid}", headers=bearer(person)).status_code == 404


def test_an_old_version_stays_readable(
    client: Client, ada: User, bearer: Bearer, write: Write, raw_notebook: Raw
) -> None:
    notebook, headers = write(ada, "first"), bearer(ada)
    post(
        client,
        f"/notebooks/{notebook.uuid}/revisions",
        {"content": raw_notebook("second"), "base_revision": 1},
        headers,
    )
    address = f"{API}/notebooks/{notebook.uuid}/content"
    assert client.get(address + "?revision=1", headers=headers).json()["cells"][0]["source"] == "first"
    assert client.get(address, headers=headers).json()["cells"][0]["source"] == "second"
    assert client.get(address + "?revision=9", headers=headers).status_code == 404


def test_a_wrong_method_or_a_bad_address(client: Client, ada: User, bearer: Bearer) -> None:
    assert client.put(f"{API}/notebooks/{uuid4()}", headers=bearer(ada)).status_code == 405
    assert client.get(f"{API}/notebooks/no-uuid", headers=bearer(ada)).status_code == 404


def test_the_document_is_openapi_3_1_and_names_every_route(client: Client, db: None) -> None:
    document = client.get(f"{API}/openapi.json").json()
    assert document["openapi"].startswith("3.1")
    assert {"/api/v1/notebooks", "/api/v1/notebooks/{uuid}/revisions", "/api/v1/tickets/redeem"} <= set(
        document["paths"]
    )
