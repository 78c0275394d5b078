"""What must not open the door: each answer is genuine except for one thing."""

import json
import time
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import jwt
import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from gallery.accounts.models import User
from gallery.identity.calls import post_form
from gallery.identity.discovery import SECRET_PARTS, forget_all
from gallery.identity.flows import KEPT
from gallery.identity.id_tokens import claims_of
from gallery.identity.models import Identity
from gallery.identity.providers import OpenIdProvider

from server.tests.identity.conftest import Offer
from server.tests.identity.provider_world import SECRET, Browser, Corporate

Open = Callable[[], Browser]
ADA = {"name": "Ada Brandt", "preferred_username": "ada"}


@pytest.fixture
def mallory(corporate: Corporate, openid: OpenIdProvider, offer: Offer, browser: Open) -> Browser:
    """Somebody with a genuine account at the first provider and a browser."""
    offer(openid)
    corporate.tell("2001", **ADA)
    return browser()


def stays_out(answer: Any, who: Browser, status: int) -> None:
    """Nobody is signed in and nobody was made."""
    assert answer.status_code == status, answer.text
    assert who.name() == ""
    assert not User.objects.exists()


def test_the_genuine_answer_is_accepted(mallory: Browser) -> None:
    """The control: without it, the refusals below would prove nothing."""
    assert mallory.signs_in("2001").status_code == 302
    assert mallory.name() == "ada"


def test_a_way_back_works_once(mallory: Browser) -> None:
    address = mallory.agrees(mallory.leaves(), "2001")
    assert mallory.returns(address).status_code == 302
    answer = mallory.returns(address)  # in the same session, which still holds what else it held
    assert answer.status_code == 400
    assert "begin again" in answer.text
    mallory.gallery.post("/account/sign-out")
    assert mallory.returns(address).status_code == 400
    assert mallory.name() == ""


def test_a_state_that_was_used_up_by_an_error_does_not_come_again(mallory: Browser) -> None:
    address = mallory.agrees(mallory.leaves(), "2001")
    assert mallory.returns(address.replace("code=", "code=x")).status_code == 502
    stays_out(mallory.returns(address), mallory, 400)


def test_a_way_back_does_not_work_in_another_browser(mallory: Browser, browser: Open) -> None:
    """Otherwise somebody could be signed in as mallory without noticing, by a link."""
    address, victim = mallory.agrees(mallory.leaves(), "2001"), browser()
    stays_out(victim.returns(address), victim, 400)
    victim.leaves()
    stays_out(victim.returns(address), victim, 400)


def test_a_way_back_that_came_late_does_not_count(mallory: Browser) -> None:
    address = mallory.agrees(mallory.leaves(), "2001")
    session = mallory.gallery.session
    session[KEPT] = {state: flow | {"at": time.time() - 3600} for state, flow in session[KEPT].items()}
    session.save()
    stays_out(mallory.returns(address), mallory, 400)


def test_the_answer_of_one_provider_is_not_taken_for_anothers(
    mallory: Browser, corporate: Corporate, openid: OpenIdProvider, partner: OpenIdProvider, offer: Offer
) -> None:
    offer(openid, partner)
    address = mallory.agrees(mallory.leaves("partner"), "2001")
    stays_out(mallory.returns(address.replace("/from/partner", "/from/corporate")), mallory, 400)
    address = mallory.agrees(mallory.leaves("partner"), "2001")
    confused = address.replace(f"iss={corporate.other}", f"iss={corporate.issuer}").replace(
        corporate.other.replace(":", "%3A").replace("/", "%2F"),
        corporate.issuer.replace(":", "%3A").replace("/", "%2F"),
    )
    assert confused != address
    stays_out(mallory.returns(confused), mallory, 502)


def test_a_provider_that_names_itself_must_do_so(mallory: Browser) -> None:
    address = mallory.agrees(mallory.leaves(), "2001")
    stays_out(mallory.returns(address.split("&iss=")[0]), mallory, 502)


def test_a_provider_that_calls_itself_otherwise_is_not_trusted(
    mallory: Browser, openid: OpenIdProvider, offer: Offer, corporate: Corporate
) -> None:
    offer(replace(openid, issuer=corporate.issuer.replace("127.0.0.1", "localhost")))
    stays_out(mallory.gallery.get("/account/sign-in/with/corporate"), mallory, 502)


@pytest.mark.parametrize("part", SECRET_PARTS)
def test_every_part_of_a_provider_is_encrypted(
    mallory: Browser, openid: OpenIdProvider, offer: Offer, monkeypatch: pytest.MonkeyPatch, part: str
) -> None:
    there = dict.fromkeys(SECRET_PARTS, "https://login.example.org/x")
    said = {"issuer": "https://login.example.org", **there, part: "http://login.example.org/x"}
    monkeypatch.setattr("gallery.identity.discovery.get_json", lambda *_, **__: said)
    offer(replace(openid, issuer="https://login.example.org"))
    stays_out(mallory.gallery.get("/account/sign-in/with/corporate"), mallory, 502)
    said[part] = "https://login.example.org/x"
    forget_all()
    assert mallory.gallery.get("/account/sign-in/with/corporate").status_code == 302  # the control


