"""The hook: an upper room says in what words a kind of notice is told, and to whom it may still be told."""

from collections.abc import Callable
from dataclasses import dataclass

from gallery.notices.models import Notice


@dataclass(frozen=True)
class Words:
    """What the person reads, and where a click leads."""

    text: str
    url: str
    icon: str = "info-circle"


Presenter = Callable[[Notice], Words | None]
_presenters: dict[str, Presenter] = {}


def register(kind: str, presenter: Presenter) -> None:
    """Register the words of a kind; called once, when the upper room's app is ready."""
    if _presenters.setdefault(kind, presenter) is not presenter:
        raise ValueError(f"the notice {kind} has words already")


def words_of(notice: Notice) -> Words | None:
    """The words for the notice's person now; None where that person may no longer know."""
    return _presenters[notice.kind](notice) if notice.person.is_active else None


def check_kind(kind: str) -> None:
    """Raise `KeyError` for a kind that nobody can put into words."""
    _presenters[kind]
