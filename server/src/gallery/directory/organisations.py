"""What changes the tree of organisations and who belongs where; for administrators."""

from django.db import transaction
from django.db.models import ProtectedError

from gallery.accounts.models import User
from gallery.audit.actions import record
from gallery.directory.models import Belonging, Lineage, Organisation
from gallery.directory.permissions import check_administers
from gallery.directory.slugs import free_slug
from gallery.lib.errors import Conflict, Invalid


@transaction.atomic
def create_organisation(
    *, name: str, by: User, parent: Organisation | None = None, description: str = "", slug: str = ""
) -> Organisation:
    """Add an organisation to the tree, at the top without a parent."""
    check_administers(by)
    made = Organisation.objects.create(
        slug=free_slug(Organisation, _name(name), slug), name=_name(name), description=description.strip()[:500]
    )
    hang(made, parent)
    _note(made, by.username, "organisation.created", parent=parent.slug if parent else "")
    return made


def _name(typed: str) -> str:
    name = " ".join(typed.split())[:100]
    if not name:
        raise Invalid("Give the organisation a name.")
    return name


@transaction.atomic
def describe_organisation(*, organisation: Organisation, by: User, name: str, description: str) -> None:
    """Change name and description; the address stays."""
    check_administers(by)
    organisation.name, organisation.description = _name(name), description.strip()[:500]
    organisation.save(update_fields=["name", "description"])
    _note(organisation, by.username, "organisation.described")


@transaction.atomic
def move_organisation(*, organisation: Organisation, parent: Organisation | None, by: User) -> None:
    """Hang an organisation, with everything below it, under another one."""
    check_administers(by)
    list(Organisation.objects.select_for_update().values_list("pk"))  # two moves at once could make a circle
    if parent is not None and Lineage.objects.filter(organisation=parent, ancestor=organisation).exists():
        raise Conflict(f"{parent.name} is {organisation.name} or below it, so it cannot be above it.")
    hang(organisation, parent)
    _note(organisation, by.username, "organisation.moved", parent=parent.slug if parent else "")


def hang(organisation: Organisation, parent: Organisation | None) -> None:
    """Set the parent and write the lineage of the whole branch anew. For verbs that have checked it."""
    organisation.parent = parent
    organisation.save(update_fields=["parent"])
    for one in _branch(organisation):
        Lineage.objects.filter(organisation=one).delete()
        Lineage.objects.bulk_create(_lineage(one))


def _branch(top: Organisation) -> list[Organisation]:
    found = [top]
    for one in found:
        found.extend(Organisation.objects.filter(parent=one))
    return found


def _lineage(organisation: Organisation) -> list[Lineage]:
    chain = [organisation]
    while (above := chain[-1].parent) is not None:
        chain.append(above)
    return [Lineage(organisation=organisation, ancestor=one, distance=distance) for distance, one in enumerate(chain)]


@transaction.atomic
def delete_organisation(*, organisation: Organisation, by: User) -> None:
    """Remove an organisation without people and without parts."""
    check_administers(by)
    _note(organisation, by.username, "organisation.deleted")
    try:
        organisation.delete()
    except ProtectedError:
        raise Conflict(f"{organisation.name} still has people or parts. Move them first.") from None


@transaction.atomic
def place(*, person: User, organisation: Organisation | None, by: User) -> None:
    """Say to which organisation a person belongs, None for none."""
    check_administers(by)
    before = Belonging.objects.filter(person=person).select_related("organisation").first()
    if before is not None and before.source:
        raise Conflict(f"The organisation of {person.shown_name} comes from the directory. Change it there.")
    if organisation is None:
        Belonging.objects.filter(person=person).delete()
    else:
        Belonging.objects.update_or_create(person=person, defaults={"organisation": organisation, "source": ""})
    record(
        actor=by.username,
        action="person.placed",
        subject=f"person:{person.username}",
        organisation=organisation.slug if organisation else "",
        before=before.organisation.slug if before else "",
    )


def _note(organisation: Organisation, actor: str, action: str, **detail: str | int | bool | None) -> None:
    record(actor=actor, action=action, subject=f"organisation:{organisation.slug}", **detail)
