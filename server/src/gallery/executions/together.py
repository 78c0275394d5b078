"""Threads that write at the same moment share one transaction, and so its wait for the disk."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock
from typing import Any, Generic, TypeVar

from django.db import transaction

T = TypeVar("T")


@dataclass(eq=False)
class _Job(Generic[T]):
    """What one thread wants to write, and what became of it."""

    work: Callable[[], T]
    result: T | None = None
    error: Exception | None = None
    done: bool = False

    def run_alone(self) -> None:
        """In a transaction of its own; an error belongs to whoever waits for it."""
        try:
            with transaction.atomic():
                self.result = self.work()
        except Exception as error:
            self.error = error
        self.done = True


class Together:
    """While one thread writes, others queue up; the next one writes for all that wait.

    A disk makes a few hundred transactions durable in a second, however small they are. Work has to be safe to
    repeat: where a shared transaction fails, each job is done again alone.
    """

    def __init__(self) -> None:
        """Nobody waits yet."""
        self._waiting: deque[_Job[Any]] = deque()
        self._turn = Lock()

    def do(self, work: Callable[[], T]) -> T:
        """Answer what `work` answers once its transaction is committed, or raise what it raised."""
        job = _Job(work)
        self._waiting.append(job)
        with self._turn:
            if not job.done:
                self._work_off()
        if job.error is not None:
            raise job.error
        return job.result  # type: ignore[return-value] # what `work` answered, which may be None

    def _work_off(self) -> None:
        jobs = [self._waiting.popleft() for _ in range(len(self._waiting))]
        if len(jobs) == 1 or not _all_at_once(jobs):
            for job in jobs:
                job.run_alone()


def _all_at_once(jobs: list[_Job[Any]]) -> bool:
    """Whether one transaction could do all of them."""
    try:
        with transaction.atomic():
            for job in jobs:
                job.result = job.work()
    except Exception:  # whose fault it was shows when each is done alone
        return False
    for job in jobs:
        job.done = True
    return True
