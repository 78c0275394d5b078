"""Personal tokens: they open what they say, end when they say, and are stored only as a digest."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client, override_settings
from django.utils import timezone
from gallery.accounts.actions import create_person, deactivate
from gallery.accounts.models import PersonalToken, User
from gallery.accounts.tokens import create_token, revoke_token
from gallery.lib.errors import Invalid, NotThere

Bearer = Callable[..., dict[str, str]]


def status(client: Client, secret: str) -> int:
    return client.get("/api/v1/me", headers={"Authorization": f"Bearer {secret}"}).status_code


def test_a_token_opens_the_api_until_it_is_revoked(client: Client, ada: User) -> None:
    token, secret = create_token(owner=ada, name="mine")
    assert status(client, secret) == 200
    revoke_token(owner=ada, pk=token.pk)
    assert status(client, secret) == 401


def test_a_token_ends_with_its_time(client: Client, ada: User) -> None:
    token, secret = create_token(owner=ada, name="mine", days=1)
    PersonalToken.objects.filter(pk=token.pk).update(expires_at=timezone.now() - timedelta(seconds=1))
    assert status(client, secret) == 401


def test_a_token_ends_with_its_person(client: Client, ada: User) -> None:
    _, secret = create_token(owner=ada, name="mine")
    deactivate(person=ada, by="admin")
    assert status(client, secret) == 401


def test_nobody_revokes_somebody_elses_token(client: Client, ada: User, otto: User) -> None:
    token, secret = create_token(owner=ada, name="mine")
    with pytest.raises(NotThere):
        revoke_token(owner=otto, pk=token.pk)
    assert status(client, secret) == 200


def test_whose_token_it_is_and_what_its_person_confirms_by_saving(client: Client, ada: User) -> None:
    _, secret = create_token(owner=ada, name="mine")
    with override_settings(CONFIG=replace(settings.CONFIG, terms="I wrote this myself.")):
        told = client.get("/api/v1/me", headers={"Authorization": f"Bearer {secret}"}).json()
    assert told["name"] == "ada"
    assert told["terms"] == "I wrote this myself."


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer ", "Basic YTpi", "Bearer cpt_x", "Bearer x" * 3])
def test_a_wrong_header_is_never_a_guest(header: str, client: Client, db: None) -> None:
    answer = client.get("/api/v1/me", headers={"Authorization": header} if header else {})
    assert answer.status_code == 401
    assert answer["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize("name", ["A", "Ada", "9ada", "a b", "ada/../x", "", "a" * 50])
def test_names_are_plain(name: str, db: None) -> None:
    with pytest.raises(Invalid):
        create_person(name=name, password="a-long-password-7", by="test")


def test_two_people_cannot_differ_by_case_alone(ada: User) -> None:
    with pytest.raises(Invalid, match="already"):
        create_person(name="ada", password="a-long-password-7", by="test")


def test_weak_passwords_are_refused_with_a_reason(db: None) -> None:
    with pytest.raises(Invalid, match="too short"):
        create_person(name="nina", password="abc", by="test")


def test_deactivation_ends_open_sessions(ada: User) -> None:
    browser = Client()
    browser.force_login(ada)
    assert browser.get("/api/v1/me").status_code == 200
    deactivate(person=ada, by="admin")
    assert browser.get("/api/v1/me").status_code == 401
