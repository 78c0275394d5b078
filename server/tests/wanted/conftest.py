"""Who asks, who also needs it, and who could answer."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from gallery.accounts.models import User
from gallery.directory.actions import create_group, set_member
from gallery.directory.models import Group, GroupRole
from gallery.wanted.actions import ask
from gallery.wanted.models import Wanted


@pytest.fixture
def desk(ada: User, grace: User) -> Group:
    """A group of ada and grace, without otto."""
    made = create_group(name="Traffic desk", by=ada)
    set_member(group=made, person=grace, role=GroupRole.VIEWER, by=ada)
    return made


@pytest.fixture
def wanted(grace: User) -> Wanted:
    """What grace asks everybody."""
    return ask(by=grace, question="Where do trains run late?", explanation="By station and hour.")


@pytest.fixture
def whispered(grace: User, desk: Group) -> Wanted:
    """What grace asks her group alone."""
    return ask(by=grace, question="Whispered canary", explanation="Explained canary", group=desk)


@pytest.fixture
def crowd(db: None) -> Callable[[int], list[User]]:
    """So many different people."""
    return lambda number: [User.objects.create_user(username=f"one-{n}") for n in range(number)]


@pytest.fixture
def _own_secrets(settings: object, tmp_path: Path) -> None:
    """A data folder of the test's own, for what is thrown away in it."""
    settings.CONFIG = replace(settings.CONFIG, home=tmp_path)  # type: ignore[attr-defined]
