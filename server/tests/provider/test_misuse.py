"""Ways in which the provider must not be used. Each case: the status, the error, and that nothing was issued."""

import base64
import re
from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.utils import timezone
from gallery.accounts.models import User
from oauth2_provider.models import get_access_token_model, get_grant_model

from server.tests.provider.flow import (
    CHALLENGE,
    ISSUER,
    VERIFIER,
    App,
    Changes,
    answer_of,
    api_status,
    issued,
    userinfo,
)

NOTHING = (0, 0, 0)

# What is wrong about the request, and what the client hears at its own address.
TOLD_TO_THE_CLIENT: dict[str, tuple[Changes, str]] = {
    "no PKCE": ({"code_challenge": None, "code_challenge_method": None}, "invalid_request"),
    "PKCE plain": ({"code_challenge": VERIFIER, "code_challenge_method": "plain"}, "invalid_request"),
    "PKCE plain by leaving the method out": ({"code_challenge_method": None}, "invalid_request"),
    "PKCE of an unknown method": ({"code_challenge_method": "S512"}, "invalid_request"),
    "PKCE method in lower case": ({"code_challenge_method": "s256"}, "invalid_request"),
    "PKCE challenge cut short": ({"code_challenge": CHALLENGE[:20]}, "invalid_request"),
    "PKCE challenge empty": ({"code_challenge": ""}, "invalid_request"),
    "implicit: token": ({"response_type": "token"}, "unauthorized_client"),
    "implicit: id_token": ({"response_type": "id_token", "nonce": "n"}, "unauthorized_client"),
    "implicit: id_token token": ({"response_type": "id_token token", "nonce": "n"}, "unauthorized_client"),
    "hybrid: code id_token": ({"response_type": "code id_token", "nonce": "n"}, "unauthorized_client"),
    "hybrid: code token": ({"response_type": "code token"}, "unauthorized_client"),
    "response type none": ({"response_type": "none"}, "unauthorized_client"),
    "no response type": ({"response_type": None}, "invalid_request"),
    "unknown response type": ({"response_type": "codex"}, "unauthorized_client"),
    "unknown scope": ({"scope": "openid everything"}, "invalid_scope"),
    "a scope it was not registered for": ({"scope": "openid notebooks:write"}, "invalid_scope"),
    "a scope in upper case": ({"scope": "openid NOTEBOOKS:READ"}, "invalid_scope"),
    "a request object": ({"request": "eyJhbGciOiJub25lIn0.e30."}, "request_not_supported"),
    "a request somewhere else": ({"request_uri": "https://evil.example/r"}, "request_uri_not_supported"),
    "answer in the fragment": ({"response_mode": "fragment"}, "invalid_request"),
    "answer as a form": ({"response_mode": "form_post"}, "invalid_request"),
    "another audience": ({"resource": "https://other.example/api"}, "invalid_target"),
    "prompt none with login": ({"prompt": "none login"}, "invalid_request"),
    "max_age that is no number": ({"max_age": "-1"}, "invalid_request"),
    "silent, but consent is missing": ({"prompt": "none"}, "consent_required"),
}


@pytest.mark.parametrize(("changed", "error"), TOLD_TO_THE_CLIENT.values(), ids=TOLD_TO_THE_CLIENT)
def test_the_client_hears_why(browser: Client, team: App, changed: Changes, error: str) -> None:
    answer = browser.get("/o/authorize/", team.asked(**changed))
    assert answer.status_code == 302
    assert answer["Location"].startswith(f"{team.callback}?")
    said = answer_of(answer)
    assert (said["error"], said["state"], said["iss"]) == (error, "s-123", ISSUER)
    assert {"code", "access_token", "id_token"}.isdisjoint(said)
    assert issued() == NOTHING


# What is wrong about the address: the reader stays here.
ADDRESSES = {
    "another host": "https://evil.example/back",
    "suffix on the host": "https://team.example.evil.example/back",
    "prefix on the host": "https://evilteam.example/back",
    "subdomain": "https://a.team.example/back",
    "other path": "https://team.example/other",
    "longer path": "https://team.example/back/more",
    "slash at the end": "https://team.example/back/",
    "other port": "https://team.example:8443/back",
    "default port spelled out": "https://team.example:443/back",
    "other scheme": "http://team.example/back",
    "upper case host": "https://TEAM.example/back",
    "upper case path": "https://team.example/BACK",
    "dot segments": "https://team.example/x/../back",
    "encoded dot segments": "https://team.example/back/%2e%2e/other",
    "encoded slash": "https://team.example%2fback",
    "query added": "https://team.example/back?next=https://evil.example",
    "empty query": "https://team.example/back?",
    "path parameter": "https://team.example/back;x=1",
    "fragment": "https://team.example/back#evil",
    "empty fragment": "https://team.example/back#",
    "name and password": "https://team.example@evil.example/back",
    "empty name": "https://@team.example/back",
    "backslash": "https://team.example\\@evil.example/back",
    "no scheme": "//team.example/back",
    "relative": "/back",
    "script": "javascript:alert(1)//team.example/back",
    "data": "data:text/html,x",
    "two addresses": "https://team.example/back https://evil.example/",
    "with a space": "https://team.example/back ",
    "empty": "",
}


