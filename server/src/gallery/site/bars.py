"""Bars that show on the terminal how far long work has come."""

from collections.abc import Callable

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

Tell = Callable[[int, int], None]


def bars() -> Progress:
    """Room for bars, on standard error."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    return Progress(*columns, console=Console(stderr=True))


def progress_in(room: Progress, words: str) -> Tell:
    """A bar of its own, which moves as it is told."""
    task = room.add_task(words, total=None)
    return lambda done, total: room.update(task, completed=done, total=total)
