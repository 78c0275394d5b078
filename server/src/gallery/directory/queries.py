"""Where somebody belongs, for those who ask in passing."""

from collections.abc import Sequence

from gallery.accounts.models import User
from gallery.directory.models import Attribute, Group, Organisation


def groups_of(person: User) -> Sequence[Group]:
    """The groups that the person is a member of, by name."""
    return list(Group.objects.filter(memberships__person=person))


def organisation_of(person: User) -> Organisation | None:
    """The person's organisation."""
    return Organisation.objects.filter(belongings__person=person).first()


def attributes_of(person: User) -> Sequence[Attribute]:
    """The attributes that the person holds, by name."""
    return list(Attribute.objects.filter(holdings__person=person))
