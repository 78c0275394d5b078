"""Pages of groups as finished things.

Who sees what: signed-in people see every group with its name, description and members. Guests see only groups that
own a notebook which guests may read, and no members. Everybody sees of a group's notebooks those that they may find;
guests only those that the group owns, since with whom something is shared is not for them to know.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import takewhile
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.safestring import SafeString

from gallery.accounts.models import User
from gallery.directory.group_queries import (
    GroupHead,
    MemberLine,
    group_head,
    group_named,
    member_counts,
    member_lines,
    members_of,
    roles_of,
)
from gallery.directory.links import GroupLink, group_link
from gallery.directory.models import Group, GroupRole
from gallery.lib.errors import NotThere
from gallery.lib.paging import Paged, part
from gallery.notebooks.access import revision_of
from gallery.notebooks.cards import Card, card_of, with_card_data
from gallery.notebooks.landing import may_choose_landing
from gallery.notebooks.models import Landing, Notebook, Share
from gallery.notebooks.permissions import listed_to
from gallery.notebooks.queries import Listing, listing
from gallery.notebooks.rendered import CellView, body_of, prose

GROUPS_ON_A_PAGE = 60
MEMBERS_BESIDE = 24  # named on the group's page itself; the others a click further
OPENING_CELLS = 4
MOST_CHOICES = 200


@dataclass(frozen=True)
class GroupLine:
    """A group in the list. `members` is None for guests; `notebooks` are those that the reader may find."""

    link: GroupLink
    description: str
    members: int | None
    notebooks: int
    role: GroupRole | None
    from_directory: bool


@dataclass(frozen=True)
class GroupsPage(Paged):
    """The reader's own groups, all of them, and a page of the others."""

    mine: tuple[GroupLine, ...]
    others: tuple[GroupLine, ...]


@dataclass(frozen=True)
class LandingView:
    """The notebook that a group shows first: how it begins, or what is said about it.

    `titled` says that its first words are its title, which then need not stand above them.
    """

    card: Card
    opening: tuple[CellView, ...]
    titled: bool
    description: SafeString
    cells: int


@dataclass(frozen=True)
class LandingChoice:
    """A notebook that could be shown first."""

    uuid: UUID
    title: str
    chosen: bool


@dataclass(frozen=True)
class GroupPage:
    """Everything that the page of a group shows."""

    head: GroupHead
    landing: LandingView | None
    listing: Listing
    members: tuple[MemberLine, ...]
    may_leave: bool
    may_choose: bool
    choices: tuple[LandingChoice, ...]

    @property
    def more_members(self) -> int:
        """How many members are not named on the page itself."""
        return (self.head.members or 0) - len(self.members)


def groups_seen(user: User | None) -> QuerySet[Group]:
    """Groups that this reader may know of."""
    if user is not None:
        return Group.objects.all()
    return Group.objects.filter(Exists(listed_to(None).filter(group=OuterRef("pk"))))


def group_seen(user: User | None, slug: str) -> Group:
    """The group, for somebody who may know of it; otherwise it does not exist."""
    group = group_named(slug)
    if user is None and not groups_seen(None).filter(pk=group.pk).exists():
        raise NotThere
    return group


def notebooks_of(user: User | None, group: Group) -> QuerySet[Notebook]:
    """Owned by the group or shared with it, as far as the reader may find them."""
    owned = Q(group=group)
    if user is None:
        return listed_to(None).filter(owned)
    shared = Share.objects.filter(Share.alive(), group=group).values("notebook")
    return listed_to(user).filter(owned | Q(pk__in=shared))


def groups_page(user: User | None, page: int) -> GroupsPage:
    """The list of groups: one's own first."""
    seen, roles = groups_seen(user), roles_of(user) if user is not None else {}
    others = seen.exclude(pk__in=roles).order_by("name", "pk")
    return GroupsPage(
        total=others.count(),
        page=page,
        page_size=GROUPS_ON_A_PAGE,
        mine=_lines(user, seen.filter(pk__in=roles).order_by("name", "pk"), roles),
        others=_lines(user, others[part(page, GROUPS_ON_A_PAGE)], roles),
    )


def _lines(user: User | None, groups: QuerySet[Group], roles: dict[int, GroupRole]) -> tuple[GroupLine, ...]:
    rows = list(groups)
    members, notebooks = member_counts(rows), _notebooks(user, rows)
    return tuple(
        GroupLine(
            link=group_link(one),
            description=one.description,
            members=members[one.pk] if user is not None else None,
            notebooks=notebooks[one.pk],
            role=roles.get(one.pk),
            from_directory=bool(one.source),
        )
        for one in rows
    )


def _notebooks(user: User | None, groups: Sequence[Group]) -> Counter[int]:
    """How many notebooks of each of these groups the reader may find; one that is both owned and shared once."""
    pairs = set(listed_to(user).filter(group__in=groups).values_list("group_id", "pk"))
    if user is not None:
        shares = Share.objects.filter(Share.alive(), group__in=groups, notebook__in=listed_to(user).values("pk"))
        pairs |= set(shares.values_list("group_id", "notebook_id"))
    return Counter(group for group, _ in pairs if group is not None)


def group_page(user: User | None, slug: str, *, sort: str, page: int) -> GroupPage:
    """The page of a group, or `NotThere`."""
    group = group_seen(user, slug)
    head, found, landing = group_head(user, group), notebooks_of(user, group), _landing(user, group)
    may_choose = may_choose_landing(user, head.role)
    return GroupPage(
        head=head,
        landing=_landing_view(landing) if landing is not None else None,
        listing=listing(user, found, sort=sort, page=page),
        members=member_lines(members_of(group)[:MEMBERS_BESIDE]) if user is not None else (),
        may_leave=head.role is not None and not head.from_directory,
        may_choose=may_choose,
        choices=_choices(found, landing) if may_choose else (),
    )


def _landing(user: User | None, group: Group) -> Notebook | None:
    """A landing that the reader may not find is not there."""
    chosen = Landing.objects.filter(group=group).values("notebook")
    return with_card_data(listed_to(user).filter(pk__in=chosen)).first()


def _landing_view(notebook: Notebook) -> LandingView:
    body = body_of(revision_of(notebook, None), notebook.language)
    opening, headings = _opening(body.cells), body.outline[:1]
    return LandingView(
        card=card_of(notebook, starred=False),
        opening=opening,
        titled=bool(opening) and [one.text for one in headings] == [notebook.title],
        description=prose(notebook.description),
        cells=len(body.cells),
    )


def _opening(cells: Iterable[CellView]) -> tuple[CellView, ...]:
    """The words with which a notebook begins, before its first code."""
    return tuple(takewhile(lambda cell: cell.kind == "markdown" and not cell.folded, cells))[:OPENING_CELLS]


def _choices(found: QuerySet[Notebook], landing: Notebook | None) -> tuple[LandingChoice, ...]:
    """What can be shown first: the group's notebooks that the reader may find, and what is shown now."""
    now = landing.pk if landing is not None else None
    rows = list(found.order_by("title", "pk")[:MOST_CHOICES])
    if landing is not None and now not in {row.pk for row in rows}:
        rows.insert(0, landing)
    return tuple(LandingChoice(row.uuid, row.title, row.pk == now) for row in rows)
