"""Verbs that need several rooms: a person made, a password reset."""

from collections.abc import Collection
from uuid import UUID

from django.db import transaction

from gallery.accounts import actions as accounts
from gallery.accounts.models import User
from gallery.accounts.passwords import random_password, reset_password
from gallery.administration.leaver_queries import left_by
from gallery.administration.notices import PASSWORD_RESET
from gallery.directory.models import Group
from gallery.lib.errors import Conflict, Invalid
from gallery.notebooks.ownership import give_to_group, give_to_person
from gallery.notices.actions import tell


def make_person(*, name: str, full_name: str, email: str, by: User) -> tuple[User, str]:
    """Make a person with a random password, which is answered here and never again."""
    password = random_password()
    made = accounts.create_person(name=name, full_name=full_name, email=email, password=password, by=by.username)
    return made, password


@transaction.atomic
def set_new_password(*, person: User, by: User) -> str:
    """A random password for somebody else, who is told of it; answered here and never again."""
    if person.pk == by.pk:
        raise Conflict("Change your own password on your account page.")
    if not person.is_active:
        raise Conflict(f"{person.shown_name} is deactivated. Reactivate them first.")
    fresh = reset_password(person=person, by=by.username)
    tell(people=[person], kind=PASSWORD_RESET, subject=f"person:{person.username}", by=by.username)
    return fresh


def deactivate(*, person: User, by: User) -> None:
    """Deactivate somebody else: who locks themselves out by a click cannot take it back."""
    if person.pk == by.pk:
        raise Conflict("You cannot deactivate yourself. Ask another administrator.")
    accounts.deactivate(person=person, by=by.username)


@transaction.atomic
def reactivate(*, person: User, by: User) -> None:
    """Let somebody in again. Who waits for an answer gets one instead."""
    if hasattr(person, "waiting"):
        raise Conflict(f"{person.shown_name} is waiting for an answer. Approve or refuse instead.")
    if not person.is_active:
        accounts.reactivate(person=person, by=by.username)


@transaction.atomic
def hand_over(*, leaver: User, notebooks: Collection[UUID], to: User | Group, by: User) -> int:
    """Give what somebody left to a person or group; answers how much it was. In admin mode only."""
    if not by.elevated:
        raise Conflict("Switch admin mode on first: which notebooks these are is private.")
    chosen = list(left_by(leaver).filter(uuid__in=notebooks).select_related("owner", "group"))
    if not chosen:
        raise Invalid("Choose at least one notebook.")
    for notebook in chosen:
        if isinstance(to, User):
            give_to_person(notebook=notebook, by=by, person=to)
        else:
            give_to_group(notebook=notebook, by=by, group=to)
    return len(chosen)
