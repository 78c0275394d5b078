"""The hub brings a provider's identity token and receives tokens of the gallery: only the hub, only such a token."""

import hashlib
import secrets
from base64 import urlsafe_b64encode
from collections.abc import Callable
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx
import pytest
from django.test import Client
from gallery.accounts.actions import deactivate
from gallery.accounts.models import User
from gallery.directory.queries import groups_of
from gallery.identity.models import Identity
from gallery.identity.providers import OpenIdProvider
from gallery.provider.clients import ensure_first_party_client

from server.tests.identity.conftest import Offer
from server.tests.identity.provider_world import HUB, SECRET, Browser, Corporate

Open = Callable[[], Browser]
HUB_SECRET = "the-secret-between-hub-and-gallery"
GRANT = "urn:ietf:params:oauth:grant-type:token-exchange"
ID_TOKEN = "urn:ietf:params:oauth:token-type:id_token"
ADA = {"name": "Ada Brandt", "preferred_username": "ada", "groups": ["quants"]}


@pytest.fixture
def hub(db: None, openid: OpenIdProvider, offer: Offer) -> None:
    """The hub is a client of the gallery, and the provider may sign people in for it."""
    offer(openid)
    ensure_first_party_client(
        client_id="commonplace-hub", name="JupyterHub", secret=HUB_SECRET, redirect_uri=f"{HUB}/hub/oauth_callback"
    )


@pytest.fixture
def brings(corporate: Corporate, browser: Open) -> Callable[..., dict[str, str]]:
    """Sign in at the provider as its client; answers the tokens that it gives."""

    def sign_in(subject: str, issuer: str = "", client: str = "commonplace-hub") -> dict[str, str]:
        issuer, verifier = issuer or corporate.issuer, secrets.token_urlsafe(48)
        challenge = urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
        gallery = "http://127.0.0.1:8000/account/sign-in/from/corporate"
        redirect = f"{HUB}/hub/oauth_callback" if client == "commonplace-hub" else gallery
        asked = {
            "client_id": client,
            "response_type": "code",
            "redirect_uri": redirect,
            "scope": "openid profile email groups",
            "state": "x",
            "code_challenge": challenge,
            "code_challenge_method": "S256",
        }
        back = browser().agrees(f"{issuer}/auth?{urlencode(asked)}", subject)
        form = {
            "grant_type": "authorization_code",
            "code": parse_qs(urlsplit(back).query)["code"][0],
            "redirect_uri": redirect,
            "code_verifier": verifier,
        }
        answer = httpx.post(f"{issuer}/token", data=form, auth=(client, SECRET))
        assert answer.status_code == 200, answer.text
        found: dict[str, str] = answer.json()
        return found

    return sign_in


def exchanges(tokens: dict[str, str], **instead: str) -> Any:
    """What the hub asks of the gallery."""
    form = {
        "grant_type": GRANT,
        "subject_token_type": ID_TOKEN,
        "subject_token": tokens["id_token"],
        "provider_access_token": tokens["access_token"],
        "client_id": "commonplace-hub",
        "client_secret": HUB_SECRET,
    }
    return Client(enforce_csrf_checks=True).post("/o/exchange/", form | instead)


def me(token: str) -> Any:
    return Client().get("/api/v1/me", headers={"Authorization": f"Bearer {token}"})


def test_the_person_receives_tokens_of_the_gallery(corporate: Corporate, hub: None, brings: Any) -> None:
    corporate.tell("4001", **ADA)
    answer = exchanges(brings("4001"))
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    tokens = answer.json()
    assert me(tokens["access_token"]).json()["name"] == "ada"
    assert [str(group) for group in groups_of(User.objects.get())] == ["quants"]
    info = Client().get("/o/userinfo/", headers={"Authorization": f"Bearer {tokens['access_token']}"}).json()
    assert (info["preferred_username"], info["groups"], info["admin"]) == ("ada", ["quants"], False)
    renewal = {
        "grant_type": "refresh_token",
        "refresh_token": tokens["refresh_token"],
        "client_id": "commonplace-hub",
        "client_secret": HUB_SECRET,
    }
    renewed = Client().post("/o/token/", renewal).json()
    assert me(renewed["access_token"]).json()["name"] == "ada"
    assert me(tokens["access_token"]).status_code == 401


