"""The hook for rooms above: what follows when a person is called differently, in the same transaction."""

from collections.abc import Callable

from gallery.accounts.models import User

_followers: list[Callable[[User], None]] = []


def when_somebody_is_renamed(follow: Callable[[User], None]) -> None:
    """Register what follows; called once, when the upper room's app is ready."""
    if follow not in _followers:
        _followers.append(follow)


def rename(person: User, full_name: str) -> None:
    """Call somebody so from now on. Call it last in a transaction: those who follow may hold a lock until its end."""
    if person.full_name == full_name:
        return
    person.full_name = full_name
    person.save(update_fields=["full_name"])
    for follow in _followers:
        follow(person)
