"""The rules of the house: functions that take the tree of files and yield a sentence per violation."""

from collections.abc import Callable, Iterator

from tools.fences import addresses, documents, habits, locks, pages, reasons, sizes
from tools.fences.tree import Tree

FENCES: dict[str, Callable[[Tree], Iterator[str]]] = {
    "sizes": sizes.sizes,
    "addresses": addresses.addresses,
    "locks": locks.locks,
    "inline": pages.inline,
    "trusted": pages.trusted,
    "reasons": reasons.reasons,
    "sleeps": habits.sleeps,
    "skips": habits.skips,
    "prints": habits.prints,
    "docstrings": habits.docstrings,
    "doors": habits.doors,
    "commands": documents.commands,
    "links": documents.links,
    "decisions": documents.decisions,
    "changelog": documents.changelog,
}
