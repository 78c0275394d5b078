"""Render cells in processes of our own, within bounds of time and memory, however hostile a cell is."""

import atexit
import os
import threading
import time
from collections.abc import Sequence

from gallery.lib.rendering.cells import CellSource
from gallery.lib.rendering.fragments import plain_text, plain_text_for_now
from gallery.lib.rendering.worker_handle import Worker

CELL_LIMIT = 2.0  # seconds of the clock for one cell; the worker itself keeps to less of the processor
BATCH_LIMIT = 10.0  # seconds for all cells of one call, and for waiting until a worker is free
MOST_WORKERS = max(2, min(4, os.cpu_count() or 2))

TOO_SLOW = "it takes too long to lay out"
FAILED = "it could not be laid out"


class Pool:
    """Workers, started when first needed and kept; a thread has one to itself for a batch."""

    def __init__(self, most: int = MOST_WORKERS) -> None:
        self._most = most
        self._change = threading.Condition()
        self._idle: list[Worker] = []
        self._all: set[Worker] = set()
        self._count = 0

    def take(self, limit: float = BATCH_LIMIT) -> Worker:
        """A worker for the caller alone.

        Raises `TimeoutError` when all stay busy, another `OSError` when none can be started.
        """
        with self._change:
            if not self._change.wait_for(lambda: self._idle or self._count < self._most, limit):
                raise TimeoutError("All rendering processes are busy.")
            if self._idle:
                return self._idle.pop()
            self._count += 1
        return self._started(limit)

    def _started(self, limit: float) -> Worker:
        try:
            worker = Worker()
        except BaseException:
            self._one_less()
            raise
        with self._change:
            self._all.add(worker)
        try:
            worker.wait_until_ready(limit)
        except BaseException:
            self.end(worker)
            raise
        return worker

    def give_back(self, worker: Worker) -> None:
        """Keep a worker that answered everything for the next batch."""
        with self._change:
            self._idle.append(worker)
            self._change.notify()

    def end(self, worker: Worker) -> None:
        """End a worker that is stuck or gone."""
        worker.end()
        with self._change:
            self._all.discard(worker)
        self._one_less()

    def _one_less(self) -> None:
        with self._change:
            self._count -= 1
            self._change.notify()

    def end_all(self) -> None:
        """End all workers; the next batch starts new ones."""
        with self._change:
            workers, self._idle, self._all, self._count = list(self._all), [], set(), 0
        for worker in workers:
            worker.end()

    def pids(self) -> list[int]:
        """The numbers of the processes that run for this pool."""
        with self._change:
            return sorted(worker.pid for worker in self._all)

    def forget(self) -> None:
        """After a fork: these workers belong to the parent."""
        for worker in self._all:
            worker.forget()
        self.__init__(self._most)  # type: ignore[misc]  # the lock may have been held by a thread that is not here


_pool = Pool()
atexit.register(_pool.end_all)
os.register_at_fork(after_in_child=_pool.forget)


def render_cells(cells: Sequence[CellSource]) -> list[str]:
    """Each cell as an inert HTML fragment, in one round trip.

    A cell that takes too long, or cannot be laid out, becomes plain text with a sentence saying so; where that is for
    want of a free processor rather than the cell's doing, `is_for_now` says that the fragment is not to be kept.
    Never raises for what a cell contains, and returns within about ten seconds of beginning.
    """
    return _Batch(cells, _pool).rendered()


class _Batch:
    """The cells of one call, and the fragments so far."""

    def __init__(self, cells: Sequence[CellSource], pool: Pool) -> None:
        self.cells, self.pool = cells, pool
        self.fragments: list[str] = []
        self.ends_at = time.monotonic() + BATCH_LIMIT
        self.retried = -1

    def rendered(self) -> list[str]:
        while len(self.fragments) < len(self.cells) and time.monotonic() < self.ends_at:
            try:
                worker = self.pool.take(self.ends_at - time.monotonic())
            except OSError:
                break
            self._with(worker)
        return self.fragments + [plain_text_for_now(cell) for cell in self.cells[len(self.fragments) :]]

    def _with(self, worker: Worker) -> None:
        """Go on with this worker until all is done or a cell ends it."""
        finished = False
        try:
            finished = self._all_answered(worker)
        finally:
            if finished:
                self.pool.give_back(worker)
            else:
                self.pool.end(worker)

    def _all_answered(self, worker: Worker) -> bool:
        try:
            worker.hand_over(self.cells[len(self.fragments) :])
            while len(self.fragments) < len(self.cells):
                html = worker.next_fragment(self._limit())
                self._add(html if html is not None else plain_text(self._cell(), FAILED))
        except TimeoutError:
            self._add(plain_text_for_now(self._cell()))
            return False
        except OSError:
            self._gone(worker)
            return False
        return True

    def _limit(self) -> float:
        return max(0.001, min(CELL_LIMIT, self.ends_at - time.monotonic()))

    def _cell(self) -> CellSource:
        return self.cells[len(self.fragments)]

    def _add(self, html: str) -> None:
        self.fragments.append(html)

    def _gone(self, worker: Worker) -> None:
        """The worker ended over a cell: out of time is the cell's doing; else once may be chance, twice is the cell."""
        at = len(self.fragments)
        if worker.ran_out_of_time():
            self._add(plain_text(self._cell(), TOO_SLOW))
        elif self.retried == at:
            self._add(plain_text(self._cell(), FAILED))
        self.retried = at
