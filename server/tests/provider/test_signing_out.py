"""Sign-out that an application began."""

from typing import Any

import pytest
from django.test import Client
from gallery.accounts.models import User
from gallery.provider.keys import signing_key

from server.tests.provider.flow import App, api_status

BYE = "https://team.example/bye"


def signed_in(browser: Client) -> bool:
    """Whether this browser still has its session."""
    return "_auth_user_id" in browser.session


def test_the_provider_says_where(db: None) -> None:
    assert Client().get("/o/.well-known/openid-configuration").json()["end_session_endpoint"].endswith("/o/logout/")


def test_an_application_that_proves_who_leaves_signs_them_out(browser: Client, team: App, hub: App) -> None:
    had, kept = team.tokens(browser), hub.tokens(browser)
    asked = {"id_token_hint": had["id_token"], "post_logout_redirect_uri": BYE, "state": "a&b=c"}
    answer = browser.get("/o/logout/", asked)
    assert (answer.status_code, answer["Location"]) == (302, f"{BYE}?state=a%26b%3Dc")
    assert not signed_in(browser)
    assert (api_status(had["access_token"]), team.refresh(had["refresh_token"]).status_code) == (401, 400)
    assert api_status(kept["access_token"]) == 200


def test_without_a_proof_the_person_is_asked(browser: Client, hub: App) -> None:
    had = hub.tokens(browser)
    page = browser.get("/o/logout/", {"client_id": hub.client_id})
    assert (page.status_code, signed_in(browser)) == (200, True)
    assert "You have left JupyterHub" in page.content.decode()
    answer = browser.post("/o/logout/confirm", page.context["given"])
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert (signed_in(browser), api_status(had["access_token"])) == (False, 401)


def test_without_anything_the_person_is_asked(browser: Client) -> None:
    assert browser.get("/o/logout/").status_code == 200
    assert signed_in(browser)
    assert browser.post("/o/logout/confirm")["Location"] == "/"
    assert not signed_in(browser)


def test_the_answer_comes_from_this_site(ada: User) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(ada)
    assert browser.post("/o/logout/confirm").status_code == 403
    assert browser.get("/o/logout/confirm").status_code == 405
    assert signed_in(browser)


def test_a_form_of_an_application_becomes_a_link(browser: Client, team: App) -> None:
    had = team.tokens(browser)
    answer = Client(enforce_csrf_checks=True).post("/o/logout/", {"id_token_hint": had["id_token"], "more": "x"})
    assert answer["Location"].startswith("/o/logout/?id_token_hint=")
    assert "more" not in answer["Location"]
    assert browser.get(answer["Location"])["Location"] == "/"
    assert not signed_in(browser)


def test_a_proof_about_somebody_else_is_no_proof(browser: Client, grace: User, team: App) -> None:
    graces = Client()
    graces.force_login(grace)
    had = team.tokens(graces)
    assert browser.get("/o/logout/", {"id_token_hint": had["id_token"]}).status_code == 200
    assert signed_in(browser)


@pytest.mark.parametrize(
    "address",
    [
        "https://evil.example/",
        f"{BYE}/",
        f"{BYE}?x=1",
        f"{BYE}#x",
        "https://team.example.evil.example/bye",
        "https://team.example/back",
        "javascript:alert(1)",
        "//evil.example",
        "/",
    ],
)
@pytest.mark.parametrize("how", ["get", "confirm", "signed out"])
def test_nobody_is_sent_to_an_address_that_is_not_registered(
    browser: Client, team: App, address: str, how: str
) -> None:
    asked: dict[str, Any] = {"client_id": team.client_id, "post_logout_redirect_uri": address}
    if how == "confirm":
        answer = browser.post("/o/logout/confirm", asked)
    else:
        answer = (browser if how == "get" else Client()).get("/o/logout/", asked)
    assert (answer.status_code, "Location" in answer) == (400, False)
    assert signed_in(browser)


@pytest.mark.parametrize(
    "asked",
    [
        {"post_logout_redirect_uri": BYE},
        {"client_id": "nobody"},
        {"id_token_hint": "no.identity.token"},
        {"id_token_hint": "x" * 8_001},
        {"id_token_hint": ""} | {"client_id": "nobody", "post_logout_redirect_uri": BYE},
    ],
)
def test_what_cannot_be_right_ends_nothing(browser: Client, team: App, asked: dict[str, str]) -> None:
    assert browser.get("/o/logout/", asked).status_code == 400
    assert signed_in(browser)


def test_a_proof_for_one_application_does_not_speak_for_another(browser: Client, team: App, other: App) -> None:
    had = team.tokens(browser)
    answer = browser.get("/o/logout/", {"id_token_hint": had["id_token"], "client_id": other.client_id})
    assert (answer.status_code, signed_in(browser)) == (400, True)


def test_who_is_signed_out_already_goes_on(team: App) -> None:
    answer = Client().get("/o/logout/", {"client_id": team.client_id, "post_logout_redirect_uri": BYE})
    assert (answer.status_code, answer["Location"]) == (302, BYE)


def test_a_proof_signed_by_the_key_before_counts(browser: Client, team: App, settings: Any, tmp_path: Any) -> None:
    had = team.tokens(browser)
    before = settings.OAUTH2_PROVIDER["OIDC_RSA_PRIVATE_KEY"]
    settings.OAUTH2_PROVIDER = settings.OAUTH2_PROVIDER | {
        "OIDC_RSA_PRIVATE_KEY": signing_key(tmp_path),
        "OIDC_RSA_PRIVATE_KEYS_INACTIVE": [before],
    }
    assert len(Client().get("/o/.well-known/jwks.json").json()["keys"]) == 2
    assert browser.get("/o/logout/", {"id_token_hint": had["id_token"]}).status_code == 302
    assert not signed_in(browser)
