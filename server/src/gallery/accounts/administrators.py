"""Who is an administrator, and what administrators change about other people."""

from django.db import transaction

from gallery.accounts.actions import check_another_administrator
from gallery.accounts.models import User
from gallery.accounts.renaming import rename
from gallery.audit.actions import record
from gallery.lib.errors import Conflict, Invalid


@transaction.atomic
def change_person(*, person: User, full_name: str, email: str, by: str) -> None:
    """Change somebody's full name and mail address. Two people never have the same address."""
    address = email.strip()
    if address and User.objects.filter(email__iexact=address).exclude(pk=person.pk).exists():
        raise Invalid("Somebody else has this mail address already.")
    before, person.email = person.email, address
    person.save(update_fields=["email"])
    record(
        actor=by,
        action="person.changed",
        subject=f"person:{person.username}",
        mail_changed=before != address,
    )
    rename(person, " ".join(full_name.split())[:150])


@transaction.atomic
def make_administrator(*, person: User, by: str) -> None:
    """Let somebody administrate. Twice is once."""
    if not person.is_active:
        raise Conflict(f"{person.shown_name} is deactivated. Reactivate them first.")
    if not person.is_superuser:
        _set(person, True)
        record(actor=by, action="administrator.given", subject=f"person:{person.username}")


@transaction.atomic
def unmake_administrator(*, person: User, by: str) -> None:
    """Take it back: never from oneself, never from the last one."""
    if person.username == by:
        raise Conflict("You cannot take this from yourself. Ask another administrator.")
    if person.is_superuser:
        check_another_administrator(person)
        _set(person, False)
        record(actor=by, action="administrator.taken", subject=f"person:{person.username}")


def _set(person: User, administrates: bool) -> None:
    person.is_superuser = person.is_staff = administrates
    person.save(update_fields=["is_superuser", "is_staff"])
