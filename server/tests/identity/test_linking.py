"""Ways to sign in: added while signed in and after a click, removed, never guessed."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.test import Client
from gallery.accounts.models import User
from gallery.audit.models import AuditEvent
from gallery.directory.queries import groups_of
from gallery.identity.models import Identity
from gallery.identity.providers import Creation, OpenIdProvider
from gallery.identity.queries import waiting_people
from gallery.identity.registration import approve

from server.tests.identity.conftest import Offer
from server.tests.identity.provider_world import Browser, Corporate
from server.tests.pages.counting import count

Open = Callable[..., Browser]
ADA = {"name": "Ada Brandt", "preferred_username": "ada", "email": "ada@example.org"}


def is_administrator(person: User) -> bool:
    """What the database says now."""
    return User.objects.filter(pk=person.pk, is_superuser=True).exists()


@pytest.fixture
def linked(corporate: Corporate, openid: OpenIdProvider, offer: Offer, browser: Open, ada: User) -> Browser:
    """Ada, with a password and the company's account 3001."""
    offer(replace(openid, create=Creation.NO, admin_group="it-admins"))
    corporate.tell("3001", **ADA, groups=["quants", "it-admins"])
    here = Client()
    here.force_login(ada)
    found = browser(gallery=here)
    assert found.gallery.get("/account/ways/add/corporate")["Location"] == "/account/sign-in/with/corporate?link"
    assert found.signs_in("3001", link="")["Location"] == "/account/ways/confirm"
    return found


def test_adding_takes_a_click_and_then_it_is_a_way_in(linked: Browser, browser: Open, ada: User) -> None:
    page = linked.gallery.get("/account/ways/confirm").text
    assert "ada@example.org" in page
    assert not Identity.objects.exists()
    assert linked.gallery.post("/account/ways/confirm")["Location"] == "/account/#ways"
    assert "Example Corp" in linked.gallery.get("/account/").text
    other = browser()
    other.signs_in("3001")
    assert other.name() == "ada"
    assert User.objects.count() == 1
    assert AuditEvent.objects.filter(actor="ada", action="identity.linked", detail={"to": "corporate"}).exists()


def test_the_click_works_once_and_for_this_person_only(linked: Browser, otto: User) -> None:
    linked.gallery.post("/account/ways/confirm")
    assert linked.gallery.post("/account/ways/confirm").status_code == 400
    strange = Client()
    strange.force_login(otto)
    assert strange.get("/account/ways/confirm").status_code == 400
    assert strange.post("/account/ways/confirm").status_code == 400


def test_strangers_are_sent_to_the_sign_in_page(offer: Offer, openid: OpenIdProvider, db: None, client: Client) -> None:
    offer(openid)
    for address in ("/account/ways/add/corporate", "/account/ways/confirm", "/account/sign-in/with/corporate?link"):
        assert client.get(address)["Location"].startswith("/account/sign-in?next=")
    assert client.post("/account/ways/1/remove").status_code == 401


def test_an_account_there_belongs_to_one_person_here(linked: Browser, browser: Open, otto: User, ada: User) -> None:
    linked.gallery.post("/account/ways/confirm")
    here = Client()
    here.force_login(otto)
    ottos = browser(gallery=here)
    ottos.signs_in("3001", link="")
    answer = ottos.gallery.post("/account/ways/confirm")
    assert answer.status_code == 409
    assert Identity.objects.get().person_id == ada.pk


def test_removing_takes_back_what_it_brought(linked: Browser, browser: Open, ada: User) -> None:
    linked.gallery.post("/account/ways/confirm")
    browser().signs_in("3001")
    assert is_administrator(ada)
    assert len(groups_of(ada)) == 2
    way = Identity.objects.get()
    assert linked.gallery.post(f"/account/ways/{way.pk}/remove").status_code == 302
    assert not is_administrator(ada)
    assert groups_of(ada) == []
    assert browser().signs_in("3001").status_code == 403
    assert AuditEvent.objects.filter(actor="ada", action="identity.unlinked").exists()


