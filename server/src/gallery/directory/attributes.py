"""What changes attributes and who holds them; for administrators."""

from django.db import transaction
from django.db.models import ProtectedError

from gallery.accounts.models import User
from gallery.audit.actions import record
from gallery.directory.models import Attribute, Holding
from gallery.directory.permissions import check_administers
from gallery.directory.slugs import free_slug
from gallery.lib.errors import Conflict, Invalid, NotThere


@transaction.atomic
def create_attribute(*, name: str, by: User, description: str = "", slug: str = "") -> Attribute:
    """Define an attribute that notebooks may demand."""
    check_administers(by)
    shown = " ".join(name.split())[:100]
    if not shown:
        raise Invalid("Give the attribute a name.")
    made = Attribute.objects.create(
        slug=free_slug(Attribute, shown, slug), name=shown, description=description.strip()[:500]
    )
    record(actor=by.username, action="attribute.created", subject=f"attribute:{made.slug}")
    return made


@transaction.atomic
def describe_attribute(*, attribute: Attribute, by: User, name: str, description: str) -> None:
    """Change name and description; the short name by which providers and programs know it stays."""
    check_administers(by)
    shown = " ".join(name.split())[:100]
    if not shown:
        raise Invalid("Give the attribute a name.")
    attribute.name, attribute.description = shown, description.strip()[:500]
    attribute.save(update_fields=["name", "description"])
    record(actor=by.username, action="attribute.described", subject=f"attribute:{attribute.slug}")


@transaction.atomic
def delete_attribute(*, attribute: Attribute, by: User) -> None:
    """Remove an attribute that no notebook demands any more."""
    check_administers(by)
    record(actor=by.username, action="attribute.deleted", subject=f"attribute:{attribute.slug}")
    try:
        attribute.delete()
    except ProtectedError:
        raise Conflict(
            f"Notebooks still demand {attribute.name}. Without it they would be open to more people."
        ) from None


@transaction.atomic
def grant(*, attribute: Attribute, person: User, by: User) -> None:
    """Let a person hold an attribute. Twice is once."""
    check_administers(by)
    _, made = Holding.objects.get_or_create(attribute=attribute, person=person)
    if made:
        _note("attribute.granted", attribute, person, by.username)


@transaction.atomic
def withdraw(*, attribute: Attribute, person: User, by: User) -> None:
    """Take an attribute away; what demands it is hidden from the next request on."""
    check_administers(by)
    found = Holding.objects.filter(attribute=attribute, person=person).first()
    if found is None:
        raise NotThere
    if found.source:
        raise Conflict(f"{person.shown_name} holds {attribute.name} through the directory. Withdraw it there.")
    found.delete()
    _note("attribute.withdrawn", attribute, person, by.username)


def _note(action: str, attribute: Attribute, person: User, actor: str) -> None:
    record(actor=actor, action=action, subject=f"attribute:{attribute.slug}", person=person.username)
