"""Everybody who may come: who they are, and what they show at the door."""

from dataclasses import dataclass
from enum import Enum

EVERY_SCOPE = None


class Credential(Enum):
    """What somebody shows at the door."""

    NOTHING = "nothing"
    SESSION = "a session"
    ADMIN_MODE = "a session in admin mode"
    DEAD_SESSION = "a session from before the person was deactivated"
    TOKEN = "a personal token"
    REVOKED_TOKEN = "a token that was revoked"
    EXPIRED_TOKEN = "a token that has expired"
    CLIENT_TOKEN = "a token of another client"
    EXPIRED_CLIENT_TOKEN = "a client's token that has expired"


DEAD_BEARERS = {Credential.REVOKED_TOKEN, Credential.EXPIRED_TOKEN, Credential.EXPIRED_CLIENT_TOKEN}
BEARERS = DEAD_BEARERS | {Credential.TOKEN, Credential.CLIENT_TOKEN}


@dataclass(frozen=True)
class Actor:
    """Somebody with a credential; `scopes` is None where it allows everything that the person may do."""

    name: str
    person: str = ""
    shows: Credential = Credential.SESSION
    scopes: frozenset[str] | None = EVERY_SCOPE
    beside: Credential = Credential.NOTHING  # a session that comes with the token

    def __str__(self) -> str:
        """For messages and the names of tests."""
        return self.name

    @property
    def by_bearer(self) -> bool:
        """Whether pages do not know the person: they look at sessions alone."""
        return self.shows in BEARERS


def _person(name: str) -> Actor:
    return Actor(name, name)


PEOPLE = (
    "stranger",
    "reader",  # shared with by name, for reading
    "writer",  # … for editing
    "second owner",  # … for owning
    "team member",  # through a share with a group
    "colleague",  # through a share with an organisation above
    "viewer",  # of the group that owns
    "editor",
    "group owner",
    "owner",
    "administrator",
    "revoked",  # had a share that was taken back
    "late",  # had a share that has ended
    "lacking",  # has a share, but not the attribute that is demanded
    "holder",  # holds that attribute
)

_ONLY_WHO = frozenset({"openid", "profile", "people:read"})
_READING = frozenset({"openid", "notebooks:read"})

ACTORS: tuple[Actor, ...] = (
    Actor("guest", shows=Credential.NOTHING),
    *map(_person, PEOPLE),
    Actor("administrator in admin mode", "administrator", Credential.ADMIN_MODE),
    Actor("deactivated owner", "leaver", Credential.DEAD_SESSION),
    Actor("owner's full token", "owner", Credential.TOKEN),
    Actor("owner's reading token", "owner", Credential.TOKEN, _READING),
    Actor("owner's narrow token", "owner", Credential.TOKEN, _ONLY_WHO),
    Actor("owner's revoked token", "owner", Credential.REVOKED_TOKEN),
    Actor("owner's expired token", "owner", Credential.EXPIRED_TOKEN),
    Actor("deactivated owner's token", "leaver", Credential.REVOKED_TOKEN),
    Actor("client of the group's viewer", "viewer", Credential.CLIENT_TOKEN, _READING),
    Actor("client that only knows the owner", "owner", Credential.CLIENT_TOKEN, _ONLY_WHO),
    Actor("client whose token expired", "owner", Credential.EXPIRED_CLIENT_TOKEN),
    # Beside a session in admin mode: the token decides, and it is never in admin mode.
    Actor("administrator's token", "administrator", Credential.TOKEN, EVERY_SCOPE, Credential.ADMIN_MODE),
)


def comes_here(actor: Actor, *, api: bool) -> bool:
    """Whether it is worth sending somebody: pages do not look at tokens, and so two with one do for all of them."""
    return api or not actor.by_bearer or actor.name in {"owner's full token", "administrator's token"}