def _parts(token: str) -> tuple[dict[str, Any], dict[str, Any]]:
    head, body = (json.loads(urlsafe_b64decode(part + "==")) for part in token.split(".")[:2])
    return head, body


def _encoded(part: dict[str, Any]) -> str:
    return urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=").decode()


def other_subject(token: str) -> str:
    head, body = _parts(token)
    return f"{_encoded(head)}.{_encoded(body | {'sub': '1'})}.{token.split('.')[2]}"


def unsigned(token: str) -> str:
    _, body = _parts(token)
    return f"{_encoded({'alg': 'none', 'typ': 'JWT'})}.{_encoded(body)}."


def signed_with_the_secret(token: str) -> str:
    head, body = _parts(token)
    return jwt.encode(body, SECRET, algorithm="HS256", headers={"kid": head["kid"]})


def signature_cut(token: str) -> str:
    return token.rpartition(".")[0] + "."


def nothing(token: str) -> str:
    return ""


@pytest.mark.parametrize("spoil", [other_subject, unsigned, signed_with_the_secret, signature_cut, nothing])
def test_a_changed_identity_token_opens_nothing(
    mallory: Browser, monkeypatch: pytest.MonkeyPatch, spoil: Callable[[str], str]
) -> None:
    genuine = post_form

    def spoiled(*arguments: Any) -> dict[str, Any]:
        said = genuine(*arguments)
        return said | {"id_token": spoil(said["id_token"])}

    monkeypatch.setattr("gallery.identity.openid.post_form", spoiled)
    stays_out(mallory.signs_in("2001"), mallory, 502)


def test_a_token_for_another_client_opens_nothing(
    mallory: Browser, monkeypatch: pytest.MonkeyPatch, openid: OpenIdProvider
) -> None:
    """The genuine token, read by a gallery that is another client."""
    genuine = claims_of

    def of_another(provider: OpenIdProvider, *rest: Any, audience: str, nonce: str | None) -> dict[str, Any]:
        return genuine(provider, *rest, audience="another-client", nonce=nonce)

    monkeypatch.setattr("gallery.identity.openid.claims_of", of_another)
    stays_out(mallory.signs_in("2001"), mallory, 502)


def test_a_token_of_another_sign_in_opens_nothing(mallory: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    genuine, kept = post_form, dict[str, Any]()

    def first_token_again(*arguments: Any) -> dict[str, Any]:
        said = genuine(*arguments)
        return said | {"id_token": kept.setdefault("id_token", said["id_token"])}

    monkeypatch.setattr("gallery.identity.openid.post_form", first_token_again)
    assert mallory.signs_in("2001").status_code == 302
    mallory.gallery.post("/account/sign-out")
    assert mallory.signs_in("2001").status_code == 502
    assert mallory.name() == ""


def test_userinfo_about_somebody_else_opens_nothing(mallory: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gallery.identity.openid.get_json", lambda *_, **__: {"sub": "1", "groups": ["admins"]})
    stays_out(mallory.signs_in("2001"), mallory, 502)


def test_an_expired_token_opens_nothing(mallory: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    address = mallory.agrees(mallory.leaves(), "2001")
    genuine = post_form

    def hours_later(*arguments: Any) -> dict[str, Any]:
        said = genuine(*arguments)
        token = said["id_token"]
        monkeypatch.setattr("jwt.api_jwt.datetime", _Later)
        return said | {"id_token": token}

    monkeypatch.setattr("gallery.identity.openid.post_form", hours_later)
    stays_out(mallory.returns(address), mallory, 502)


class _Later:
    """The clock that PyJWT reads, two hours on."""

    @staticmethod
    def now(tz: Any = None) -> Any:
        return datetime.now(tz) + timedelta(hours=2)


def test_the_session_gets_a_new_key(mallory: Browser) -> None:
    address = mallory.agrees(mallory.leaves(), "2001")
    before = mallory.gallery.session.session_key
    mallory.returns(address)
    assert mallory.gallery.session.session_key != before


def test_a_session_of_somebody_else_ends_first(mallory: Browser, otto: User, signed_in: Any) -> None:
    address = mallory.agrees(mallory.leaves(), "2001")
    shared: Client = mallory.gallery
    before = {**shared.session[KEPT]}
    shared.force_login(otto)
    session = shared.session
    session[KEPT], session["ottos"] = before, "own"
    session.save()
    mallory.returns(address)
    assert mallory.name() == "ada"
    assert "ottos" not in shared.session


def test_an_identity_is_unique_in_the_database(ada: User, otto: User) -> None:
    Identity.objects.create(person=ada, provider="a", issuer="https://a.example", subject="1")
    with pytest.raises(IntegrityError), transaction.atomic():
        Identity.objects.create(person=otto, provider="b", issuer="https://a.example", subject="1")
    for issuer, subject in (("", "1"), ("https://a.example", "")):
        with pytest.raises(IntegrityError), transaction.atomic():
            Identity.objects.create(person=otto, provider="b", issuer=issuer, subject=subject)
