"""The hook for rooms above: which notebooks have new figures."""

from collections.abc import Callable, Collection

_followers: list[Callable[[Collection[int]], None]] = []


def when_sums_change(follow: Callable[[Collection[int]], None]) -> None:
    """Register what follows; called once, when the upper room's app is ready.

    It is called with the keys of notebooks, within the transaction that changed their sums: what it writes is kept or
    lost with them. So it should be quick, such as noting what has to be computed anew.
    """
    if follow not in _followers:
        _followers.append(follow)


def tell(notebooks: Collection[int]) -> None:
    """Let every room do its part."""
    for follow in _followers:
        follow(notebooks)
