"""Who may do what with a notebook: the rule for one, the rule for many, tested against each other."""

from enum import IntEnum
from functools import reduce
from operator import or_

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from gallery.accounts.models import User
from gallery.directory.models import Belonging, GroupRole, Holding, Lineage, Membership
from gallery.lib.errors import NotAllowed
from gallery.notebooks.models import Notebook, Share, Visibility
from gallery.notebooks.models.notebook import Demand


class Role(IntEnum):
    """What somebody may do, each including those before."""

    NONE = 0
    READ = 1
    RUN = 2
    COMMENT = 3
    EDIT = 4
    OWN = 5


THROUGH_GROUP = {GroupRole.VIEWER: Role.COMMENT, GroupRole.EDITOR: Role.EDIT, GroupRole.OWNER: Role.OWN}


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
    closed, member, share = _standing(user, notebook)
    if closed:
        return Role.NONE
    return max(_by_ownership(user, notebook, member), _by_visibility(notebook), Role(share or Role.NONE))


def _role_of_nobody(notebook: Notebook) -> Role:
    open_to_all = notebook.visibility == Visibility.PUBLIC and not notebook.demands.exists()
    return Role.READ if open_to_all and settings.CONFIG.anonymous_reading else Role.NONE


def _standing(user: User, notebook: Notebook) -> tuple[bool, int | None, int | None]:
    """In one query: whether an attribute is lacking, the role in the owning group, the highest role by a share."""
    member = Membership.objects.filter(group=OuterRef("group"), person=user).values("role")
    share = Share.objects.filter(_alive_and_for(user), notebook=OuterRef("pk")).order_by("-role").values("role")
    row = Notebook.objects.filter(pk=notebook.pk).annotate(
        closed=_closed_to(user), member=Subquery(member[:1]), share=Subquery(share[:1])
    )
    return row.values_list("closed", "member", "share").get()


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


def in_trash_of(user: User | None) -> QuerySet[Notebook]:
    """Notebooks in the trash that this person owns, alone or through a group, and may see."""
    trashed = Notebook.objects.exclude(trashed_at=None)
    if user is None or not user.is_active:
        return trashed.none()
    if user.elevated:
        return trashed
    return trashed.filter(_owned_by(user, GroupRole.OWNER) | _shared_with(user, Role.OWN)).exclude(_closed_to(user))


def _ruled(user: User | None, living: QuerySet[Notebook], *, listed: bool) -> QuerySet[Notebook]:
    if user is None:
        if not settings.CONFIG.anonymous_reading:
            return living.none()
        return living.filter(visibility=Visibility.PUBLIC).exclude(_marked())
    if not user.is_active:
        return living.none()
    if user.elevated:
        return living
    open_to_all = [Visibility.PUBLIC] if listed else [Visibility.PUBLIC, Visibility.UNLISTED]
    either = Q(visibility__in=open_to_all) | _owned_by(user, GroupRole.VIEWER) | _shared_with(user, Role.READ)
    return living.filter(either).exclude(_closed_to(user))


def _owned_by(user: User, least: GroupRole) -> Q:
    groups = Membership.objects.filter(person=user, role__gte=least).values("group")
    return Q(owner=user.pk, group=None) | Q(group__in=groups)


def _shared_with(user: User, least: Role) -> Q:
    return Q(pk__in=Share.objects.filter(_alive_and_for(user), role__gte=least).values("notebook"))


def _alive_and_for(user: User) -> Q:
    """Shares that count for this person: by name, through a group, through the organisation or one above it."""
    groups = Membership.objects.filter(person=user).values("group")
    home = Belonging.objects.filter(person=user).values("organisation")
    above = Lineage.objects.filter(organisation__in=home).values("ancestor")
    kinds = (Q(person=user.pk), Q(group__in=groups), Q(organisation__in=above))
    return Share.alive() & reduce(or_, kinds)


def _closed_to(user: User) -> Exists:
    """Notebooks that demand an attribute which this person does not hold."""
    held = Holding.objects.filter(person=user).values("attribute")
    return Exists(Demand.objects.filter(notebook=OuterRef("pk")).exclude(attribute__in=held))


def _marked() -> Exists:
    """Notebooks that demand any attribute: nobody holds none."""
    return Exists(Demand.objects.filter(notebook=OuterRef("pk")))
