"""People: made, described, deactivated."""

from django.contrib.auth.password_validation import validate_password
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import transaction
from django.utils import timezone
from oauth2_provider.models import get_access_token_model, get_refresh_token_model

from gallery.accounts.leaving import follow_all
from gallery.accounts.models import User
from gallery.accounts.renaming import rename
from gallery.audit.actions import record
from gallery.lib.errors import Conflict, Invalid, NotThere

NAME = RegexValidator(r"\A[a-z][a-z0-9._-]{1,38}\Z")


def person_named(name: str) -> User:
    """The active or deactivated person with this name."""
    found = User.objects.filter(username=name).first()
    if found is None:
        raise NotThere(f"There is no person called {name}.")
    return found


@transaction.atomic
def create_person(
    *,
    name: str,
    password: str,
    by: str,
    full_name: str = "",
    email: str = "",
    admin: bool = False,
) -> User:
    """Make a person with a local password."""
    _check_name(name)
    try:
        validate_password(password, User(username=name, full_name=full_name))
    except ValidationError as error:
        raise Invalid(" ".join(error.messages)) from None
    person = User.objects.create_user(username=name, password=password, email=email, full_name=full_name)
    if admin:
        person.is_superuser = person.is_staff = True
        person.save(update_fields=["is_superuser", "is_staff"])
    record(actor=by, action="person.created", subject=f"person:{name}", admin=admin)
    return person


def _check_name(name: str) -> None:
    try:
        NAME(name)
    except ValidationError:
        raise Invalid(
            "A name has 2 to 39 lower-case letters, digits, dots, hyphens or underscores and begins with a letter."
        ) from None
    if User.objects.filter(username__iexact=name).exists():
        raise Invalid(f"There is a person called {name} already.")


@transaction.atomic
def deactivate(*, person: User, by: str) -> None:
    """End sessions, tokens and client grants at once; everything that the person wrote stays."""
    if person.is_active:
        check_another_administrator(person)
    person.is_active = False
    person.save(update_fields=["is_active"])
    person.tokens.filter(revoked_at=None).update(revoked_at=timezone.now())
    get_access_token_model().objects.filter(user=person).delete()
    get_refresh_token_model().objects.filter(user=person).delete()
    end_sessions(person)
    follow_all(person)
    record(actor=by, action="person.deactivated", subject=f"person:{person.username}")


@transaction.atomic
def reactivate(*, person: User, by: str) -> None:
    """Let somebody in again: with the same name and notebooks, but with no session or token from before."""
    person.is_active = True
    person.save(update_fields=["is_active"])
    record(actor=by, action="person.reactivated", subject=f"person:{person.username}")


def check_another_administrator(person: User) -> None:
    """Raise `Conflict` where the house would be left without an administrator. Two at once: the second one waits."""
    administrators = User.objects.select_for_update().filter(is_superuser=True, is_active=True)
    if {one.pk for one in administrators} == {person.pk}:
        raise Conflict(f"{person.shown_name} is the last administrator. Make somebody else an administrator first.")


def end_sessions(person: User) -> None:
    """Sign the person out everywhere."""
    for session in Session.objects.filter(expire_date__gt=timezone.now()).iterator():
        if session.get_decoded().get("_auth_user_id") == str(person.pk):
            session.delete()


@transaction.atomic
def describe_person(*, person: User, full_name: str, about: str) -> None:
    """Change what colleagues read about oneself."""
    person.about = about.strip()[:500]
    person.save(update_fields=["about"])
    record(actor=person.username, action="person.described", subject=f"person:{person.username}")
    rename(person, " ".join(full_name.split())[:150])
