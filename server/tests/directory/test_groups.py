"""Groups: who may make, describe, change and remove them; the last owner stays; a directory's groups are its own."""

from collections.abc import Callable

import pytest
from django.db import IntegrityError, transaction
from gallery.accounts.models import User
from gallery.audit.models import AuditEvent
from gallery.directory.actions import create_group, delete_group, describe_group, remove_member, set_member
from gallery.directory.models import Group, GroupRole, Membership
from gallery.directory.permissions import can_manage, group_role
from gallery.lib.errors import Conflict, Invalid, NotAllowed, NotThere
from gallery.notebooks.models import Notebook
from gallery.notebooks.ownership import give_to_group

NOT_OWNERS = ("grace", "vera", "otto")


def roles(group: Group) -> dict[str, int]:
    """Who is in the group, as what."""
    return dict(Membership.objects.filter(group=group).values_list("person__username", "role"))


def test_whoever_makes_a_group_owns_it(ada: User) -> None:
    group = create_group(name="  Pricing  and   rents ", description=" What it costs. ", by=ada)
    assert (group.name, group.description, group.slug) == ("Pricing and rents", "What it costs.", "pricing-and-rents")
    assert roles(group) == {"ada": GroupRole.OWNER}
    assert AuditEvent.objects.filter(action="group.created", actor="ada", subject=f"group:{group.slug}").exists()


@pytest.mark.parametrize("name", ["", "   ", "\t\n"])
def test_a_group_has_a_name(ada: User, name: str) -> None:
    with pytest.raises(Invalid):
        create_group(name=name, by=ada)
    assert not Group.objects.exists()


def test_addresses_are_free_and_never_those_of_other_pages(ada: User) -> None:
    assert [create_group(name=name, by=ada).slug for name in ("Maps", "maps!", "New", "城")] == [
        "maps", "maps-2", "new-2", "group",
    ]  # fmt: skip
    for taken in ("maps", "new"):
        with pytest.raises(Invalid):
            create_group(name="Another", slug=taken, by=ada)


def test_the_owner_describes_and_the_address_stays(pricing: Group, ada: User) -> None:
    describe_group(group=pricing, by=ada, name="Prices", description="New words")
    pricing.refresh_from_db()
    assert (pricing.name, pricing.description, pricing.slug) == ("Prices", "New words", "pricing")


@pytest.mark.parametrize("who", NOT_OWNERS)
def test_nobody_but_owners_changes_a_group(pricing: Group, ada: User, otto: User, who: str) -> None:
    person, before = User.objects.get(username=who), roles(pricing)
    events = AuditEvent.objects.count()
    for attempt in (
        lambda: describe_group(group=pricing, by=person, name="Mine", description=""),
        lambda: set_member(group=pricing, person=otto, role=GroupRole.OWNER, by=person),
        lambda: set_member(group=pricing, person=person, role=GroupRole.OWNER, by=person),
        lambda: remove_member(group=pricing, person=ada, by=person),
        lambda: delete_group(group=pricing, by=person),
    ):
        with pytest.raises(NotAllowed):
            attempt()
    assert roles(pricing) == before
    assert AuditEvent.objects.count() == events


def test_an_administrator_looks_after_every_group(pricing: Group, admin: User, otto: User) -> None:
    set_member(group=pricing, person=otto, role=GroupRole.OWNER, by=admin)
    assert roles(pricing)["otto"] == GroupRole.OWNER


def test_owners_take_in_and_change_roles_twice_is_once(pricing: Group, ada: User, otto: User) -> None:
    for role in (GroupRole.VIEWER, GroupRole.EDITOR, GroupRole.EDITOR):
        set_member(group=pricing, person=otto, role=role, by=ada)
    assert roles(pricing)["otto"] == GroupRole.EDITOR
    assert Membership.objects.filter(group=pricing, person=otto).count() == 1


