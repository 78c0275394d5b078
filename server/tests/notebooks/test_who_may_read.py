"""The rule for one and the rule for many agree over every combination, and say what we mean."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import product

import pytest
from django.conf import settings
from django.utils import timezone
from gallery.accounts.models import User
from gallery.directory.actions import create_attribute, create_group, create_organisation, grant, place, set_member
from gallery.directory.models import Attribute, Group, GroupRole, Organisation
from gallery.notebooks.models import Notebook, Share, Visibility
from gallery.notebooks.permissions import Role, can_read, in_trash_of, listed_to, role_of, visible_to

ACTORS = (
    "nobody",
    "owner",
    "stranger",
    "administrator",
    "elevated administrator",
    "viewer",
    "editor",
    "group owner",
    "shared with",
    "holder",  # a stranger who holds the attribute
    "colleague",  # belongs below the organisation with which something is shared
    "deactivated owner of nothing",
)
OWNERSHIP = ("person", "group")
SHARES = ("none", "read", "edit", "own", "ended", "to the group", "to the organisation")
HOLDERS = {"owner", "holder", "viewer"}


@dataclass(frozen=True)
class State:
    """A notebook in plain words."""

    visibility: str
    ownership: str
    share: str
    demanding: bool
    trashed: bool


STATES = [State(*one) for one in product(Visibility.values, OWNERSHIP, SHARES, (False, True), (False, True))]


@dataclass(frozen=True)
class World:
    """Everybody, and a notebook in every state."""

    people: dict[str, User | None]
    notebooks: dict[State, Notebook]


@pytest.fixture
def world(db: None, admin: User, ada: User, write: Callable[..., Notebook]) -> World:
    """Built once for each test through the verbs of the directory, the notebooks in bulk."""
    people: dict[str, User | None] = {"nobody": None, "owner": ada, "administrator": admin}
    for name in (*ACTORS[4:], "stranger"):
        people[name] = User.objects.create_user(username=name.replace(" ", "-"), password="x")
    group = create_group(name="Pricing", by=_one(people, "group owner"))
    set_member(group=group, person=_one(people, "viewer"), role=GroupRole.VIEWER, by=_one(people, "group owner"))
    set_member(group=group, person=_one(people, "editor"), role=GroupRole.EDITOR, by=_one(people, "group owner"))
    house = create_organisation(name="House", by=admin)
    desk = create_organisation(name="Desk", by=admin, parent=house)
    place(person=_one(people, "colleague"), organisation=desk, by=admin)
    clearance = create_attribute(name="Clearance", by=admin)
    for name in HOLDERS:
        grant(attribute=clearance, person=_one(people, name), by=admin)
    gone = _one(people, "deactivated owner of nothing")
    gone.is_active = False
    gone.save()
    _one(people, "elevated administrator").elevated = True
    pattern = write(ada)
    made = {state: _made(pattern, state, people, group, house, clearance) for state in STATES}
    return World(people, made)


def _one(people: dict[str, User | None], name: str) -> User:
    person = people[name]
    assert person is not None
    return person


def _made(
    pattern: Notebook,
    state: State,
    people: dict[str, User | None],
    group: Group,
    house: Organisation,
    clearance: Attribute,
) -> Notebook:
    notebook = Notebook.objects.create(
        owner=_one(people, "owner"),
        group=group if state.ownership == "group" else None,
        title="In some state",
        visibility=state.visibility,
        head=pattern.head,
        fingerprint=pattern.fingerprint,
        updated_at=timezone.now(),
        trashed_at=timezone.now() if state.trashed else None,
    )
    if state.demanding:
        notebook.demands.add(clearance)
    _share(notebook, state.share, _one(people, "shared with"), group, house)
    return notebook


def _share(notebook: Notebook, share: str, person: User, group: Group, house: Organisation) -> None:
    roles = {"read": Role.READ, "edit": Role.EDIT, "own": Role.OWN}
    ended = timezone.now() - timedelta(seconds=1)
    if share in roles:
        Share.objects.create(notebook=notebook, person=person, role=roles[share])
    elif share == "ended":
        Share.objects.create(notebook=notebook, person=person, role=Role.OWN, ends_at=ended)
    elif share == "to the group":
        Share.objects.create(notebook=notebook, group=group, role=Role.RUN)
    elif share == "to the organisation":
        Share.objects.create(notebook=notebook, organisation=house, role=Role.COMMENT)


def _expected(actor: str, state: State, *, anonymous: bool) -> Role:
    """The rule in other words, written down independently of the code."""
    if actor.startswith("deactivated") or state.trashed:
        return Role.NONE
    if actor == "elevated administrator":
        return Role.OWN
    if state.demanding and actor not in HOLDERS:
        return Role.NONE
    if actor == "nobody":
        return Role.READ if state.visibility == "public" and anonymous else Role.NONE
    return max(_reasons(actor, state), default=Role.NONE)


def _reasons(actor: str, state: State) -> Iterator[Role]:
    members = {"viewer": Role.COMMENT, "editor": Role.EDIT, "group owner": Role.OWN}
    if state.visibility in {"public", "unlisted"}:
        yield Role.COMMENT
    if state.ownership == "person" and actor == "owner":
        yield Role.OWN
    if state.ownership == "group" and actor in members:
        yield members[actor]
    if actor == "shared with" and state.share in {"read", "edit", "own"}:
        yield {"read": Role.READ, "edit": Role.EDIT, "own": Role.OWN}[state.share]
    if actor in members and state.share == "to the group":
        yield Role.RUN
    if actor == "colleague" and state.share == "to the organisation":
        yield Role.COMMENT


def _is_listed(actor: str, state: State, *, anonymous: bool) -> bool:
    closed = State("private", state.ownership, state.share, state.demanding, state.trashed)
    looked_at = closed if state.visibility == "unlisted" else state
    return _expected(actor, looked_at, anonymous=anonymous) >= Role.READ


@pytest.mark.parametrize("anonymous", [True, False])
def test_one_and_many_agree_in_every_state_for_everybody(
    world: World, anonymous: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(settings.CONFIG.__dict__, "anonymous_reading", anonymous)
    for actor, person in world.people.items():
        readable = set(visible_to(person).values_list("pk", flat=True))
        found = set(listed_to(person).values_list("pk", flat=True))
        for state, notebook in world.notebooks.items():
            expected = _expected(actor, state, anonymous=anonymous)
            assert role_of(person, notebook) == expected, (actor, state)
            assert can_read(person, notebook) is (expected >= Role.READ), (actor, state)
            assert (notebook.pk in readable) is (expected >= Role.READ), (actor, state)
            assert (notebook.pk in found) is _is_listed(actor, state, anonymous=anonymous), (actor, state)


def test_the_trash_is_seen_by_owners_alone(world: World) -> None:
    for actor, person in world.people.items():
        seen = set(in_trash_of(person).values_list("pk", flat=True))
        for state, notebook in world.notebooks.items():
            alive = State(state.visibility, state.ownership, state.share, state.demanding, trashed=False)
            owns = state.trashed and _expected(actor, alive, anonymous=True) == Role.OWN
            assert (notebook.pk in seen) is owns, (actor, state)


def test_there_are_roles_of_every_kind(world: World) -> None:
    """The combinations say something only if every answer occurs."""
    roles = {_expected(actor, state, anonymous=True) for actor in world.people for state in STATES}
    assert roles == set(Role)


def test_administrators_see_no_private_notebooks(admin: User, ada: User, write: Callable[..., Notebook]) -> None:
    assert role_of(admin, write(ada)) == Role.NONE
