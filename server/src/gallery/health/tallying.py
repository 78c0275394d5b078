"""Counts sums of executions into what the definitions ask for: one pass over them, in little memory."""

from array import array
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from statistics import median
from typing import NamedTuple

from gallery.health.definitions import CellCount, Count, Session
from gallery.health.places import PlacedCell, Spot, spots

MOST_MS = 2**31 - 1  # a runtime beyond it (24 days) says no more
SUM_FIELDS = (
    "day", "person_id", "source_hash", "executions", "successes", "excused", "runtimes", "last_at", "last_failure_at"
)  # fmt: skip


class Sum(NamedTuple):
    """All executions of one cell by one person on one day, as `SUM_FIELDS` reads it."""

    day: date
    person: int
    hash: str
    executions: int
    successes: int
    excused: int
    runtimes: Sequence[int]
    last_at: datetime
    last_failure_at: datetime | None


@dataclass(frozen=True)
class Weights:
    """Whose executions weigh less: authors by a setting, in UE alone; people who flooded, everywhere."""

    authors: frozenset[int] = frozenset()
    author: float = 1.0
    flooding: Collection[int] = frozenset()


@dataclass
class Tally:
    """What happened to one cell, at whichever place."""

    executions: float = 0
    successes: float = 0
    weighed: float = 0
    excused: int = 0
    people: set[int] = field(default_factory=set)
    failed: set[int] = field(default_factory=set)
    runtimes: "array[int]" = field(default_factory=lambda: array("l"))
    last_failure: datetime | None = None
    last_success_day: date | None = None
    first_failure_day: date | None = None

    def median_ms(self) -> int | None:
        """The runtime in the middle; None where it was never executed."""
        return round(median(self.runtimes)) if self.runtimes else None


@dataclass(frozen=True)
class DayCount:
    """What was done with a notebook on one day; `people` counts those who edited every cell first, too."""

    day: date
    executions: int
    failures: int
    people: int
    sessions: int


@dataclass
class _Day:
    """A day as it is counted."""

    day: date
    executions: float = 0
    failures: float = 0
    people: set[int] = field(default_factory=set)
    sessions: set[int] = field(default_factory=set)


@dataclass
class _Open:
    """A session as it is counted."""

    day: date
    person: int
    counts: bool = False  # a cell that is not optional was executed
    outage: bool = False  # where a source was down, how far somebody came says nothing
    first_failed: int | None = None
    last_successful: int | None = None


class NotebookTally:
    """Everything counted of one notebook. Add sums in the order of their days and people."""

    def __init__(self, places: Sequence[PlacedCell], weights: Weights = Weights()) -> None:
        """For the cells of one version."""
        self.places, self._weights, self._spots = places, weights, spots(places)
        self.cells = {hash_: Tally() for hash_ in self._spots}
        self.sessions: Counter[Session] = Counter()
        self.days: list[DayCount] = []
        self.ran: set[int] = set()
        self.last_run: datetime | None = None
        self._day: _Day | None = None
        self._open: _Open | None = None

    def add_all(self, sums: Iterable[Sum]) -> "NotebookTally":
        """Add all of these, and finish."""
        for one in sums:
            self.add(one)
        self._end_day()
        return self

    def add(self, one: Sum) -> None:
        """Add one sum."""
        if self._day is None or self._day.day != one.day:
            self._end_day()
            self._day = _Day(one.day)
        self.ran.add(one.person)
        self._day.people.add(one.person)
        if self.last_run is None or one.last_at > self.last_run:
            self.last_run = one.last_at
        spot = self._spots.get(one.hash)
        if spot is not None:
            self._add_known(one, spot, self._day)

    def _add_known(self, one: Sum, spot: Spot, day: _Day) -> None:
        executions: float = one.executions - one.excused
        successes: float = one.successes
        runtimes = one.runtimes
        if one.person in self._weights.flooding:
            successes = successes / executions if executions else 0
            executions, runtimes = min(executions, 1), [round(median(runtimes))] if runtimes else []
        self._count(one, executions, successes, runtimes)
        self._follow_session(one, spot, executions, successes)
        day.executions += executions
        day.failures += 0 if spot.forgiven else executions - successes
        day.sessions.add(one.person)

    def _count(self, one: Sum, executions: float, successes: float, runtimes: Sequence[int]) -> None:
        tally = self.cells[one.hash]
        tally.excused += one.excused
        tally.runtimes.extend(min(took, MOST_MS) for took in runtimes)
        if not executions:
            return
        tally.executions += executions
        tally.successes += successes
        tally.weighed += executions * (self._weights.author if one.person in self._weights.authors else 1)
        tally.people.add(one.person)
        if successes:
            tally.last_success_day = one.day
        if successes < executions:
            tally.failed.add(one.person)
            tally.first_failure_day = tally.first_failure_day or one.day
            if one.last_failure_at and (tally.last_failure is None or one.last_failure_at > tally.last_failure):
                tally.last_failure = one.last_failure_at

    def _follow_session(self, one: Sum, spot: Spot, executions: float, successes: float) -> None:
        session = self._open
        if session is None or (session.day, session.person) != (one.day, one.person):
            self._end_session()
            session = self._open = _Open(one.day, one.person)
        session.outage |= one.excused > 0
        if not executions or not spot.counts:
            return
        session.counts = True
        if successes < executions and spot.first_failing is not None:
            session.first_failed = _least(session.first_failed, spot.first_failing)
        reached = spot.last if successes else spot.last_forgiven
        if reached is not None:
            session.last_successful = max(-1 if session.last_successful is None else session.last_successful, reached)

    def _end_session(self) -> None:
        session, self._open = self._open, None
        if session is not None and session.counts and not session.outage:
            self.sessions[Session(session.first_failed, session.last_successful)] += 1

    def _end_day(self) -> None:
        self._end_session()
        day, self._day = self._day, None
        if day is not None:
            counts = round(day.executions), round(day.failures), len(day.people), len(day.sessions)
            self.days.append(DayCount(day.day, *counts))

    def counts(self) -> list[CellCount]:
        """What was counted of every place."""
        return [CellCount(place.number, self.count(place)) for place in self.places]

    def count(self, place: PlacedCell) -> Count:
        """What was counted of one place."""
        tally = self.cells[place.hash]
        successes = tally.executions if place.meant_to_fail else tally.successes
        return Count(tally.executions, successes, self._users(tally.people), tally.weighed)

    def total(self) -> Count:
        """What was counted of the whole notebook, each record once."""
        tallies = [(tally, self._spots[hash_].forgiven) for hash_, tally in self.cells.items()]
        return Count(
            executions=sum(tally.executions for tally, _ in tallies),
            successes=sum(tally.executions if forgiven else tally.successes for tally, forgiven in tallies),
            users=self._users(set().union(*(tally.people for tally, _ in tallies))),
            weighed=sum(tally.weighed for tally, _ in tallies),
        )

    def failed(self) -> set[int]:
        """Who met a failure that counts."""
        return set().union(*(one.failed for hash_, one in self.cells.items() if not self._spots[hash_].forgiven))

    def last_failure(self) -> datetime | None:
        """The latest failure that counts."""
        found = (one.last_failure for hash_, one in self.cells.items() if not self._spots[hash_].forgiven)
        return max(filter(None, found), default=None)

    def _users(self, people: set[int]) -> float:
        if self._weights.author == 1:
            return len(people)
        authors = len(people & self._weights.authors)
        return len(people) - authors + self._weights.author * authors


def _least(one: int | None, other: int) -> int:
    return other if one is None else min(one, other)
