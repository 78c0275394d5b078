"""The page that asks must not be got around: not framed, not forged, not shown for one thing and used for another."""

import re
from urllib.parse import quote, urlencode

import pytest
from django.test import Client
from gallery.accounts.models import User

from server.tests.provider.flow import ISSUER, App, Changes, answer_of, issued, press

NOTHING = (0, 0, 0)


def test_denying_gives_nothing_and_the_next_time_asks_again(browser: Client, team: App) -> None:
    page = browser.get("/o/authorize/", team.asked())
    said = answer_of(press(browser, page, "deny"))
    assert (said["error"], said["state"], said["iss"], "code" in said) == ("access_denied", "s-123", ISSUER, False)
    assert issued() == NOTHING
    assert browser.get("/o/authorize/", team.asked()).status_code == 200


def test_consent_needs_the_form_of_this_site(ada: User, team: App) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(ada)
    page = browser.get("/o/authorize/", team.asked())
    answer = browser.post(page.context["action"], {"shown": page.context["shown"], "answer": "allow"})
    assert (answer.status_code, issued()) == (403, NOTHING)


def test_consent_shown_for_one_client_does_not_count_for_another(browser: Client, team: App, other: App) -> None:
    seal = browser.get("/o/authorize/", team.asked()).context["shown"]
    answer = browser.post(f"/o/authorize/?{urlencode(other.asked())}", {"shown": seal, "answer": "allow"})
    assert (answer.status_code, issued()) == (403, NOTHING)


@pytest.mark.parametrize("field", ["client_id", "scope", "redirect_uri", "nonce", "code_challenge", "user"])
def test_the_consent_form_smuggles_nothing(browser: Client, team: App, field: str) -> None:
    page = browser.get("/o/authorize/", team.asked())
    sent = {"shown": page.context["shown"], "answer": "allow", field: "openid notebooks:write"}
    assert browser.post(page.context["action"], sent).status_code == 403
    assert issued() == NOTHING


def test_more_scopes_than_the_page_showed(browser: Client, team: App) -> None:
    seal = browser.get("/o/authorize/", team.asked(scope="openid")).context["shown"]
    wider = f"/o/authorize/?{urlencode(team.asked(scope='openid notebooks:read'))}"
    assert browser.post(wider, {"shown": seal, "answer": "allow"}).status_code == 403
    assert issued() == NOTHING


def test_consent_shown_to_somebody_else(browser: Client, grace: User, team: App) -> None:
    page = browser.get("/o/authorize/", team.asked())
    graces = Client()
    graces.force_login(grace)
    answer = graces.post(page.context["action"], {"shown": page.context["shown"], "answer": "allow"})
    assert (answer.status_code, issued()) == (403, NOTHING)


def test_consent_of_somebody_signed_out(browser: Client, team: App) -> None:
    page = browser.get("/o/authorize/", team.asked())
    browser.logout()
    answer = press(browser, page, "allow")
    assert answer["Location"].startswith("/account/sign-in")
    assert issued() == NOTHING


def test_the_page_that_asks_cannot_be_framed_or_kept(browser: Client, team: App) -> None:
    page = browser.get("/o/authorize/", team.asked())
    policy = page["Content-Security-Policy"]
    assert page["X-Frame-Options"] == "DENY"
    assert "frame-ancestors 'none'" in policy
    assert "no-store" in page["Cache-Control"]
    assert re.search(r"form-action[^;]* https://team\.example(;|$)", policy)


def test_no_other_page_lets_a_form_lead_to_a_client(browser: Client, team: App) -> None:
    sign_in = f"/account/sign-in?next={quote('/o/authorize/?' + urlencode(team.asked()))}"
    elsewhere = (
        f"/account/sign-in?next={quote('/o/authorize/?' + urlencode(team.asked(redirect_uri='https://evil.example/')))}"
    )
    assert "https://team.example" in Client().get(sign_in)["Content-Security-Policy"]
    assert "evil.example" not in Client().get(elsewhere)["Content-Security-Policy"]
    assert "team.example" not in browser.get("/account/")["Content-Security-Policy"]


def test_silent_without_a_session(db: None, team: App) -> None:
    said = answer_of(Client().get("/o/authorize/", team.asked(prompt="none")))
    assert (said["error"], said["state"], said["iss"], issued()) == ("login_required", "s-123", ISSUER, NOTHING)


def test_silent_without_a_session_to_an_unknown_address(db: None, team: App) -> None:
    answer = Client().get("/o/authorize/", team.asked(prompt="none", redirect_uri="https://evil.example/"))
    assert (answer.status_code, "Location" in answer) == (400, False)


@pytest.mark.parametrize("asked", [{"prompt": "login"}, {"max_age": "0"}, {"id_token_hint": "of.somebody.else"}])
def test_a_session_is_not_enough_where_the_client_wants_a_fresh_sign_in(
    browser: Client, hub: App, asked: Changes
) -> None:
    session = browser.session
    session["signed_in_at"] = 1_000
    session.save()
    page = browser.get("/o/authorize/", hub.asked(**asked))
    assert (page.status_code, issued()) == (200, NOTHING)
    assert press(browser, page, "allow").status_code == 302
    assert issued() == NOTHING
    again = press(browser, browser.get("/o/authorize/", hub.asked(**asked)), "again")
    assert again["Location"].startswith("/account/sign-in?next=/o/authorize/")
    assert "_auth_user_id" not in browser.session
