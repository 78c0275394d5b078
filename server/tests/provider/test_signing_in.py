"""One sign-in for the hub and for other teams' applications: what works, and what clients are told."""

import pytest
from django.test import Client
from gallery.accounts.models import User
from gallery.directory.actions import create_attribute, create_group, create_organisation, grant, place
from gallery.provider.models import Consent

from server.tests.provider.flow import ISSUER, App, answer_of, api_status, issued, press, userinfo


def test_signing_in_to_the_hub_asks_nothing_and_tells_name_and_groups(browser: Client, ada: User, hub: App) -> None:
    create_group(name="geo", by=ada)
    assert browser.get("/o/authorize/", hub.asked()).status_code == 302
    claims = userinfo(hub.tokens(browser)["access_token"]).json()
    assert claims["sub"] == str(ada.pk)
    assert (claims["preferred_username"], claims["name"]) == ("ada", "Ada Brandt")
    assert (claims["groups"], claims["admin"]) == (["geo"], False)
    assert (claims["organisation"], claims["attributes"]) == ("", [])


def test_an_application_hears_where_somebody_belongs(browser: Client, ada: User, admin: User, team: App) -> None:
    place(person=ada, organisation=create_organisation(name="Maps", parent=None, by=admin), by=admin)
    for name in ("Geo", "Atlas"):
        create_group(name=name, by=ada)
    grant(attribute=create_attribute(slug="pii", name="Personal data", by=admin), person=ada, by=admin)
    claims = userinfo(team.tokens(browser)["access_token"]).json()
    assert (claims["organisation"], claims["groups"], claims["attributes"]) == ("maps", ["atlas", "geo"], ["pii"])
    without = userinfo(team.tokens(browser, scope="openid profile")["access_token"]).json()
    assert set(without) == {"sub", "name", "preferred_username"}


def test_the_token_opens_the_api(browser: Client, hub: App) -> None:
    token = hub.tokens(browser)["access_token"]
    assert Client().get("/api/v1/me", headers={"Authorization": f"Bearer {token}"}).json()["name"] == "ada"


def test_who_is_not_signed_in_signs_in_first(hub: App) -> None:
    answer = Client().get("/o/authorize/", hub.asked())
    assert answer.status_code == 302
    assert answer["Location"].startswith("/account/sign-in?next=/o/authorize/")


def test_the_page_says_in_plain_words_who_asks_and_for_what(browser: Client, team: App) -> None:
    text = browser.get("/o/authorize/", team.asked()).content.decode()
    for words in (
        "Team board",
        "Ada Brandt",
        "https://team.example/back",
        "Know your name",
        "Know your groups, your organisation and your attributes",
        "Find and read the notebooks that you may read",
    ):
        assert words in text
    assert "Save notebooks" not in text
    assert "notebooks:read" not in text.split("</h1>")[1].split("<form")[0]


def test_what_was_allowed_is_remembered_and_more_is_asked_again(browser: Client, team: App) -> None:
    team.allow(browser, scope="openid")
    assert answer_of(browser.get("/o/authorize/", team.asked(scope="openid")))["code"]
    assert answer_of(browser.get("/o/authorize/", team.asked(scope="openid", prompt="none")))["code"]
    assert browser.get("/o/authorize/", team.asked(scope="openid profile")).status_code == 200
    team.allow(browser, scope="openid profile")
    assert browser.get("/o/authorize/", team.asked(scope="openid")).status_code == 302
    assert Consent.objects.get().scopes == ["openid", "profile"]


def test_a_client_may_want_the_question_again(browser: Client, team: App) -> None:
    team.allow(browser)
    assert browser.get("/o/authorize/", team.asked(prompt="consent")).status_code == 200


def test_a_program_without_a_secret_signs_in_by_pkce_and_is_asked_about_every_time(
    browser: Client, native: App
) -> None:
    tokens = native.tokens(browser)
    assert api_status(native.refresh(tokens["refresh_token"]).json()["access_token"]) == 200
    assert browser.get("/o/authorize/", native.asked()).status_code == 200
    assert answer_of(browser.get("/o/authorize/", native.asked(prompt="none")))["error"] == "consent_required"


def test_signing_in_again_leads_on_and_a_fresh_session_is_enough(browser: Client, ada: User, hub: App) -> None:
    page = browser.get("/o/authorize/", hub.asked(prompt="login", max_age="60"))
    back = press(browser, page, "again")["Location"]
    assert browser.get(back).status_code == 200
    browser.force_login(ada)
    on = browser.get("/o/authorize/", hub.asked(max_age="60"))
    assert answer_of(on)["code"]
    assert "prompt" not in back


def test_basic_authentication_of_a_client(browser: Client, team: App) -> None:
    import base64

    proof = base64.b64encode(f"{team.client_id}:{team.secret}".encode()).decode()
    answer = Client().post(
        "/o/token/",
        {
            "grant_type": "authorization_code",
            "code": team.code(browser),
            "redirect_uri": team.callback,
            "code_verifier": "v" * 64,
        },
        headers={"Authorization": f"Basic {proof}"},
    )
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]


def test_the_provider_describes_itself_as_it_is(db: None) -> None:
    said = Client().get("/o/.well-known/openid-configuration").json()
    assert said["issuer"] == ISSUER
    assert said["response_types_supported"] == ["code"]
    assert said["code_challenge_methods_supported"] == ["S256"]
    assert said["id_token_signing_alg_values_supported"] == ["RS256"]
    assert said["grant_types_supported"] == ["authorization_code", "refresh_token"]
    for name, address in said.items():
        if name.endswith("_endpoint") or name == "jwks_uri":
            path = address.removeprefix(ISSUER.removesuffix("/o"))
            assert Client().get(path).status_code in {200, 302, 400, 401, 405}, name


def test_the_end_of_a_session_elsewhere_is_no_end_here(browser: Client, hub: App) -> None:
    token = hub.tokens(browser)["access_token"]
    browser.post("/account/sign-out")
    assert api_status(token) == 200
    assert issued()[1] == 1


@pytest.mark.parametrize("path", ["/o/applications/", "/o/authorized_tokens/", "/o/register/", "/o/device/"])
def test_the_librarys_own_pages_are_not_there(browser: Client, path: str) -> None:
    assert browser.get(path).status_code == 404