@pytest.mark.parametrize("address", ADDRESSES.values(), ids=ADDRESSES)
@pytest.mark.parametrize("error", [{}, {"scope": "everything"}, {"prompt": "none"}], ids=["right", "wrong", "silent"])
def test_nobody_is_sent_to_an_address_that_is_not_registered(
    browser: Client, team: App, address: str, error: Changes
) -> None:
    answer = browser.get("/o/authorize/", team.asked(redirect_uri=address, **error))
    assert answer.status_code == 400
    assert "Location" not in answer
    assert not re.search(r'(?:href|src|action)="(?:https?:)?//', answer.content.decode())
    assert issued() == NOTHING


@pytest.mark.parametrize("port", ["8101", "80"])
def test_another_port_of_this_machine_is_another_address(browser: Client, hub: App, port: str) -> None:
    answer = browser.get("/o/authorize/", hub.asked(redirect_uri=hub.callback.replace("8100", port)))
    assert (answer.status_code, issued()) == (400, NOTHING)


STAYS_HERE: dict[str, str] = {
    "unknown client": "client_id=nobody",
    "no client": "client_id=",
    "client twice": "client_id={client_id}&client_id=other",
    "address twice": "client_id={client_id}&redirect_uri=https%3A%2F%2Fevil.example%2F",
    "state twice": "client_id={client_id}&state=a&state=b",
    "challenge twice": f"client_id={{client_id}}&code_challenge={CHALLENGE}",
    "nonce too long": f"client_id={{client_id}}&nonce={'n' * 256}",
    "state too long": f"client_id={{client_id}}&state={'s' * 2001}",
    "too many parameters": "client_id={client_id}&" + "&".join(f"p{number}=1" for number in range(50)),
    "a null byte": "client_id={client_id}&nonce=a%00b",
    "a line break": "client_id={client_id}&login_hint=a%0d%0aSet-Cookie:x=1",
}


@pytest.mark.parametrize("query", STAYS_HERE.values(), ids=STAYS_HERE)
def test_a_malformed_request_is_answered_here(browser: Client, team: App, query: str) -> None:
    first = query.split("&")
    given = {part.split("=")[0] for part in first if [p.split("=")[0] for p in first].count(part.split("=")[0]) == 1}
    given -= {"redirect_uri", "code_challenge"}  # these are to stand twice
    usual = {name: value for name, value in team.asked().items() if name not in given | {"client_id", "state"}}
    answer = browser.get(f"/o/authorize/?{query.format(client_id=team.client_id)}&{urlencode(usual)}")
    assert answer.status_code == 400
    assert "Location" not in answer
    assert issued() == NOTHING


# Exchanging a code: what is changed, the status and the error.
EXCHANGES: dict[str, tuple[Changes, int, str]] = {
    "wrong verifier": ({"code_verifier": "w" * 64}, 400, "invalid_grant"),
    "no verifier": ({"code_verifier": None}, 400, "invalid_request"),
    "the challenge as verifier": ({"code_verifier": CHALLENGE}, 400, "invalid_grant"),
    "wrong secret": ({"client_secret": "wrong"}, 401, "invalid_client"),
    "no secret": ({"client_secret": None}, 401, "invalid_client"),
    "empty secret": ({"client_secret": ""}, 401, "invalid_client"),
    "no client": ({"client_id": None, "client_secret": None}, 401, "invalid_client"),
    "unknown client": ({"client_id": "nobody"}, 401, "invalid_client"),
    "other address": ({"redirect_uri": "https://team.example/other"}, 400, "invalid_request"),
    "no address": ({"redirect_uri": None}, 400, "invalid_request"),
    "made-up code": ({"code": "made-up"}, 400, "invalid_grant"),
    "no code": ({"code": None}, 400, "invalid_request"),
    "password grant": (
        {"grant_type": "password", "username": "ada", "password": "a-long-password"},
        400,
        "unsupported_grant_type",
    ),
    "client credentials": (
        {"grant_type": "client_credentials", "scope": "notebooks:read"},
        400,
        "unsupported_grant_type",
    ),
    "device code": ({"grant_type": "urn:ietf:params:oauth:grant-type:device_code"}, 400, "unsupported_grant_type"),
    "assertion": ({"grant_type": "urn:ietf:params:oauth:grant-type:jwt-bearer"}, 400, "unsupported_grant_type"),
    "no grant type": ({"grant_type": None}, 400, "unsupported_grant_type"),
    "code as refresh token": ({"grant_type": "refresh_token"}, 400, "invalid_request"),
    "another audience": ({"resource": "https://other.example/"}, 400, "invalid_target"),
    "a null byte": ({"code": "a\0b"}, 400, "invalid_request"),
    "oversize": ({"code_verifier": "v" * 2001}, 400, "invalid_request"),
}


