"""What has ended stays ended: after refresh, revocation, withdrawal, deactivation, sign-out, removal."""

import base64
import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone
from gallery.accounts.actions import deactivate, reactivate
from gallery.accounts.models import User
from gallery.accounts.passwords import change_password
from gallery.audit.models import AuditEvent
from gallery.provider.clients import ClientDetails, change_client, client_with, remove_client, rotate_secret
from gallery.provider.consents import withdraw_consent
from gallery.provider.models import Consent, IssuedCode
from jwcrypto import jwk, jwt
from jwcrypto.common import JWException
from oauth2_provider.models import get_access_token_model, get_refresh_token_model

from server.tests.provider.flow import App, Changes, api_status, issued, userinfo

NOTHING = (0, 0, 0)


def _change(team: App, **details: Any) -> None:
    usual = {"name": "Team board", "redirect_uris": [team.callback], "scopes": team.scope.split()}
    change_client(client=client_with(pk=team.pk), details=ClientDetails(**(usual | details)), by="admin")


@dataclass(frozen=True)
class SignedIn:
    """Ada has signed in to the team's application, which holds these tokens."""

    person: User
    app: App
    tokens: dict[str, Any]

    @property
    def client(self) -> Any:
        """The application as the provider knows it."""
        return client_with(pk=self.app.pk)


ENDINGS: dict[str, Callable[[SignedIn], object]] = {
    "the client revoked its access token": lambda at: at.app.posts("/o/revoke_token/", token=at.tokens["access_token"]),
    "the client revoked its refresh token": lambda at: at.app.posts(
        "/o/revoke_token/", token=at.tokens["refresh_token"]
    ),
    "the person withdrew": lambda at: withdraw_consent(person=at.person, client=at.client),
    "the person was deactivated": lambda at: deactivate(person=at.person, by="admin"),
    "the person was switched off": lambda at: User.objects.filter(pk=at.person.pk).update(is_active=False),
    "the person came back": lambda at: (deactivate(person=at.person, by="a"), reactivate(person=at.person, by="a")),
    "the password changed": lambda at: change_password(person=at.person, password="another-long-password"),
    "the client was removed": lambda at: remove_client(client=at.client, by="admin"),
    "the client lost a scope": lambda at: _change(at.app, scopes=["openid"]),
    "the client lost its address": lambda at: _change(at.app, redirect_uris=["https://team.example/new"]),
}


@pytest.mark.parametrize("ending", ENDINGS.values(), ids=ENDINGS)
def test_nothing_opens_after(browser: Client, ada: User, team: App, ending: Callable[[SignedIn], object]) -> None:
    had = team.tokens(browser)
    assert (api_status(had["access_token"]), userinfo(had["access_token"]).status_code) == (200, 200)
    ending(SignedIn(ada, team, had))
    before = issued()
    assert (api_status(had["access_token"]), userinfo(had["access_token"]).status_code) == (401, 401)
    answer = team.refresh(had["refresh_token"])
    assert answer.status_code in {400, 401}
    assert answer.json()["error"] in {"invalid_grant", "invalid_client"}
    assert issued() == before


@pytest.mark.parametrize("ending", ["withdrawn", "deactivated", "removed", "switched off"])
def test_a_code_in_flight_is_worth_nothing_after(browser: Client, ada: User, team: App, ending: str) -> None:
    code = team.code(browser)
    if ending == "withdrawn":
        withdraw_consent(person=ada, client=client_with(pk=team.pk))
    elif ending == "deactivated":
        deactivate(person=ada, by="admin")
    elif ending == "removed":
        remove_client(client=client_with(pk=team.pk), by="admin")
    else:
        User.objects.update(is_active=False)
    assert team.exchange(code).status_code in {400, 401}
    assert issued()[1:] == (0, 0)


def test_withdrawal_asks_again(browser: Client, ada: User, team: App) -> None:
    team.tokens(browser)
    assert browser.get("/o/authorize/", team.asked()).status_code == 302
    withdraw_consent(person=ada, client=client_with(pk=team.pk))
    assert browser.get("/o/authorize/", team.asked()).status_code == 200


def test_a_refresh_token_works_once_and_using_it_again_ends_the_family(browser: Client, team: App) -> None:
    first = team.tokens(browser)
    second = team.refresh(first["refresh_token"]).json()
    third = team.refresh(second["refresh_token"]).json()
    assert api_status(third["access_token"]) == 200
    answer = team.refresh(first["refresh_token"])
    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_grant")
    assert api_status(third["access_token"]) == 401
    assert team.refresh(third["refresh_token"]).json()["error"] == "invalid_grant"
    assert issued() == NOTHING
    assert AuditEvent.objects.filter(action="refresh.replayed", actor="ada").exists()


