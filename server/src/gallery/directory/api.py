"""API: groups, their members, and the tree of organisations. For signed-in people, not for guests."""

from django.http import HttpRequest
from ninja import Field as Described
from ninja import Query, Router, Schema, Status

from gallery.accounts.actions import person_named
from gallery.accounts.caller import caller
from gallery.directory import actions
from gallery.directory.api_schemas import (
    ON_A_PAGE,
    GroupChange,
    GroupIn,
    GroupOut,
    Groups,
    MemberIn,
    OrganisationItem,
    OrganisationOut,
    group_item,
    group_out,
    organisation_item,
    organisation_out,
)
from gallery.directory.group_queries import group_named, member_counts, roles_of, some_groups
from gallery.directory.models import GroupRole
from gallery.directory.organisation_queries import all_organisations, organisation_named
from gallery.lib.paging import part

router = Router(tags=["groups and organisations"])
MOST_PAGES = 100_000


class PageIn(Schema):
    """Which part of a list."""

    page: int = Described(1, ge=1, le=MOST_PAGES)
    page_size: int = Described(ON_A_PAGE, ge=1, le=ON_A_PAGE)


@router.get("/groups", response=Groups, summary="All groups")
def list_groups(request: HttpRequest, asked: Query[PageIn]) -> Groups:
    """By name, each with the number of its members and your own role in it."""
    person = caller(request).person()
    rows, total = some_groups(part(asked.page, asked.page_size))
    counts, roles = member_counts(rows), roles_of(person)
    items = [group_item(one, counts[one.pk], roles.get(one.pk)) for one in rows]
    return Groups(items=items, total=total, page=asked.page)


@router.post("/groups", response={201: GroupOut}, summary="Make a group")
def create_group(request: HttpRequest, body: GroupIn) -> Status[GroupOut]:
    """You are its first owner."""
    person = caller(request).person()
    made = actions.create_group(name=body.name, description=body.description, slug=body.slug, by=person)
    return Status(201, group_out(person, made))


@router.get("/groups/{slug}", response=GroupOut, summary="A group and its members")
def read_group(request: HttpRequest, slug: str) -> GroupOut:
    """Owners first."""
    person = caller(request).person()
    return group_out(person, group_named(slug))


@router.patch("/groups/{slug}", response=GroupOut, summary="Change name or description of a group")
def change_group(request: HttpRequest, slug: str, body: GroupChange) -> GroupOut:
    """Change what is given and leave the rest. For owners of the group."""
    person = caller(request).person()
    group = group_named(slug)
    name = group.name if body.name is None else body.name
    description = group.description if body.description is None else body.description
    actions.describe_group(group=group, by=person, name=name, description=description)
    return group_out(person, group)


@router.delete("/groups/{slug}", response={204: None}, summary="Remove a group")
def delete_group(request: HttpRequest, slug: str) -> Status[None]:
    """For owners of the group, once it owns no notebook any more; otherwise 409."""
    person = caller(request).person()
    actions.delete_group(group=group_named(slug), by=person)
    return Status(204, None)


@router.put("/groups/{slug}/members/{name}", response=GroupOut, summary="Take somebody in, or change a role")
def put_member(request: HttpRequest, slug: str, name: str, body: MemberIn) -> GroupOut:
    """For owners of the group. 409 where it would be left without an owner."""
    person = caller(request).person()
    group = group_named(slug)
    role = GroupRole[body.role.upper()]
    actions.set_member(group=group, person=person_named(name), role=role, by=person)
    return group_out(person, group)


@router.delete("/groups/{slug}/members/{name}", response={204: None}, summary="Let a member go, or leave")
def delete_member(request: HttpRequest, slug: str, name: str) -> Status[None]:
    """For owners of the group, and for everybody with their own name."""
    person = caller(request).person()
    actions.remove_member(group=group_named(slug), person=person_named(name), by=person)
    return Status(204, None)


@router.get("/organisations", response=list[OrganisationItem], summary="All organisations")
def list_organisations(request: HttpRequest) -> list[OrganisationItem]:
    """By name; `parent` makes them a tree."""
    caller(request).person()
    rows = all_organisations()
    names = {one.pk: one.slug for one in rows}
    return [organisation_item(one, names) for one in rows]


@router.get("/organisations/{slug}", response=OrganisationOut, summary="An organisation, its parts and people")
def read_organisation(request: HttpRequest, slug: str) -> OrganisationOut:
    """The people are those who belong to it itself; its parts have their own."""
    person = caller(request).person()
    return organisation_out(person, organisation_named(slug))