@pytest.mark.parametrize(("changed", "status", "error"), EXCHANGES.values(), ids=EXCHANGES)
def test_a_code_needs_everything_that_belongs_to_it(
    browser: Client, team: App, changed: Changes, status: int, error: str
) -> None:
    code = team.code(browser)
    answer = team.exchange(code, **changed)
    assert (answer.status_code, answer.json()["error"]) == (status, error)
    assert issued() == (1, 0, 0)


def test_the_digest_of_a_code_is_no_code(browser: Client, team: App) -> None:
    code = team.code(browser)
    stored = get_grant_model().objects.get().code
    assert code not in stored
    assert team.exchange(stored).json()["error"] == "invalid_grant"
    assert issued() == (1, 0, 0)


def test_a_code_of_another_client(browser: Client, team: App, other: App) -> None:
    code = team.code(browser)
    answer = other.exchange(code, redirect_uri=team.callback)
    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_grant")
    assert issued() == (1, 0, 0)


def test_a_code_after_its_minute(browser: Client, team: App) -> None:
    code = team.code(browser)
    get_grant_model().objects.update(expires=timezone.now() - timedelta(seconds=1))
    assert team.exchange(code).json()["error"] == "invalid_grant"
    assert issued()[1:] == (0, 0)


def test_a_code_lives_for_a_minute(browser: Client, team: App) -> None:
    team.code(browser)
    left = get_grant_model().objects.get().expires - timezone.now()
    assert timedelta(seconds=30) < left <= timedelta(seconds=60)


@pytest.mark.parametrize("who", ["the client", "another client"])
def test_a_code_shown_again_ends_what_it_became(browser: Client, team: App, other: App, who: str) -> None:
    code = team.code(browser)
    tokens = team.exchange(code).json()
    renewed = team.refresh(tokens["refresh_token"]).json()
    answer = (team if who == "the client" else other).exchange(code)
    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_grant")
    assert api_status(renewed["access_token"]) == 401
    assert team.refresh(renewed["refresh_token"]).json()["error"] == "invalid_grant"
    assert issued() == NOTHING


def test_secrets_do_not_travel_in_addresses(browser: Client, team: App) -> None:
    sent = {"grant_type": "authorization_code", "code": team.code(browser), "redirect_uri": team.callback}
    query = urlencode({"client_id": team.client_id, "client_secret": team.secret})
    answer = Client().post(f"/o/token/?{query}", sent | {"code_verifier": VERIFIER})
    assert (answer.status_code, answer.json()["error"], issued()) == (400, "invalid_request", (1, 0, 0))


def test_one_proof_and_not_two(browser: Client, team: App) -> None:
    code, both = team.code(browser), base64.b64encode(f"{team.client_id}:{team.secret}".encode()).decode()
    sent = {"grant_type": "authorization_code", "code": code, "client_id": team.client_id, "client_secret": "x"}
    answer = Client().post("/o/token/", sent, headers={"Authorization": f"Basic {both}"})
    assert (answer.status_code, answer.json()["error"], issued()) == (400, "invalid_request", (1, 0, 0))


NO_PROOFS = {
    "no base64": "Basic !!!",
    "no text": "Basic " + base64.b64encode(b"\xff\xfe").decode(),
    "no colon": "Basic " + base64.b64encode(b"client").decode(),
    "a null byte": "Basic " + base64.b64encode(b"a\0b:c").decode(),
    "letters beyond ASCII": "Basic \xe9\xe8",
    "nothing": "Basic ",
    "another kind": "Bearer abc",
}


