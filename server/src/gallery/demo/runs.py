"""What the runs of the demo left behind: a record for each cell that somebody executed, and the health made of them.

Most notebooks work, now and then a cell fails. The plan says of a few how they go: `runs` in `demo.json`.
"""

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from django.utils import timezone

from gallery.accounts.models import User
from gallery.executions.models import Cause, Execution
from gallery.executions.summing import sum_up
from gallery.health.refreshing import compute_all
from gallery.launches.models import Launch
from gallery.notebooks.models import Notebook, Revision, RevisionCell

NOW_AND_THEN = 0.012  # of the executions fail anyhow
KEPT = timedelta(days=30)


@dataclass(frozen=True)
class Story:
    """How the runs of one notebook go."""

    never: bool = False  # nobody runs it
    more: int = 0  # further runs in the last few days
    failing_cell: int = 0  # the so many-th code cell fails
    share: float = 1.0  # of the runs in which it does
    since_days: float = KEPT.days
    cause: str = Cause.OTHER

    @staticmethod
    def of(line: Mapping[str, Any]) -> "Story":
        """From the plan; a notebook of which it says nothing works."""
        return Story(**line.get("runs", {}))


@dataclass(frozen=True)
class _Cell:
    source_hash: str
    usual_ms: float
    meant_to_fail: bool


@dataclass(frozen=True)
class _Version:
    notebook: Notebook
    number: int
    saved_at: datetime
    cells: Sequence[_Cell]


def simulate_runs(stories: Mapping[Notebook, Story]) -> None:
    """Record what each launch of the last days executed, and compute health."""
    chance = Random(2027)  # noqa: S311 — a story, not a secret
    records: list[Execution] = []
    for notebook, story in stories.items():
        versions = _versions(notebook, chance)
        for person, at in _runs(notebook):
            version = next(one for one in versions if one.saved_at <= at)
            records += _run(version, story, person, at, chance)
    Execution.objects.bulk_create(records, batch_size=500)
    sum_up()
    compute_all()


def _versions(notebook: Notebook, chance: Random) -> list[_Version]:
    """The versions of a notebook, newest first; each cell has a runtime of its own."""
    usual: dict[str, float] = defaultdict(lambda: math.exp(chance.gauss(5.2, 1.5)))
    rows = RevisionCell.objects.filter(revision__notebook=notebook, cell__kind="code", cell__size__gt=0)
    cells: dict[int, list[_Cell]] = defaultdict(list)
    for number, found, metadata in rows.order_by("revision__number", "position").values_list(
        "revision__number", "cell__source_hash", "metadata"
    ):
        cells[number].append(_Cell(found, usual[found], "raises-exception" in metadata.get("tags", ())))
    saved = Revision.objects.filter(notebook=notebook).order_by("-number").values_list("number", "created_at")
    return [_Version(notebook, number, at, cells[number]) for number, at in saved]


def _runs(notebook: Notebook) -> Iterator[tuple[User, datetime]]:
    since = timezone.now() - KEPT
    for launch in Launch.objects.filter(notebook=notebook, at__gt=since).select_related("person").order_by("at", "pk"):
        yield launch.person, launch.at


def _run(version: _Version, story: Story, person: User, at: datetime, chance: Random) -> Iterator[Execution]:
    """One run from top to bottom: it ends at the first cell that fails, which is often tried once more."""
    bad = story.failing_cell - 1 if at > timezone.now() - timedelta(days=story.since_days) else -1
    breaks = chance.random() < story.share
    for number, cell in enumerate(version.cells):
        told = number == bad and breaks
        failed = told or cell.meant_to_fail or chance.random() < NOW_AND_THEN
        cause = Cause(story.cause) if told else Cause.OTHER if failed else Cause.NONE
        for _ in range(2 if told and chance.random() < 0.5 else 1):
            took = max(1, round(cell.usual_ms * math.exp(chance.gauss(0, 0.25))))
            yield _record(version, cell, person, at, took, None if not failed else cause, chance)
            at += timedelta(milliseconds=took)
        if failed and not cell.meant_to_fail:
            return


def _record(
    version: _Version, cell: _Cell, person: User, at: datetime, took: int, cause: Cause | None, chance: Random
) -> Execution:
    return Execution(
        person=person,
        key=UUID(int=chance.getrandbits(128), version=4),
        notebook=version.notebook,
        revision=version.number,
        source_hash=cell.source_hash,
        success=cause is None,
        cause=cause or Cause.NONE,
        runtime_ms=took,
        started_at=at,
        day=at.astimezone(UTC).date(),
        received_at=at,
    )
