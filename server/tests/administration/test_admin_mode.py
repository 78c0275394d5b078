"""Administrators see private things only in admin mode: asked for with a reason and a password, short, on record."""

import time
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from django.test import Client
from gallery.accounts.models import User
from gallery.administration.mode import KEY
from gallery.administration.plain_paths import plain_path
from gallery.audit.models import AuditEvent
from gallery.notebooks.models import Notebook

from server.tests.conftest import PASSWORD

Enter = Callable[[User | None], Client]
Events = Callable[[str], Sequence[AuditEvent]]
Bearer = Callable[..., dict[str, str]]
BANNER = "you see private notebooks. Everything is recorded."
WHY = {"reason": "a colleague asked", "password": PASSWORD}


def let_time_pass(browser: Client, seconds: float) -> None:
    """As if admin mode had been switched on this much earlier."""
    session: Any = browser.session
    session[KEY] = session[KEY] | {"until": session[KEY]["until"] - seconds}
    session.save()


def test_without_it_private_things_are_hidden_from_administrators(office: Client, private: Notebook) -> None:
    assert office.get(private.get_absolute_url()).status_code == 404
    assert BANNER not in office.get("/").text


def test_in_it_they_are_seen_and_every_page_says_so(in_admin_mode: Client, private: Notebook) -> None:
    answer = in_admin_mode.get(private.get_absolute_url())
    assert answer.status_code == 200
    assert "secret_canary" in answer.text
    assert answer["Cache-Control"] == "private, no-store"
    for address in ("/", "/notebooks/", "/admin/mode", "/nowhere"):
        page = in_admin_mode.get(address).text
        assert BANNER in page
        assert "30 minutes left" in page


def test_each_request_is_recorded_without_title_or_query(
    in_admin_mode: Client, private: Notebook, events: Events
) -> None:
    in_admin_mode.get(f"{private.get_absolute_url()}?q=canary-query")
    in_admin_mode.post(f"/notebooks/{private.uuid}/star")
    in_admin_mode.get("/nowhere/canary-path")
    looked, lost = events("admin.looked")
    (changed,) = events("admin.changed")
    assert (looked.actor, looked.subject) == ("admin", f"path:/notebooks/{private.uuid}/…")
    assert (changed.subject, changed.detail) == (f"path:/notebooks/{private.uuid}/star", {"method": "POST"})
    assert lost.subject == "path:/nowhere/…"
    assert "canary" not in repr(list(AuditEvent.objects.filter(action__startswith="admin").values()))


@pytest.mark.parametrize(
    ("path", "kept"),
    [
        ("/", "/"),
        ("/people/ada", "/people/ada"),
        ("/tags/layoffs", "/tags/…"),
        ("/invitations/c2VjcmV0:1:abc", "/invitations/…"),
        ("/account/register/token-of-a-mail", "/account/register/…"),
        ("/account/tokens/17/revoke", "/account/tokens/17/revoke"),
        ("/feeds/stop/3:signed", "/feeds/stop/…"),
        ("/nowhere", "/…"),
    ],
)
def test_what_the_record_keeps_of_an_address(path: str, kept: str) -> None:
    assert plain_path(path) == kept


def test_switching_on_and_off_is_recorded_with_the_reason(in_admin_mode: Client, events: Events) -> None:
    (on,) = events("admin-mode.on")
    assert on.detail == {"reason": "a colleague asked", "minutes": 30}
    assert in_admin_mode.post("/admin/mode/off").status_code == 302
    (off,) = events("admin-mode.off")
    assert off.detail == {"how": "button"}
    assert BANNER not in in_admin_mode.get("/").text
    assert in_admin_mode.post("/admin/mode/off").status_code == 302
    assert len(events("admin-mode.off")) == 1


@pytest.mark.parametrize(
    "given",
    [{"reason": "", "password": PASSWORD}, {"reason": "x" * 201, "password": PASSWORD}, {"reason": "because"}],
)
def test_reason_and_password_are_required(office: Client, given: dict[str, str], private: Notebook) -> None:
    assert office.post("/admin/mode", given).status_code == 422
    assert office.get(private.get_absolute_url()).status_code == 404


