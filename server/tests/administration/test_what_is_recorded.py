"""Sign-ins, sign-outs, downloads and every refusal are on record; who is refused learns nothing from it."""

from collections.abc import Callable, Sequence
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from gallery.accounts.models import User
from gallery.administration import denials
from gallery.audit.models import AuditEvent
from gallery.directory.actions import create_group
from gallery.lib.permissions import Permission
from gallery.notebooks.models import Notebook

from server.tests.conftest import PASSWORD

Enter = Callable[[User | None], Client]
Events = Callable[[str], Sequence[AuditEvent]]
Bearer = Callable[..., dict[str, str]]


def test_signing_in_and_out(ada: User, client: Client, events: Events) -> None:
    client.post("/account/sign-in", {"username": "ada", "password": "wrong-password"})
    client.post("/account/sign-in", {"username": "ada", "password": PASSWORD})
    client.post("/account/sign-out")
    client.post("/account/sign-out")
    (entered,) = events("sign-in.succeeded")
    assert (entered.actor, entered.subject, entered.detail) == ("ada", "person:ada", {"address": "127.0.0.1"})
    assert [one.actor for one in events("person.signed-out")] == ["ada"]
    assert len(events("sign-in.failed")) == 1


def test_downloads(ada: User, write: Callable[..., Notebook], signed_in: Enter, bearer: Bearer, events: Events) -> None:
    notebook = write(ada, public=True)
    signed_in(ada).get(f"/notebooks/{notebook.uuid}/download")
    signed_in(None).get(f"/notebooks/{notebook.uuid}/download?version=1")
    Client().get(f"/api/v1/notebooks/{notebook.uuid}/content", headers=bearer(ada))
    signed_in(ada).get(f"/notebooks/{notebook.uuid}/download?version=9")
    taken = [(one.actor, one.subject, one.detail) for one in events("notebook.downloaded")]
    assert taken == [(who, f"notebook:{notebook.uuid}", {"number": 1}) for who in ("ada", "guest", "ada")]


@pytest.mark.parametrize("way", ["page", "api"])
@pytest.mark.parametrize("who", ["otto", "guest"])
def test_hidden_and_absent_take_the_same_work(
    private: Notebook, otto: User, signed_in: Enter, bearer: Bearer, way: str, who: str, events: Events
) -> None:
    browser = signed_in(otto if who == "otto" and way == "page" else None)
    headers = bearer(otto) if who == "otto" and way == "api" else {}
    base = "/notebooks/" if way == "page" else "/api/v1/notebooks/"
    browser.get("/api/v1/me" if way == "api" else "/help", headers=headers)
    asked = []
    for uuid in (private.uuid, uuid4()):
        with CaptureQueriesContext(connection) as captured:
            answer = browser.get(f"{base}{uuid}", headers=headers)
        assert answer.status_code == 404
        asked.append([one["sql"].split(" ")[0] for one in captured])
    assert asked[0] == asked[1]
    (denied,), (missed,) = events("access.denied"), events("access.missed")
    assert denied.subject == f"notebook:{private.uuid}"
    assert denied.actor == missed.actor == ("otto" if who == "otto" else "guest:127.0.0.1")


def test_what_may_be_seen_but_not_done(
    ada: User, grace: User, write: Callable[..., Notebook], signed_in: Enter, bearer: Bearer, events: Events
) -> None:
    notebook = write(ada, public=True)
    create_group(name="Desk", by=ada)
    browser = signed_in(grace)
    assert browser.get(f"/notebooks/{notebook.uuid}/edit").status_code == 403
    assert browser.get("/groups/desk/edit").status_code == 403
    narrow = bearer(grace, Permission.NOTEBOOKS_READ)
    assert Client().delete(f"/api/v1/notebooks/{notebook.uuid}", headers=narrow).status_code == 403
    subjects = [(one.actor, one.subject, one.detail["status"]) for one in events("access.denied")]
    here = f"notebook:{notebook.uuid}"
    assert subjects == [("grace", here, 403), ("grace", "path:/groups/desk/edit", 403), ("grace", here, 403)]


def test_what_is_absent_within_a_notebook_is_no_denial(
    ada: User, write: Callable[..., Notebook], signed_in: Enter, events: Events
) -> None:
    notebook = write(ada, public=True)
    assert signed_in(ada).get(f"{notebook.get_absolute_url()}?version=7").status_code == 404
    assert signed_in(ada).get("/people/nobody").status_code == 404
    assert (events("access.denied"), events("access.missed")) == ([], [])


def test_trying_the_administration(ada: User, signed_in: Enter, events: Events) -> None:
    browser = signed_in(ada)
    browser.post("/admin/people/ada/administrator", {"administrator": "yes"})
    browser.get("/admin/nowhere")
    assert [(one.actor, one.subject) for one in events("access.denied")] == [
        ("ada", "path:/admin/people/ada/administrator")
    ]
    assert len(events("access.missed")) == 1


def test_what_is_not_there_for_an_administrator_either(office: Client, events: Events) -> None:
    assert office.get("/admin/people/nobody").status_code == 404
    assert (events("access.denied"), events("access.missed")) == ([], [])


def test_an_expired_form_is_no_denial(ada: User, events: Events) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(ada)
    assert browser.post("/account/profile").status_code == 403
    assert events("access.denied") == []


def test_the_record_is_bounded_for_each_person_and_minute(
    private: Notebook, otto: User, grace: User, signed_in: Enter, events: Events, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(denials, "MOST", 3)
    browser = signed_in(otto)
    for _ in range(5):
        assert browser.get(f"/notebooks/{private.uuid}").status_code == 404
    signed_in(grace).get(f"/notebooks/{private.uuid}")
    assert [one.actor for one in events("access.denied")] == ["otto", "otto", "otto", "grace"]
    monkeypatch.setattr(denials, "WINDOW", denials.WINDOW * 0)
    browser.get(f"/notebooks/{private.uuid}")
    assert len(events("access.denied")) == 5
