"""Administrators define attributes and say who holds them, and look after the tree of organisations."""

from collections.abc import Callable, Sequence

import pytest
from django.test import Client
from gallery.accounts.models import User
from gallery.audit.models import AuditEvent
from gallery.directory.actions import create_attribute, create_organisation, grant
from gallery.directory.models import Attribute, Belonging, Holding, Organisation
from gallery.notebooks.models import Notebook

from server.tests.pages.counting import count

Events = Callable[[str], Sequence[AuditEvent]]


@pytest.fixture
def cleared(admin: User) -> Attribute:
    """An attribute."""
    return create_attribute(name="Cleared", by=admin)


@pytest.fixture
def house(admin: User) -> Organisation:
    """Traffic, with a part called Roads."""
    top = create_organisation(name="Traffic", by=admin)
    create_organisation(name="Roads", parent=top, by=admin)
    return top


def test_an_attribute_is_defined_described_and_deleted(office: Client, events: Events) -> None:
    more = {"holders": "5", "source": "x"}
    answer = office.post("/admin/attributes/", {"name": "Cleared for staff", "slug": "staff"} | more)
    assert answer["Location"] == "/admin/attributes/staff"
    office.post("/admin/attributes/staff", {"name": "Cleared", "description": "Personnel", "slug": "other"})
    found = Attribute.objects.get()
    assert (found.slug, found.name, found.description) == ("staff", "Cleared", "Personnel")
    page = office.get("/admin/attributes/").text
    assert "Personnel" in page
    assert "0 people" in page
    assert office.post("/admin/attributes/staff/delete")["Location"] == "/admin/attributes/"
    assert not Attribute.objects.exists()
    for action in ("created", "described", "deleted"):
        assert [one.actor for one in events(f"attribute.{action}")] == ["admin"]


@pytest.mark.parametrize("given", [{"name": ""}, {"name": "Other", "slug": "cleared"}, {"name": "x", "slug": "a b"}])
def test_what_cannot_be_defined(office: Client, cleared: Attribute, given: dict[str, str]) -> None:
    assert office.post("/admin/attributes/", given).status_code == 422
    assert Attribute.objects.count() == 1


def test_who_holds_it(office: Client, cleared: Attribute, ada: User) -> None:
    assert office.post("/admin/attributes/cleared/grant", {"person": "Ada Brandt"}).status_code == 302
    assert "Ada Brandt" in office.get("/admin/attributes/cleared").text
    assert office.post("/admin/attributes/cleared/grant", {"person": "nobody"}).status_code == 422
    address = "/admin/people/ada/attributes/cleared/withdraw"
    assert office.post(address, {"next": "/admin/attributes/cleared"})["Location"] == "/admin/attributes/cleared"
    assert not Holding.objects.exists()


def test_what_notebooks_demand_stays(
    office: Client, cleared: Attribute, ada: User, write: Callable[..., Notebook]
) -> None:
    write(ada).demands.set([cleared])
    answer = office.post("/admin/attributes/cleared/delete", follow=True)
    assert "Notebooks still demand Cleared" in answer.text
    assert "1 notebook demands it" in answer.text
    assert Attribute.objects.exists()


def test_an_organisation_is_made_described_moved_and_deleted(office: Client, events: Events) -> None:
    office.post("/admin/organisations/", {"name": "Traffic", "source": "corporate"})
    office.post("/admin/organisations/", {"name": "Roads", "parent": "traffic"})
    office.post("/admin/organisations/roads", {"name": "Streets", "description": "All of them", "slug": "x"})
    roads = Organisation.objects.get(slug="roads")
    assert (roads.name, roads.description, roads.source) == ("Streets", "All of them", "")
    assert roads.parent == Organisation.objects.get(slug="traffic")
    assert '<option value="traffic" selected>' in office.get("/admin/organisations/roads").text
    office.post("/admin/organisations/roads/move", {"parent": ""})
    assert Organisation.objects.get(slug="roads").parent is None
    assert office.post("/admin/organisations/roads/delete")["Location"] == "/admin/organisations/"
    assert [one.slug for one in Organisation.objects.all()] == ["traffic"]
    for action in ("described", "moved", "deleted"):
        assert [one.actor for one in events(f"organisation.{action}")] == ["admin"]


def test_the_tree_stays_a_tree(office: Client, house: Organisation) -> None:
    answer = office.post("/admin/organisations/traffic/move", {"parent": "roads"}, follow=True)
    assert "cannot be above it" in answer.text
    assert office.post("/admin/organisations/traffic/move", {"parent": "nowhere"}).status_code == 404
    answer = office.post("/admin/organisations/traffic/delete", follow=True)
    assert "still has people or parts" in answer.text
    house.refresh_from_db()
    assert house.parent is None
    assert office.post("/admin/organisations/", {"name": " "}).status_code == 422


@pytest.mark.parametrize(
    "path",
    ["attributes/none", "attributes/none/grant", "attributes/none/delete", "organisations/none",
     "organisations/none/move", "organisations/none/delete"],
)  # fmt: skip
def test_what_is_not_there(office: Client, path: str) -> None:
    assert office.post(f"/admin/{path}", {"name": "x", "person": "x"}).status_code == 404


def test_questions_to_the_database(
    office: Client, admin: User, ada: User, grace: User, cleared: Attribute, house: Organisation
) -> None:
    addresses = (
        "/admin/attributes/",
        "/admin/attributes/cleared",
        "/admin/organisations/",
        "/admin/organisations/roads",
    )
    before = {}
    for address in addresses:
        with count() as before[address]:
            assert office.get(address).status_code == 200
    for person in (ada, grace):
        grant(attribute=create_attribute(name=f"For {person}", by=admin), person=person, by=admin)
        grant(attribute=cleared, person=person, by=admin)
        Belonging.objects.create(person=person, organisation=house)
        create_organisation(name=f"Of {person}", parent=house, by=admin)
    for address in addresses:
        with count() as after:
            assert office.get(address).status_code == 200
        assert (after.rendering, after.total) == (0, before[address].total), address
