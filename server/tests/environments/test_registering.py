"""Registering a Jupyter server: the address is only ever followed by the browser, the token is shown once."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from gallery.accounts.models import PersonalToken, User
from gallery.environments.actions import register, remove, server_address
from gallery.environments.models import Environment
from gallery.lib.errors import Invalid

Bearer = Callable[..., dict[str, str]]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("http://localhost:8888", "http://localhost:8888"),
        (" http://localhost:8888/ ", "http://localhost:8888"),
        ("http://localhost:8888/lab?token=abc", "http://localhost:8888"),
        ("https://jupyter.example.org/team/lab/", "https://jupyter.example.org/team"),
        ("http://[::1]:8888/tree", "http://[::1]:8888"),
    ],
)
def test_addresses_are_kept_without_token_or_page(typed: str, kept: str) -> None:
    assert server_address(typed) == kept


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "localhost:8888",
        "javascript:alert(1)",
        "file:///etc/passwd",
        "http://",
        "http://me:secret@host",
        "http://host:99999",
        "data:text/html,x",
    ],
)
def test_what_is_no_address_is_refused(typed: str) -> None:
    with pytest.raises(Invalid, match="no address"):
        server_address(typed)


def test_the_token_is_shown_once_and_works(client: Client, ada: User) -> None:
    _, secret = register(owner=ada, name="Laptop", url="http://localhost:8888")
    assert client.get("/api/v1/me", headers={"Authorization": f"Bearer {secret}"}).json()["name"] == "ada"
    assert secret not in str(list(PersonalToken.objects.values()))


def test_removing_ends_the_token(client: Client, ada: User) -> None:
    environment, secret = register(owner=ada, name="Laptop", url="http://localhost:8888")
    remove(owner=ada, uuid=environment.uuid)
    assert client.get("/api/v1/me", headers={"Authorization": f"Bearer {secret}"}).status_code == 401
    assert not Environment.objects.exists()


def test_two_servers_of_one_name_are_refused(ada: User) -> None:
    register(owner=ada, name="Laptop", url="http://localhost:8888")
    with pytest.raises(Invalid, match="already"):
        register(owner=ada, name="Laptop", url="http://localhost:8889")


def test_the_api_lists_and_removes_only_ones_own(client: Client, ada: User, otto: User, bearer: Bearer) -> None:
    body: Any = json.dumps({"name": "Laptop", "url": "http://localhost:8888"})
    made = client.post("/api/v1/environments", body, content_type="application/json", headers=bearer(ada))
    assert made.status_code == 201
    assert client.get("/api/v1/environments", headers=bearer(otto)).json() == []
    assert client.delete(f"/api/v1/environments/{made.json()['uuid']}", headers=bearer(otto)).status_code == 404
    assert client.delete(f"/api/v1/environments/{made.json()['uuid']}", headers=bearer(ada)).status_code == 204
