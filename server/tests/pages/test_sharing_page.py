"""The page about sharing: who can see this and why, and every button on it."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from gallery.accounts.models import User
from gallery.directory.actions import create_attribute, create_group, grant
from gallery.notebooks.models import AccessRequest, Notebook, Share
from gallery.notebooks.permissions import Role, role_of
from gallery.notebooks.requests import ask

from server.tests.notebooks.test_sharing import give
from server.tests.pages.counting import Counting
from server.tests.working import work_off

Enter = Callable[[User | None], Client]
GET_AND_POST = ["share", "visibility", "demands", "give", "ask", "take-over"]


def address(notebook: Notebook, page: str = "share") -> str:
    """A page below the notebook."""
    return f"/notebooks/{notebook.uuid}/{page}"


def test_the_owner_reads_who_can_see_it_and_why(private: Notebook, ada: User, otto: User, signed_in: Enter) -> None:
    page = signed_in(ada).get(address(private)).text
    assert "You, because you own it." in page
    assert "Nobody else. To others it does not exist." in page
    give(private, ada, Role.EDIT, person=otto)
    page = signed_in(ada).get(address(private)).text
    assert "Otto Lind" in page
    assert "can change it" in page
    assert "shared by Ada Brandt" in page


@pytest.mark.parametrize("page", ["share", "ask"])
def test_guests_are_asked_to_sign_in(private: Notebook, page: str, signed_in: Enter) -> None:
    assert signed_in(None).get(address(private, page)).headers["Location"].startswith("/account/sign-in")


def test_others_may_not_open_it(private: Notebook, public: Notebook, otto: User, signed_in: Enter) -> None:
    assert signed_in(otto).get(address(private)).status_code == 404
    assert signed_in(otto).get(address(public)).status_code == 403


def test_sharing_by_the_form(private: Notebook, ada: User, otto: User, signed_in: Enter) -> None:
    day = (timezone.now() + timedelta(days=3)).date()
    form = {"kind": "person", "name": "otto", "role": 4, "until": day.isoformat()}
    assert signed_in(ada).post(address(private), form).status_code == 302
    made = Share.objects.get()
    assert (made.person, made.role, made.ends_at.date()) == (otto, Role.EDIT, day)  # type: ignore[union-attr]


def test_what_was_typed_wrongly_stays_in_the_form(private: Notebook, ada: User, signed_in: Enter) -> None:
    answer = signed_in(ada).post(address(private), {"kind": "person", "name": "nobody-here", "role": 4})
    assert answer.status_code == 422
    assert "nobody-here" in answer.text
    assert "There is no person called nobody-here." in answer.text


def test_a_full_name_is_enough_where_one_alone_has_it(
    private: Notebook, ada: User, otto: User, signed_in: Enter
) -> None:
    create_group(name="Pricing desk", slug="pricing", by=otto)
    browser = signed_in(ada)
    for kind, name in (("person", "Otto Lind"), ("group", "Pricing desk")):
        assert browser.post(address(private), {"kind": kind, "name": name, "role": 1}).status_code == 302
    assert [(made.person, made.group and made.group.slug) for made in Share.objects.all()] == [
        (otto, None),
        (None, "pricing"),
    ]
    create_group(name="Pricing desk", by=otto)
    answer = browser.post(address(private), {"kind": "group", "name": "Pricing desk", "role": 1})
    assert "There is more than one group called Pricing desk. Choose one as you type." in answer.text


def test_names_are_suggested_as_one_types(private: Notebook, ada: User, signed_in: Enter) -> None:
    page = signed_in(ada).get(address(private)).text
    for box, kind in (("id_name", "id_kind"), ("give_name", "give_kind")):
        assert f'id="{box}"' in page
        assert f'hx-include="#{kind}"' in page
        assert f'id="suggestions-{box}"' in page
        assert f'id="{kind}"' in page


def test_taking_back_opening_and_closing(private: Notebook, ada: User, otto: User, signed_in: Enter) -> None:
    made, browser = give(private, ada, person=otto), signed_in(ada)
    browser.post(address(private, f"shares/{made.pk}/remove"))
    assert role_of(otto, Notebook.objects.get(pk=private.pk)) == Role.NONE
    browser.post(address(private, "visibility"), {"visibility": "unlisted"})
    assert role_of(otto, Notebook.objects.get(pk=private.pk)) == Role.COMMENT
    browser.post(address(private, "visibility"), {"visibility": "private"})
    assert role_of(otto, Notebook.objects.get(pk=private.pk)) == Role.NONE
    assert browser.post(address(private, "visibility"), {"visibility": "galaxy"}).status_code == 422


def test_giving_it_to_a_group(private: Notebook, ada: User, signed_in: Enter) -> None:
    group = create_group(name="Pricing", by=ada)
    signed_in(ada).post(address(private, "give"), {"kind": "group", "name": "pricing"})
    private.refresh_from_db()
    assert private.group == group
    assert "because the group owns it" in signed_in(ada).get(address(private)).text


def test_demanding_an_attribute(private: Notebook, ada: User, admin: User, signed_in: Enter) -> None:
    clearance = create_attribute(name="Clearance", by=admin)
    browser = signed_in(ada)
    assert browser.post(address(private, "demands"), {"attribute": "clearance"}).status_code == 403
    grant(attribute=clearance, person=ada, by=admin)
    browser.post(address(private, "demands"), {"attribute": "clearance"})
    assert list(private.demands.all()) == [clearance]
    assert "only people who hold Clearance see it" in browser.get(address(private)).text


def test_answering_a_request(private: Notebook, ada: User, otto: User, signed_in: Enter) -> None:
    ask(person=otto, uuid=private.uuid, role=Role.COMMENT, message="for the audit")
    work_off()
    browser = signed_in(ada)
    page = browser.get(address(private)).text
    assert "for the audit" in page
    asked = AccessRequest.objects.get()
    browser.post(address(private, f"requests/{asked.pk}"), {"answer": "grant"})
    assert role_of(otto, private) == Role.COMMENT


@pytest.mark.parametrize("page", ["visibility", "demands", "give", "take-over", "shares/1/remove", "requests/1"])
def test_changing_wants_a_form(private: Notebook, page: str, ada: User, signed_in: Enter) -> None:
    assert signed_in(ada).get(address(private, page)).status_code == 405


@pytest.mark.parametrize("page", ["visibility", "demands", "give", "shares/1/remove", "requests/1"])
def test_others_change_nothing(private: Notebook, public: Notebook, page: str, otto: User, signed_in: Enter) -> None:
    assert signed_in(otto).post(address(private, page), {"visibility": "public"}).status_code == 404
    assert signed_in(otto).post(address(public, page), {"visibility": "public"}).status_code in {403, 404}
    private.refresh_from_db()
    assert private.visibility == "private"


def test_a_page_that_is_not_there_offers_to_ask(private: Notebook, otto: User, signed_in: Enter) -> None:
    hidden = signed_in(otto).get(f"/notebooks/{private.uuid}")
    assert hidden.status_code == 404
    assert f"/notebooks/{private.uuid}/ask" in hidden.text


def test_the_page_asks_a_bounded_number_of_questions(
    private: Notebook, ada: User, otto: User, grace: User, signed_in: Enter, counting: Counting
) -> None:
    give(private, ada, person=otto)
    browser = signed_in(ada)
    with counting() as one:
        browser.get(address(private))
    give(private, ada, person=grace)
    with counting() as two:
        browser.get(address(private))
    assert (one.view, one.rendering, two.view, two.rendering) == (one.view, 0, one.view, 0)
    assert one.view <= 16
