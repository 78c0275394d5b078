"""The hook for rooms above: what else follows when a version is saved, in the same transaction."""

from collections.abc import Callable

from gallery.notebooks.models import Notebook

_followers: list[Callable[[Notebook], None]] = []


def when_saved(follow: Callable[[Notebook], None]) -> None:
    """Register what follows; called once, when the upper room's app is ready."""
    if follow not in _followers:
        _followers.append(follow)


def follow_all(notebook: Notebook) -> None:
    """Let every room do its part."""
    for follow in _followers:
        follow(notebook)
