"""The hook between rooms above: search says that a question found nothing, and whoever collects these listens."""

from collections.abc import Callable
from dataclasses import dataclass

from gallery.accounts.models import User


@dataclass(frozen=True)
class Missed:
    """A question that found nothing for somebody: as typed, its telling words in order, and their stems."""

    person: User
    typed: str
    words: tuple[str, ...]
    stems: frozenset[str]


_listeners: list[Callable[[Missed], None]] = []


def when_nothing_is_found(listen: Callable[[Missed], None]) -> None:
    """Register who listens; called once, when the upper room's app is ready."""
    if listen not in _listeners:
        _listeners.append(listen)


def nothing_found(missed: Missed) -> None:
    """Tell everybody who listens."""
    for listen in _listeners:
        listen(missed)
