"""Which of all questions are asked: of all actors, states and addresses there are ten thousands, most alike.

Some are *thorough*: they ask at every address for every notebook. The others ask for every notebook at the addresses
that matter most, and everywhere else for those notebooks where it is not the same for them as for a stranger whether
they get something, and for each sixth of the rest, a different sixth at each address. So every two of actor, state and
address meet; what is left out are threes of which each two have met. `test_choosing` holds this to its word.

On PostgreSQL, where the same Python asks another database, come one actor for each reason to see something or not, and
of the rest they ask for one notebook at each address.
"""

from collections.abc import Collection, Sequence

from django.conf import settings

from server.tests.matrix.actors import ACTORS, Actor, comes_here
from server.tests.matrix.rule import expected
from server.tests.matrix.states import STATES, State
from server.tests.matrix.surfaces import Surface

ON_POSTGRESQL = "postgresql" in str(settings.DATABASES["default"]["ENGINE"])
ONE_IN = len(STATES) if ON_POSTGRESQL else 6
THOROUGH = {"stranger"} if ON_POSTGRESQL else {"stranger", "viewer"}
CORE = {
    "GET notebooks/<uuid:uuid>/<slug:slug>",
    "GET api/v1/notebooks/<uuid>/content",
    "POST notebooks/<uuid:uuid>/edit",
    "PATCH api/v1/notebooks/<uuid>",
    "GET api/v1/suggest",
}
ONE_PER_REASON = {
    "guest",
    "stranger",
    "reader",  # a share by name
    "team member",  # through a group
    "colleague",  # through an organisation above
    "viewer",  # a role in the group that owns
    "owner",
    "late",  # a share that has ended
    "lacking",  # an attribute is missing
    "administrator in admin mode",
    "owner's full token",
    "owner's narrow token",
}
# One for each reason to find something or not; that lists are right for everybody is asked in test_lists.
SEARCHERS = {
    "guest",
    "stranger",
    "reader",
    "viewer",
    "lacking",
    "administrator",
    "administrator in admin mode",
    "owner's narrow token",
    "owner's full token",
}
COME = [actor.name for actor in ACTORS if not ON_POSTGRESQL or actor.name in ONE_PER_REASON]

_BY_NAME = {actor.name: number for number, actor in enumerate(ACTORS)}
_STRANGER = ACTORS[_BY_NAME["stranger"]]


def coming(names: Collection[str]) -> list[str]:
    """Of these actors those who come at all."""
    return [name for name in COME if name in names]


def is_thorough(actor: Actor) -> bool:
    """Whether this actor asks for every notebook at every address."""
    return actor.name in THOROUGH


def states_for(actor: Actor, surface: Surface, *, place: int) -> list[State]:
    """The notebooks for which this actor asks at this address, which is the one with this number."""
    if is_thorough(actor) or surface.route in CORE:
        return list(STATES)
    turn = place + _BY_NAME[actor.name]
    return [
        state
        for number, state in enumerate(STATES)
        if (number + turn) % ONE_IN == 0 or gets(actor, state, surface) != gets(_STRANGER, state, surface)
    ]


def gets(actor: Actor, state: State, surface: Surface) -> bool:
    """Whether the answer is more than a refusal."""
    return expected(actor, state, surface) == "granted"


def worth(actor: Actor, surfaces: Sequence[Surface]) -> list[tuple[Surface, list[State]]]:
    """What this actor asks of these addresses, and for which notebooks."""
    return [
        (surface, states_for(actor, surface, place=place))
        for place, surface in enumerate(surfaces)
        if comes_here(actor, api=surface.api)
    ]
