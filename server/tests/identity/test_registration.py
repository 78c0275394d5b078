"""People who make an account themselves: closed, with approval, open; with and without confirmed mail addresses."""

import re
from dataclasses import replace
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.core import mail
from django.test import Client
from gallery.accounts.models import User
from gallery.audit.models import AuditEvent
from gallery.identity.queries import waiting_people
from gallery.identity.registration import MOST_WAITING, approve, refuse
from gallery.lib.errors import NotAllowed, NotThere
from gallery.notices.models import Notice
from gallery.notices.queries import notices_of

from server.tests.conftest import PASSWORD

REGISTER = "/account/register"
NEW = {"username": "nina", "full_name": "Nina Holm", "password": PASSWORD, "again": PASSWORD}


@pytest.fixture
def rule(settings: Any) -> Any:
    """Set who may register, and with which mail addresses."""

    def set_it(registration: str, *domains: str) -> None:
        settings.CONFIG = replace(django_settings.CONFIG, registration=registration, mail_domains=domains)

    return set_it


def enters(browser: Client, name: str = "nina") -> int:
    return int(browser.post("/account/sign-in", {"username": name, "password": PASSWORD}).status_code)


def words(answer: Any) -> str:
    """The page without the tokens of its forms."""
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", answer.text)


def test_closed_means_that_there_is_nothing(db: None, client: Client) -> None:
    assert client.get(REGISTER).status_code == 404
    assert client.post(REGISTER, NEW).status_code == 404
    assert "/account/register" not in client.get("/account/sign-in").text
    assert not User.objects.exists()


def test_open_makes_an_account_and_signs_in(db: None, client: Client, rule: Any) -> None:
    rule("open")
    assert "/account/register" in client.get("/account/sign-in").text
    assert client.get(REGISTER).status_code == 200
    assert client.post(REGISTER, NEW)["Location"] == "/"
    assert client.get("/api/v1/me").json()["name"] == "nina"
    person = User.objects.get()
    assert (person.full_name, person.is_superuser, person.email) == ("Nina Holm", False, "")


def test_more_than_the_form_offers_is_not_taken(db: None, client: Client, rule: Any) -> None:
    rule("open")
    client.post(REGISTER, NEW | {"is_superuser": "1", "is_staff": "1", "email": "boss@example.org"})
    person = User.objects.get()
    assert (person.is_superuser, person.is_staff, person.email) == (False, False, "")


@pytest.mark.parametrize(
    "wrong",
    [{"username": "N"}, {"username": "../x"}, {"password": "short", "again": "short"}, {"again": "other-password"},
     {"full_name": ""}, {"password": "password1234", "again": "password1234"}],
)  # fmt: skip
def test_what_cannot_be_used_is_said(db: None, client: Client, rule: Any, wrong: dict[str, str]) -> None:
    rule("open")
    answer = client.post(REGISTER, NEW | wrong)
    assert answer.status_code == 422
    assert PASSWORD not in answer.text
    assert not User.objects.exists()


def test_with_approval_somebody_waits_until_an_administrator_agrees(
    client: Client, rule: Any, admin: User, grace: User
) -> None:
    rule("approval")
    answer = client.post(REGISTER, NEW | {"reason": "risk reports"})
    assert answer.status_code == 200
    assert "An administrator looks at it" in answer.text
    assert enters(client) == 422
    waiting = waiting_people()[0]
    assert (waiting.name, waiting.full_name, waiting.reason) == ("nina", "Nina Holm", "risk reports")
    with pytest.raises(NotAllowed):
        approve(name="nina", by=grace)
    approve(name="nina", by=admin)
    assert waiting_people() == ()
    assert enters(client) == 302
    done = AuditEvent.objects.filter(subject="person:nina").values_list("actor", "action")
    assert {("nina", "person.asked"), ("admin", "person.approved")} <= set(done)


def test_every_administrator_is_told_once_while_somebody_waits(
    client: Client, rule: Any, admin: User, ada: User
) -> None:
    User.objects.create_superuser(username="gone", is_active=False)
    second = User.objects.create_superuser(username="second")
    rule("approval")
    for name in ("nina", "nils"):
        client.post(REGISTER, NEW | {"username": name})
    assert {one.person for one in Notice.objects.all()} == {admin, second}
    assert Notice.objects.count() == 2
    (line,) = notices_of(admin)
    assert (line.words.text, line.words.url) == ("2 people wait for approval.", "/admin/people/#waiting")
    approve(name="nina", by=admin)
    refuse(name="nils", by=admin)
    assert notices_of(second) == ()  # somebody else has seen to it
    client.post(REGISTER, NEW | {"username": "nora"})
    User.objects.filter(pk=second.pk).update(is_superuser=False)
    second.refresh_from_db()
    assert notices_of(second) == ()


