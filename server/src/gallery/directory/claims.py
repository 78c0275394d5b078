"""What a sign-in provider says about a person: applied at each sign-in, and withdrawn where it no longer says so."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction

from gallery.accounts.models import User
from gallery.audit.actions import record
from gallery.directory.models import Attribute, Belonging, Group, GroupRole, Holding, Membership, Organisation
from gallery.directory.organisations import hang
from gallery.directory.slugs import free_slug

LONGEST_NAME = 200


@dataclass(frozen=True)
class Claims:
    """What one provider says. None: it says nothing about this, so nothing is withdrawn. Empty: there is none."""

    organisation: str | None = None
    groups: frozenset[str] | None = None
    attributes: frozenset[str] | None = None


@transaction.atomic
def apply_claims(*, person: User, source: str, claims: Claims) -> None:
    """Give what the source names; take back what it gave earlier and names no more. Leaves other sources' alone."""
    if not source:
        raise ValueError("claims have a source")
    User.objects.select_for_update().get(pk=person.pk)
    if claims.organisation is not None:
        _place(person, source, claims.organisation.strip()[:LONGEST_NAME])
    if claims.groups is not None:
        _join(person, source, _names(claims.groups))
    if claims.attributes is not None:
        _hold(person, source, _names(claims.attributes))


def _names(said: Iterable[str]) -> set[str]:
    return {name for name in (one.strip() for one in said) if 0 < len(name) <= LONGEST_NAME}


def _place(person: User, source: str, name: str) -> None:
    now = Belonging.objects.filter(person=person).select_related("organisation").first()
    if now is not None and now.source != source and not (now.source == "" and name):
        return
    before = now.organisation.slug if now is not None else ""
    if name:
        found = _organisation(source, name)
        Belonging.objects.update_or_create(person=person, defaults={"organisation": found, "source": source})
    else:
        Belonging.objects.filter(person=person, source=source).delete()
    after = found.slug if name else ""
    if before != after:
        _note(person, source, "person.placed", organisation=after, before=before)


def _organisation(source: str, name: str) -> Organisation:
    found = Organisation.objects.filter(source=source, external=name).first()
    if found is None:
        slug = free_slug(Organisation, name)
        found = Organisation.objects.create(source=source, external=name, name=name[:100], slug=slug)
        hang(found, None)
    return found


def _join(person: User, source: str, names: set[str]) -> None:
    now = Membership.objects.filter(person=person, source=source).select_related("group")
    for one in [one for one in now if one.group.external not in names]:
        one.delete()
        _note(person, source, "group.left", group=one.group.slug)
    for name in sorted(names - {one.group.external for one in now}):
        group = _group(source, name)
        Membership.objects.create(group=group, person=person, role=GroupRole.EDITOR, source=source)
        _note(person, source, "group.joined", group=group.slug)


def _group(source: str, name: str) -> Group:
    found = Group.objects.filter(source=source, external=name).first()
    return found or Group.objects.create(source=source, external=name, name=name[:100], slug=free_slug(Group, name))


def _hold(person: User, source: str, names: set[str]) -> None:
    """Only attributes that an administrator defined exist; a provider cannot make up new ones."""
    now = Holding.objects.filter(person=person, source=source).select_related("attribute")
    for one in [one for one in now if one.attribute.slug not in names]:
        one.delete()
        _note(person, source, "attribute.withdrawn", attribute=one.attribute.slug)
    held = set(Holding.objects.filter(person=person).values_list("attribute__slug", flat=True))
    for attribute in Attribute.objects.filter(slug__in=names - held):
        Holding.objects.create(attribute=attribute, person=person, source=source)
        _note(person, source, "attribute.granted", attribute=attribute.slug)


def _note(person: User, source: str, action: str, **detail: str) -> None:
    record(actor=f"sign-in:{source}", action=action, subject=f"person:{person.username}", **detail)
