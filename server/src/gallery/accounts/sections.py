"""The hook for rooms above: what else the account page shows."""

from collections.abc import Callable
from dataclasses import dataclass

from gallery.accounts.models import User


@dataclass(frozen=True)
class Section:
    """A part of the account page: a template, and the finished thing that it shows as `content`."""

    template: str
    content: object


_makers: list[Callable[[User], Section | None]] = []


def show_on_account_page(make: Callable[[User], Section | None]) -> None:
    """Register a section; called once, when the upper room's app is ready. None: nothing to show to this person."""
    if make not in _makers:
        _makers.append(make)


def sections_for(person: User) -> tuple[Section, ...]:
    """The sections that this person sees."""
    return tuple(section for make in _makers if (section := make(person)) is not None)