def at_once(times: int, ask: Callable[[], Any]) -> list[int]:
    """Statuses of as many requests at the same moment."""

    def asked(_: int) -> int:
        try:
            return int(ask().status_code)
        finally:
            connection.close()

    with ThreadPoolExecutor(times) as pool:
        return sorted(pool.map(asked, range(times)))


@pytest.mark.django_db(transaction=True)
def test_of_many_that_show_one_code_at_once_the_first_gets_tokens_and_the_others_end_them(
    browser: Client, team: App
) -> None:
    code = team.code(browser)
    assert at_once(4, lambda: team.exchange(code)) == [200, 400, 400, 400]
    assert issued() == NOTHING


@pytest.mark.django_db(transaction=True)
def test_of_many_that_show_one_refresh_token_at_once_the_first_gets_tokens_and_the_others_end_them(
    browser: Client, team: App
) -> None:
    had = team.tokens(browser)
    assert at_once(4, lambda: team.refresh(had["refresh_token"])) == [200, 400, 400, 400]
    assert issued() == NOTHING


def test_a_refresh_token_of_another_client_changes_nothing(browser: Client, team: App, other: App) -> None:
    had = team.tokens(browser)
    answer = other.refresh(had["refresh_token"])
    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_grant")
    assert issued() == (0, 1, 1)
    assert team.refresh(had["refresh_token"]).status_code == 200


def test_a_refresh_token_without_the_clients_secret(browser: Client, team: App) -> None:
    had = team.tokens(browser)
    for secret in (None, "", "wrong"):
        assert team.refresh(had["refresh_token"], client_secret=secret).json()["error"] == "invalid_client"
    assert issued() == (0, 1, 1)


@pytest.mark.parametrize("scope", ["openid profile groups notebooks:read notebooks:write", "admin"])
def test_a_refresh_gives_no_more_than_before(browser: Client, team: App, scope: str) -> None:
    had = team.tokens(browser)
    answer = team.refresh(had["refresh_token"], scope=scope)
    assert (answer.status_code, answer.json()["error"], issued()) == (400, "invalid_scope", (0, 1, 1))


def test_a_narrowed_sign_in_is_not_widened_to_what_the_client_may_have(browser: Client, team: App) -> None:
    had = team.tokens(browser, scope="openid")
    assert team.refresh(had["refresh_token"], scope="openid notebooks:read").json()["error"] == "invalid_scope"


def test_an_access_token_is_no_refresh_token_and_the_other_way_round(browser: Client, team: App) -> None:
    had = team.tokens(browser)
    assert team.refresh(had["access_token"]).json()["error"] == "invalid_grant"
    assert (api_status(had["refresh_token"]), userinfo(had["refresh_token"]).status_code) == (401, 401)


def test_a_refresh_token_that_nobody_used_for_half_a_day(browser: Client, team: App) -> None:
    had = team.tokens(browser)
    get_access_token_model().objects.update(expires=timezone.now() - timedelta(hours=12, seconds=1))
    assert team.refresh(had["refresh_token"]).json()["error"] == "invalid_grant"


def test_a_new_secret_ends_the_old_one(browser: Client, team: App) -> None:
    code = team.code(browser)
    fresh = rotate_secret(client=client_with(pk=team.pk), by="admin")
    assert team.exchange(code).json()["error"] == "invalid_client"
    assert team.exchange(code, client_secret=fresh).status_code == 200


@pytest.mark.parametrize("proof", [{"client_secret": None}, {"client_secret": "wrong"}, {"client_id": "nobody"}])
@pytest.mark.parametrize("path", ["/o/revoke_token/", "/o/introspect/"])
def test_asking_about_a_token_needs_the_clients_proof(browser: Client, team: App, path: str, proof: Changes) -> None:
    token = team.tokens(browser)["access_token"]
    sent = {"client_id": team.client_id, "client_secret": team.secret, "token": token} | proof
    answer = Client().post(path, {name: value for name, value in sent.items() if value is not None})
    assert (answer.status_code, answer.json()["error"]) == (401, "invalid_client")
    assert api_status(token) == 200


def test_a_token_does_not_prove_a_client(browser: Client, team: App) -> None:
    token = team.tokens(browser)["access_token"]
    answer = Client().post("/o/introspect/", {"token": token}, headers={"Authorization": f"Bearer {token}"})
    assert answer.status_code == 401


def test_a_client_learns_nothing_about_anothers_token_and_cannot_end_it(browser: Client, team: App, other: App) -> None:
    had = team.tokens(browser)
    assert team.posts("/o/introspect/", token=had["access_token"]).json()["active"] is True
    assert other.posts("/o/introspect/", token=had["access_token"]).json() == {"active": False}
    for kind in ("access_token", "refresh_token"):
        assert other.posts("/o/revoke_token/", token=had[kind]).status_code == 200
    assert issued() == (0, 1, 1)


