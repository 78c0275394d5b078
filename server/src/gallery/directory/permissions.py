"""Who may change a group: its owners, and administrators. What a directory keeps is changed there."""

from gallery.accounts.models import User
from gallery.directory.models import Group, GroupRole, Membership
from gallery.lib.errors import NotAllowed


def group_role(person: User | None, group: Group) -> GroupRole | None:
    """The person's role in the group, or None."""
    if person is None or not person.is_active:
        return None
    found = Membership.objects.filter(group=group, person=person).values_list("role", flat=True).first()
    return GroupRole(found) if found is not None else None


def can_manage(person: User | None, group: Group) -> bool:
    """Whether this person may change the group and its members."""
    if person is None or not person.is_active or group.source:
        return False
    return person.is_superuser or group_role(person, group) == GroupRole.OWNER


def check_manages(person: User, group: Group) -> None:
    """End the request with a sentence unless the person may change the group."""
    if group.source:
        raise NotAllowed(f"{group.name} comes from your organisation's directory. Ask there for a change.")
    if not can_manage(person, group):
        raise NotAllowed(f"Only owners of {group.name} may do this.")


def check_administers(person: User) -> None:
    """End the request with a sentence unless the person is an administrator."""
    if not (person.is_active and person.is_superuser):
        raise NotAllowed("Only an administrator may do this.")
