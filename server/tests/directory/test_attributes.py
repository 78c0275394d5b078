"""Attributes: administrators define, grant and withdraw them; what a directory granted is withdrawn there."""

from collections.abc import Callable

import pytest
from django.db import IntegrityError, transaction
from gallery.accounts.models import User
from gallery.audit.models import AuditEvent
from gallery.directory.actions import create_attribute, delete_attribute, grant, withdraw
from gallery.directory.models import Attribute, Holding
from gallery.directory.queries import attributes_of
from gallery.lib.errors import Conflict, Invalid, NotAllowed, NotThere
from gallery.notebooks.models import Notebook


@pytest.fixture
def clearance(admin: User) -> Attribute:
    """Something to hold."""
    return create_attribute(name="Clearance", description="May read what is marked.", by=admin)


def test_granted_twice_is_held_once_and_withdrawn_is_gone(clearance: Attribute, admin: User, ada: User) -> None:
    for _ in range(2):
        grant(attribute=clearance, person=ada, by=admin)
    assert attributes_of(ada) == [clearance]
    assert AuditEvent.objects.filter(action="attribute.granted").count() == 1
    withdraw(attribute=clearance, person=ada, by=admin)
    assert attributes_of(ada) == []
    with pytest.raises(NotThere):
        withdraw(attribute=clearance, person=ada, by=admin)


def test_only_administrators_do_this(clearance: Attribute, ada: User) -> None:
    for attempt in (
        lambda: create_attribute(name="Mine", by=ada),
        lambda: delete_attribute(attribute=clearance, by=ada),
        lambda: grant(attribute=clearance, person=ada, by=ada),
        lambda: withdraw(attribute=clearance, person=ada, by=ada),
    ):
        with pytest.raises(NotAllowed):
            attempt()
    assert not Holding.objects.exists()


def test_an_attribute_has_a_name(admin: User) -> None:
    with pytest.raises(Invalid):
        create_attribute(name=" ", by=admin)


def test_what_the_directory_granted_is_withdrawn_there(clearance: Attribute, admin: User, ada: User) -> None:
    Holding.objects.create(attribute=clearance, person=ada, source="sso")
    with pytest.raises(Conflict, match="directory"):
        withdraw(attribute=clearance, person=ada, by=admin)
    assert attributes_of(ada) == [clearance]


def test_an_attribute_that_a_notebook_demands_stays(
    clearance: Attribute, admin: User, ada: User, write: Callable[..., Notebook]
) -> None:
    write(ada).demands.add(clearance)
    with pytest.raises(Conflict, match="demand"):
        delete_attribute(attribute=clearance, by=admin)
    Notebook.objects.get().demands.clear()
    delete_attribute(attribute=clearance, by=admin)
    assert not Attribute.objects.exists()


def test_the_database_refuses_to_hold_it_twice(clearance: Attribute, admin: User, ada: User) -> None:
    grant(attribute=clearance, person=ada, by=admin)
    with pytest.raises(IntegrityError), transaction.atomic():
        Holding.objects.create(attribute=clearance, person=ada)
