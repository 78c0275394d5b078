"""Notebooks that nobody active answers for. How many is for every administrator; which ones only in admin mode."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, QuerySet

from gallery.accounts.models import User
from gallery.directory.models import Group, GroupRole, Membership
from gallery.lib.errors import NotThere
from gallery.lib.paging import Paged, part
from gallery.notebooks.models import Notebook

ON_A_PAGE = 100


@dataclass(frozen=True)
class Leaver:
    """Somebody who left notebooks behind."""

    name: str
    shown_name: str
    url: str
    notebooks: int


@dataclass(frozen=True)
class Orphan:
    """A group with notebooks and without an active owner."""

    name: str
    members_url: str
    notebooks: int


@dataclass(frozen=True)
class Leavers:
    """The page of leavers."""

    people: tuple[Leaver, ...]
    groups: tuple[Orphan, ...]

    @property
    def notebooks(self) -> int:
        """How many notebooks have no active owner."""
        return sum(one.notebooks for one in self.people) + sum(one.notebooks for one in self.groups)


@dataclass(frozen=True)
class Left:
    """A notebook that somebody left, in admin mode."""

    uuid: UUID
    title: str
    url: str
    updated: datetime


@dataclass(frozen=True)
class LeaverPage(Paged):
    """What one person left. `notebooks` is None outside of admin mode."""

    leaver: Leaver
    notebooks: tuple[Left, ...] | None


def leavers() -> Leavers:
    """Everything that nobody answers for: two questions."""
    return Leavers(people=tuple(_people()), groups=tuple(_groups()))


def _living() -> QuerySet[Notebook]:
    return Notebook.objects.filter(trashed_at=None)


def _people() -> Sequence[Leaver]:
    owned = _living().filter(group=None, owner__is_active=False).values("owner__username", "owner__full_name")
    return [
        _leaver(row["owner__username"], row["owner__full_name"], row["n"])
        for row in owned.annotate(n=Count("pk")).order_by("owner__username")
    ]


def _leaver(name: str, full_name: str, notebooks: int) -> Leaver:
    return Leaver(name=name, shown_name=full_name or name, url=f"/admin/leavers/{name}", notebooks=notebooks)


def _groups() -> Sequence[Orphan]:
    owners = Membership.objects.filter(group=OuterRef("pk"), role=GroupRole.OWNER, person__is_active=True)
    # Who is in a group of the directory is decided there, and none of its members is an owner.
    orphans = Group.objects.filter(~Exists(owners), source="")
    owned = _living().filter(group__in=orphans).values("group__name", "group__slug").annotate(n=Count("pk"))
    return [
        Orphan(row["group__name"], f"/groups/{row['group__slug']}/members", row["n"])
        for row in owned.order_by("group__name")
    ]


def count_left() -> int:
    """How many notebooks have no active owner."""
    return leavers().notebooks


def left_by(person: User) -> QuerySet[Notebook]:
    """What somebody who left owns alone; `NotThere` for somebody who is here."""
    if person.is_active:
        raise NotThere
    return _living().filter(owner=person, group=None)


def leaver_page(person: User, *, reader: User, page: int) -> LeaverPage:
    """What one person left; titles only for a reader in admin mode."""
    found = left_by(person).order_by("title", "pk")
    total = found.count()
    rows = found[part(page, ON_A_PAGE)] if reader.elevated else None
    return LeaverPage(
        total=total,
        page=page,
        page_size=ON_A_PAGE,
        leaver=_leaver(person.username, person.full_name, total),
        notebooks=None if rows is None else tuple(_left(one) for one in rows),
    )


def _left(notebook: Notebook) -> Left:
    return Left(notebook.uuid, notebook.title, notebook.get_absolute_url(), notebook.updated_at)
