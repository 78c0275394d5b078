"""Pricing: ada owns it, grace edits, vera reads along. Otto is in no group."""

import pytest
from gallery.accounts.models import User
from gallery.directory.actions import create_group, set_member
from gallery.directory.models import Group, GroupRole


@pytest.fixture
def vera(db: None) -> User:
    """A viewer."""
    return User.objects.create_user(username="vera", password="x", full_name="Vera Holt")


@pytest.fixture
def pricing(ada: User, grace: User, vera: User) -> Group:
    """A group made here."""
    group = create_group(name="Pricing", description="What things cost.", by=ada)
    set_member(group=group, person=grace, role=GroupRole.EDITOR, by=ada)
    set_member(group=group, person=vera, role=GroupRole.VIEWER, by=ada)
    return group


@pytest.fixture
def kept_elsewhere(grace: User, db: None) -> Group:
    """A group that a directory keeps; grace is in it."""
    group = Group.objects.create(slug="staff", name="Staff", source="sso", external="staff")
    group.memberships.create(person=grace, role=GroupRole.EDITOR, source="sso")
    return group
