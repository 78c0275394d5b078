"""The hook for rooms above: what else ends or follows when a person is deactivated, in the same transaction."""

from collections.abc import Callable

from gallery.accounts.models import User

_followers: list[Callable[[User], None]] = []


def when_somebody_leaves(follow: Callable[[User], None]) -> None:
    """Register what follows; called once, when the upper room's app is ready."""
    if follow not in _followers:
        _followers.append(follow)


def follow_all(person: User) -> None:
    """Let every room do its part."""
    for follow in _followers:
        follow(person)
