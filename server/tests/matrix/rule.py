"""Who may read and do what, written down once more in other words: nothing here asks the gallery's own rule."""

from collections.abc import Iterator

from server.tests.matrix.actors import BEARERS, DEAD_BEARERS, Actor, Credential
from server.tests.matrix.states import STATES, THE_HOUSE, THE_TEAM, State
from server.tests.matrix.surfaces import Surface

RIGHTS = ("none", "read", "run", "comment", "edit", "own")
GROUP = {"viewer": "comment", "editor": "edit", "group owner": "own"}
TEAM = {"team member"}
HOUSE = {"colleague"}
HOLDERS = {"owner", "holder", "viewer", "group owner"}


def at_least(right: str, needed: str) -> bool:
    """Whether one right includes the other."""
    return RIGHTS.index(right) >= RIGHTS.index(needed)


def right_of(actor: Actor, state: State, scope: str = "", *, api: bool = False) -> str:
    """What somebody may do with a living notebook at an address that asks for this scope of bearer tokens."""
    return "none" if state.trashed else _right_even_in_trash(actor, state, scope, api=api)


def owns_in_trash(actor: Actor, state: State) -> bool:
    """Whether somebody finds the notebook in the trash."""
    return state.trashed and _right_even_in_trash(actor, state, "", api=False) == "own"


def _right_even_in_trash(actor: Actor, state: State, scope: str, *, api: bool) -> str:
    person = _known_as(actor, scope, api=api)
    if person == "nobody":
        return "read" if state.visibility == "public" and not state.demanding else "none"
    if person == "turned away":
        return "none"
    if person == "in admin mode":
        return "own"
    if state.demanding and person not in HOLDERS:
        return "none"
    return max(_reasons(person, state), key=RIGHTS.index, default="none")


def _known_as(actor: Actor, scope: str, *, api: bool) -> str:
    """The person that the gallery takes somebody for. Pages look at sessions alone, the API at tokens first."""
    shown = actor.shows if api or actor.shows not in BEARERS else actor.beside
    if shown in {Credential.NOTHING, Credential.DEAD_SESSION}:
        return "nobody"
    if shown in DEAD_BEARERS or (actor.scopes is not None and shown in BEARERS and scope not in actor.scopes):
        return "turned away"
    # A request with a token is never in admin mode, whatever the session beside it says.
    return "in admin mode" if actor.shows is Credential.ADMIN_MODE else actor.person


def _reasons(person: str, state: State) -> Iterator[str]:
    if state.visibility in {"public", "unlisted"}:
        yield "comment"
    if state.group and person in GROUP:
        yield GROUP[person]
    if not state.group and person == state.owner:
        yield "own"
    for whom, right in state.shares:
        if whom == person or (whom == THE_TEAM and person in TEAM) or (whom == THE_HOUSE and person in HOUSE):
            yield right


def found_by(actor: Actor, scope: str = "", *, api: bool = False) -> set[State]:
    """What somebody finds in lists: what they may read, without unlisted notebooks of others."""
    return {state for state in read_by(actor, scope, api=api) if _is_found(actor, state, scope, api=api)}


def _is_found(actor: Actor, state: State, scope: str, *, api: bool) -> bool:
    person = _known_as(actor, scope, api=api)
    others = {"nobody", "turned away"} | {name for name in (person,) if name not in {state.owner, "in admin mode"}}
    return state.visibility != "unlisted" or person not in others


def read_by(actor: Actor, scope: str = "", *, api: bool = False) -> set[State]:
    """What somebody may read who knows the address."""
    return {state for state in STATES if right_of(actor, state, scope, api=api) != "none"}


def in_trash_of(actor: Actor) -> set[State]:
    """What somebody finds in the trash."""
    return {state for state in STATES if owns_in_trash(actor, state)}


def is_nobody(actor: Actor, surface: Surface) -> bool:
    """Whether the gallery takes somebody for a guest at this address."""
    return _known_as(actor, surface.scope, api=surface.api) == "nobody"


def expected(actor: Actor, state: State, surface: Surface) -> str:
    """What happens at this address: granted, refused (a reader lacks a right), missing or hidden."""
    if (surface.wants, state.python) in {("language", True), ("package", False)}:
        return "hidden"
    if surface.listed:
        return "granted" if state in found_by(actor, surface.scope, api=surface.api) else "hidden"
    if surface.wants == "trash":
        alive = right_of(actor, state) != "none"
        return "granted" if owns_in_trash(actor, state) else "missing" if alive else "hidden"
    if surface.people and is_nobody(actor, surface):
        return "hidden"
    right = right_of(actor, state, surface.scope, api=surface.api)
    if right == "none":
        return "hidden"
    return "granted" if at_least(right, surface.needs) else "refused"
