"""Sharing by program: exact lists, one sentence where something cannot be, scopes, strangers."""

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from gallery.accounts.models import User
from gallery.directory.actions import create_attribute, create_group, create_organisation, grant
from gallery.lib.permissions import Permission
from gallery.notebooks.models import AccessRequest, Notebook
from gallery.notebooks.permissions import Role, role_of

from server.tests.working import work_off

Write = Callable[..., Notebook]
Bearer = Callable[..., dict[str, str]]


def address(notebook: Notebook, what: str = "shares") -> str:
    """A call below the notebook."""
    return f"/api/v1/notebooks/{notebook.uuid}/{what}"


def put(client: Client, path: str, body: dict[str, Any], headers: dict[str, str]) -> Any:
    """PUT as JSON."""
    return client.put(path, body, content_type="application/json", headers=headers)


def test_a_share_of_each_kind(client: Client, ada: User, otto: User, admin: User, write: Write, bearer: Bearer) -> None:
    create_group(name="Pricing", by=otto)
    create_organisation(name="House", by=admin)
    wanted = [
        {"person": "otto", "role": "edit"},
        {"group": "pricing", "role": "run", "ends_at": "2999-01-01T00:00:00Z"},
        {"organisation": "house", "role": "read"},
        {"email": "new@example.org", "role": "comment"},
    ]
    notebook, headers = write(ada), bearer(ada)
    answer = put(client, address(notebook), {"items": wanted}, headers)
    assert answer.status_code == 200, answer.text
    assert client.get(address(notebook), headers=headers).json() == answer.json()
    given = [{key: value for key, value in one.items() if value} for one in answer.json()["items"]]
    assert given == wanted
    assert answer.json()["visibility"] == "shared"
    assert role_of(otto, notebook) == Role.EDIT


def test_an_empty_list_ends_every_share(client: Client, ada: User, otto: User, write: Write, bearer: Bearer) -> None:
    notebook, headers = write(ada), bearer(ada)
    put(client, address(notebook), {"items": [{"person": "otto", "role": "own"}]}, headers)
    assert put(client, address(notebook), {"items": []}, headers).json()["visibility"] == "private"
    assert role_of(otto, notebook) == Role.NONE


@pytest.mark.parametrize(
    ("item", "says"),
    [
        ({"person": "otto", "group": "x", "role": "read"}, "exactly one"),
        ({"role": "read"}, "exactly one"),
        ({"person": "nobody-here", "role": "read"}, "There is no person"),
        ({"email": "no address", "role": "read"}, "no mail address"),
        ({"person": "otto", "role": "admin"}, "role"),
        ({"person": "otto", "role": "read", "ends_at": "2000-01-01T00:00:00Z"}, "past"),
        ({"person": "otto", "role": "read", "ends_at": "2999-01-01T00:00:00"}, "time zone"),
        ({"person": "ada", "role": "read"}, "every right already"),
        ({"email": "new@example.org", "role": "own"}, "after they came"),
    ],
)
def test_what_cannot_be_shared_is_said(
    client: Client, ada: User, otto: User, write: Write, bearer: Bearer, item: dict[str, str], says: str
) -> None:
    notebook = write(ada)
    answer = put(client, address(notebook), {"items": [{"person": "otto", "role": "read"}, item]}, bearer(ada))
    assert answer.status_code == 422
    assert says in answer.json()["detail"]
    assert role_of(otto, notebook) == Role.NONE


@pytest.mark.parametrize("what", ["shares", "owner", "demands"])
def test_strangers_find_nothing_and_readers_may_not(
    client: Client, ada: User, otto: User, write: Write, bearer: Bearer, what: str
) -> None:
    bodies: dict[str, dict[str, Any]] = {
        "shares": {"items": []},
        "owner": {"person": "otto"},
        "demands": {"attributes": []},
    }
    body = bodies[what]
    assert put(client, address(write(ada), what), body, bearer(otto)).status_code == 404
    assert put(client, address(write(ada, public=True), what), body, bearer(otto)).status_code == 403
    assert put(client, f"/api/v1/notebooks/{uuid.uuid4()}/{what}", body, bearer(otto)).status_code == 404


@pytest.mark.parametrize("scopes", [[Permission.NOTEBOOKS_READ, Permission.NOTEBOOKS_WRITE], [Permission.SHARES_READ]])
def test_changing_needs_its_scope(
    client: Client, ada: User, write: Write, bearer: Bearer, scopes: list[Permission]
) -> None:
    answer = put(client, address(write(ada)), {"items": []}, bearer(ada, *scopes))
    assert answer.status_code == 403
    assert "shares:write" in answer.json()["detail"]


def test_giving_to_a_person_and_to_a_group(client: Client, ada: User, otto: User, write: Write, bearer: Bearer) -> None:
    create_group(name="Pricing", by=ada)
    notebook, other = write(ada), write(ada)
    assert put(client, address(notebook, "owner"), {"person": "otto"}, bearer(ada)).status_code == 204
    assert role_of(otto, Notebook.objects.get(pk=notebook.pk)) == Role.OWN
    assert put(client, address(other, "owner"), {"group": "pricing"}, bearer(ada)).status_code == 204
    assert client.get(address(other), headers=bearer(ada)).json()["group"] == "pricing"
    assert put(client, address(other, "owner"), {}, bearer(ada)).status_code == 422


def test_demanding_attributes(client: Client, ada: User, otto: User, admin: User, write: Write, bearer: Bearer) -> None:
    grant(attribute=create_attribute(name="Clearance", by=admin), person=ada, by=admin)
    notebook = write(ada, public=True)
    assert put(client, address(notebook, "demands"), {"attributes": ["none"]}, bearer(ada)).status_code == 422
    assert put(client, address(notebook, "demands"), {"attributes": ["clearance"]}, bearer(ada)).status_code == 204
    assert client.get(f"/api/v1/notebooks/{notebook.uuid}", headers=bearer(otto)).status_code == 404
    assert client.get(f"/api/v1/notebooks/{notebook.uuid}").status_code == 404


def test_asking_answers_the_same_for_hidden_and_absent(
    client: Client, ada: User, otto: User, write: Write, bearer: Bearer
) -> None:
    body, headers = {"role": "run", "message": "please"}, bearer(otto)
    answers = [
        client.post(f"/api/v1/notebooks/{key}/access-requests", body, content_type="application/json", headers=headers)
        for key in (write(ada).uuid, uuid.uuid4())
    ]
    assert [answer.status_code for answer in answers] == [202, 202]
    assert answers[0].content == answers[1].content
    work_off()
    assert AccessRequest.objects.count() == 1


def test_guests_are_told_to_sign_in(client: Client, ada: User, write: Write) -> None:
    notebook = write(ada, public=True)
    assert client.get(address(notebook)).status_code == 401
