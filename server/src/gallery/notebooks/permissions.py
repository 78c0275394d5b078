"""Who may do what with a notebook: the rule for one, the rule for many, tested against each other."""

from enum import IntEnum
from typing import NamedTuple

from django.conf import settings
from django.db.models import Func, Q, QuerySet

from gallery.accounts.models import User
from gallery.directory.models import GroupRole, Membership
from gallery.lib.errors import NotAllowed
from gallery.notebooks.models import Notebook, Visibility
from gallery.notebooks.rule import ClosedTo, Marked, MayFind, MayOpen, RoleByShare, RoleInItsGroup


class Role(IntEnum):
    """What somebody may do, each including those before."""

    NONE = 0
    READ = 1
    RUN = 2
    COMMENT = 3
    EDIT = 4
    OWN = 5


THROUGH_GROUP = {GroupRole.VIEWER: Role.COMMENT, GroupRole.EDITOR: Role.EDIT, GroupRole.OWNER: Role.OWN}


class Standing(NamedTuple):
    """What is stored of a person and a notebook: an attribute is lacking, the role in its group, the role by shares."""

    closed: bool
    member: int | None
    share: int | None


# The rule for one notebook


def role_of(user: User | None, notebook: Notebook) -> Role:
    """The role of a person (None for nobody) on one notebook. Deactivated people have none, nor has the trash."""
    if notebook.trashed_at is not None:
        return Role.NONE
    return role_even_in_trash(user, notebook)


def role_even_in_trash(user: User | None, notebook: Notebook) -> Role:
    """The same for a notebook that may lie in the trash: for those who bring it back."""
    if user is None:
        return _role_of_nobody(notebook)
    if not user.is_active:
        return Role.NONE
    if user.elevated:
        return Role.OWN
    row = Notebook.objects.filter(pk=notebook.pk).annotate(**standing_of(user))
    return role_by_standing(user, notebook, Standing(*row.values_list(*Standing._fields).get()))


def role_by_standing(user: User, notebook: Notebook, standing: Standing) -> Role:
    """The role of somebody who is active, not elevated, and whose standing was read with the notebook."""
    if standing.closed:
        return Role.NONE
    by_share = Role(standing.share or Role.NONE)
    return max(_by_ownership(user, notebook, standing.member), _by_visibility(notebook), by_share)


def _role_of_nobody(notebook: Notebook) -> Role:
    open_to_all = notebook.visibility == Visibility.PUBLIC and not notebook.demands.exists()
    return Role.READ if open_to_all and settings.CONFIG.anonymous_reading else Role.NONE


def standing_of(user: User) -> dict[str, Func]:
    """What a query for notebooks adds to itself, to read the person's standing with each of them."""
    return {"closed": ClosedTo(user.pk), "member": RoleInItsGroup(user.pk), "share": RoleByShare(user.pk)}


def _by_ownership(user: User, notebook: Notebook, member: int | None) -> Role:
    if notebook.group_id is None:
        return Role.OWN if notebook.owner_id == user.pk else Role.NONE
    return Role.NONE if member is None else THROUGH_GROUP[GroupRole(member)]


def _by_visibility(notebook: Notebook) -> Role:
    return Role.COMMENT if notebook.visibility in {Visibility.PUBLIC, Visibility.UNLISTED} else Role.NONE


def can_read(user: User | None, notebook: Notebook) -> bool:
    """Whether this person may know that the notebook exists and read it."""
    return role_of(user, notebook) >= Role.READ


def check_may(user: User | None, notebook: Notebook, needed: Role) -> None:
    """End the request with a sentence unless the person has this role. For somebody who may read it already."""
    if role_of(user, notebook) < needed:
        raise NotAllowed(_SENTENCES[needed])


_SENTENCES = {
    Role.READ: "You may not read this notebook.",
    Role.RUN: "You may read this notebook, but not run it. Sign in, or ask its owner.",
    Role.COMMENT: "You may read this notebook, but not comment on it. Sign in, or ask its owner.",
    Role.EDIT: "You may not change this notebook. You can save your own copy as a new one, or ask its owner.",
    Role.OWN: "Only an owner may do this.",
}


# The rule for many notebooks, without a question to the database of its own: it becomes part of the asker's query


def visible_to(user: User | None) -> QuerySet[Notebook]:
    """Every notebook that this person may read: the same rule as `can_read`. For opening one by its address."""
    return _ruled(user, Notebook.objects.filter(trashed_at=None), listed=False)


def listed_to(user: User | None) -> QuerySet[Notebook]:
    """Every notebook that this person may find: those that may be read, without unlisted ones of other people.

    Lists, search, counts, feeds and recommendations begin here.
    """
    return _ruled(user, Notebook.objects.filter(trashed_at=None), listed=True)


def offered_to(user: User | None) -> QuerySet[Notebook]:
    """What may be brought to this person without being asked for: what they may find and is not deprecated."""
    return listed_to(user).filter(deprecated_at=None)


def in_trash_of(user: User | None) -> QuerySet[Notebook]:
    """Notebooks in the trash that this person owns, alone or through a group, and may see."""
    trashed = Notebook.objects.exclude(trashed_at=None)
    if user is None or not user.is_active:
        return trashed.none()
    if user.elevated:
        return trashed
    owning = Membership.objects.filter(person=user, role=GroupRole.OWNER).values("group")
    mine = Q(owner=user.pk, group=None) | Q(group__in=owning) | Q(share=Role.OWN)
    return trashed.annotate(share=RoleByShare(user.pk)).filter(mine).exclude(ClosedTo(user.pk))


def _ruled(user: User | None, living: QuerySet[Notebook], *, listed: bool) -> QuerySet[Notebook]:
    if user is None:
        if not settings.CONFIG.anonymous_reading:
            return living.none()
        return living.filter(visibility=Visibility.PUBLIC).exclude(Marked())
    if not user.is_active:
        return living.none()
    if user.elevated:
        return living
    return living.filter(MayFind(user.pk) if listed else MayOpen(user.pk))
