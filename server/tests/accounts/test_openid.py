"""The gallery as OpenID provider: one sign-in for the hub, and the ways in which it must not be had."""

import base64
import hashlib
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from gallery.accounts.actions import deactivate
from gallery.accounts.clients import ensure_first_party_client
from gallery.accounts.models import User
from oauth2_provider.models import get_access_token_model, get_refresh_token_model

CALLBACK = "http://127.0.0.1:8100/hub/oauth_callback"
SECRET = "a-long-random-secret-of-the-hub-0123456789"
VERIFIER = "v" * 64
CHALLENGE = base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).rstrip(b"=").decode()
ASKED = {
    "client_id": "commonplace-hub",
    "response_type": "code",
    "redirect_uri": CALLBACK,
    "scope": "openid profile groups notebooks:read notebooks:write executions:write",
    "state": "s123",
    "code_challenge": CHALLENGE,
    "code_challenge_method": "S256",
}


@pytest.fixture(autouse=True)
def _hub(db: None) -> None:
    ensure_first_party_client(client_id="commonplace-hub", name="Hub", secret=SECRET, redirect_uri=CALLBACK)


@pytest.fixture
def browser(ada: User) -> Client:
    client = Client()
    client.force_login(ada)
    return client


def code_from(browser: Client, **changed: str | None) -> str:
    asked = {key: value for key, value in (ASKED | changed).items() if value is not None}
    answer = browser.get("/o/authorize/", asked)
    return parse_qs(urlsplit(answer.get("Location", "")).query).get("code", [""])[0]


def tokens_for(code: str, /, **changed: str | None) -> Any:
    sent = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": CALLBACK,
        "client_id": "commonplace-hub",
        "client_secret": SECRET,
        "code_verifier": VERIFIER,
    } | changed
    return Client().post("/o/token/", {key: value for key, value in sent.items() if value is not None})


def test_signing_in_gives_a_name_and_groups(browser: Client, ada: User) -> None:
    ada.groups.add(Group.objects.create(name="geo"))
    tokens = tokens_for(code_from(browser)).json()
    claims = Client().get("/o/userinfo/", headers={"Authorization": f"Bearer {tokens['access_token']}"}).json()
    assert claims["sub"] == str(ada.pk)
    assert (claims["preferred_username"], claims["name"]) == ("ada", "Ada Brandt")
    assert (claims["groups"], claims["admin"]) == (["geo"], False)


def test_the_token_opens_the_api(browser: Client) -> None:
    token = tokens_for(code_from(browser)).json()["access_token"]
    assert Client().get("/api/v1/me", headers={"Authorization": f"Bearer {token}"}).json()["name"] == "ada"


def test_who_is_not_signed_in_signs_in_first(db: None) -> None:
    answer = Client().get("/o/authorize/", ASKED)
    assert answer.status_code == 302
    assert answer["Location"].startswith("/account/sign-in?next=/o/authorize/")


@pytest.mark.parametrize(
    "changed",
    [
        {"code_challenge": None, "code_challenge_method": None},
        {"code_challenge_method": "plain"},
        {"response_type": "token"},
        {"scope": "everything"},
    ],
)
def test_what_the_provider_refuses_with_the_client_told(browser: Client, changed: dict[str, str | None]) -> None:
    assert code_from(browser, **changed) == ""


@pytest.mark.parametrize(
    "redirect",
    [
        "http://evil.example/",
        CALLBACK + "/x",
        CALLBACK + "?x=1",
        "javascript:alert(1)",
        "//127.0.0.1:8100/hub/oauth_callback",
    ],
)
def test_other_addresses_are_never_redirected_to(browser: Client, redirect: str) -> None:
    answer = browser.get("/o/authorize/", ASKED | {"redirect_uri": redirect})
    assert answer.status_code == 400
    assert "Location" not in answer


def test_an_unknown_client_is_refused(browser: Client) -> None:
    assert browser.get("/o/authorize/", ASKED | {"client_id": "stranger"}).status_code == 400


@pytest.mark.parametrize(
    "changed",
    [
        {"code_verifier": "w" * 64},
        {"code_verifier": None},
        {"client_secret": "wrong"},
        {"client_secret": None},
        {"redirect_uri": "http://127.0.0.1:8100/other"},
        {"grant_type": "password", "username": "ada", "password": "a-long-password"},
        {"code": "made-up"},
    ],
)
def test_a_code_needs_everything_that_belongs_to_it(browser: Client, changed: dict[str, str | None]) -> None:
    assert tokens_for(code_from(browser), **changed).status_code in {400, 401}


def test_a_code_counts_once(browser: Client) -> None:
    code = code_from(browser)
    assert tokens_for(code).status_code == 200
    assert tokens_for(code).status_code == 400


def test_a_refresh_token_rotates_and_a_stolen_one_ends_the_family(browser: Client) -> None:
    first = tokens_for(code_from(browser)).json()["refresh_token"]
    changed = {
        "grant_type": "refresh_token",
        "refresh_token": first,
        "code": None,
        "redirect_uri": None,
        "code_verifier": None,
    }
    second = tokens_for("", **changed).json()["refresh_token"]
    assert tokens_for("", **changed).status_code in {400, 401}
    assert tokens_for("", **(changed | {"refresh_token": second})).status_code in {400, 401}


def test_no_token_is_stored_in_clear(browser: Client) -> None:
    tokens = tokens_for(code_from(browser)).json()
    stored = str(list(get_access_token_model().objects.values())) + str(
        list(get_refresh_token_model().objects.values())
    )
    assert tokens["access_token"] not in stored
    assert tokens["refresh_token"] not in stored


def test_deactivation_ends_tokens_and_sessions_at_once(browser: Client, ada: User) -> None:
    token = tokens_for(code_from(browser)).json()["access_token"]
    deactivate(person=ada, by="admin")
    assert Client().get("/api/v1/me", headers={"Authorization": f"Bearer {token}"}).status_code == 401
    assert browser.get("/o/authorize/", ASKED)["Location"].startswith("/account/sign-in")


def test_pages_for_managing_clients_are_not_there(browser: Client) -> None:
    for path in ("/o/applications/", "/o/authorized_tokens/", "/o/register/"):
        assert browser.get(path).status_code == 404
