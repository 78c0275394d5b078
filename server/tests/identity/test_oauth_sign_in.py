"""OAuth 2 without identity tokens: the same real provider, asked at its userinfo address alone."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from gallery.accounts.models import User
from gallery.directory.queries import groups_of
from gallery.identity.models import Identity
from gallery.identity.providers import OAuthProvider, OpenIdProvider

from server.tests.identity.conftest import Offer
from server.tests.identity.provider_world import SECRET, Browser, Corporate

Open = Callable[[], Browser]


@pytest.fixture
def plain(corporate: Corporate, openid: OpenIdProvider, offer: Offer) -> OAuthProvider:
    """The first company, without anything of OpenID's but the address that tells who it is."""
    made = OAuthProvider(
        key="corporate",
        title="Example Corp",
        issuer=f"{corporate.issuer}/auth",
        names=openid.names,
        allowed_groups=frozenset(),
        admin_group="",
        create=openid.create,
        client_id="commonplace",
        client_secret=SECRET,
        scopes=("openid", "profile", "email", "groups"),
        authorize_url=f"{corporate.issuer}/auth",
        token_url=f"{corporate.issuer}/token",
        userinfo_url=f"{corporate.issuer}/me",
        subject="sub",
    )
    offer(made)
    return made


def test_the_person_is_who_the_provider_says(corporate: Corporate, plain: OAuthProvider, browser: Open) -> None:
    corporate.tell("6001", name="Ada Brandt", preferred_username="ada", groups=["quants", "risk"])
    for groups in (["quants", "risk"], ["risk"]):
        corporate.tell("6001", name="Ada Brandt", preferred_username="ada", groups=groups)
        ada = browser()
        assert ada.signs_in("6001", next="/trash")["Location"] == "/trash"
        assert ada.name() == "ada"
        assert sorted(str(group) for group in groups_of(User.objects.get())) == groups
    assert Identity.objects.get().subject == "6001"


def test_a_way_back_works_once_and_in_one_browser(corporate: Corporate, plain: OAuthProvider, browser: Open) -> None:
    corporate.tell("6002", preferred_username="ada")
    ada, victim = browser(), browser()
    address = ada.agrees(ada.leaves(), "6002")
    assert victim.returns(address).status_code == 400
    assert ada.returns(address).status_code == 302
    ada.gallery.post("/account/sign-out")
    assert ada.returns(address).status_code == 400
    assert victim.name() == ada.name() == ""


def test_saying_no_is_explained(plain: OAuthProvider, browser: Open) -> None:
    ada = browser()
    answer = ada.returns(ada.cancels(ada.leaves()))
    assert answer.status_code == 403
    assert "did not let you in" in answer.text


@pytest.mark.parametrize(
    "said", [{}, {"sub": ""}, {"sub": None}, {"sub": True}, {"sub": ["", None]}, {"sub": {"a": 1}}]
)
def test_an_answer_without_a_subject_opens_nothing(
    corporate: Corporate, plain: OAuthProvider, browser: Open, monkeypatch: pytest.MonkeyPatch, said: dict[str, Any]
) -> None:
    corporate.tell("6003", preferred_username="ada")
    monkeypatch.setattr("gallery.identity.oauth.get_json", lambda *_, **__: said | {"preferred_username": "ada"})
    assert browser().signs_in("6003").status_code == 502
    assert not User.objects.exists()


def test_the_same_number_at_two_kinds_of_provider_is_two_people(
    corporate: Corporate, plain: OAuthProvider, openid: OpenIdProvider, offer: Offer, browser: Open
) -> None:
    offer(plain, replace(openid, key="partner", title="Partner"))
    corporate.tell("6004", preferred_username="ada")
    first, second = browser(), browser()
    first.signs_in("6004")
    second.signs_in("6004", "partner")
    assert {first.name(), second.name()} == {"ada", "ada-2"}
