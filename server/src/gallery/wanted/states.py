"""When: what can become of a request."""

from collections.abc import Mapping

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from gallery.lib.errors import Conflict


class State(TextChoices):
    """Where a request stands."""

    OPEN = "open", _("open")
    ANSWERED = "answered", _("answered")
    CLOSED = "closed", _("closed")
    REMOVED = "removed", _("removed")


# What may be done in which states, and where it leads.
MOVES: Mapping[str, tuple[frozenset[State], State]] = {
    "answer": (frozenset({State.OPEN, State.ANSWERED}), State.ANSWERED),
    "close": (frozenset({State.OPEN, State.ANSWERED}), State.CLOSED),
    "reopen": (frozenset({State.ANSWERED, State.CLOSED}), State.OPEN),
    "remove": (frozenset({State.OPEN, State.ANSWERED, State.CLOSED}), State.REMOVED),
}
_NOT_NOW = {
    "answer": "This request is closed. Whoever asked can open it again.",
    "close": "This request is closed already.",
    "reopen": "This request is open already.",
    "remove": "This request was removed already.",
}


def can(move: str, state: str) -> bool:
    """Whether this can be done now.

    >>> can("answer", State.OPEN), can("answer", State.CLOSED)
    (True, False)
    """
    return state in MOVES[move][0]


def after(move: str, state: str) -> State:
    """Where it leads; raises `Conflict` where it cannot be done now."""
    if not can(move, state):
        raise Conflict(_NOT_NOW[move])
    return MOVES[move][1]