def test_somebody_who_has_left_the_house_is_not_taken_in(pricing: Group, ada: User, otto: User) -> None:
    otto.is_active = False
    otto.save()
    with pytest.raises(NotThere):
        set_member(group=pricing, person=otto, role=GroupRole.VIEWER, by=ada)
    assert group_role(otto, pricing) is None


def test_everybody_may_leave_but_the_last_owner(pricing: Group, ada: User, grace: User, vera: User) -> None:
    remove_member(group=pricing, person=vera, by=vera)
    assert "vera" not in roles(pricing)
    for attempt in (
        lambda: remove_member(group=pricing, person=ada, by=ada),
        lambda: set_member(group=pricing, person=ada, role=GroupRole.VIEWER, by=ada),
    ):
        with pytest.raises(Conflict, match="without an owner"):
            attempt()
    set_member(group=pricing, person=grace, role=GroupRole.OWNER, by=ada)
    remove_member(group=pricing, person=ada, by=ada)
    assert roles(pricing) == {"grace": GroupRole.OWNER}


def test_an_owner_who_has_left_the_house_does_not_count(pricing: Group, ada: User, grace: User) -> None:
    set_member(group=pricing, person=grace, role=GroupRole.OWNER, by=ada)
    grace.is_active = False
    grace.save()
    assert not can_manage(grace, pricing)
    with pytest.raises(Conflict):
        remove_member(group=pricing, person=ada, by=ada)


def test_somebody_who_is_no_member_cannot_leave(pricing: Group, otto: User) -> None:
    with pytest.raises(NotThere):
        remove_member(group=pricing, person=otto, by=otto)


def test_a_group_that_owns_nothing_can_go(pricing: Group, ada: User) -> None:
    delete_group(group=pricing, by=ada)
    assert not Group.objects.exists()
    assert not Membership.objects.exists()


@pytest.mark.parametrize("trashed", [False, True])
def test_a_group_that_owns_something_stays(
    pricing: Group, ada: User, write: Callable[..., Notebook], trashed: bool
) -> None:
    notebook = write(ada)
    give_to_group(notebook=notebook, by=ada, group=pricing)
    if trashed:
        Notebook.objects.filter(pk=notebook.pk).update(trashed_at=notebook.updated_at)
    with pytest.raises(Conflict, match="still owns"):
        delete_group(group=pricing, by=ada)
    assert Group.objects.filter(pk=pricing.pk).exists()
    assert not AuditEvent.objects.filter(action="group.deleted").exists()


@pytest.mark.parametrize("who", ["grace", "admin"])
def test_a_group_of_the_directory_is_changed_there(kept_elsewhere: Group, admin: User, otto: User, who: str) -> None:
    person = User.objects.get(username=who)
    member = User.objects.get(username="grace")
    for attempt in (
        lambda: describe_group(group=kept_elsewhere, by=person, name="Mine", description=""),
        lambda: set_member(group=kept_elsewhere, person=otto, role=GroupRole.VIEWER, by=person),
        lambda: remove_member(group=kept_elsewhere, person=member, by=person),
        lambda: delete_group(group=kept_elsewhere, by=person),
    ):
        with pytest.raises(NotAllowed, match="directory"):
            attempt()
    assert roles(kept_elsewhere) == {"grace": GroupRole.EDITOR}


@pytest.mark.parametrize(
    "wrong",
    [
        {"role": 0},
        {"role": 4},
        {"again": True},
    ],
    ids=str,
)
def test_the_database_refuses_wrong_memberships(pricing: Group, grace: User, otto: User, wrong: dict[str, int]) -> None:
    person = grace if wrong.get("again") else otto
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.create(group=pricing, person=person, role=wrong.get("role", 1))


def test_the_database_refuses_groups_without_a_name_or_twice_by_a_source(kept_elsewhere: Group) -> None:
    for wrong in (
        {"slug": "x", "name": ""},
        {"slug": "staff", "name": "X"},
        {"slug": "x", "name": "X", "source": "sso", "external": "staff"},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Group.objects.create(**wrong)
    Group.objects.create(slug="x", name="X", source="other", external="staff")
