"""Health a second time, written straight from the definitions: slow, exact, and with nothing of the other one in it.

It looks at every record for every figure, and counts in fractions. Only the logarithm of the confidence is a float.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from math import log
from statistics import median
from typing import Any

WINDOW_DAYS = 30


@dataclass(frozen=True)
class Code:
    """A code cell of a version."""

    position: int  # from 1
    hash: str
    blank: bool
    optional: bool
    meant_to_fail: bool


@dataclass(frozen=True)
class Version:
    """A saved version."""

    at: datetime
    cells: tuple[Code, ...]


@dataclass
class Record:
    """An executed cell as it was kept."""

    person: str
    hash: str  # "" for a cell that the notebook did not hold
    success: bool
    at: datetime
    ms: int
    excused: bool = False

    @property
    def day(self) -> date:
        return self.at.astimezone(UTC).date()


@dataclass(frozen=True)
class World:
    """Everything that the health of one notebook can depend on."""

    versions: Sequence[Version]
    records: Sequence[Record]
    floods: Sequence[tuple[str, date]] = ()
    authors: frozenset[str] = frozenset()
    author_weight: Fraction = Fraction(1)


def health(world: World, now: datetime) -> dict[str, Any]:
    """Every figure as it is shown at this moment."""
    newest = len(world.versions) - 1
    plain = figures(world, newest, now, world.records)
    shown, note, past = plain["score"], "", None
    if plain["status"] == "undetermined":
        past = before(world, newest, now)
    if past is not None:
        score, status, lost_at = past
        days = Fraction((now - lost_at) // timedelta(hours=1), 24)
        now_counts = plain["score"]
        if now_counts is None:
            now_counts = {"healthy": 0.5, "unhealthy": 0.0, "undetermined": None}[status]
        shown = None if now_counts is None else days / 7 * now_counts + (1 - days / 7) * score
        note = {"healthy": "was-healthy", "unhealthy": "was-unhealthy", "undetermined": ""}[status]
    kept = {"previous_score": past[0] if past else None, "previous_status": past[1] if past else ""}
    return plain | {"shown_score": shown, "note": note} | kept


def before(world: World, newest: int, now: datetime) -> tuple[Any, str, datetime] | None:
    """Score and status before a version of the last seven days lost them, and when."""
    fallback = None
    for number in range(newest, 0, -1):
        saved = world.versions[number].at
        if now - saved >= timedelta(days=7) or newest - number >= 20:
            return fallback
        until = [record for record in world.records if record.at < saved]
        past = figures(world, number - 1, saved, until, last_flood=saved.astimezone(UTC).date())
        if past["status"] != "undetermined":
            return past["score"], past["status"], saved
        if number == newest and past["score"] is not None:
            fallback = (past["score"], past["status"], saved)
        if not past["users"]:
            return fallback
    return fallback


def figures(
    world: World, number: int, now: datetime, records: Sequence[Record], last_flood: date | None = None
) -> dict[str, Any]:
    """The published figures of one version at one moment."""
    first = now.astimezone(UTC).date() - timedelta(days=WINDOW_DAYS - 1)
    records = [record for record in records if record.day >= first]
    flooding = {who for who, day in world.floods if day >= first and (last_flood is None or day <= last_flood)}
    cells = [cell for cell in world.versions[number].cells if not cell.blank]
    numbers = _numbers(cells)
    size = len([cell for cell in cells if not cell.optional])
    per_cell = [_cell(world, cell, numbers[place], records, flooding) for place, cell in enumerate(cells)]
    here = [record for record in records if record.hash in {cell.hash for cell in cells}]
    counted = [record for record in here if not record.excused]
    runs = _weigh(counted, flooding)
    executions = sum((weight for _, weight in runs), Fraction(0))
    successes = sum((weight for one, weight in runs if one.success or _forgiven(one, cells)), Fraction(0))
    adjusted = _adjusted(world, runs, size)
    trust = _confidence(adjusted)
    sessions = _sessions(records, cells)
    depths = [_depths(session, cells, numbers, size) for session in sessions]
    osr = successes / executions if executions else Fraction(0)
    ned = sum((one[1] for one in depths), Fraction(0)) / len(depths) if depths else Fraction(0)
    ffd = sum((one[0] for one in depths), Fraction(0)) / len(depths) if depths else Fraction(1)
    score = trust * (osr + ned) / 2 if executions and size and depths else None
    bad = [one["number"] for one in per_cell if one["number"] is not None and one["status"] == "unhealthy"]
    good = [one["number"] for one in per_cell if one["number"] is not None and one["status"] == "healthy"]
    failures = [one for one in counted if not one.success and not _forgiven(one, cells)]
    return {
        "ue": adjusted, "uf": trust, "osr": osr, "ned": ned, "ffd": ffd, "score": score,
        "gcr": Fraction(len(good), size) if size else 0,
        "bcr": Fraction(len(bad), size) if size else 0,
        "fbc": Fraction(min(bad), size) if bad else 1,
        "lgc": Fraction(1 + max(good), size) if good else 0,
        "status": _status(score),
        "executions": round(executions),
        "users": len({record.person for record in records}),
        "users_with_failures": len({one.person for one in failures}),
        "sessions": len({(record.person, record.day) for record in here}),
        "last_run": max((record.at for record in records), default=None),
        "last_failure": max((one.at for one in failures), default=None),
        "cells": per_cell,
        "days": _days(records, here, cells, flooding),
    }  # fmt: skip


def _numbers(cells: Sequence[Code]) -> list[int | None]:
    numbers: list[int | None] = []
    for cell in cells:
        numbers.append(None if cell.optional else sum(one is not None for one in numbers))
    return numbers


def _weigh(records: Sequence[Record], flooding: set[str]) -> list[tuple[Record, Fraction]]:
    """Each record weighs 1; all of a flooding person, cell and day together weigh 1."""
    weighed = []
    for record in records:
        alike = [
            one for one in records if (one.person, one.day, one.hash) == (record.person, record.day, record.hash)
        ]  # fmt: skip
        weighed.append((record, Fraction(1, len(alike)) if record.person in flooding else Fraction(1)))
    return weighed


def _forgiven(record: Record, cells: Sequence[Code]) -> bool:
    return all(cell.meant_to_fail for cell in cells if cell.hash == record.hash)


def _adjusted(world: World, runs: Sequence[tuple[Record, Fraction]], cells: int) -> Fraction:
    def weight(person: str) -> Fraction:
        return world.author_weight if person in world.authors else Fraction(1)

    users = sum((weight(person) for person in {one.person for one, _ in runs}), Fraction(0))
    executions = sum((much * weight(one.person) for one, much in runs), Fraction(0))
    return max(Fraction(1), 10 * (users - 1) + max(Fraction(1), executions / max(cells, 1)))


def _confidence(adjusted: Fraction) -> Any:
    if adjusted == 1:
        return Fraction(3, 4)
    return Fraction(1) if adjusted >= 40 else 0.75 + 0.25 * log(adjusted, 40)


def _cell(
    world: World, cell: Code, number: int | None, records: Sequence[Record], flooding: set[str]
) -> dict[str, Any]:
    mine = [record for record in records if record.hash == cell.hash]
    counted = [record for record in mine if not record.excused]
    runs = _weigh(counted, flooding)
    executions = sum((weight for _, weight in runs), Fraction(0))
    successes = sum((weight for one, weight in runs if one.success or cell.meant_to_fail), Fraction(0))
    value = _confidence(_adjusted(world, runs, 1)) * successes / executions if executions else None
    failed = [one for one in counted if not one.success and not cell.meant_to_fail]
    return {
        "position": cell.position, "number": number, "hash": cell.hash,
        "executions": round(executions), "successes": round(successes),
        "users": len({one.person for one in counted}), "users_failed": len({one.person for one in failed}),
        "excused": sum(one.excused for one in mine),
        "median_ms": round(median(_runtimes(mine, flooding))) if mine else None,
        "health": value,
        "status": "undetermined" if value is None else "healthy" if value >= Fraction(3, 4) else "unhealthy",
        "tags": ["optional"] * cell.optional + ["meant-to-fail"] * cell.meant_to_fail,
        "last_failure": max((one.at for one in failed), default=None),
    }  # fmt: skip


def _runtimes(records: Sequence[Record], flooding: set[str]) -> list[int]:
    usual = [one.ms for one in records if one.person not in flooding]
    floods = {(one.person, one.day) for one in records if one.person in flooding}
    return usual + [
        round(median(one.ms for one in records if (one.person, one.day) == flood)) for flood in sorted(floods)
    ]


def _sessions(records: Sequence[Record], cells: Sequence[Code]) -> list[list[Record]]:
    """All records of one person and day, of cells that count; those that met an outage say nothing."""
    counting = {cell.hash for cell in cells if not cell.optional}
    here = {cell.hash for cell in cells}
    found = []
    for person, day in sorted({(record.person, record.day) for record in records}):
        all_ = [one for one in records if (one.person, one.day) == (person, day)]
        mine = [one for one in all_ if one.hash in counting]
        if mine and not any(one.excused and one.hash in here for one in all_):
            found.append(mine)
    return found


def _depths(
    session: Sequence[Record], cells: Sequence[Code], numbers: Sequence[int | None], size: int
) -> tuple[Fraction, Fraction]:
    """Of one session: the smallest failed number, and one more than the largest successful number, of all cells."""
    failed: list[int] = []
    succeeded: list[int] = []
    for record in session:
        for cell, number in zip(cells, numbers, strict=True):
            if cell.hash == record.hash and number is not None:
                (succeeded if record.success or cell.meant_to_fail else failed).append(number)
    first_failure = Fraction(min(failed), size) if failed else Fraction(1)
    return first_failure, Fraction(1 + max(succeeded), size) if succeeded else Fraction(0)


def _status(score: Any) -> str:
    if score is None:
        return "undetermined"
    return "healthy" if score >= Fraction(5, 8) else "unhealthy" if score <= Fraction(3, 8) else "undetermined"


def _days(
    records: Sequence[Record], here: Sequence[Record], cells: Sequence[Code], flooding: set[str]
) -> list[dict[str, Any]]:
    found = []
    for day in sorted({record.day for record in records}):
        runs = _weigh([one for one in here if one.day == day and not one.excused], flooding)
        failed = [weight for one, weight in runs if not one.success and not _forgiven(one, cells)]
        found.append(
            {
                "day": day.isoformat(),
                "executions": round(sum((weight for _, weight in runs), Fraction(0))),
                "failures": round(sum(failed, Fraction(0))),
                "people": len({one.person for one in records if one.day == day}),
                "sessions": len({one.person for one in here if one.day == day}),
            }
        )
    return found
