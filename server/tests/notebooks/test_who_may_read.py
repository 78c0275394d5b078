"""The rule for one and the rule for many agree over every combination, and say what we mean."""

from collections.abc import Callable
from itertools import product

import pytest
from django.conf import settings
from django.utils import timezone
from gallery.accounts.models import User
from gallery.notebooks.models import Notebook, Visibility
from gallery.notebooks.permissions import Role, can_read, role_of, visible_to

ACTORS = ["nobody", "owner", "stranger", "administrator", "deactivated owner", "deactivated stranger"]
STATES = list(product(Visibility, [False, True]))


@pytest.fixture
def actor(ada: User, otto: User, admin: User) -> Callable[[str], User | None]:
    def find(name: str) -> User | None:
        people = {"nobody": None, "administrator": admin}
        person = people.get(name, ada if "owner" in name else otto) if name not in people else people[name]
        if person is not None and name.startswith("deactivated"):
            person.is_active = False
            person.save()
        return person

    return find


@pytest.mark.parametrize("anonymous", [True, False])
@pytest.mark.parametrize("name", ACTORS)
@pytest.mark.parametrize(("visibility", "in_trash"), STATES)
def test_one_and_many_agree(
    name: str,
    visibility: Visibility,
    in_trash: bool,
    anonymous: bool,
    actor: Callable[[str], User | None],
    ada: User,
    write: Callable[..., Notebook],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    object.__setattr__(settings.CONFIG, "anonymous_reading", anonymous)
    notebook = write(ada)
    notebook.visibility, notebook.trashed_at = visibility, timezone.now() if in_trash else None
    notebook.save()
    person = actor(name)
    try:
        expected = _expected(name, visibility, in_trash=in_trash, anonymous=anonymous)
        assert can_read(person, notebook) is expected
        assert visible_to(person).filter(pk=notebook.pk).exists() is expected
    finally:
        object.__setattr__(settings.CONFIG, "anonymous_reading", True)


def _expected(name: str, visibility: Visibility, *, in_trash: bool, anonymous: bool) -> bool:
    """The rule in other words, written down independently."""
    if in_trash or name.startswith("deactivated"):
        return False
    if name == "owner":
        return True
    return visibility == Visibility.PUBLIC and (anonymous or name != "nobody")


def test_administrators_see_no_private_notebooks(admin: User, ada: User, write: Callable[..., Notebook]) -> None:
    assert role_of(admin, write(ada)) == Role.NONE


def test_roles_on_a_public_notebook(ada: User, otto: User, write: Callable[..., Notebook]) -> None:
    notebook = write(ada, public=True)
    assert (role_of(ada, notebook), role_of(otto, notebook), role_of(None, notebook)) == (
        Role.OWN,
        Role.COMMENT,
        Role.READ,
    )