def test_guessing_a_clients_secret_is_slowed_down(browser: Client, team: App, hub: App) -> None:
    code = team.code(browser)
    statuses = [team.exchange(code, client_secret=f"guess-{number}").status_code for number in range(21)]
    assert statuses == [401] * 20 + [429]
    answer = team.exchange(code)
    assert (answer.status_code, answer.json()["error"], answer["Retry-After"]) == (
        429,
        "temporarily_unavailable",
        "900",
    )
    assert issued() == (1, 0, 0)


def test_nobody_can_shut_the_house_out_by_failing_in_its_name(browser: Client, hub: App) -> None:
    code = hub.code(browser)
    assert {hub.exchange(code, client_secret="x").status_code for _ in range(70)} == {401}
    assert hub.exchange(code).status_code == 200
    assert AuditEvent.objects.filter(action="client.refused").count() == 60


def test_no_secret_token_or_code_is_stored_in_clear(browser: Client, team: App) -> None:
    code = team.code(browser)
    kept = _everything_stored()
    tokens = team.exchange(code).json()
    kept += _everything_stored()
    team.refresh(tokens["refresh_token"])
    kept += _everything_stored()
    for secret in (code, team.secret, tokens["access_token"], tokens["refresh_token"], tokens["id_token"]):
        assert secret not in kept
    assert IssuedCode.objects.get().digest in kept


def _everything_stored() -> str:
    rows = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 — names from the database itself
            rows.append(str(cursor.fetchall()))
    return " ".join(rows)


def _published(kid: str) -> jwk.JWK:
    keys = Client().get("/o/.well-known/jwks.json").json()["keys"]
    return next(jwk.JWK(**key) for key in keys if key["kid"] == kid)


def _verified(token: str) -> dict[str, Any]:
    header = json.loads(base64.urlsafe_b64decode(token.split(".", maxsplit=1)[0] + "=="))
    return dict(json.loads(jwt.JWT(jwt=token, key=_published(header["kid"]), algs=["RS256"]).claims))


def test_an_identity_token_is_signed_for_one_client_and_one_sign_in(browser: Client, ada: User, team: App) -> None:
    session = browser.session
    session["signed_in_at"] = 1_700_000_000
    session.save()
    tokens = team.tokens(browser, nonce="n-0S6_WzA2Mj")
    claims = _verified(tokens["id_token"])
    assert (claims["aud"], claims["sub"], claims["nonce"]) == (team.client_id, str(ada.pk), "n-0S6_WzA2Mj")
    assert (claims["auth_time"], claims["exp"] - claims["iat"] <= 3600) == (1_700_000_000, True)
    renewed = _verified(team.refresh(tokens["refresh_token"]).json()["id_token"])
    assert (renewed["auth_time"], renewed["sub"]) == (1_700_000_000, str(ada.pk))


def _forged(token: str, header: dict[str, str], claims: dict[str, Any]) -> str:
    def packed(value: object) -> str:
        return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()

    return f"{packed(header)}.{packed(claims)}.{token.split('.')[2] if header['alg'] != 'none' else ''}"


@pytest.mark.parametrize("alg", ["RS256", "none", "HS256"])
def test_a_changed_identity_token_is_worth_nothing(browser: Client, team: App, alg: str) -> None:
    token = team.tokens(browser)["id_token"]
    header, claims = (json.loads(base64.urlsafe_b64decode(part + "==")) for part in token.split(".")[:2])
    forged = _forged(token, header | {"alg": alg}, claims | {"sub": "1", "name": "Somebody else"})
    with pytest.raises((JWException, ValueError)):
        _verified(forged)
    assert (userinfo(forged).status_code, api_status(forged)) == (401, 401)
    answer = browser.get("/o/logout/", {"id_token_hint": forged})
    assert (answer.status_code, "_auth_user_id" in browser.session) == (400, True)


def test_consent_is_for_one_client_and_one_person(browser: Client, grace: User, team: App, other: App) -> None:
    team.tokens(browser)
    assert browser.get("/o/authorize/", other.asked()).status_code == 200
    graces = Client()
    graces.force_login(grace)
    assert graces.get("/o/authorize/", team.asked()).status_code == 200
    assert [consent.person.username for consent in Consent.objects.select_related("person")] == ["ada"]


def test_ended_refresh_tokens_are_kept_so_that_using_one_is_noticed(browser: Client, ada: User, team: App) -> None:
    had = team.tokens(browser)
    withdraw_consent(person=ada, client=client_with(pk=team.pk))
    assert get_refresh_token_model().objects.exclude(revoked=None).count() == 1
    team.refresh(had["refresh_token"])
    assert AuditEvent.objects.filter(action="refresh.replayed").count() == 1
