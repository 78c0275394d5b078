"""Sharing: who gains what, who loses it when, what the log says of it."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from gallery.accounts.models import User
from gallery.audit.models import AuditEvent
from gallery.directory.actions import create_group, create_organisation, place, set_member
from gallery.directory.models import GroupRole
from gallery.lib.errors import Invalid, NotAllowed, NotThere
from gallery.notebooks.actions import set_visibility
from gallery.notebooks.models import Notebook, Share, Visibility
from gallery.notebooks.permissions import Role, role_of
from gallery.notebooks.sharing import Wish, set_shares, share, unshare
from gallery.notebooks.targets import Target, find_target

Write = Callable[..., Notebook]


def give(notebook: Notebook, by: User, role: Role = Role.EDIT, **target: object) -> Share:
    """Share in one line."""
    return share(notebook=notebook, by=by, wish=Wish(Target(**target), role))  # type: ignore[arg-type]


def test_a_share_gives_exactly_its_role(ada: User, otto: User, write: Write) -> None:
    notebook = write(ada)
    for role in (Role.READ, Role.RUN, Role.COMMENT, Role.EDIT, Role.OWN, Role.READ):
        give(notebook, ada, role, person=otto)
        assert role_of(otto, notebook) == role


def test_the_word_follows_the_shares(ada: User, otto: User, write: Write) -> None:
    notebook = write(ada)
    made = give(notebook, ada, person=otto)
    assert notebook.visibility == Visibility.SHARED
    set_visibility(notebook=notebook, by=ada, visibility=Visibility.PRIVATE)
    assert notebook.visibility == Visibility.SHARED  # otto still sees it, so it does not say that nobody does
    unshare(notebook=notebook, by=ada, pk=made.pk)
    assert notebook.visibility == Visibility.PRIVATE
    assert role_of(otto, notebook) == Role.NONE


def test_a_group_and_an_organisation_share_with_everybody_in_them(
    ada: User, grace: User, otto: User, admin: User, write: Write
) -> None:
    group = create_group(name="Pricing", by=admin)
    set_member(group=group, person=grace, role=GroupRole.VIEWER, by=admin)
    house = create_organisation(name="House", by=admin)
    place(person=otto, organisation=create_organisation(name="Desk", by=admin, parent=house), by=admin)
    notebook = write(ada)
    give(notebook, ada, Role.RUN, group=group)
    give(notebook, ada, Role.COMMENT, organisation=house)
    assert (role_of(grace, notebook), role_of(otto, notebook)) == (Role.RUN, Role.COMMENT)


def test_the_highest_of_several_shares_counts(ada: User, grace: User, admin: User, write: Write) -> None:
    group = create_group(name="Pricing", by=grace)
    notebook = write(ada)
    give(notebook, ada, Role.READ, person=grace)
    give(notebook, ada, Role.EDIT, group=group)
    assert role_of(grace, notebook) == Role.EDIT


def test_a_share_ends_by_itself(ada: User, otto: User, write: Write) -> None:
    notebook = write(ada)
    ends = timezone.now() + timedelta(days=1)
    made = share(notebook=notebook, by=ada, wish=Wish(Target(person=otto), Role.EDIT, ends))
    assert role_of(otto, notebook) == Role.EDIT
    Share.objects.filter(pk=made.pk).update(ends_at=timezone.now() - timedelta(seconds=1))
    assert role_of(otto, notebook) == Role.NONE


def test_a_share_cannot_end_in_the_past(ada: User, otto: User, write: Write) -> None:
    with pytest.raises(Invalid, match="past"):
        share(notebook=write(ada), by=ada, wish=Wish(Target(person=otto), Role.READ, timezone.now()))


def test_the_owner_needs_no_share(ada: User, write: Write) -> None:
    with pytest.raises(Invalid, match="every right already"):
        give(write(ada), ada, person=ada)


@pytest.mark.parametrize("role", [Role.READ, Role.RUN, Role.COMMENT, Role.EDIT])
def test_only_owners_share(role: Role, ada: User, otto: User, grace: User, write: Write) -> None:
    notebook = write(ada)
    give(notebook, ada, role, person=otto)
    with pytest.raises(NotAllowed):
        give(notebook, otto, Role.READ, person=grace)
    assert role_of(grace, notebook) == Role.NONE


def test_a_stranger_cannot_take_a_share_back(ada: User, otto: User, grace: User, write: Write) -> None:
    notebook = write(ada, public=True)
    made = give(notebook, ada, person=otto)
    with pytest.raises(NotAllowed):
        unshare(notebook=notebook, by=grace, pk=made.pk)
    assert Share.objects.filter(pk=made.pk).exists()


def test_whoever_was_given_a_share_may_return_it(ada: User, otto: User, write: Write) -> None:
    notebook = write(ada)
    made = give(notebook, ada, person=otto)
    unshare(notebook=notebook, by=otto, pk=made.pk)
    assert role_of(otto, notebook) == Role.NONE


def test_a_share_of_another_notebook_is_not_there(ada: User, otto: User, write: Write) -> None:
    one, other = write(ada), write(ada)
    made = give(one, ada, person=otto)
    with pytest.raises(NotThere):
        unshare(notebook=other, by=ada, pk=made.pk)


def test_all_shares_at_once_or_none(ada: User, otto: User, grace: User, write: Write) -> None:
    notebook = write(ada)
    give(notebook, ada, person=otto)
    wrong = Wish(Target(person=ada), Role.READ)
    with pytest.raises(Invalid):
        set_shares(notebook=notebook, by=ada, wishes=[Wish(Target(person=grace), Role.READ), wrong])
    assert (role_of(otto, notebook), role_of(grace, notebook)) == (Role.EDIT, Role.NONE)
    set_shares(notebook=notebook, by=ada, wishes=[Wish(Target(person=grace), Role.READ)])
    assert (role_of(otto, notebook), role_of(grace, notebook)) == (Role.NONE, Role.READ)


def test_the_same_target_twice_is_refused(ada: User, otto: User, write: Write) -> None:
    wish = Wish(Target(person=otto), Role.READ)
    with pytest.raises(Invalid, match="twice"):
        set_shares(notebook=write(ada), by=ada, wishes=[wish, wish])


def test_every_change_is_on_record_without_a_mail_address(ada: User, otto: User, write: Write) -> None:
    notebook = write(ada)
    set_shares(notebook=notebook, by=ada, wishes=[Wish(Target(person=otto), Role.READ)])
    set_shares(notebook=notebook, by=ada, wishes=[Wish(Target(email="canary@example.org"), Role.READ)])
    events = AuditEvent.objects.filter(subject=f"notebook:{notebook.uuid}", action__endswith="shared").order_by("at")
    assert [event.action for event in events] == ["notebook.shared", "notebook.unshared", "notebook.shared"]
    assert "canary" not in str(list(events.values_list("detail", flat=True)))


def test_nothing_is_written_where_nothing_changes(ada: User, otto: User, write: Write) -> None:
    notebook, wishes = write(ada), [Wish(Target(person=otto), Role.READ)]
    set_shares(notebook=notebook, by=ada, wishes=wishes)
    before = AuditEvent.objects.count()
    set_shares(notebook=notebook, by=ada, wishes=wishes)
    assert AuditEvent.objects.count() == before


@pytest.mark.parametrize(
    ("kind", "name"), [("person", "nobody"), ("group", "none"), ("organisation", "x"), ("email", "no"), ("planet", "x")]
)
def test_a_target_that_is_not_there_is_said(kind: str, name: str, db: None) -> None:
    with pytest.raises(Invalid):
        find_target(kind, name)


def test_a_leaver_is_no_target(otto: User) -> None:
    otto.is_active = False
    otto.save()
    with pytest.raises(Invalid):
        find_target("person", "otto")


def test_the_database_wants_exactly_one_target(ada: User, otto: User, write: Write) -> None:
    notebook = write(ada)
    for wrong in ({}, {"person": otto, "email": "a@example.org"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Share.objects.create(notebook=notebook, role=1, **wrong)
    with pytest.raises(IntegrityError), transaction.atomic():
        Share.objects.create(notebook=notebook, role=9, person=otto)
    Share.objects.create(notebook=notebook, role=1, person=otto)
    with pytest.raises(IntegrityError), transaction.atomic():
        Share.objects.create(notebook=notebook, role=2, person=otto)
