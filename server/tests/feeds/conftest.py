"""A world in which every way of being hidden occurs, each notebook with canaries wherever it can carry words."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.utils import timezone
from gallery.accounts.models import User
from gallery.directory.models import (
    Attribute,
    Belonging,
    Group,
    GroupRole,
    Holding,
    Lineage,
    Membership,
    Organisation,
)
from gallery.notebooks.models import Notebook, Share, Visibility
from gallery.notebooks.models.notebook import Demand
from gallery.notebooks.permissions import Role

Write = Callable[..., Notebook]


@dataclass
class World:
    """People, and which titles each may find. All notebooks are ada's, in Python, tagged `shared-tag`, about tides."""

    people: dict[str, User | None]
    finds: dict[str, set[str]]
    notebooks: dict[str, Notebook]
    group: Group
    organisation: Organisation


def canary(name: str) -> str:
    """A word that occurs nowhere else."""
    return f"canary{name}"


@pytest.fixture
def nina(db: None) -> User:
    """A member of the group."""
    return User.objects.create_user(username="nina", full_name="Nina Roth")


@pytest.fixture
def gone(db: None) -> User:
    """Somebody with whom everything is shared, deactivated."""
    return User.objects.create_user(username="gone", is_active=False)


@pytest.fixture
def world(ada: User, grace: User, otto: User, nina: User, gone: User, write: Write) -> World:
    """One notebook in each state."""
    group = Group.objects.create(slug="tide-team", name="Tide team")
    Membership.objects.create(group=group, person=nina, role=GroupRole.VIEWER)
    house = Organisation.objects.create(slug="house", name="House")
    part = Organisation.objects.create(slug="part", name="Part", parent=house)
    for one, above, distance in ((house, house, 0), (part, part, 0), (part, house, 1)):
        Lineage.objects.create(organisation=one, ancestor=above, distance=distance)
    Belonging.objects.create(person=ada, organisation=part)

    def make(name: str, visibility: Visibility = Visibility.PRIVATE) -> Notebook:
        word = canary(name)
        notebook = write(
            ada, f"tides = '{word}body'", title=f"{word} tides", description=f"About {word}description.",
            tags=["shared-tag", f"{word}tag"],
        )  # fmt: skip
        Notebook.objects.filter(pk=notebook.pk).update(visibility=visibility)
        return notebook

    made = {name: make(name) for name in ("private", "shared", "ended", "trashed")}
    made["public"] = make("public", Visibility.PUBLIC)
    made["unlisted"] = make("unlisted", Visibility.UNLISTED)
    made["marked"] = make("marked", Visibility.PUBLIC)
    made["grouped"] = make("grouped")
    Notebook.objects.filter(pk=made["grouped"].pk).update(group=group)
    Notebook.objects.filter(pk=made["trashed"].pk).update(trashed_at=timezone.now(), visibility=Visibility.PUBLIC)
    for person in (grace, gone):
        Share.objects.create(notebook=made["shared"], person=person, role=Role.READ)
    Share.objects.create(
        notebook=made["ended"], person=grace, role=Role.EDIT, ends_at=timezone.now() - timedelta(seconds=1)
    )
    clearance = Attribute.objects.create(slug="clearance", name="Clearance")
    Demand.objects.create(notebook=made["marked"], attribute=clearance)
    Holding.objects.create(attribute=clearance, person=otto)
    finds = {
        "nobody": {"public"},
        "ada": {"private", "shared", "ended", "public", "unlisted"},
        "grace": {"public", "shared"},
        "otto": {"public", "marked"},
        "nina": {"public", "grouped"},
        "gone": set(),
    }
    people: dict[str, User | None] = {
        "nobody": None, "ada": ada, "grace": grace, "otto": otto, "nina": nina, "gone": gone
    }  # fmt: skip
    return World(people, finds, made, group, house)
