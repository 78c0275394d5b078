"""Administrators make, change, deactivate and reactivate people; never themselves out, never the last of them."""

from collections.abc import Callable, Sequence

import pytest
from django.test import Client
from django_tasks_db.models import DBTaskResult
from gallery.accounts.actions import person_named
from gallery.accounts.models import User
from gallery.accounts.tokens import create_token
from gallery.audit.models import AuditEvent
from gallery.directory.actions import create_attribute, create_group, create_organisation, set_member
from gallery.directory.models import Belonging, GroupRole, Holding
from gallery.identity.models import Waiting
from gallery.notebooks.models import Notebook, Share
from gallery.notebooks.permissions import Role
from gallery.notices.queries import notices_of

from server.tests.conftest import PASSWORD
from server.tests.pages.counting import count

Enter = Callable[[User | None], Client]
Events = Callable[[str], Sequence[AuditEvent]]


@pytest.fixture
def nina(db: None) -> User:
    """Somebody who asked to come in."""
    person = User.objects.create_user(username="nina", password=PASSWORD, is_active=False)
    Waiting.objects.create(person=person, reason="I count bicycles")
    return person


def secret_on(page: str) -> str:
    """The secret that a page shows once."""
    return page.partition("<code>")[2].partition("</code>")[0]


def test_the_list_shows_who_is_who(office: Client, admin: User, ada: User, nina: User, deactivated: User) -> None:
    house = create_organisation(name="Traffic", by=admin)
    Belonging.objects.create(person=ada, organisation=house)
    create_group(name="Desk", by=ada)
    page = office.get("/admin/people/").text
    assert all(word in page for word in ("Ada Brandt", "Traffic", "Desk", "waiting for approval", "deactivated"))
    for query, names in [
        ("q=brandt", {"ada"}),
        ("state=waiting", {"nina"}),
        ("state=deactivated", {"leon"}),
        ("state=active&q=a", {"ada", "admin"}),
        ("state=administrators", {"admin", "leon"}),
        ("q=%00nobody", set()),
    ]:
        shown = office.get(f"/admin/people/?{query}").context["listing"].people
        assert {one.name for one in shown} == names, query
    assert "There is no such page" in office.get("/admin/people/?page=99").text


def test_those_who_wait_stand_first_with_a_button_for_each_answer(office: Client, ada: User, nina: User) -> None:
    page = office.get("/admin/people/")
    assert [one.name for one in page.context["listing"].waiting] == ["nina"]
    for words in ("Waiting for approval", "I count bicycles", "people/nina/approve", "people/nina/refuse"):
        assert words in page.text
    for asked in ("?q=ada", "?state=active", "?page=2"):
        assert office.get(f"/admin/people/{asked}").context["listing"].waiting == ()
    office.post("/admin/people/nina/approve")
    assert 'id="waiting"' not in office.get("/admin/people/").text


def test_lists_ask_the_database_a_fixed_number_of_questions(office: Client, ada: User, grace: User) -> None:
    for address in ("/admin/people/", "/admin/people/ada", "/admin/people/ada/deactivate", "/admin/tokens/"):
        create_group(name="Another", by=ada)
        with count() as first:
            assert office.get(address).status_code == 200
        User.objects.create_user(username=f"more-{first.total}-{len(address)}")
        create_token(owner=grace, name="another")
        with count() as second:
            assert office.get(address).status_code == 200
        assert (first.rendering, second.rendering) == (0, 0), address
        assert first.total == second.total, address


def test_a_person_is_made_with_a_password_shown_once(office: Client, events: Events) -> None:
    given = {"name": " Nora ", "full_name": "Nora Berg", "email": "nora@example.org"}
    answer = office.post(
        "/admin/new-person", given | {"is_superuser": "1", "is_staff": "1", "password": "x", "id": "1"}
    )
    secret = secret_on(answer.text)
    nora = person_named("nora")
    assert (nora.full_name, nora.email) == ("Nora Berg", "nora@example.org")
    assert nora.check_password(secret)
    assert (nora.is_superuser, nora.is_staff) == (False, False)
    assert [one.actor for one in events("person.created")] == ["admin"]
    assert secret not in repr(list(AuditEvent.objects.values()))
    assert secret not in office.get("/admin/people/nora").text


