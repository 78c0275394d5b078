"""Health, from counts to a score: the published definitions as pure functions.

Source: the published work of the notebook-gallery team on code health in a corpus of Jupyter notebooks. Its terms are
kept: UE, UF, OSR, GCR, BCR, FBC, LGC, FFD, NED, H. Nothing here asks a database or a clock.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import log

GOOD_CELL = 0.75
HEALTHY, UNHEALTHY = 0.625, 0.375
ENOUGH = 40.0  # user-adjusted executions at which confidence is full
BLENDING_DAYS = 7


class Status(StrEnum):
    """What a reader is told."""

    HEALTHY = "healthy"
    UNDETERMINED = "undetermined"
    UNHEALTHY = "unhealthy"


@dataclass(frozen=True)
class Count:
    """What was counted of a cell or a notebook.

    `users` and `weighed` (executions) are those of UE, where authors may weigh less; without weights, as they are.
    """

    executions: float
    successes: float
    users: float
    weighed: float


@dataclass(frozen=True)
class CellCount:
    """What was counted of one place of a cell; its number among the code cells, None where it is optional."""

    number: int | None
    count: Count


@dataclass(frozen=True)
class Session:
    """All records of one person, notebook and UTC day: the first cell that failed, the last one that succeeded."""

    first_failed: int | None
    last_successful: int | None


@dataclass(frozen=True)
class Metrics:
    """Every figure of a notebook; ratios from 0 to 1. `score` is None where nothing was executed."""

    ue: float
    uf: float
    osr: float
    gcr: float
    bcr: float
    fbc: float
    lgc: float
    ffd: float
    ned: float
    score: float | None
    status: Status


def user_adjusted_executions(users: float, executions: float, cells: int) -> float:
    """UE: ten for each further user, and the executions of a typical cell. Never below 1.

    >>> user_adjusted_executions(1, 12, 4), user_adjusted_executions(3, 1, 4)
    (3.0, 21.0)
    """
    return max(1.0, 10 * (users - 1) + max(1.0, executions / max(1, cells)))


def confidence(adjusted: float) -> float:
    """UF of a UE: from 0.75 for one execution to 1 for 40 and more.

    >>> confidence(1), confidence(40), confidence(41)
    (0.75, 1.0, 1.0)
    """
    return 0.75 + 0.25 * min(1.0, log(adjusted) / log(ENOUGH))


def usage_factor(users: float, executions: float, cells: int) -> float:
    """UF: how much what was seen can be trusted. The published check values, one execution per user and cell:

    >>> [round(usage_factor(users, users, 1), 2) for users in range(1, 6)]
    [0.75, 0.92, 0.96, 0.99, 1.0]
    """
    return confidence(user_adjusted_executions(users, executions, cells))


def cell_health(count: Count) -> float | None:
    """H of a cell, None where it was never executed.

    >>> cell_health(Count(executions=1, successes=1, users=1, weighed=1))
    0.75
    >>> cell_health(Count(executions=0, successes=0, users=0, weighed=0)) is None
    True
    """
    if not count.executions:
        return None
    return usage_factor(count.users, count.weighed, 1) * count.successes / count.executions


def cell_status(count: Count) -> Status:
    """What the mark in the margin says.

    >>> str(cell_status(Count(executions=2, successes=1, users=2, weighed=2)))
    'unhealthy'
    """
    health = cell_health(count)
    if health is None:
        return Status.UNDETERMINED
    return Status.HEALTHY if health >= GOOD_CELL else Status.UNHEALTHY


def status_of(score: float | None) -> Status:
    """The word for a score.

    >>> [str(status_of(score)) for score in (0.625, 0.5, 0.375, None)]
    ['healthy', 'undetermined', 'unhealthy', 'undetermined']
    """
    if score is None:
        return Status.UNDETERMINED
    if score >= HEALTHY:
        return Status.HEALTHY
    return Status.UNHEALTHY if score <= UNHEALTHY else Status.UNDETERMINED


def notebook_metrics(cells: Sequence[CellCount], total: Count, sessions: Mapping[Session, int]) -> Metrics:
    """All metrics of a notebook.

    Args:
        cells: Every place of a code cell; equal cells at several places each have the same counts.
        total: The notebook as a whole, each record counted once.
        sessions: How many sessions there were of each kind.
    """
    numbered = {cell.number: cell_status(cell.count) for cell in cells if cell.number is not None}
    size = len(numbered)
    good = [number for number, status in numbered.items() if status == Status.HEALTHY]
    bad = [number for number, status in numbered.items() if status == Status.UNHEALTHY]
    adjusted = user_adjusted_executions(total.users, total.weighed, size)
    osr = total.successes / total.executions if total.executions else 0.0
    ned = execution_depth(sessions, size)
    known = bool(size and total.executions and sessions)
    score = confidence(adjusted) * (osr + ned) / 2 if known else None
    return Metrics(
        ue=adjusted,
        uf=confidence(adjusted),
        osr=osr,
        gcr=len(good) / size if size else 0.0,
        bcr=len(bad) / size if size else 0.0,
        fbc=min(bad) / size if bad else 1.0,
        lgc=(1 + max(good)) / size if good else 0.0,
        ffd=first_failure_depth(sessions, size),
        ned=ned,
        score=score,
        status=status_of(score),
    )


def first_failure_depth(sessions: Mapping[Session, int], cells: int) -> float:
    """FFD: how far people come before something fails, on the mean; 1 for a session without a failure.

    >>> first_failure_depth({Session(2, 1): 1, Session(None, 3): 1}, 4)
    0.75
    """
    # One division at the end, so that what is a plain fraction is one here too.
    depths = sum((cells if one.first_failed is None else one.first_failed) * times for one, times in sessions.items())
    return depths / (cells * sum(sessions.values())) if sessions and cells else 1.0


def execution_depth(sessions: Mapping[Session, int], cells: int) -> float:
    """NED: how far people come at all, on the mean; 0 for a session without a success.

    >>> execution_depth({Session(2, 1): 1, Session(0, None): 1}, 4)
    0.25
    """
    depths = sum((0 if one.last_successful is None else 1 + one.last_successful) * n for one, n in sessions.items())
    return depths / (cells * sum(sessions.values())) if sessions and cells else 0.0


def blended(current: float | None, previous: float, before: Status, days: float) -> float | None:
    """The score shown in the seven days after a revision that is still undetermined.

    The current score weighs the days since then out of seven; where there is none, it counts 0.5 if the notebook was
    healthy before and 0 if it was unhealthy. None where neither says anything.

    >>> blended(0.5, 0.9, Status.HEALTHY, days=3.5)
    0.7
    >>> blended(None, 0.9, Status.HEALTHY, days=7), blended(None, 0.2, Status.UNHEALTHY, days=7)
    (0.5, 0.0)
    """
    if current is None:
        if before == Status.UNDETERMINED:
            return None
        current = 0.5 if before == Status.HEALTHY else 0.0
    weight = min(1.0, max(0.0, days / BLENDING_DAYS))
    return weight * current + (1 - weight) * previous
