"""Who may do what with a notebook: the rule for one, the rule for many, tested against each other."""

from enum import IntEnum

from django.conf import settings
from django.db.models import Q, QuerySet

from gallery.accounts.models import User
from gallery.lib.errors import NotAllowed
from gallery.notebooks.models import Notebook, Visibility


class Role(IntEnum):
    """What somebody may do, each including those before."""

    NONE = 0
    READ = 1
    RUN = 2
    COMMENT = 3
    EDIT = 4
    OWN = 5


def role_of(user: User | None, notebook: Notebook) -> Role:
    """The role of a person (None for nobody) on one notebook. Deactivated people have none."""
    person = user if user is not None and user.is_active else None
    if notebook.trashed_at is not None:
        return Role.NONE
    if person is not None and notebook.owner_id == person.pk:
        return Role.OWN
    if notebook.visibility != Visibility.PUBLIC or not _may_enter(user):
        return Role.NONE
    return Role.COMMENT if person is not None else Role.READ


def can_read(user: User | None, notebook: Notebook) -> bool:
    """Whether this person may know that the notebook exists and read it."""
    return role_of(user, notebook) >= Role.READ


def visible_to(user: User | None) -> QuerySet[Notebook]:
    """Every notebook that this person may read: the same rule as `can_read`, for lists."""
    living = Notebook.objects.filter(trashed_at=None)
    if not _may_enter(user):
        return living.none()
    public = Q(visibility=Visibility.PUBLIC)
    return living.filter(public | Q(owner_id=user.pk) if user is not None else public)


def _may_enter(user: User | None) -> bool:
    if user is None:
        return bool(settings.CONFIG.anonymous_reading)
    return user.is_active


def check_may(user: User | None, notebook: Notebook, needed: Role) -> None:
    """End the request with a sentence unless the person has this role. For somebody who may read it already."""
    if role_of(user, notebook) < needed:
        raise NotAllowed(_SENTENCES[needed])


_SENTENCES = {
    Role.READ: "You may not read this notebook.",
    Role.RUN: "Sign in to run this notebook.",
    Role.COMMENT: "Sign in to comment on this notebook.",
    Role.EDIT: "Only the owner may change this notebook. You can save your own copy as a new notebook.",
    Role.OWN: "Only the owner may do this.",
}
