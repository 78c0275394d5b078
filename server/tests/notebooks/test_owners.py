"""Owners: giving away, taking over what a leaver left, and what is demanded of readers."""

from collections.abc import Callable

import pytest
from gallery.accounts.actions import deactivate
from gallery.accounts.models import User
from gallery.directory.actions import create_attribute, create_group, delete_group, grant, set_member, withdraw
from gallery.directory.models import GroupRole
from gallery.lib.errors import Conflict, Invalid, NotAllowed
from gallery.notebooks.models import Notebook
from gallery.notebooks.ownership import give_to_group, give_to_person, set_demands, take_over
from gallery.notebooks.permissions import Role, role_of
from gallery.notices.models import Notice

from server.tests.notebooks.test_sharing import give

Write = Callable[..., Notebook]


def test_the_new_owner_has_all_rights_and_the_old_one_none(ada: User, otto: User, write: Write) -> None:
    notebook = write(ada)
    give(notebook, ada, Role.READ, person=otto)
    give_to_person(notebook=notebook, by=ada, person=otto)
    assert (role_of(ada, notebook), role_of(otto, notebook)) == (Role.NONE, Role.OWN)


def test_the_giver_may_keep_editing(ada: User, otto: User, write: Write) -> None:
    notebook = write(ada)
    give_to_person(notebook=notebook, by=ada, person=otto, keep_editing=True)
    assert role_of(ada, notebook) == Role.EDIT


def test_only_owners_give_away(ada: User, otto: User, write: Write) -> None:
    notebook = write(ada)
    give(notebook, ada, Role.EDIT, person=otto)
    with pytest.raises(NotAllowed):
        give_to_person(notebook=notebook, by=otto, person=otto)


def test_a_leaver_gets_nothing(ada: User, otto: User, write: Write) -> None:
    deactivate(person=otto, by="admin")
    with pytest.raises(Invalid):
        give_to_person(notebook=write(ada), by=ada, person=otto)


def test_in_a_group_rights_come_through_the_group_alone(ada: User, grace: User, otto: User, write: Write) -> None:
    group = create_group(name="Pricing", by=grace)
    set_member(group=group, person=ada, role=GroupRole.EDITOR, by=grace)
    set_member(group=group, person=otto, role=GroupRole.VIEWER, by=grace)
    notebook = write(ada)
    give_to_group(notebook=notebook, by=ada, group=group)
    assert [role_of(one, notebook) for one in (ada, grace, otto)] == [Role.EDIT, Role.OWN, Role.COMMENT]


def test_one_gives_only_to_groups_that_one_writes_for(ada: User, grace: User, write: Write) -> None:
    group = create_group(name="Pricing", by=grace)
    notebook = write(ada)
    with pytest.raises(NotAllowed):
        give_to_group(notebook=notebook, by=ada, group=group)
    set_member(group=group, person=ada, role=GroupRole.VIEWER, by=grace)
    with pytest.raises(NotAllowed):
        give_to_group(notebook=notebook, by=ada, group=group)


def test_a_group_that_owns_notebooks_stays(ada: User, write: Write) -> None:
    group = create_group(name="Pricing", by=ada)
    give_to_group(notebook=write(ada), by=ada, group=group)
    with pytest.raises(Conflict, match="still owns"):
        delete_group(group=group, by=ada)


def test_what_a_leaver_leaves_is_offered_to_those_who_edit_it(ada: User, grace: User, otto: User, write: Write) -> None:
    notebook = write(ada)
    give(notebook, ada, Role.EDIT, person=grace)
    give(notebook, ada, Role.READ, person=otto)
    Notice.objects.all().delete()
    deactivate(person=ada, by="admin")
    assert [(one.person, one.kind) for one in Notice.objects.all()] == [(grace, "notebook-offered")]
    with pytest.raises(NotAllowed):
        take_over(notebook=notebook, by=otto)
    take_over(notebook=notebook, by=grace)
    notebook.refresh_from_db()
    assert (notebook.owner, role_of(grace, notebook), role_of(otto, notebook)) == (grace, Role.OWN, Role.READ)


def test_what_has_an_owner_cannot_be_taken_over(ada: User, grace: User, write: Write) -> None:
    notebook = write(ada)
    give(notebook, ada, Role.EDIT, person=grace)
    with pytest.raises(Conflict):
        take_over(notebook=notebook, by=grace)


def test_deactivating_destroys_nothing(ada: User, write: Write) -> None:
    notebook = write(ada, "precious = 1")
    deactivate(person=ada, by="admin")
    notebook.refresh_from_db()
    assert notebook.head is not None
    assert notebook.owner == ada


def test_only_holders_see_what_demands_an_attribute(ada: User, otto: User, admin: User, write: Write) -> None:
    clearance = create_attribute(name="Clearance", by=admin)
    grant(attribute=clearance, person=ada, by=admin)
    notebook = write(ada, public=True)
    set_demands(notebook=notebook, by=ada, attributes=[clearance])
    assert (role_of(otto, notebook), role_of(None, notebook), role_of(ada, notebook)) == (0, 0, Role.OWN)
    grant(attribute=clearance, person=otto, by=admin)
    assert role_of(otto, notebook) == Role.COMMENT
    withdraw(attribute=clearance, person=otto, by=admin)
    assert role_of(otto, notebook) == Role.NONE


def test_one_demands_only_what_one_holds(ada: User, admin: User, write: Write) -> None:
    clearance = create_attribute(name="Clearance", by=admin)
    with pytest.raises(NotAllowed, match="do not hold"):
        set_demands(notebook=write(ada), by=ada, attributes=[clearance])


def test_nobody_gets_what_they_could_not_see(ada: User, otto: User, admin: User, write: Write) -> None:
    notebook = write(ada)
    marks = [create_attribute(name=name, by=admin) for name in ("Clearance", "Another")]
    for mark in marks:
        grant(attribute=mark, person=ada, by=admin)
    set_demands(notebook=notebook, by=ada, attributes=marks)
    grant(attribute=marks[0], person=otto, by=admin)
    with pytest.raises(Conflict, match="could not see") as refusal:
        give_to_person(notebook=notebook, by=ada, person=otto)
    assert not any(mark.name in refusal.value.message for mark in marks)  # nor which of them is lacking
    assert role_of(ada, Notebook.objects.get(pk=notebook.pk)) == Role.OWN
    grant(attribute=marks[1], person=otto, by=admin)
    give_to_person(notebook=notebook, by=ada, person=otto)
    assert role_of(otto, notebook) == Role.OWN


def test_no_group_gets_what_none_of_its_owners_could_see(
    ada: User, otto: User, grace: User, admin: User, write: Write
) -> None:
    notebook, mark = write(ada), create_attribute(name="Clearance", by=admin)
    for person in (ada, grace):
        grant(attribute=mark, person=person, by=admin)
    set_demands(notebook=notebook, by=ada, attributes=[mark])
    group = create_group(name="Pricing", by=otto)
    set_member(group=group, person=ada, role=GroupRole.EDITOR, by=otto)
    set_member(group=group, person=grace, role=GroupRole.VIEWER, by=otto)
    with pytest.raises(Conflict, match="could not see"):
        give_to_group(notebook=notebook, by=ada, group=group)
    set_member(group=group, person=grace, role=GroupRole.OWNER, by=otto)
    give_to_group(notebook=notebook, by=ada, group=group)
    assert role_of(grace, notebook) == Role.OWN
