"""What changes groups: one verb each, one transaction, its audit event inside."""

from django.db import transaction
from django.db.models import ProtectedError

from gallery.accounts.models import User
from gallery.audit.actions import record
from gallery.directory.models import Group, GroupRole, Membership
from gallery.directory.permissions import check_manages
from gallery.directory.slugs import free_slug
from gallery.lib.errors import Conflict, Invalid, NotThere


@transaction.atomic
def create_group(*, name: str, by: User, description: str = "", slug: str = "") -> Group:
    """Make a group; whoever makes it is its first owner."""
    shown = _name(name)
    group = Group.objects.create(slug=free_slug(Group, shown, slug), name=shown, description=description.strip()[:1000])
    Membership.objects.create(group=group, person=by, role=GroupRole.OWNER)
    _note(group, by, "group.created")
    return group


def _name(typed: str) -> str:
    name = " ".join(typed.split())[:100]
    if not name:
        raise Invalid("Give the group a name.")
    return name


@transaction.atomic
def describe_group(*, group: Group, by: User, name: str, description: str) -> None:
    """Change name and description; the address stays."""
    check_manages(by, group)
    group.name, group.description = _name(name), description.strip()[:1000]
    group.save(update_fields=["name", "description"])
    _note(group, by, "group.described")


@transaction.atomic
def set_member(*, group: Group, person: User, role: GroupRole, by: User) -> Membership:
    """Take somebody in, or change a member's role."""
    check_manages(by, group)
    if not person.is_active:
        raise NotThere
    before = _locked(group, person)
    if before is not None and before.role == GroupRole.OWNER and role != GroupRole.OWNER:
        _check_another_owner(group, person)
    made, _ = Membership.objects.update_or_create(group=group, person=person, defaults={"role": role})
    was = before.role if before is not None else None
    _note(group, by, "group.member", person=person.username, role=GroupRole(role).name.lower(), before=_word(was))
    return made


@transaction.atomic
def remove_member(*, group: Group, person: User, by: User) -> None:
    """Let a member go; everybody may leave by themselves."""
    if group.source or by.pk != person.pk:
        check_manages(by, group)
    member = _locked(group, person)
    if member is None:
        raise NotThere
    if member.role == GroupRole.OWNER:
        _check_another_owner(group, person)
    member.delete()
    _note(group, by, "group.member-removed", person=person.username, before=_word(member.role))


def _locked(group: Group, person: User) -> Membership | None:
    Group.objects.select_for_update().get(pk=group.pk)  # two owners who let each other go: one of them is refused
    return Membership.objects.filter(group=group, person=person).first()


def _check_another_owner(group: Group, person: User) -> None:
    others = Membership.objects.filter(group=group, role=GroupRole.OWNER, person__is_active=True).exclude(person=person)
    if not others.exists():
        raise Conflict(f"{group.name} would be left without an owner. Make somebody else an owner first.")


@transaction.atomic
def delete_group(*, group: Group, by: User) -> None:
    """Remove a group that owns nothing any more; rights that came through it end at once."""
    check_manages(by, group)
    _note(group, by, "group.deleted")
    try:
        group.delete()
    except ProtectedError:
        raise Conflict(
            f"{group.name} still owns notebooks, some perhaps in the trash. Give them to somebody else first."
        ) from None


def _word(role: int | None) -> str:
    return "" if role is None else GroupRole(role).name.lower()


def _note(group: Group, by: User, action: str, **detail: str | int | bool | None) -> None:
    record(actor=by.username, action=action, subject=f"group:{group.slug}", **detail)
