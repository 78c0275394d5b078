"""API of groups and organisations: scopes, roles, shapes; and what lists of notebooks say of both."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from gallery.accounts.models import User
from gallery.directory.actions import create_group, create_organisation, place, set_member
from gallery.directory.models import Group, GroupRole, Membership, Organisation
from gallery.lib.permissions import Permission
from gallery.notebooks.models import Notebook
from gallery.notebooks.ownership import give_to_group

Bearer = Callable[..., dict[str, str]]
Write = Callable[..., Notebook]


@pytest.fixture
def pricing(ada: User, grace: User) -> Group:
    """Ada owns it, grace edits."""
    group = create_group(name="Pricing", description="What things cost.", by=ada)
    set_member(group=group, person=grace, role=GroupRole.EDITOR, by=ada)
    return group


@pytest.fixture
def desk(admin: User, ada: User) -> Organisation:
    """A desk in a house; ada belongs to it."""
    house = create_organisation(name="House", by=admin)
    made = create_organisation(name="Desk", parent=house, description="Prices.", by=admin)
    place(person=ada, organisation=made, by=admin)
    return made


class Api:
    """Calls with a token."""

    def __init__(self, headers: dict[str, str]) -> None:
        """Keep the token."""
        self.headers, self.client = headers, Client()

    def __call__(self, method: str, path: str, body: object = None) -> Any:
        """One call."""
        data = json.dumps(body) if body is not None else ""
        return self.client.generic(
            method, f"/api/v1{path}", data, content_type="application/json", headers=self.headers
        )


@pytest.fixture
def api(bearer: Bearer) -> Callable[..., Api]:
    """Calls as this person."""
    return lambda person, *scopes: Api(bearer(person, *scopes))


def test_a_group_from_its_making_to_its_end(ada: User, grace: User, api: Callable[..., Api]) -> None:
    call = api(ada)
    made = call("POST", "/groups", {"name": "Traffic desk", "description": "Roads."})
    assert made.status_code == 201
    assert made.json()["slug"] == "traffic-desk"
    assert made.json()["members"] == [{"name": "ada", "full_name": "Ada Brandt", "role": "owner"}]
    put = call("PUT", "/groups/traffic-desk/members/grace", {"role": "editor"})
    assert [(one["name"], one["role"]) for one in put.json()["members"]] == [("ada", "owner"), ("grace", "editor")]
    changed = call("PATCH", "/groups/traffic-desk", {"description": "Rails."}).json()
    assert (changed["name"], changed["description"]) == ("Traffic desk", "Rails.")
    assert call("GET", "/groups/traffic-desk").json() == changed
    assert api(grace)("DELETE", "/groups/traffic-desk/members/grace").status_code == 204
    assert call("DELETE", "/groups/traffic-desk").status_code == 204
    assert call("GET", "/groups/traffic-desk").status_code == 404


def test_the_list_has_pages_numbers_and_ones_own_role(pricing: Group, otto: User, api: Callable[..., Api]) -> None:
    create_group(name="Maps", by=otto)
    first = api(otto)("GET", "/groups?page_size=1").json()
    assert (first["total"], first["page"]) == (2, 1)
    assert [(one["slug"], one["members"], one["role"]) for one in first["items"]] == [("maps", 1, "owner")]
    second = api(otto)("GET", "/groups?page_size=1&page=2").json()
    assert [(one["slug"], one["members"], one["role"]) for one in second["items"]] == [("pricing", 2, None)]


OWNERS_ONLY: tuple[tuple[str, str, object], ...] = (
    ("PATCH", "/groups/pricing", {"name": "Mine"}),
    ("DELETE", "/groups/pricing", None),
    ("PUT", "/groups/pricing/members/otto", {"role": "owner"}),
    ("DELETE", "/groups/pricing/members/ada", None),
)


@pytest.mark.parametrize(("method", "path", "body"), OWNERS_ONLY)
@pytest.mark.parametrize("who", ["grace", "otto"])
def test_members_and_strangers_may_not(
    pricing: Group, otto: User, api: Callable[..., Api], method: str, path: str, body: object, who: str
) -> None:
    answer = api(User.objects.get(username=who))(method, path, body)
    assert (answer.status_code, answer.json()["type"]) == (403, "forbidden")
    assert Membership.objects.filter(group=pricing).count() == 2


READING = ("/groups", "/groups/pricing", "/organisations", "/organisations/desk")


@pytest.mark.parametrize("path", READING)
def test_reading_needs_a_person_and_the_scope(
    pricing: Group, desk: Organisation, otto: User, client: Client, api: Callable[..., Api], path: str
) -> None:
    assert api(otto, Permission.PEOPLE_READ)("GET", path).status_code == 200
    assert api(otto, Permission.NOTEBOOKS_READ, Permission.GROUPS_WRITE)("GET", path).status_code == 403
    assert client.get(f"/api/v1{path}").status_code == 401


@pytest.mark.parametrize(("method", "path", "body"), [*OWNERS_ONLY, ("POST", "/groups", {"name": "New"})])
def test_changing_needs_the_scope(
    pricing: Group, ada: User, otto: User, api: Callable[..., Api], method: str, path: str, body: object
) -> None:
    every_other = [one for one in Permission if one != Permission.GROUPS_WRITE]
    assert api(ada, *every_other)(method, path, body).status_code == 403
    assert Group.objects.get().name == "Pricing"


def test_refusals_are_problem_documents(pricing: Group, ada: User, write: Write, api: Callable[..., Api]) -> None:
    call = api(ada)
    give_to_group(notebook=write(ada), by=ada, group=pricing)
    for method, path, body, status in (
        ("DELETE", "/groups/pricing", None, 409),
        ("DELETE", "/groups/pricing/members/ada", None, 409),
        ("PUT", "/groups/pricing/members/ada", {"role": "viewer"}, 409),
        ("PUT", "/groups/pricing/members/grace", {"role": "king"}, 422),
        ("PUT", "/groups/pricing/members/grace", {}, 422),
        ("PUT", "/groups/pricing/members/nobody", {"role": "viewer"}, 404),
        ("DELETE", "/groups/pricing/members/otto", None, 404),
        ("GET", "/groups/absent", None, 404),
        ("POST", "/groups", {"name": " "}, 422),
        ("POST", "/groups", {"name": "x" * 101}, 422),
        ("POST", "/groups", {"name": "Other", "slug": "pricing"}, 422),
        ("POST", "/groups", {"name": "Other", "slug": "new"}, 422),
        ("GET", "/groups?page=0", None, 422),
        ("POST", "/groups/pricing", {}, 405),
        ("GET", "/organisations/absent", None, 404),
    ):
        answer = call(method, path, body)
        assert answer.status_code == status, (method, path, answer.text)
        assert answer["Content-Type"] == "application/problem+json", path


def test_organisations(desk: Organisation, ada: User, otto: User, api: Callable[..., Api]) -> None:
    tree = api(otto)("GET", "/organisations").json()
    assert [(one["slug"], one["parent"], one["people"]) for one in tree] == [("desk", "house", 1), ("house", None, 0)]
    one = api(otto)("GET", "/organisations/desk").json()
    assert (one["above"], one["parts"], one["people"]) == (["house"], [], ["ada"])
    assert api(otto)("GET", "/organisations/house").json()["parts"] == ["desk"]


def test_lists_of_notebooks_name_the_group_and_the_organisation(
    pricing: Group, desk: Organisation, ada: User, otto: User, write: Write, api: Callable[..., Api], client: Client
) -> None:
    owned = write(ada, title="Owned", public=True)
    give_to_group(notebook=owned, by=ada, group=pricing)
    write(otto, title="Other", public=True)
    items = api(otto)("GET", "/notebooks?sort=title").json()["items"]
    assert [(one["group"], one["organisation"]) for one in items] == [(None, None), ("pricing", "desk")]
    for query in ("group=pricing", "organisation=desk", "organisation=house", "q=group:pricing", "q=org:house"):
        found = api(otto)("GET", f"/notebooks?{query}").json()
        assert [one["title"] for one in found["items"]] == ["Owned"], query
    alone = api(otto)("GET", f"/notebooks/{owned.uuid}").json()
    assert (alone["group"], alone["organisation"]) == ("pricing", "desk")


def test_guests_read_of_the_group_but_not_of_where_people_belong(
    pricing: Group, desk: Organisation, ada: User, write: Write, client: Client
) -> None:
    owned = write(ada, title="Owned", public=True)
    give_to_group(notebook=owned, by=ada, group=pricing)
    for answer in (
        client.get("/api/v1/notebooks").json()["items"][0],
        client.get(f"/api/v1/notebooks/{owned.uuid}").json(),
    ):
        assert (answer["group"], answer["organisation"]) == ("pricing", None)
    assert client.get("/api/v1/notebooks?organisation=desk").json()["total"] == 0
    assert client.get("/api/v1/notebooks?q=-org:desk").json()["total"] == 0