@pytest.mark.parametrize("name", ["ada", "ADA", "x", "ada/x", "", "-x"])
def test_a_name_that_cannot_be(office: Client, ada: User, name: str) -> None:
    answer = office.post("/admin/new-person", {"name": name})
    assert answer.status_code == 422
    assert User.objects.count() == 2


def test_name_and_mail_are_changed_and_nothing_else(office: Client, ada: User, grace: User, events: Events) -> None:
    grace.email = "grace@example.org"
    grace.save()
    more = {"is_superuser": "1", "username": "root", "is_active": "", "password": "x", "unseen_notices": "9"}
    given = {"full_name": "Ada B.", "email": "ada@example.org"}
    assert office.post("/admin/people/ada/change", given | more).status_code == 302
    ada.refresh_from_db()
    assert (ada.full_name, ada.email, ada.is_superuser, ada.is_active) == ("Ada B.", "ada@example.org", False, True)
    assert ada.check_password(PASSWORD)
    assert [one.detail for one in events("person.changed")] == [{"mail_changed": True}]
    assert office.post("/admin/people/ada/change", given | {"email": "no address"}).status_code == 422
    answer = office.post("/admin/people/ada/change", given | {"email": "GRACE@example.org"}, follow=True)
    assert "Somebody else has this mail address" in answer.text


def test_deactivation_says_what_happens_and_does_it(
    office: Client, ada: User, grace: User, write: Callable[..., Notebook], signed_in: Enter, events: Events
) -> None:
    notebook = write(ada, title="Hidden canary")
    Share.objects.create(notebook=notebook, person=grace, role=int(Role.EDIT), by=ada)
    token, _ = create_token(owner=ada, name="script")
    browser = signed_in(ada)
    page = office.get("/admin/people/ada/deactivate").text
    for words in ("1 personal token", "1 notebook of theirs", "1 person who may edit", "Jupyter on the hub"):
        assert words in page
    assert "Hidden canary" not in page
    assert office.post("/admin/people/ada/deactivate").status_code == 302
    ada.refresh_from_db()
    token.refresh_from_db()
    assert not ada.is_active
    assert token.revoked_at is not None
    assert browser.get("/account/").status_code == 302
    assert [line.words.text for line in notices_of(grace)] == [
        "Ada Brandt has left. You may take over “Hidden canary”."
    ]
    assert len(events("person.deactivated")) == 1
    queued = DBTaskResult.objects.filter(task_path="gallery.administration.hub_servers.end_servers")
    assert [one.args_kwargs["args"] for one in queued] == [[ada.pk]]


def test_reactivation_brings_back_the_person_and_no_token(office: Client, ada: User, events: Events) -> None:
    token, _ = create_token(owner=ada, name="script")
    office.post("/admin/people/ada/deactivate")
    assert office.post("/admin/people/ada/reactivate").status_code == 302
    ada.refresh_from_db()
    token.refresh_from_db()
    assert ada.is_active
    assert token.revoked_at is not None
    assert len(events("person.reactivated")) == 1


def test_who_waits_is_approved_or_refused_but_not_reactivated(office: Client, nina: User) -> None:
    assert "I count bicycles" in office.get("/admin/people/nina").text
    answer = office.post("/admin/people/nina/reactivate", follow=True)
    assert "waiting for an answer" in answer.text
    assert office.post("/admin/people/nina/approve").status_code == 302
    nina.refresh_from_db()
    assert nina.is_active
    assert office.post("/admin/people/nina/refuse").status_code == 404
    assert User.objects.filter(username="nina").exists()


def test_refusing_leaves_nothing(office: Client, nina: User) -> None:
    assert office.post("/admin/people/nina/refuse")["Location"] == "/admin/people/"
    assert not User.objects.filter(username="nina").exists()


def test_a_new_password_is_shown_once_ends_sessions_and_is_told(
    office: Client, ada: User, signed_in: Enter, events: Events
) -> None:
    browser = signed_in(ada)
    secret = secret_on(office.post("/admin/people/ada/password").text)
    ada.refresh_from_db()
    assert ada.check_password(secret)
    assert browser.get("/account/").status_code == 302
    assert "set a new password for you" in notices_of(ada)[0].words.text
    assert [one.actor for one in events("person.password-reset")] == ["admin"]
    assert secret not in repr(list(AuditEvent.objects.values()))


