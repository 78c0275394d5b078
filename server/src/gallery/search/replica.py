"""Keeps the index in step with the database: before each search, along the sequence of changes.

A few changes are taken in at once. Very many, as at the first start, are worked off by a thread, the newest first;
until it is done, `Snapshot.behind` names the notebooks that the index cannot answer for.
"""

import logging
import os
import threading
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import connection
from tantivy import Searcher

from gallery.notebooks.changes import last_change
from gallery.notebooks.models import Notebook
from gallery.search.documents import documents
from gallery.search.index import Gone, Index

AT_ONCE = 100  # so many changes a search takes in itself: some tenths of a second
AT_A_TIME = 50  # so many documents the thread commits together
PATIENCE = 2.0  # seconds that a search waits for the thread before it answers with what there is

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Snapshot:
    """The index at one moment (None where it cannot be used at all), and what it cannot answer for."""

    searcher: Searcher | None
    behind: frozenset[int]


class Replica:
    """One index for all threads of this process."""

    def __init__(self, root: Path, *, at_once: int = AT_ONCE, patience: float = PATIENCE) -> None:
        """Remember where; nothing is opened before the first search."""
        self.root, self._at_once, self._patience = root, at_once, patience
        self._lock = threading.RLock()
        self._caught_up = threading.Condition(self._lock)
        self._index: Index | None = None
        self._behind: dict[int, int] = {}  # key: the change that the index has not taken in
        self._seen = 0
        self._thread: threading.Thread | None = None

    def snapshot(self) -> Snapshot:
        """The index with every change that was committed before this call, as far as patience goes."""
        with self._lock:
            try:
                return self._now()
            except Gone:
                self._forget()
            try:
                return self._now()
            except Gone:  # a full disk, for instance
                log.exception("The search index cannot be used; the database answers for it, without prose and code.")
                self._forget()
                return Snapshot(None, frozenset(Notebook.objects.values_list("pk", flat=True)))

    def _now(self) -> Snapshot:
        index = self._in_step()
        return Snapshot(index.searcher(), frozenset(self._behind))

    def close(self) -> None:
        """Let go of the folder and wait for the thread."""
        with self._lock:
            thread = self._thread
            self._forget()
        if thread is not None:
            thread.join()

    def _in_step(self) -> Index:
        index = self._index if self._index is not None and self._index.there() else self._opened()
        self._follow()
        self._work_off(index, sorted(self._behind, key=self._behind.__getitem__, reverse=True)[: self._at_once])
        if self._behind:
            self._start_thread()
            self._caught_up.wait_for(lambda: not self._behind or self._thread is None, self._patience)
        if self._index is not index:
            raise Gone("the index was given up meanwhile")
        return index

    def _opened(self) -> Index:
        self._forget()
        try:
            self._index = Index(self.root)
        except (OSError, ValueError) as error:
            raise Gone(str(error)) from error
        self._seen = last_change()
        held = self._index.held()
        living = dict(Notebook.objects.filter(trashed_at=None).values_list("pk", "changed"))
        self._behind = {key: changed for key, changed in living.items() if held.get(key) != changed}
        self._index.replace((), held.keys() - living.keys())
        return self._index

    def _forget(self) -> None:
        if self._index is not None:
            self._index.close()
        self._index, self._behind, self._seen = None, {}, 0
        self._caught_up.notify_all()

    def _follow(self) -> None:
        """Note what changed since the last look."""
        last = last_change()
        if last < self._seen:
            raise Gone("the database is another one, or an older state of it")
        if last > self._seen:
            self._behind |= dict(Notebook.objects.filter(changed__gt=self._seen).values_list("pk", "changed"))
            self._seen = last

    def _work_off(self, index: Index, keys: Collection[int]) -> None:
        if keys:
            fresh = documents(list(keys))
            index.replace(fresh.values(), set(keys) - fresh.keys())
            for key in keys:
                del self._behind[key]

    def _start_thread(self) -> None:
        if self._thread is None:
            self._thread = threading.Thread(target=self._catch_up, name="search-index", daemon=True)
            self._thread.start()

    def _catch_up(self) -> None:
        try:
            while self._step():
                pass
        except Exception:
            log.exception("The search index could not catch up; the next search tries again.")
        finally:
            with self._lock:
                self._thread = None
                self._caught_up.notify_all()
            connection.close()

    def _step(self) -> bool:
        """Take in the newest few. Their text is read without the lock, so that searches go on."""
        with self._lock:
            index, newest = self._index, sorted(self._behind.items(), key=lambda one: one[1], reverse=True)[:AT_A_TIME]
        if index is None or not newest:
            return False
        fresh = documents([key for key, _ in newest])
        with self._lock:
            if self._index is not index:
                return False
            still = [key for key, changed in newest if self._behind.get(key) == changed]
            taken = [fresh[key] for key in still if key in fresh]
            index.replace(taken, [key for key in still if key not in fresh])
            for key in still:
                del self._behind[key]
        return True


class _Process:
    """The replica of this process; a forked child gets one of its own."""

    def __init__(self) -> None:
        self._lock, self._pid = threading.Lock(), 0
        self._replica: Replica | None = None

    def replica(self) -> Replica:
        with self._lock:
            if self._replica is None or self._pid != os.getpid():
                self._pid, self._replica = os.getpid(), Replica(settings.CONFIG.home / "index")
            return self._replica

    def forget(self) -> None:
        with self._lock:
            replica, self._replica = self._replica, None
        if replica is not None:
            replica.close()


_process = _Process()


def snapshot() -> Snapshot:
    """The index of this process, in step with the database."""
    return _process.replica().snapshot()


def let_go() -> None:
    """Close the index of this process; the next search opens it again and compares it with the database."""
    _process.forget()