def test_nobody_removes_their_last_way_or_somebody_elses(
    corporate: Corporate, openid: OpenIdProvider, offer: Offer, browser: Open, otto: User
) -> None:
    offer(openid)
    corporate.tell("3002", **ADA)
    nina = browser()
    nina.signs_in("3002")
    way = Identity.objects.get()
    assert nina.gallery.post(f"/account/ways/{way.pk}/remove").status_code == 409
    strange = Client()
    strange.force_login(otto)
    assert strange.post(f"/account/ways/{way.pk}/remove").status_code == 404
    assert strange.get(f"/account/ways/{way.pk}/remove").status_code == 405
    assert Identity.objects.filter(pk=way.pk).exists()
    page = nina.gallery.get("/account/").text
    assert "Ways to sign in" in page
    assert 'action="/account/password"' not in page


def test_who_waits_for_approval_comes_in_after_it(
    corporate: Corporate, openid: OpenIdProvider, offer: Offer, browser: Open, admin: User
) -> None:
    offer(replace(openid, create=Creation.APPROVAL))
    corporate.tell("3003", **ADA, groups=["quants"])
    for _ in range(2):
        nina = browser()
        answer = nina.signs_in("3003")
        assert answer.status_code == 403
        assert "An administrator of this gallery looks at it" in answer.text
        assert nina.name() == ""
    waiting = waiting_people()
    assert [(one.name, one.provider) for one in waiting] == [("ada", "Example Corp")]
    assert groups_of(User.objects.get(username="ada")) == []
    approve(name="ada", by=admin)
    nina = browser()
    assert nina.signs_in("3003").status_code == 302
    assert nina.name() == "ada"
    assert len(groups_of(User.objects.get(username="ada"))) == 1


PAGES = ["/account/", "/account/ways/confirm", "/account/sign-in", "/account/register"]


@pytest.mark.parametrize("page", PAGES)
def test_the_pages_ask_the_database_before_they_are_drawn(linked: Browser, page: str, settings: Any) -> None:
    settings.CONFIG = replace(settings.CONFIG, registration="open")
    browser = linked.gallery if page.startswith("/account/ways") or page == "/account/" else Client()
    with count() as counts:
        assert browser.get(page).status_code == 200
    assert counts.rendering == 0
    assert counts.view <= 8


def test_rights_at_two_providers_are_counted_apart(
    linked: Browser, partner: OpenIdProvider, openid: OpenIdProvider, corporate: Corporate, offer: Offer,
    browser: Open, ada: User,
) -> None:  # fmt: skip
    providers = offer(replace(openid, admin_group="it-admins"), replace(partner, admin_group="bosses"))
    linked.gallery.post("/account/ways/confirm")
    Identity.objects.create(person=ada, provider="partner", issuer=providers[1].issuer, subject="3004")
    corporate.tell("3004", groups=["bosses", "quants"])
    browser().signs_in("3001")
    browser().signs_in("3004", "partner")
    corporate.tell("3001", **ADA, groups=[])
    browser().signs_in("3001")
    assert is_administrator(ada)  # the partner still says so
    assert sorted(str(group) for group in groups_of(ada)) == ["bosses", "quants"]
    corporate.tell("3004", groups=[])
    browser().signs_in("3004", "partner")
    assert not is_administrator(ada)
    assert groups_of(ada) == []


def test_an_administrator_of_the_gallery_is_not_unmade_by_a_provider(
    corporate: Corporate, openid: OpenIdProvider, offer: Offer, browser: Open, admin: User, signed_in: Any
) -> None:
    offer(replace(openid, admin_group="it-admins"))
    Identity.objects.create(person=admin, provider="corporate", issuer=corporate.issuer, subject="3005")
    for groups in (["it-admins"], []):
        corporate.tell("3005", groups=groups)
        browser().signs_in("3005")
        assert is_administrator(admin)