def test_not_ones_own_password_and_not_that_of_who_has_left(office: Client, deactivated: User, admin: User) -> None:
    assert office.post("/admin/people/admin/password").status_code == 409
    assert office.post("/admin/people/leon/password").status_code == 409
    admin.refresh_from_db()
    assert admin.check_password(PASSWORD)


def test_administrators_are_made_and_unmade(office: Client, ada: User, events: Events) -> None:
    office.post("/admin/people/ada/administrator", {"administrator": "yes"})
    assert person_named("ada").is_superuser
    office.post("/admin/people/ada/administrator", {"administrator": "no"})
    assert not person_named("ada").is_superuser
    assert [one.actor for one in (*events("administrator.given"), *events("administrator.taken"))] == ["admin"] * 2


def test_never_oneself_and_never_the_last_one(office: Client, admin: User) -> None:
    for address in ("administrator", "deactivate"):
        answer = office.post(f"/admin/people/admin/{address}", follow=True)
        assert "Ask another administrator" in answer.text
    assert "This is you" in office.get("/admin/people/admin/deactivate").text
    admin.refresh_from_db()
    assert (admin.is_superuser, admin.is_active) == (True, True)


def test_a_deactivated_person_does_not_become_administrator(office: Client, ada: User) -> None:
    office.post("/admin/people/ada/deactivate")
    office.post("/admin/people/ada/administrator", {"administrator": "yes"})
    assert not person_named("ada").is_superuser


def test_a_place_in_an_organisation(office: Client, admin: User, ada: User, events: Events) -> None:
    create_organisation(name="Traffic", by=admin)
    office.post("/admin/people/ada/place", {"organisation": "traffic", "source": "corporate"})
    belonging = Belonging.objects.get(person=ada)
    assert (belonging.organisation.slug, belonging.source) == ("traffic", "")
    assert office.post("/admin/people/ada/place", {"organisation": "nowhere"}).status_code == 404
    office.post("/admin/people/ada/place", {"organisation": ""})
    assert not Belonging.objects.filter(person=ada).exists()
    assert len(events("person.placed")) == 2


def test_what_the_directory_says_stays(office: Client, admin: User, ada: User) -> None:
    house = create_organisation(name="Traffic", by=admin)
    Belonging.objects.create(person=ada, organisation=house, source="corporate")
    Holding.objects.create(person=ada, attribute=create_attribute(name="Cleared", by=admin), source="corporate")
    assert "comes from the directory" in office.get("/admin/people/ada").text
    office.post("/admin/people/ada/place", {"organisation": ""})
    office.post("/admin/people/ada/attributes/cleared/withdraw")
    assert Belonging.objects.filter(person=ada).exists()
    assert Holding.objects.filter(person=ada).exists()


def test_attributes_are_granted_and_withdrawn(office: Client, admin: User, ada: User, events: Events) -> None:
    create_attribute(name="Cleared", by=admin)
    office.post("/admin/people/ada/attributes", {"attribute": "cleared"})
    assert Holding.objects.filter(person=ada, source="").exists()
    assert office.post("/admin/people/ada/attributes", {"attribute": "unknown"}).status_code == 404
    office.post("/admin/people/ada/attributes/cleared/withdraw")
    assert not Holding.objects.filter(person=ada).exists()
    assert office.post("/admin/people/ada/attributes/cleared/withdraw").status_code == 404
    assert (len(events("attribute.granted")), len(events("attribute.withdrawn"))) == (1, 1)


def test_groups_lead_to_their_pages(office: Client, admin: User, ada: User, grace: User) -> None:
    group = create_group(name="Desk", by=ada)
    set_member(group=group, person=grace, role=GroupRole.VIEWER, by=ada)
    page = office.get("/admin/people/grace").text
    assert '<a href="/groups/desk">Desk</a>' in page
    assert "viewer" in page


@pytest.mark.parametrize(
    "what",
    ["", "/change", "/deactivate", "/reactivate", "/approve", "/refuse", "/password", "/administrator", "/place",
     "/attributes"],
)  # fmt: skip
def test_nobody_of_this_name(office: Client, what: str) -> None:
    ask = office.post if what else office.get
    assert ask(f"/admin/people/nobody{what}").status_code == 404
