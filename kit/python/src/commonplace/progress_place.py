"""Where progress is drawn: in a notebook's output, in a form, on one line of a terminal, or nowhere."""

import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from typing import Any, Protocol

from commonplace.display import shell_of_notebook
from commonplace.lazily import library
from commonplace.translation import _

WITH_END, WITHOUT_END = "{desc} |{bar:20}| {elapsed}<{remaining}", "{desc} {elapsed}"


class Drawn(Protocol):
    """What is drawn: it says itself in words (`repr`) and as HTML."""

    @property
    def done(self) -> int:
        """How much is done."""

    @property
    def total(self) -> int | None:
        """Of how much; None where nobody knows."""

    @property
    def seconds(self) -> float:
        """Since when."""

    @property
    def over(self) -> bool:
        """True at the end."""

    def _repr_html_(self) -> str: ...


class Place(Protocol):
    """Where something is drawn, each time in the place of what was there."""

    def update(self, shown: Any) -> Any:
        """Draw it."""


_inside: ContextVar[Place | None] = ContextVar("_inside", default=None)


@contextmanager
def drawing_in(chosen: Place) -> Iterator[None]:
    """Meanwhile progress is drawn there: outputs that a form captures cannot be drawn anew."""
    before = _inside.set(chosen)
    try:
        yield
    finally:
        _inside.reset(before)


def place() -> Place:
    """The place of this moment."""
    chosen, shell = _inside.get(), shell_of_notebook()
    if chosen is not None:
        return chosen
    if shell is not None:
        # whoever runs a notebook without anybody to answer its questions has nobody to watch it, either
        return _Output() if getattr(shell.kernel, "_allow_stdin", True) else _Nowhere()
    return _Line() if sys.stderr.isatty() else _Nowhere()


class _Output:
    """The output of a cell."""

    def __init__(self) -> None:
        self._handle: Any = None

    def update(self, shown: Drawn) -> None:
        if self._handle is None:
            self._handle = sys.modules["IPython.display"].display(shown, display_id=True)
        else:
            self._handle.update(shown)


class _Line:
    """One line of a terminal; at the end the sentence stands there alone."""

    def __init__(self) -> None:
        self._bar: Any = None

    def update(self, shown: Drawn) -> None:
        if shown.over:
            self._end()
            sys.stderr.write(f"{shown!r}\n")
            return
        if self._bar is None:
            form = WITHOUT_END if shown.total is None else WITH_END
            self._bar = _kind_of_bar()(total=shown.total, leave=False, dynamic_ncols=True, bar_format=form)
            self._bar.start_t = time.time() - shown.seconds
        self._bar.n, self._bar.total = shown.done, shown.total
        self._bar.set_description_str(repr(shown))

    def _end(self) -> None:
        if self._bar is not None:
            self._bar.close()


@cache
def _kind_of_bar() -> Any:
    """The bar of tqdm, without the thread and the lock between processes that it brings along."""
    kind: Any = type("_Bar", (library("tqdm", _("progress on a terminal")).tqdm,), {"monitor_interval": 0})
    kind.set_lock(threading.RLock())
    return kind


class _Nowhere:
    """Nobody looks on."""

    def update(self, shown: Drawn) -> None:
        """Nothing."""
