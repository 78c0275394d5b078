"""The shapes that the API of groups and organisations answers and takes."""

from collections.abc import Iterable
from typing import Literal

from django.conf import settings
from ninja import Field, Schema

from gallery.accounts.models import User
from gallery.directory.group_queries import group_head, member_lines, members_of
from gallery.directory.links import OrganisationLink
from gallery.directory.models import Group, GroupRole, Organisation
from gallery.directory.organisation_queries import organisation_head, parts_of, people_in, people_of

RoleWord = Literal["viewer", "editor", "owner"]
ON_A_PAGE = 100


class GroupItem(Schema):
    """A group in a list."""

    slug: str
    name: str
    description: str
    members: int
    role: RoleWord | None = Field(description="Your own role in it, null if you are no member")
    from_directory: bool = Field(description="Kept by your organisation's directory, and read-only here")
    url: str


class Groups(Schema):
    """A page of groups, by name."""

    items: list[GroupItem]
    total: int
    page: int


class Member(Schema):
    """Somebody in a group."""

    name: str
    full_name: str
    role: RoleWord


class GroupOut(Schema):
    """A group and its members."""

    slug: str
    name: str
    description: str
    role: RoleWord | None
    from_directory: bool
    members: list[Member]
    url: str


class GroupIn(Schema):
    """A new group."""

    name: str = Field(max_length=100)
    description: str = Field("", max_length=1000)
    slug: str = Field("", max_length=60, description="Its name in addresses; made from the name where it is left out")


class GroupChange(Schema):
    """What to change; what is absent stays."""

    name: str | None = Field(None, max_length=100)
    description: str | None = Field(None, max_length=1000)


class MemberIn(Schema):
    """What a member may do."""

    role: RoleWord


class OrganisationItem(Schema):
    """An organisation in the tree; `parent` is null at the top."""

    slug: str
    name: str
    description: str
    parent: str | None
    people: int = Field(description="Who belong to it itself, not to its parts")
    url: str


class OrganisationOut(Schema):
    """An organisation with those above it, its parts and its people."""

    slug: str
    name: str
    description: str
    above: list[str] = Field(description="The topmost first")
    parts: list[str]
    people: list[str]
    url: str


_WORDS: dict[GroupRole, RoleWord] = {
    GroupRole.VIEWER: "viewer",
    GroupRole.EDITOR: "editor",
    GroupRole.OWNER: "owner",
}


def group_item(group: Group, members: int, role: GroupRole | None) -> GroupItem:
    """From a group whose members were counted."""
    return GroupItem(
        slug=group.slug,
        name=group.name,
        description=group.description,
        members=members,
        role=_WORDS[role] if role is not None else None,
        from_directory=bool(group.source),
        url=settings.CONFIG.url + group.get_absolute_url(),
    )


def group_out(reader: User, group: Group) -> GroupOut:
    """A group with all its members, owners first."""
    head = group_head(reader, group)
    return GroupOut(
        slug=group.slug,
        name=group.name,
        description=group.description,
        role=_WORDS[head.role] if head.role is not None else None,
        from_directory=head.from_directory,
        members=[
            Member(name=line.person.name, full_name=line.person.shown_name, role=_WORDS[line.role])
            for line in member_lines(members_of(group))
        ],
        url=settings.CONFIG.url + head.link.url,
    )


def organisation_item(organisation: Organisation, parents: dict[int, str]) -> OrganisationItem:
    """From an organisation whose people were counted, and the names of all organisations by key."""
    return OrganisationItem(
        slug=organisation.slug,
        name=organisation.name,
        description=organisation.description,
        parent=parents[organisation.parent_id] if organisation.parent_id is not None else None,
        people=people_in(organisation),
        url=settings.CONFIG.url + organisation.get_absolute_url(),
    )


def organisation_out(reader: User, organisation: Organisation) -> OrganisationOut:
    """An organisation found by its name."""
    head = organisation_head(reader, organisation)
    return OrganisationOut(
        slug=head.link.slug,
        name=head.link.shown_name,
        description=head.description,
        above=_slugs(head.above),
        parts=_slugs(part.link for part in parts_of(reader, organisation)),
        people=[person.username for person in people_of(organisation)],
        url=settings.CONFIG.url + head.link.url,
    )


def _slugs(links: Iterable[OrganisationLink]) -> list[str]:
    return [link.slug for link in links]
