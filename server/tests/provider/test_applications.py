"""The page of applications that one signed in to."""

from collections.abc import Callable

import pytest
from django.test import Client
from gallery.accounts.models import User
from gallery.audit.models import AuditEvent

from server.tests.pages.counting import count
from server.tests.provider.flow import App, api_status

PAGE = "/account/applications"


def test_nothing_yet(browser: Client) -> None:
    assert "No applications" in browser.get(PAGE).content.decode()
    assert "No application knows you" in browser.get("/account/").content.decode()


def test_each_application_with_what_it_may_do(browser: Client, team: App, hub: App) -> None:
    team.tokens(browser)
    hub.tokens(browser)
    text = browser.get(PAGE).content.decode()
    for words in ("Team board", "https://team.example", "Find and read the notebooks", "JupyterHub", "Withdraw"):
        assert words in text
    assert "2 applications know you" in browser.get("/account/").content.decode()


def test_withdrawing_ends_it_at_once(browser: Client, ada: User, team: App) -> None:
    had = team.tokens(browser)
    answer = browser.post(f"{PAGE}/{team.pk}/withdraw")
    assert (answer.status_code, answer["Location"]) == (302, PAGE)
    assert (api_status(had["access_token"]), team.refresh(had["refresh_token"]).status_code) == (401, 400)
    assert "No applications" in browser.get(PAGE).content.decode()
    assert AuditEvent.objects.filter(actor="ada", action="consent.withdrawn").count() == 1


def test_the_houses_own_application_can_be_signed_out(browser: Client, hub: App) -> None:
    had = hub.tokens(browser)
    browser.post(f"{PAGE}/{hub.pk}/withdraw")
    assert api_status(had["access_token"]) == 401


def test_an_application_that_was_allowed_once_stays_until_withdrawn(browser: Client, team: App) -> None:
    had = team.tokens(browser)
    team.posts("/o/revoke_token/", token=had["refresh_token"])
    assert "not at present" in browser.get(PAGE).content.decode()


def test_nobody_ends_what_somebody_else_allowed(
    browser: Client, grace: User, team: App, signed_in: Callable[[User | None], Client]
) -> None:
    had = team.tokens(browser)
    graces = signed_in(grace)
    assert "Team board" not in graces.get(PAGE).content.decode()
    assert graces.post(f"{PAGE}/{team.pk}/withdraw").status_code == 404
    assert api_status(had["access_token"]) == 200


def test_who_is_not_signed_in(team: App) -> None:
    assert Client().get(PAGE)["Location"].startswith("/account/sign-in")
    assert Client().post(f"{PAGE}/{team.pk}/withdraw").status_code == 401


@pytest.mark.parametrize("pk", [0, 4711])
def test_an_application_that_is_not_there(browser: Client, pk: int) -> None:
    assert browser.post(f"{PAGE}/{pk}/withdraw").status_code == 404


def test_links_end_nothing_and_forms_need_their_token(ada: User, browser: Client, team: App) -> None:
    had = team.tokens(browser)
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(ada)
    assert strict.get(f"{PAGE}/{team.pk}/withdraw").status_code == 405
    assert strict.post(f"{PAGE}/{team.pk}/withdraw").status_code == 403
    assert api_status(had["access_token"]) == 200


@pytest.mark.parametrize("path", [PAGE, "/admin/clients/", "/o/logout/"])
def test_a_page_asks_the_database_before_it_is_drawn(
    browser: Client, admin: User, team: App, hub: App, other: App, path: str
) -> None:
    for app in (team, hub):
        app.tokens(browser)
    if path.startswith("/admin"):
        browser.force_login(admin)
    browser.get(path)
    with count() as counts:
        assert browser.get(path).status_code == 200
    assert counts.rendering == 0
    assert counts.view <= 8
