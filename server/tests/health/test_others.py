"""Is it only me? How a cell fares with everybody but the person who asks."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from commonplace_clean import cell_hash
from django.test import Client
from django.utils import timezone
from gallery.accounts.models import User
from gallery.executions.models import Execution
from gallery.notebooks.models import Notebook

from server.tests.health.recording import healed, ran

Write = Callable[..., Notebook]
Bearer = Callable[[User], dict[str, str]]
Crowd = Callable[[int], list[User]]
CELL = "load()"


@pytest.fixture
def now() -> datetime:
    return timezone.now()


@pytest.fixture
def tell(ada: User, write: Write, bearer: Bearer, now: datetime) -> Callable[..., dict[str, Any] | None]:
    """Ada's notebook: who ran its cell how many hours ago, and whether it worked; then what Ada is told."""

    def told(*runs: tuple[User, float, bool], cell: str = CELL) -> dict[str, Any] | None:
        notebook = write(ada, CELL, "other()")
        for person, hours, worked in runs:
            ran(notebook, person, CELL, at=now - timedelta(hours=hours), fails=None if worked else CELL)
        healed(notebook, now)
        address = f"/api/v1/notebooks/{notebook.uuid}/health"
        answer = Client().get(address, {"cell": cell_hash(cell)}, headers=bearer(ada)).json()
        others: dict[str, Any] | None = answer["others"]
        return others

    return told


def counts(told: dict[str, Any] | None) -> tuple[int, int, int, bool]:
    assert told is not None
    return told["users"], told["working"], told["failing"], told["failing_since"] is not None


def test_nobody_else_has_run_it(ada: User, tell: Any) -> None:
    assert counts(tell((ada, 1, False), (ada, 2, True))) == (0, 0, 0, False)


def test_it_works_for_others(ada: User, crowd: Crowd, tell: Any) -> None:
    people = crowd(3)
    assert counts(tell((ada, 1, False), *((one, 5, True) for one in people))) == (3, 3, 0, False)


def test_only_how_it_went_last_counts(crowd: Crowd, tell: Any) -> None:
    first, second = crowd(2)
    assert counts(tell((first, 9, False), (first, 8, True), (second, 9, True))) == (2, 2, 0, False)


def test_it_fails_for_everybody_since_it_last_worked(ada: User, now: datetime, crowd: Crowd, tell: Any) -> None:
    first, second, third = crowd(3)
    told = tell(
        (ada, 6, False), (first, 30, True), (second, 5, True), (third, 4, False), (second, 3, False), (first, 2, False)
    )
    assert counts(told) == (3, 0, 3, True)
    assert datetime.fromisoformat(told["failing_since"]) == (now - timedelta(hours=4)).replace(
        microsecond=now.microsecond // 1000 * 1000
    )


def test_one_of_many_does_not_mean_everybody(crowd: Crowd, tell: Any) -> None:
    people = crowd(5)
    told = tell(*((one, 5, True) for one in people), (people[0], 1, False))
    assert counts(told) == (5, 4, 1, False)


def test_one_who_never_succeeded_is_all_there_is(crowd: Crowd, tell: Any) -> None:
    assert counts(tell((crowd(1)[0], 5, False))) == (1, 0, 1, True)


def test_what_was_long_ago_does_not_count(crowd: Crowd, tell: Any) -> None:
    assert counts(tell((crowd(1)[0], 24 * 31, False))) == (0, 0, 0, False)


def test_a_cell_that_the_version_does_not_hold(crowd: Crowd, tell: Any) -> None:
    assert tell((crowd(1)[0], 5, False), cell="edited()") is None


def test_failures_of_an_outage_are_left_out(ada: User, write: Write, crowd: Crowd, now: datetime) -> None:
    from gallery.health.others import others

    notebook, [person] = write(ada, CELL), crowd(1)
    ran(notebook, person, CELL, at=now, fails=CELL)
    Execution.objects.update(excused=True)
    assert others(ada, notebook, cell_hash(CELL)).users == 0


def test_without_a_cell_nothing_is_said_and_what_is_no_hash_is_refused(ada: User, write: Write) -> None:
    address = f"/api/v1/notebooks/{write(ada, CELL, public=True).uuid}/health"
    assert Client().get(address).json()["others"] is None
    assert Client().get(address, {"cell": "x' OR 1"}).status_code == 422