def test_a_wrong_password_counts_as_a_failed_sign_in(office: Client, events: Events) -> None:
    wrong = WHY | {"password": "a-wrong-password"}
    assert [office.post("/admin/mode", wrong).status_code for _ in range(9)] == [422] * 8 + [429]
    assert len(events("sign-in.failed")) == 8
    assert office.post("/admin/mode", WHY).status_code == 429
    assert KEY not in office.session


def test_it_ends_by_time(in_admin_mode: Client, private: Notebook, events: Events) -> None:
    let_time_pass(in_admin_mode, 29 * 60)
    page = in_admin_mode.get(private.get_absolute_url())
    assert page.status_code == 200
    assert "1 minute left" in page.text
    let_time_pass(in_admin_mode, 60)
    assert in_admin_mode.get(private.get_absolute_url()).status_code == 404
    assert [one.detail for one in events("admin-mode.off")] == [{"how": "time"}]
    assert KEY not in in_admin_mode.session


def test_it_ends_with_the_right_to_it(in_admin_mode: Client, admin: User, private: Notebook, events: Events) -> None:
    User.objects.filter(pk=admin.pk).update(is_superuser=False)
    assert in_admin_mode.get(private.get_absolute_url()).status_code == 404
    assert [one.detail for one in events("admin-mode.off")] == [{"how": "no administrator"}]


def test_it_ends_with_the_session(in_admin_mode: Client, admin: User, private: Notebook) -> None:
    in_admin_mode.post("/account/sign-out")
    in_admin_mode.force_login(admin)
    assert in_admin_mode.get(private.get_absolute_url()).status_code == 404


def test_the_session_gets_a_new_key(office: Client, admin: User, private: Notebook) -> None:
    before = office.cookies["commonplace_session"].value
    office.post("/admin/mode", WHY)
    stolen = Client()
    stolen.cookies["commonplace_session"] = before
    assert office.cookies["commonplace_session"].value != before
    assert stolen.get("/admin/").status_code == 404
    assert office.get(private.get_absolute_url()).status_code == 200


def test_it_is_this_session_alone(in_admin_mode: Client, admin: User, private: Notebook, signed_in: Enter) -> None:
    assert signed_in(admin).get(private.get_absolute_url()).status_code == 404


def test_tokens_are_never_in_it(in_admin_mode: Client, admin: User, private: Notebook, bearer: Bearer) -> None:
    address = f"/api/v1/notebooks/{private.uuid}"
    assert in_admin_mode.get(address).status_code == 200
    assert in_admin_mode.get(address, headers=bearer(admin)).status_code == 404
    assert in_admin_mode.get("/api/v1/notebooks", headers=bearer(admin)).json()["total"] == 0
    assert in_admin_mode.get(private.get_absolute_url(), headers=bearer(admin)).status_code == 404


def test_who_has_no_password_signs_in_once_more(office: Client, admin: User, private: Notebook) -> None:
    admin.set_unusable_password()
    admin.save()
    office.force_login(admin)
    session = office.session
    session["signed_in_at"] = int(time.time()) - 301
    session.save()
    assert "Sign in once more" in office.get("/admin/mode").text
    assert office.post("/admin/mode", {"reason": "because"}).status_code == 422
    answer = office.post("/admin/mode/sign-in-again")
    assert answer["Location"] == "/account/sign-in?next=/admin/mode"
    assert "_auth_user_id" not in office.session
    office.force_login(admin)
    assert office.post("/admin/mode", {"reason": "because"}).status_code == 302
    assert office.get(private.get_absolute_url()).status_code == 200


def test_back_to_where_one_came_from_and_nowhere_else(office: Client) -> None:
    assert office.post("/admin/mode", WHY | {"next": "/tags/"})["Location"] == "/tags/"
    assert office.post("/admin/mode", WHY | {"next": "//elsewhere.test/"})["Location"] == "/admin/"


def test_a_form_without_its_token(admin: User) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(admin)
    assert browser.post("/admin/mode", WHY).status_code == 403
    assert KEY not in browser.session