@pytest.mark.parametrize("proof", NO_PROOFS.values(), ids=NO_PROOFS)
@pytest.mark.parametrize("path", ["/o/token/", "/o/revoke_token/", "/o/introspect/"])
def test_a_header_that_proves_nothing(browser: Client, team: App, path: str, proof: str) -> None:
    sent = {"grant_type": "authorization_code", "code": team.code(browser), "token": "x"}
    answer = Client().post(path, sent, headers={"Authorization": proof})
    assert answer.status_code in {400, 401}
    assert answer.json()["error"] in {"invalid_request", "invalid_client"}
    assert issued() == (1, 0, 0)


def test_the_same_parameter_twice(browser: Client, team: App) -> None:
    code = team.code(browser)
    body = f"grant_type=authorization_code&code=a&code={code}&client_id={team.client_id}&client_secret={team.secret}"
    answer = Client().post("/o/token/", body, content_type="application/x-www-form-urlencoded")
    assert (answer.status_code, answer.json()["error"], issued()) == (400, "invalid_request", (1, 0, 0))


@pytest.mark.parametrize("method", ["get", "put", "delete", "patch"])
@pytest.mark.parametrize("path", ["/o/token/", "/o/revoke_token/", "/o/introspect/"])
def test_only_post_reaches_the_addresses_for_clients(browser: Client, path: str, method: str) -> None:
    assert getattr(browser, method)(path).status_code == 405
    assert issued() == NOTHING


@pytest.mark.parametrize("secret", ["guess", " "])
def test_a_client_without_a_secret_has_none_to_show(browser: Client, native: App, secret: str) -> None:
    answer = native.exchange(native.code(browser), client_secret=secret)
    assert (answer.status_code, answer.json()["error"], issued()) == (401, "invalid_client", (1, 0, 0))


def test_a_client_without_a_secret_still_needs_its_verifier(browser: Client, native: App) -> None:
    answer = native.exchange(native.code(browser), code_verifier="w" * 64)
    assert (answer.status_code, answer.json()["error"], issued()) == (400, "invalid_grant", (1, 0, 0))


def test_what_the_client_sends_along_comes_back_unchanged(browser: Client, team: App) -> None:
    state = "a b+c&d=é/?#%20<>\"'"
    said = answer_of(team.allow(browser, state=state))
    assert (said["state"], said["iss"]) == (state, ISSUER)
    assert said["code"]


def test_somebody_else_cannot_sign_me_in(db: None, ada: User) -> None:
    """Login CSRF: another site posts the attacker's own name and password from my browser."""
    mine = Client(enforce_csrf_checks=True)
    answer = mine.post("/account/sign-in", {"username": "ada", "password": "a-long-password"})
    assert answer.status_code == 403
    assert "commonplace_session" not in mine.cookies


def test_an_access_token_in_the_address(browser: Client, team: App) -> None:
    token = team.tokens(browser)["access_token"]
    for path in ("/o/userinfo/", "/api/v1/me"):
        assert Client().get(path, {"access_token": token}).status_code == 401
    assert Client().post("/o/userinfo/", {"access_token": token}).status_code == 401


def test_an_identity_token_opens_nothing(browser: Client, team: App) -> None:
    token = team.tokens(browser)["id_token"]
    assert userinfo(token).status_code == 401
    assert api_status(token) == 401
    assert team.posts("/o/introspect/", token=token).json() == {"active": False}


def test_an_access_token_after_its_end(browser: Client, team: App) -> None:
    token = team.tokens(browser)["access_token"]
    get_access_token_model().objects.update(expires=timezone.now() - timedelta(seconds=1))
    assert (userinfo(token).status_code, api_status(token)) == (401, 401)
    assert team.posts("/o/introspect/", token=token).json() == {"active": False}


def test_userinfo_without_the_scope_openid(browser: Client, team: App) -> None:
    tokens = team.tokens(browser, scope="notebooks:read")
    assert "id_token" not in tokens
    answer = userinfo(tokens["access_token"])
    assert answer.status_code in {401, 403}
    assert "ada" not in answer.content.decode()


def test_claims_stay_within_their_scopes(browser: Client, team: App) -> None:
    claims = userinfo(team.tokens(browser, scope="openid")["access_token"]).json()
    assert set(claims) == {"sub"}


def test_an_access_token_does_not_open_what_it_was_not_given(browser: Client, team: App) -> None:
    token = team.tokens(browser, scope="openid profile")["access_token"]
    answer = Client().get("/api/v1/shelf", headers={"Authorization": f"Bearer {token}"})
    assert answer.status_code == 403
