"""Groups as finished things, for signed-in people: they see every group, its description and its members.

What guests see of groups depends on notebooks, so the room of notebooks decides it.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

from django.db.models import Count, QuerySet

from gallery.accounts.links import PersonLink, person_link
from gallery.accounts.models import User
from gallery.directory.links import GroupLink, group_link
from gallery.directory.models import Group, GroupRole, Membership
from gallery.directory.permissions import can_manage, group_role
from gallery.lib.errors import NotThere
from gallery.lib.paging import Paged, part

MEMBERS_ON_A_PAGE = 100


@dataclass(frozen=True)
class MemberLine:
    """A member as others read it."""

    person: PersonLink
    role: GroupRole


@dataclass(frozen=True)
class GroupHead:
    """What stands at the top of every page of a group. `role` is the reader's own, `members` is None for guests."""

    link: GroupLink
    description: str
    from_directory: bool
    members: int | None
    role: GroupRole | None
    may_manage: bool


@dataclass(frozen=True)
class MembersPage(Paged):
    """A page of the members of a group, owners first."""

    head: GroupHead
    members: tuple[MemberLine, ...]


def group_named(slug: str) -> Group:
    """The group, or `NotThere`."""
    found = Group.objects.filter(slug=slug).first()
    if found is None:
        raise NotThere
    return found


def group_head(reader: User | None, group: Group) -> GroupHead:
    """The head of a group's pages, for somebody who may know that the group exists."""
    return GroupHead(
        link=group_link(group),
        description=group.description,
        from_directory=bool(group.source),
        members=None if reader is None else members_of(group).count(),
        role=group_role(reader, group),
        may_manage=can_manage(reader, group),
    )


def members_of(group: Group) -> QuerySet[Membership]:
    """Memberships of those who have not left the house, owners first."""
    rows = Membership.objects.filter(group=group, person__is_active=True).select_related("person")
    return rows.order_by("-role", "person__full_name", "person__username")


def member_lines(rows: QuerySet[Membership]) -> tuple[MemberLine, ...]:
    """Lines from memberships whose people are loaded."""
    return tuple(MemberLine(person_link(cast("User", row.person)), GroupRole(row.role)) for row in rows)


def members_page(reader: User, group: Group, page: int) -> MembersPage:
    """All members, some on each page."""
    head = group_head(reader, group)
    return MembersPage(
        total=head.members or 0,
        page=page,
        page_size=MEMBERS_ON_A_PAGE,
        head=head,
        members=member_lines(members_of(group)[part(page, MEMBERS_ON_A_PAGE)]),
    )


def member_counts(groups: Sequence[Group]) -> Counter[int]:
    """How many members who have not left each of these groups has, by its key."""
    rows = Membership.objects.filter(group__in=groups, person__is_active=True).values("group_id")
    return Counter(dict(rows.annotate(n=Count("pk")).values_list("group_id", "n")))


def roles_of(person: User) -> dict[int, GroupRole]:
    """The person's roles, by the key of the group."""
    rows = Membership.objects.filter(person=person)
    return {group: GroupRole(role) for group, role in rows.values_list("group_id", "role")}


def some_groups(part: slice) -> tuple[list[Group], int]:
    """A part of all groups, by name, and how many there are."""
    every = Group.objects.order_by("name", "pk")
    return list(every[part]), every.count()