def test_who_is_refused_was_never_here(client: Client, rule: Any, admin: User, ada: User) -> None:
    rule("approval")
    client.post(REGISTER, NEW)
    with pytest.raises(NotAllowed):
        refuse(name="nina", by=ada)
    refuse(name="nina", by=admin)
    assert not User.objects.filter(username="nina").exists()
    assert enters(client) == 422
    with pytest.raises(NotThere):
        refuse(name="ada", by=admin)  # an account that never waited
    assert AuditEvent.objects.filter(action="person.refused", subject="person:nina").exists()


def test_a_stranger_does_not_learn_which_names_there_are(client: Client, rule: Any, ada: User) -> None:
    rule("approval")
    taken, free = (Client().post(REGISTER, NEW | {"username": name}) for name in ("ada", "nina"))
    assert (taken.status_code, words(taken)) == (free.status_code, words(free))
    assert {one.name for one in waiting_people()} == {"ada-2", "nina"}
    ada.refresh_from_db()
    assert ada.check_password(PASSWORD)
    assert ada.is_active


def test_waiting_has_an_end(db: None, client: Client, rule: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    assert MOST_WAITING > 100
    rule("approval")
    monkeypatch.setattr("gallery.identity.registration.MOST_WAITING", 1)
    assert client.post(REGISTER, NEW).status_code == 200
    assert client.post(REGISTER, NEW | {"username": "otto"}).status_code == 403
    assert User.objects.count() == 1


def link_in(message: Any) -> str:
    found = re.search(r"https?://[^/]+(/account/\S+)", message.body)
    assert found, message.body
    return found[1]


def test_a_mail_address_of_the_house_is_confirmed_first(db: None, client: Client, rule: Any) -> None:
    rule("open", "example.org", "example.com")
    page = client.get(REGISTER).text
    assert "example.org, example.com" in page
    assert 'name="password"' not in page
    assert client.post(REGISTER, NEW).status_code == 422  # nobody skips the first step
    answer = client.post(REGISTER, {"email": "Nina@Example.org"})
    assert answer.status_code == 200
    assert not User.objects.exists()
    link = link_in(mail.outbox[0])
    assert client.post(link, NEW | {"email": "boss@example.org"})["Location"] == "/"
    assert User.objects.get().email == "nina@example.org"
    again = Client().post(link, NEW | {"username": "nina2"})
    assert again.status_code == 404
    assert User.objects.count() == 1


@pytest.mark.parametrize(
    "email",
    ["nina@evil.example", "nina@example.org.evil.example", "nina@sub.example.org", "nina@evil.example,x@example.org",
     "nina@example.org\nBcc: x@evil.example", "example.org"],
)  # fmt: skip
def test_other_addresses_receive_nothing(db: None, client: Client, rule: Any, email: str) -> None:
    rule("open", "example.org")
    assert client.post(REGISTER, {"email": email}).status_code == 422
    assert mail.outbox == []


def test_a_stranger_does_not_learn_who_has_an_account(client: Client, rule: Any, ada: User) -> None:
    rule("open", "example.org")
    User.objects.filter(pk=ada.pk).update(email="ada@example.org")
    known, unknown = (Client().post(REGISTER, {"email": f"{name}@example.org"}) for name in ("ada", "nina"))
    assert (known.status_code, words(known)) == (unknown.status_code, words(unknown))
    assert [message.to for message in mail.outbox] == [["ada@example.org"], ["nina@example.org"]]
    assert link_in(mail.outbox[0]) == "/account/sign-in"


def test_a_link_is_ours_fresh_and_untouched(
    db: None, client: Client, rule: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    rule("open", "example.org")
    client.post(REGISTER, {"email": "nina@example.org"})
    link = link_in(mail.outbox[0])
    assert client.get(link).status_code == 200
    assert client.get(link[:-2]).status_code == 404
    monkeypatch.setattr("gallery.identity.registration.LINK_COUNTS", -1)
    assert client.get(link).status_code == 404


def test_asking_is_limited_by_address(db: None, rule: Any) -> None:
    rule("open", "example.org")
    answers = [Client().post(REGISTER, {"email": f"n{n}@example.org"}).status_code for n in range(12)]
    assert answers == [200] * 10 + [429] * 2
    assert len(mail.outbox) == 10


def test_passwords_can_be_switched_off_except_for_administrators(
    settings: Any, client: Client, ada: User, admin: User
) -> None:
    settings.CONFIG = replace(django_settings.CONFIG, local_sign_in=False)
    assert 'name="password"' not in client.get("/account/sign-in").text
    assert 'name="password"' in client.get("/account/sign-in?local").text
    assert enters(client, "ada") == 422
    assert client.post("/account/sign-in", {"username": "ada", "password": PASSWORD, "local": "1"}).status_code == 422
    assert client.post("/account/sign-in", {"username": "admin", "password": PASSWORD, "local": "1"}).status_code == 302
