"""Keeps the index and the columns in step with the database: before each search, along the sequence of changes.

A few changes are read at once and searched one by one, until a thread has written them to the index. Very many, as at
the first start, are worked off by the thread, the newest first; until it is done, what it has not reached is in
`Snapshot.behind` and not in `Snapshot.pending`, and the database answers for it.
"""

import logging
import os
import threading
import time
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from django.conf import settings
from django.db import DatabaseError, connection
from tantivy import Searcher

from gallery.notebooks.models import Notebook
from gallery.search.columns import Columns, State, state, stirred
from gallery.search.documents import documents
from gallery.search.index import Gone, Index
from gallery.search.pending import Pending
from gallery.search.postings import COMMON, Postings, kept

AT_ONCE = 100  # so many changes a search reads itself: some tenths of a second
AT_A_TIME = 500  # so many documents the thread writes together
SETTLING = 5.0  # seconds for which the thread collects what changes, since writing one takes as long as writing many
# Seconds after which it reads what has changed meanwhile, so that hardly a search has to: by kind of database, since
# SQLite tells in ten microseconds whether anybody wrote.
READING = {"sqlite": 0.002, "postgresql": 0.01}
PATIENCE = 2.0  # seconds that a search waits for the thread before it answers with what there is
FEW = 5_000  # so many notebooks whose health is read again by the search that sees it moved; of more, by a thread
LOOKED_AGE = 30.0  # seconds after which health, demand and what is open to all are compared in any case
MOVED = 20  # when one document of so many was written again, common words are read anew
MOST_BY_KEY = 1_000  # of more changes, everything is read: databases limit how many values a question has

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Snapshot:
    """The index at one moment (None where it cannot be used at all), and what it cannot answer for.

    Of that, what was read already is in `pending`, without a document where it is gone.
    """

    searcher: Searcher | None
    behind: frozenset[int]
    columns: Columns = field(default_factory=Columns)
    pending: Mapping[int, Pending | None] = field(default_factory=dict)
    postings: Postings | None = None  # of common words, for all documents but those `written` since
    written: frozenset[int] = frozenset()


