"""Signing in through a company's OpenID provider: a real one, with its own screens, keys and signatures."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from gallery.accounts.actions import deactivate
from gallery.accounts.models import User
from gallery.audit.models import AuditEvent
from gallery.directory.actions import create_attribute
from gallery.directory.queries import attributes_of, groups_of, organisation_of
from gallery.identity.models import Identity
from gallery.identity.providers import OpenIdProvider

from server.tests.identity.conftest import Offer
from server.tests.identity.provider_world import Browser, Corporate

Open = Callable[[], Browser]
ADA = {"name": "Ada Brandt", "preferred_username": "ada", "email": "ada@example.org"}


def names(found: object) -> list[str]:
    return sorted(str(one) for one in found)  # type: ignore[attr-defined]


def test_a_button_leads_to_the_provider_and_back(
    corporate: Corporate, openid: OpenIdProvider, offer: Offer, browser: Open
) -> None:
    offer(openid)
    corporate.tell("1001", **ADA)
    ada = browser()
    page = ada.gallery.get("/account/sign-in?next=/notebooks/").text
    assert "Sign in with Example Corp" in page
    assert 'href="/account/sign-in/with/corporate?next=%2Fnotebooks%2F"' in page
    assert ada.signs_in("1001", next="/notebooks/")["Location"] == "/notebooks/"
    assert ada.name() == "ada"
    person = User.objects.get(username="ada")
    assert (person.full_name, person.email) == ("Ada Brandt", "ada@example.org")
    assert not person.has_usable_password()
    assert Identity.objects.get().issuer == corporate.issuer


def test_the_same_person_comes_back(corporate: Corporate, openid: OpenIdProvider, offer: Offer, browser: Open) -> None:
    offer(openid)
    corporate.tell("1002", **ADA)
    browser().signs_in("1002")
    corporate.tell("1002", name="Ada B.", preferred_username="brandt", email="brandt@example.org")
    again = browser()
    again.signs_in("1002")
    assert again.name() == "ada"
    assert User.objects.get().email == "brandt@example.org"


def test_groups_organisation_and_attributes_come_and_go(
    corporate: Corporate, openid: OpenIdProvider, offer: Offer, browser: Open, admin: User
) -> None:
    offer(openid)
    create_attribute(slug="trade-secret", name="Trade secret", by=admin)
    corporate.tell("1003", **ADA, groups=["quants", "risk"], department="Markets", clearances=["trade-secret", "other"])
    browser().signs_in("1003")
    ada = User.objects.get(username="ada")
    assert names(groups_of(ada)) == ["quants", "risk"]
    assert str(organisation_of(ada)) == "Markets"
    assert names(attributes_of(ada)) == ["Trade secret"]
    corporate.tell("1003", **ADA, groups=["risk"])
    browser().signs_in("1003")
    assert names(groups_of(ada)) == ["risk"]
    assert organisation_of(ada) is None
    assert names(attributes_of(ada)) == []


def test_an_administrator_is_made_and_unmade_by_a_group(
    corporate: Corporate, openid: OpenIdProvider, offer: Offer, browser: Open, admin: User
) -> None:
    offer(replace(openid, admin_group="it-admins"))
    corporate.tell("1004", **ADA, groups=["it-admins"])
    browser().signs_in("1004")
    assert User.objects.get(username="ada").is_superuser
    corporate.tell("1004", **ADA, groups=["quants"])
    browser().signs_in("1004")
    assert not User.objects.get(username="ada").is_superuser
    assert User.objects.get(pk=admin.pk).is_superuser


def test_the_same_mail_address_at_two_providers_is_two_people(
    corporate: Corporate, openid: OpenIdProvider, partner: OpenIdProvider, offer: Offer, browser: Open, ada: User
) -> None:
    User.objects.filter(pk=ada.pk).update(email="ada@example.org")
    offer(openid, partner)
    corporate.tell("1005", **ADA)
    first, second = browser(), browser()
    first.signs_in("1005")
    second.signs_in("1005", "partner")
    assert {first.name(), second.name()} == {"ada-2", "ada-3"}  # and the local ada is a third one
    assert set(Identity.objects.values_list("issuer", flat=True)) == {corporate.issuer, corporate.other}


def test_who_is_deactivated_does_not_come_in(
    corporate: Corporate, openid: OpenIdProvider, offer: Offer, browser: Open
) -> None:
    offer(openid)
    corporate.tell("1006", **ADA)
    there = browser()
    there.signs_in("1006")
    deactivate(person=User.objects.get(), by="admin")
    assert there.name() == ""
    again = browser()
    answer = again.signs_in("1006")
    assert answer.status_code == 403
    assert "deactivated" in answer.text
    assert again.name() == ""


def test_only_the_allowed_groups_come_in_and_who_left_them_keeps_nothing(
    corporate: Corporate, openid: OpenIdProvider, offer: Offer, browser: Open
) -> None:
    offer(replace(openid, allowed_groups=frozenset({"quants"})))
    corporate.tell("1007", **ADA, groups=["sales"])
    answer = browser().signs_in("1007")
    assert answer.status_code == 403
    assert not User.objects.exists()
    corporate.tell("1007", **ADA, groups=["quants", "risk"])
    assert browser().signs_in("1007").status_code == 302
    corporate.tell("1007", **ADA, groups=["risk"])
    assert browser().signs_in("1007").status_code == 403
    corporate.tell("1007", **ADA)
    assert browser().signs_in("1007").status_code == 403
    assert names(groups_of(User.objects.get())) == []


def test_unknown_people_are_refused_where_nobody_is_to_be_made(
    corporate: Corporate, openid: OpenIdProvider, offer: Offer, browser: Open
) -> None:
    offer(replace(openid, create=openid.create.NO))
    corporate.tell("1008", **ADA)
    answer = browser().signs_in("1008")
    assert answer.status_code == 403
    assert "no account in this gallery" in answer.text
    assert not User.objects.exists()


def test_saying_no_at_the_provider_is_explained(
    corporate: Corporate, openid: OpenIdProvider, offer: Offer, browser: Open
) -> None:
    offer(openid)
    ada = browser()
    answer = ada.returns(ada.cancels(ada.leaves()))
    assert answer.status_code == 403
    assert "Example Corp did not let you in" in answer.text


def test_a_provider_that_is_away_is_explained(openid: OpenIdProvider, offer: Offer, browser: Open) -> None:
    offer(replace(openid, issuer="http://127.0.0.1:9"))
    answer = browser().gallery.get("/account/sign-in/with/corporate")
    assert answer.status_code == 503
    assert "Example Corp does not answer at the moment" in answer.text


def test_an_unknown_provider_is_not_there(offer: Offer, browser: Open) -> None:
    offer()
    assert browser().gallery.get("/account/sign-in/with/corporate").status_code == 404
    assert browser().gallery.get("/account/sign-in/from/corporate?state=x&code=y").status_code == 404
    assert browser().gallery.post("/account/sign-in/with/corporate").status_code == 405


@pytest.mark.parametrize("wanted", ["//evil.example", "https://evil.example", "/\\evil.example"])
def test_the_way_back_stays_in_the_gallery(
    corporate: Corporate, openid: OpenIdProvider, offer: Offer, browser: Open, wanted: str
) -> None:
    offer(openid)
    corporate.tell("1009", **ADA)
    assert browser().signs_in("1009", next=wanted)["Location"] == "/"


def test_the_sign_in_is_on_record_without_what_was_said(
    corporate: Corporate, openid: OpenIdProvider, offer: Offer, browser: Open, caplog: pytest.LogCaptureFixture
) -> None:
    offer(openid)
    corporate.tell("canary-subject", **ADA, groups=["canary-group"])
    with caplog.at_level("DEBUG", logger="gallery"):
        browser().signs_in("canary-subject")
    done = AuditEvent.objects.filter(action="sign-in.provider").get()
    assert (done.actor, done.detail) == ("ada", {"by": "corporate"})
    assert "canary-subject" not in caplog.text + repr(list(AuditEvent.objects.values()))
