"""What runs, in the notebook or on the terminal: one line that is drawn anew in its place, in words and as a bar."""

import time
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from html import escape
from typing import Any

from commonplace.display import amount
from commonplace.progress_place import Place, place
from commonplace.translation import _

QUICK = 1.0  # seconds; what is over sooner is not shown


@dataclass(frozen=True, repr=False)
class Progress:
    """How far a piece of work is."""

    stages: int
    stages_done: int
    tasks: int
    tasks_done: int
    running: int
    over: bool = False
    seconds: float = field(default=0.0, compare=False)

    @property
    def done(self) -> int:
        """The tasks that are done."""
        return self.tasks_done

    @property
    def total(self) -> int:
        """All tasks that Spark knows of by now."""
        return self.tasks

    def __repr__(self) -> str:
        """In words.

        >>> Progress(3, 1, 12, 5, 2)
        Spark: 5 of 12 tasks done, 2 running; stage 2 of 3
        >>> Progress(3, 3, 12, 12, 0, over=True)
        Spark: done, 12 tasks in 3 stages
        """
        if self.over:
            return _("Spark: done, {tasks} in {stages}").format(
                tasks=amount(self.tasks, "task"), stages=amount(self.stages, "stage")
            )
        stage = min(self.stages_done + 1, self.stages)
        tasks = _("{tasks_done} of {tasks} tasks done, {running} running").format(
            tasks_done=self.tasks_done, tasks=self.tasks, running=self.running
        )
        return _("Spark: {tasks}; stage {stage} of {stages}").format(tasks=tasks, stage=stage, stages=self.stages)

    def _repr_html_(self) -> str:
        """A bar with the same words beside it, for those who do not see it."""
        words = escape(repr(self))
        if self.over:
            return f'<p role="status">{words}</p>'
        known = f'max="{self.tasks}" value="{self.tasks_done}"'
        return f'<p>{words} <progress role="progressbar" aria-label="{words}" {known}></progress></p>'


class Teller:
    """Draws the progress of each piece of work; Spark calls it while it waits for answers."""

    def __init__(self) -> None:
        """Nothing runs yet."""
        self._began: dict[str, float] = {}
        self._shown: dict[str, Place] = {}
        self._last: dict[str, Progress] = {}

    def __call__(self, stages: Iterable[Any] | None, inflight_tasks: int, operation_id: str | None, done: bool) -> None:
        """As Spark calls it; whatever goes wrong with drawing must not stop the work."""
        with suppress(Exception):
            self._tell(operation_id or "", list(stages or ()), inflight_tasks, done)

    def _tell(self, work: str, stages: list[Any], running: int, over: bool) -> None:
        began = self._began.setdefault(work, time.monotonic())
        seconds = time.monotonic() - began
        now = replace(progress_of(stages, running, over=over), seconds=seconds)
        if work in self._shown:
            if now != self._last[work]:
                self._shown[work].update(now)
        elif not over and now.tasks and seconds > QUICK:
            self._shown[work] = place()
            self._shown[work].update(now)
        self._last[work] = now
        if over:
            for kept in (self._began, self._shown, self._last):
                kept.pop(work, None)


def progress_of(stages: list[Any], running: int, *, over: bool) -> Progress:
    """The sum over the stages that Spark tells of; at the end only what was really done, since Spark skips some."""
    done = [stage for stage in stages if stage.done]
    told = done if over else stages
    return Progress(
        stages=len(told),
        stages_done=len(done),
        tasks=sum(stage.num_tasks for stage in told),
        tasks_done=sum(stage.num_completed_tasks for stage in told),
        running=running,
        over=over,
    )