class Replica:
    """One index and its columns for all threads of this process."""

    def __init__(self, root: Path, *, at_once: int = AT_ONCE, patience: float = PATIENCE, common: int = COMMON) -> None:
        """Remember where; nothing is opened before the first search."""
        self.root, self._at_once, self._patience, self._common = root, at_once, patience, common
        self._lock = threading.RLock()
        self._caught_up = threading.Condition(self._lock)
        self._hurry = threading.Condition(self._lock)
        self._hurried = False
        self._thread: threading.Thread | None = None
        self._looking: threading.Thread | None = None
        self._keeping: threading.Thread | None = None
        self._index: Index | None = None
        self._empty()

    def _empty(self) -> None:
        self._columns = Columns()
        self._behind: dict[int, int] = {}  # key: the change that the index has not taken in
        self._pending: dict[int, tuple[int, Pending | None]] = {}  # of these, with the change that was read
        self._seen, self._fares_seen, self._looked = 0, -1, 0.0
        self._postings: Postings | None = None

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
                self._read_columns(state())
                return Snapshot(None, frozenset(Notebook.objects.values_list("pk", flat=True)), self._columns)

    def settle(self) -> None:
        """Wait until everything is written to the index and common words are read, or a thread gave up."""
        with self._lock:
            while (behind := self.snapshot().behind) and self._index is not None:
                self._hurried = True
                self._hurry.notify_all()
                self._caught_up.wait_for(lambda: len(self._behind) < len(behind) or self._thread is None, 60)
                if self._thread is None and self._behind:
                    return
            while self._keeping is not None:
                self._caught_up.wait(60)

    def _now(self) -> Snapshot:
        index = self._in_step()
        read = {key: one for key, (changed, one) in self._pending.items() if self._behind.get(key) == changed}
        postings, searcher = self._postings, index.searcher()
        written = postings.mark.written if postings is not None else frozenset()
        return Snapshot(searcher, frozenset(self._behind), self._columns, read, postings, written)

    def close(self) -> None:
        """Let go of the folder and wait for the threads."""
        with self._lock:
            threads = [one for one in (self._thread, self._looking, self._keeping) if one is not None]
            self._forget()
        for thread in threads:
            thread.join()

    def _in_step(self) -> Index:
        index = self._index if self._index is not None and self._index.there() else self._opened()
        self._follow()
        self._read_newest()
        if self._behind:
            self._start_thread()
        if len(self._behind) > len(self._pending):
            self._caught_up.wait_for(lambda: not self._behind or self._thread is None, self._patience)
        if self._index is not index:
            raise Gone("the index was given up meanwhile")
        self._keep(index)
        return index

    def _opened(self) -> Index:
        self._forget()
        try:
            self._index = Index(self.root)
        except (OSError, ValueError) as error:
            raise Gone(str(error)) from error
        now = state()
        self._seen = now.change
        self._read_columns(now)
        held = self._index.held()
        living = dict(Notebook.objects.filter(trashed_at=None).values_list("pk", "changed"))
        self._behind = {key: changed for key, changed in living.items() if held.get(key) != changed}
        if gone := held.keys() - living.keys():
            self._index.replace((), gone)
        return self._index

    def _read_columns(self, now: State) -> None:
        self._columns = Columns()
        self._columns.read()
        self._columns.read_fares()
        self._fares_seen, self._looked = now.fares, time.monotonic()

    def _forget(self) -> None:
        if self._index is not None:
            self._index.close()
        self._index = None
        self._empty()
        self._caught_up.notify_all()
        self._hurry.notify_all()

    def _follow(self) -> None:
        """Note what changed since the last look; now and then, and when health moved, look at the rest."""
        now = state()
        if now.change < self._seen:
            raise Gone("the database is another one, or an older state of it")
        self._take(now)
        if now.fares != self._fares_seen or time.monotonic() - self._looked > LOOKED_AGE:
            self._fares_seen, self._looked = now.fares, time.monotonic()
            self._look()

    def _take(self, now: State) -> None:
        """Take note of what changed up to now."""
        if now.change > self._seen:
            changed = dict(Notebook.objects.filter(changed__gt=self._seen).values_list("pk", "changed"))
            self._columns.read(changed.keys() if len(changed) <= MOST_BY_KEY else None)
            self._behind |= changed
            self._seen = now.change

    def _look(self) -> None:
        if np.count_nonzero(self._columns.alive) <= FEW:  # keys tell nothing: they only grow
            self._columns.look()
        elif self._looking is None:
            self._looking = threading.Thread(target=self._look_meanwhile, args=(self._columns,), daemon=True)
            self._looking.start()

    def _look_meanwhile(self, columns: Columns) -> None:
        try:
            columns.look()
        except Exception:
            log.exception("The health of notebooks could not be read; searches go on with what was known of it.")
        finally:
            connection.close()
            self._looking = None

    def _keep(self, index: Index) -> None:
        """Have common words read, at first and where much was written since."""
        documents, postings = index.searcher().num_docs, self._postings
        if self._keeping is not None or len(self._behind) > self._at_once or documents < self._common:
            return
        if postings is None or len(postings.mark.written) * MOVED > documents:
            self._postings = None  # the next mark ends that of the old ones
            self._keeping = threading.Thread(target=self._keep_meanwhile, args=(index,), daemon=True)
            self._keeping.start()

    def _keep_meanwhile(self, index: Index) -> None:
        try:
            postings = kept(index.mark(), common=self._common, wanted=lambda: self._index is index)
            with self._lock:
                self._postings = postings if self._index is index else None
        except Exception:
            if self._index is index:
                log.exception("Common words could not be read; the index is asked for them instead, which is slower.")
        finally:
            with self._lock:
                self._keeping = None
                self._caught_up.notify_all()

    def distrust(self, keys: Collection[int]) -> None:
        """Read the columns of these again: the database says something else than they do."""
        with self._lock:
            self._columns.read(keys)

    def _read_newest(self) -> None:
        """Read the newest few of what the index has not taken in."""
        newest = sorted(self._behind.items(), key=lambda one: one[1], reverse=True)[: self._at_once]
        wanted = {key: changed for key, changed in newest if self._pending.get(key, (0,))[0] != changed}
        if wanted:
            fresh = documents(list(wanted))
            for key, changed in wanted.items():
                self._pending[key] = changed, Pending(fresh[key]) if key in fresh else None

    def _start_thread(self) -> None:
        if self._thread is None:
            self._thread = threading.Thread(target=self._catch_up, name="search-index", daemon=True)
            self._thread.start()

    def _catch_up(self) -> None:
        try:
            while self._step():
                pass
        except Gone:
            pass  # closed meanwhile; or the next search finds out, and opens it again
        except Exception:
            log.exception("The search index could not catch up; the next search tries again.")
        finally:
            with self._lock:
                self._thread = None
                self._caught_up.notify_all()
            connection.close()

    def _step(self) -> bool:
        """Take in the newest few. They are read and written without the lock, so that searches go on."""
        with self._lock:
            if len(self._behind) <= self._at_once:
                self._gather()
            self._hurried = False
            index, newest = self._index, sorted(self._behind.items(), key=lambda one: one[1], reverse=True)[:AT_A_TIME]
            read = {key: self._pending[key][1] for key, changed in newest if self._pending.get(key, (0,))[0] == changed}
        if index is None or not newest:
            return False
        fresh = documents([key for key, _ in newest if key not in read])
        fresh |= {key: one.document for key, one in read.items() if one is not None}
        index.replace(fresh.values(), [key for key, _ in newest if key not in fresh])
        with self._lock:
            if self._index is not index:
                return False
            self._taken(dict(newest))
            return bool(self._behind)

    def _gather(self) -> None:
        """Wait for what else changes, and read it meanwhile, so that searches find it read."""
        until, before, pause = time.monotonic() + SETTLING, -1, READING[connection.vendor]
        while self._may_wait() and (left := until - time.monotonic()) > 0:
            if not self._hurry.wait(min(left, pause)) and self._index is not None:
                try:
                    if (now := stirred()) != before:
                        before = now
                        self._take(state())
                        self._read_newest()
                except DatabaseError:
                    return  # the next search reads it, and says so if it cannot

    def _may_wait(self) -> bool:
        return not self._hurried and self._index is not None and 2 * len(self._behind) < self._at_once

    def _taken(self, written: Mapping[int, int]) -> None:
        """What was written is no longer behind, unless it changed again."""
        for key, changed in written.items():
            if self._behind.get(key) == changed:
                del self._behind[key]
                self._pending.pop(key, None)
        self._caught_up.notify_all()


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


def distrust(keys: Collection[int]) -> None:
    """Tell that the database does not let somebody find these, which the columns do."""
    _process.replica().distrust(keys)


def settled() -> Snapshot:
    """The same, with everything written to the index: for whoever measures it."""
    _process.replica().settle()
    return snapshot()


def let_go() -> None:
    """Close the index of this process; the next search opens it again and compares it with the database."""
    _process.forget()