def test_it_is_the_same_person_as_at_the_gallery(corporate: Corporate, hub: None, brings: Any, browser: Open) -> None:
    corporate.tell("4002", **ADA)
    there = browser()
    there.signs_in("4002")
    tokens = exchanges(brings("4002")).json()
    assert me(tokens["access_token"]).json()["name"] == there.name() == "ada"
    assert Identity.objects.count() == 1


def test_only_the_hub_may_ask(corporate: Corporate, hub: None, brings: Any) -> None:
    corporate.tell("4003", **ADA)
    tokens = brings("4003")
    for wrong in (
        {"client_secret": "wrong"},
        {"client_secret": ""},
        {"client_id": "another"},
        {"client_secret": SECRET},
    ):
        answer = exchanges(tokens, **wrong)
        assert (answer.status_code, answer.json()["error"]) == (401, "invalid_client")
    assert not User.objects.exists()
    assert exchanges(tokens).status_code == 200


def test_a_token_for_another_client_is_refused(corporate: Corporate, hub: None, brings: Any) -> None:
    """The gallery's own tokens included: whoever caught one could not use it here."""
    corporate.tell("4004", **ADA)
    answer = exchanges(brings("4004", client="commonplace"))
    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_grant")
    assert not User.objects.exists()


def test_a_token_of_another_issuer_is_refused(
    corporate: Corporate, hub: None, brings: Any, openid: OpenIdProvider, partner: OpenIdProvider, offer: Offer
) -> None:
    corporate.tell("4005", **ADA)
    stranger = brings("4005", corporate.other)
    assert exchanges(stranger).status_code == 400  # nobody told the gallery of this issuer
    offer(openid, replace(partner, hub_client_id=""))
    assert exchanges(stranger).status_code == 400  # a way into the gallery, not for the hub
    offer(openid, partner)
    assert exchanges(stranger).status_code == 200


def test_a_token_that_was_changed_or_is_none_is_refused(corporate: Corporate, hub: None, brings: Any) -> None:
    corporate.tell("4006", **ADA)
    tokens = brings("4006")
    head, body, signature = tokens["id_token"].split(".")
    for spoiled in (f"{head}.{body}.", f"{head}.{body}.{signature[::-1]}", tokens["access_token"], "", "a.b.c"):
        answer = exchanges(tokens, subject_token=spoiled)
        assert (answer.status_code, answer.json()["error"]) == (400, "invalid_grant")
    assert not User.objects.exists()


def test_an_old_token_is_refused(corporate: Corporate, hub: None, brings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    corporate.tell("4007", **ADA)
    monkeypatch.setattr("gallery.identity.exchange.FRESH", -1)
    assert exchanges(brings("4007")).status_code == 400
    assert not User.objects.exists()


def test_the_access_token_of_somebody_else_does_not_lend_groups(corporate: Corporate, hub: None, brings: Any) -> None:
    corporate.tell("4008", **ADA)
    corporate.tell("4009", preferred_username="boss", groups=["bosses"])
    ada, boss = brings("4008"), brings("4009")
    assert exchanges(ada, provider_access_token=boss["access_token"]).status_code == 400
    assert exchanges(ada, provider_access_token="").status_code == 400
    assert not User.objects.exists()


def test_the_rules_of_signing_in_hold_here_too(corporate: Corporate, hub: None, brings: Any) -> None:
    corporate.tell("4010", **ADA)
    first = exchanges(brings("4010")).json()
    deactivate(person=User.objects.get(), by="admin")
    answer = exchanges(brings("4010"))
    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_grant")
    assert "deactivated" in answer.json()["error_description"]
    assert me(first["access_token"]).status_code == 401


def test_the_providers_own_tokens_open_nothing_at_the_gallery(corporate: Corporate, hub: None, brings: Any) -> None:
    corporate.tell("4011", **ADA)
    tokens = brings("4011")
    exchanges(tokens)
    assert me(tokens["access_token"]).status_code == 401
    assert me(tokens["id_token"]).status_code == 401


def test_other_kinds_of_exchange_are_refused(corporate: Corporate, hub: None, brings: Any) -> None:
    corporate.tell("4012", **ADA)
    tokens = brings("4012")
    for wrong in ({"grant_type": "password"}, {"subject_token_type": ID_TOKEN.replace("id", "access")}):
        assert exchanges(tokens, **wrong).json()["error"] == "unsupported_grant_type"
    assert Client().get("/o/exchange/").status_code == 405
