"""How far long work is: a bar in the notebook or on the terminal, and a sentence at the end.

Work that is over within a second shows nothing, and neither does work on which nobody looks: a scheduled run, a
script whose output goes to a file.
"""

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from contextvars import copy_context
from dataclasses import dataclass
from html import escape
from threading import RLock, Timer
from typing import TypeVar

from commonplace.display import amount, bytes_for_people
from commonplace.progress_place import Place, place
from commonplace.translation import _

PATIENCE = 1.0  # seconds; what is over sooner is not shown
SILENCE = 1.0  # seconds without a first step, after which it is said that there is nothing yet
EVERY = 0.2  # seconds between two drawings
Item = TypeVar("Item")


@dataclass(frozen=True, repr=False)
class State:
    """How far the work is, to be looked at. `unit` is "byte", "piece", "row", "page" or "file"."""

    doing: str
    done: int
    total: int | None
    unit: str
    seconds: float
    over: bool = False
    stopped: bool = False

    def __repr__(self) -> str:
        """In words.

        >>> State("Reading plays", 12, 50, "piece", 3.2)
        Reading plays: 12 of 50 pieces
        >>> State("Reading plays", 50, 50, "piece", 8.4, over=True)
        Reading plays: done, 50 pieces in 8 seconds.
        >>> State("Reading plays", 7_000_000, 50_000_000, "byte", 3.2, over=True, stopped=True)
        Reading plays: stopped after 7.0 MB of 50.0 MB.
        """
        if self.stopped:
            return _("{doing}: stopped after {far}.").format(doing=self.doing, far=self._far())
        if self.over:
            took = amount(max(1, round(self.seconds)), "second")
            return _("{doing}: done, {amount} in {took}.").format(
                doing=self.doing, amount=counted(self.done, self.unit), took=took
            )
        return f"{self.doing}: {self._far()}"

    def _far(self) -> str:
        if not self.done and not self.over:
            return _("waiting for the first of it")
        if self.total is None:
            return counted(self.done, self.unit)
        done = bytes_for_people(self.done) if self.unit == "byte" else f"{self.done:,}"
        return _("{done} of {total}").format(done=done, total=counted(self.total, self.unit))

    def _repr_html_(self) -> str:
        """A bar that is called by the same words; at the end the sentence alone."""
        words = escape(repr(self))
        if self.over:
            return f'<p role="status">{words}</p>'
        known = "" if self.total is None else f' max="{max(self.total, 1)}" value="{self.done}"'
        return f'<p>{words} <progress role="progressbar" aria-label="{words}"{known}></progress></p>'


def counted(number: int, unit: str) -> str:
    """So many of them, for people."""
    return bytes_for_people(number) if unit == "byte" else amount(number, unit)


class Progress:
    """Counts what is done; draws it once that has taken a second. It never stops the work that it tells of."""

    def __init__(self, doing: str, total: Callable[[], int | None] | int | None = None, unit: str = "piece") -> None:
        """`total` may be a function, since finding out how much there is can cost more than short work does."""
        self._doing, self._total, self._unit = doing, total, unit
        self._done, self._shown = 0, 0.0
        self._place: Place | None = None
        self._began, self._ended = time.monotonic(), False
        self._drawing = RLock()
        # in the context of the cell, so that what is drawn belongs to it
        self._silence = Timer(SILENCE, copy_context().run, (self._draw,))
        self._silence.daemon = True
        self._silence.start()

    def add(self, number: int = 1) -> None:
        """So much more is done."""
        self._silence.cancel()
        self._done += number
        now = time.monotonic()
        if now - max(self._shown + EVERY, self._began + PATIENCE) >= 0:
            self._shown = now
            self._draw()

    def end(self, *, stopped: bool = False) -> None:
        """Say how it ended, where anything was shown."""
        self._silence.cancel()
        with self._drawing:
            if self._place is not None:
                self._draw(over=True, stopped=stopped)
            self._ended = True

    def _draw(self, *, over: bool = False, stopped: bool = False) -> None:
        with self._drawing, suppress(Exception):  # whatever goes wrong with drawing
            if self._ended:
                return
            if callable(self._total):
                self._total = self._total()
            done = self._done if self._total is None else min(self._done, self._total)
            seconds = time.monotonic() - self._began
            state = State(self._doing, done, self._total, self._unit, seconds, over, stopped)
            self._place = self._place or place()
            self._place.update(state)


@contextmanager
def progress(
    doing: str, total: Callable[[], int | None] | int | None = None, unit: str = "piece"
) -> Iterator[Progress]:
    """Tell how far a piece of work is, until it is done, fails or is stopped."""
    telling = Progress(doing, total, unit)
    try:
        yield telling
    except BaseException:  # Jupyter's Stop button among them
        telling.end(stopped=True)
        raise
    telling.end()


def watched(
    items: Iterable[Item],
    doing: str,
    total: Callable[[], int | None] | int | None = None,
    unit: str = "piece",
    size: Callable[[Item], int] | None = None,
) -> Iterator[Item]:
    """The items, while it is told how many there were; `size` is what each of them counts, where that is not 1."""
    with progress(doing, total, unit) as telling:
        for item in items:
            telling.add(size(item) if size else 1)
            yield item
