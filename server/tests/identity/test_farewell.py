"""Somebody signs out at the provider, which tells the gallery from server to server: their sessions from there end."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from queue import Queue
from typing import Any
from urllib.parse import parse_qs

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from django.test import Client
from gallery.accounts.actions import create_person
from gallery.accounts.models import User
from gallery.audit.models import AuditEvent
from gallery.identity import farewells
from gallery.identity.providers import OpenIdProvider

from server.tests.conftest import PASSWORD
from server.tests.identity.conftest import Offer
from server.tests.identity.provider_world import FORM_ACTION, Browser, Corporate

Open = Callable[[], Browser]
HERE = "/account/sign-in/farewell/corporate"
ADA = {"name": "Ada Brandt", "preferred_username": "ada"}


@contextmanager
def listening(port: int) -> Iterator["Queue[str]"]:
    """Where the provider's logout tokens arrive."""
    heard: Queue[str] = Queue()

    class Ear(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            """One token."""
            said = self.rfile.read(int(self.headers["Content-Length"])).decode()
            heard.put(parse_qs(said)["logout_token"][0])
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    with HTTPServer(("127.0.0.1", port), Ear) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield heard
        finally:
            server.shutdown()
            thread.join()


def signs_out_there(browser: Browser, issuer: str) -> None:
    """The button at the provider."""
    page = browser.outside.get(f"{issuer}/session/end")
    form, xsrf = FORM_ACTION.search(page.text), page.text.partition('name="xsrf" value="')[2].partition('"')[0]
    assert form, page.text
    browser.outside.post(form[1], data={"xsrf": xsrf, "logout": "yes"})


def told(token: str, path: str = HERE) -> Any:
    """The provider's server tells it; it has no cookie and no token of a form."""
    return Client(enforce_csrf_checks=True).post(path, {"logout_token": token})


@pytest.fixture
def everybody(db: None, corporate: Corporate, openid: OpenIdProvider, partner: OpenIdProvider, offer: Offer) -> None:
    """Two providers and one person."""
    offer(openid, partner)
    corporate.tell("3001", **ADA)


def test_a_sign_out_at_the_provider_ends_the_session_that_it_opened(
    everybody: None, corporate: Corporate, browser: Open
) -> None:
    here, elsewhere = browser(), browser()
    for one in (here, elsewhere):
        assert one.signs_in("3001").status_code == 302
    with listening(corporate.ears) as heard:
        signs_out_there(here, corporate.issuer)
        token = heard.get(timeout=30)
    assert told(token).status_code == 200
    assert (here.name(), elsewhere.name()) == ("", "ada")  # the provider named one session of two
    event = AuditEvent.objects.get(action="person.signed-out-elsewhere")
    assert (event.actor, event.subject) == ("sign-in:corporate", "person:ada")
    assert here.signs_in("3001").status_code == 302
    again = told(token)
    assert (again.status_code, again.json()["error"]) == (400, "invalid_request")
    assert here.name() == "ada"  # a token counts once


Sign = Callable[..., str]


@pytest.fixture
def sign(openid: OpenIdProvider, monkeypatch: pytest.MonkeyPatch) -> Sign:
    """Tokens of a key that the provider has, with something changed."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    own = jwt.PyJWK.from_dict(jwt.algorithms.RSAAlgorithm.to_jwk(key.public_key(), as_dict=True) | {"alg": "RS256"})
    monkeypatch.setattr(farewells, "key_of", lambda *_: own)
    numbers = iter(range(1000))

    def make(*left_out: str, with_key: Any = key, **changed: Any) -> str:
        now = int(time.time())
        said = {
            "iss": openid.issuer,
            "aud": openid.client_id,
            "iat": now,
            "exp": now + 120,
            "jti": f"number {next(numbers)}",
            "sub": "3001",
            "events": {farewells.EVENT: {}},
        }
        return jwt.encode(
            {name: value for name, value in (said | changed).items() if name not in left_out}, with_key, "RS256"
        )

    return make


def test_everywhere_means_every_session_from_there_and_no_other(everybody: None, browser: Open, sign: Sign) -> None:
    first, second = browser(), browser()
    for one in (first, second):
        one.signs_in("3001")
    create_person(name="grace", password=PASSWORD, by="admin")
    grace, by_password = Client(), Client()
    grace.login(username="grace", password=PASSWORD)
    by_password.force_login(User.objects.get(username="ada"))
    assert told(sign()).status_code == 200
    assert (first.name(), second.name()) == ("", "")
    assert by_password.get("/api/v1/me").status_code == grace.get("/api/v1/me").status_code == 200
    assert told(sign(sub="nobody we know")).status_code == 200


@pytest.mark.parametrize(
    "changed",
    [
        {"iss": "https://evil.test"},
        {"aud": "another-client"},
        {"iat": int(time.time()) - 3600},
        {"exp": int(time.time()) - 3600},
        {"nonce": "of an identity token"},
        {"events": {}},
        {"events": {"http://schemas.openid.net/event/other": {}}},
        {"events": farewells.EVENT},
        {"events": {farewells.EVENT: "yes"}},
        {"sub": ""},
        {"with_key": rsa.generate_private_key(public_exponent=65537, key_size=2048)},
    ],
    ids=lambda changed: next(iter(changed)),  # the same in every process
)
def test_a_token_that_is_not_genuine_ends_nothing(
    everybody: None, browser: Open, sign: Sign, changed: dict[str, Any]
) -> None:
    one = browser()
    one.signs_in("3001")
    assert told(sign(**changed)).status_code == 400
    assert one.name() == "ada"
    assert told(sign()).status_code == 200  # the control
    assert one.name() == ""


@pytest.mark.parametrize("name", ["iss", "aud", "iat", "exp", "jti", "events", "sub"])
def test_every_part_is_needed(everybody: None, browser: Open, sign: Sign, name: str) -> None:
    one = browser()
    one.signs_in("3001")
    assert told(sign(name)).status_code == 400
    assert one.name() == "ada"


@pytest.mark.parametrize("token", ["", "x", "a.b.c", jwt.encode({"sub": "3001"}, "s" * 32, "HS256")])
def test_what_is_no_token_is_refused(everybody: None, token: str) -> None:
    assert told(token).status_code == 400


def test_only_providers_of_this_kind_have_the_address(everybody: None, sign: Sign) -> None:
    assert told(sign(), "/account/sign-in/farewell/nobody").status_code == 404
    assert Client().get(HERE).status_code == 405
    assert told(sign(), "/account/sign-in/farewell/partner").status_code == 400  # another issuer's
