"""From records to the health of a notebook: which cells count, whose runs, which days."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from commonplace_clean import Cleaned, clean_notebook
from gallery.accounts.models import User
from gallery.executions.models import Execution, Flood
from gallery.health.models import NotebookHealth
from gallery.health.refreshing import refresh
from gallery.notebooks.actions import Description, create_notebook
from gallery.notebooks.models import Notebook

from server.tests.conftest import notebook_json
from server.tests.health.recording import healed, ran
from server.tests.health.telling_stories import author_weight

Write = Callable[..., Notebook]
Crowd = Callable[[int], list[User]]
FOUR = ("a = 1", "b = 2", "c = 3", "d = 4")


def tagged(ada: User, *cells: tuple[str, str]) -> Notebook:
    """A notebook of cells with one tag each."""
    document = notebook_json(*(source for source, _ in cells))
    for cell, (_, tag) in zip(document["cells"], cells, strict=True):
        cell["metadata"] = {"tags": [tag]} if tag else {}
    cleaned: Cleaned = clean_notebook(json.dumps(document).encode())
    return create_notebook(owner=ada, by=ada, cleaned=cleaned, about=Description(title="Tagged"))


def cells(row: NotebookHealth, *names: str) -> list[tuple[Any, ...]]:
    return [tuple(cell[name] for name in names) for cell in row.cells]


def test_one_clean_run(ada: User, write: Write, now: datetime) -> None:
    notebook = write(ada, *FOUR)
    ran(notebook, ada, *FOUR, at=now)
    row = healed(notebook, now)
    assert (row.osr, row.ned, row.ffd, row.ue, row.uf, row.score) == (1, 1, 1, 1, 0.75, 0.75)
    assert (row.gcr, row.bcr, row.fbc, row.lgc) == (1, 0, 1, 1)
    assert (row.executions, row.users, row.users_with_failures, row.sessions) == (4, 1, 0, 1)
    assert (row.last_run, row.last_failure, row.unhealthy_since) == (now, None, None)
    assert cells(row, "position", "number", "executions", "successes", "users", "health", "status") == [
        (number + 1, number, 1, 1, 1, 0.75, "healthy") for number in range(4)
    ]
    notebook.refresh_from_db()
    assert (notebook.health, notebook.health_note, notebook.health_score) == ("healthy", "", 0.75)


def test_a_notebook_that_everybody_fails_at(ada: User, write: Write, now: datetime, crowd: Crowd) -> None:
    notebook = write(ada, *FOUR)
    ran(notebook, ada, *FOUR, at=now - timedelta(days=2))
    people = crowd(5)
    for minute, person in enumerate(people):
        ran(notebook, person, "a = 1", "b = 2", at=now - timedelta(minutes=30 - minute), fails="b = 2")
    row = healed(notebook, now)
    assert row.status == "undetermined"  # the first cell still works
    assert (row.users, row.users_with_failures, row.sessions) == (6, 5, 6)
    assert cells(row, "executions", "successes", "users", "users_failed")[:2] == [(6, 6, 6, 0), (6, 1, 6, 5)]
    assert row.ffd == pytest.approx((4 + 5 * 1) / (4 * 6))
    assert row.ned == pytest.approx((4 + 5 * 1) / (4 * 6))
    assert (row.fbc, row.lgc) == (1 / 4, 1)
    assert row.last_failure == now - timedelta(minutes=26)
    assert row.cells[1]["last_failure"] == row.last_failure.isoformat()


def test_since_when_a_notebook_fails(ada: User, write: Write, now: datetime, crowd: Crowd) -> None:
    notebook = write(ada, *FOUR)
    ran(notebook, ada, "a = 1", at=now - timedelta(days=2))
    for hours, person in enumerate(crowd(9)):
        ran(notebook, person, "a = 1", at=now - timedelta(hours=20 - hours), fails="a = 1")
    row = healed(notebook, now)
    assert row.status == "unhealthy"
    assert row.unhealthy_since == now - timedelta(hours=20)


def test_a_cell_that_works_for_some_fails_since_its_first_failure(ada: User, write: Write, now: datetime) -> None:
    notebook = write(ada, *FOUR)
    for hours in range(1, 9):
        ran(notebook, ada, "a = 1", at=now - timedelta(hours=hours), fails="a = 1")
    ran(notebook, ada, "a = 1", at=now)
    row = healed(notebook, now)
    assert row.status == "unhealthy"
    assert row.unhealthy_since == now - timedelta(hours=8)


def test_blank_cells_and_prose_are_no_cells(ada: User, write: Write, now: datetime) -> None:
    notebook = write(ada, "", "a = 1", "  \n ", "b = 2")
    ran(notebook, ada, "a = 1", "b = 2", at=now)
    row = healed(notebook, now)
    assert cells(row, "position", "number") == [(2, 0), (4, 1)]
    assert (row.ned, row.gcr) == (1, 1)


def test_only_the_last_thirty_days_count(ada: User, write: Write, now: datetime) -> None:
    notebook = write(ada, "a = 1")
    midnight = now.replace(hour=0)
    first = midnight - timedelta(days=29)
    ran(notebook, ada, "a = 1", at=first - timedelta(milliseconds=1), fails="a = 1")
    assert healed(notebook, now).executions == 0
    ran(notebook, ada, "a = 1", at=first)
    row = healed(notebook, now)
    assert (row.executions, row.osr) == (1, 1)
    assert [day["day"] for day in row.days] == [first.date().isoformat()]


def test_days_end_at_midnight_in_utc(ada: User, write: Write, now: datetime) -> None:
    notebook = write(ada, "a = 1", "b = 2")
    midnight = now.replace(hour=0)
    ran(notebook, ada, "a = 1", at=midnight - timedelta(milliseconds=1))
    ran(notebook, ada, "b = 2", at=midnight)
    row = healed(notebook, now)
    assert (row.sessions, row.users) == (2, 1)
    assert row.ned == (1 + 2) / (2 * 2)
    assert [(day["executions"], day["people"], day["sessions"]) for day in row.days] == [(1, 1, 1), (1, 1, 1)]


def test_a_cell_that_was_edited_first_says_only_who_ran_it(ada: User, grace: User, write: Write, now: datetime) -> None:
    notebook = write(ada, *FOUR)
    ran(notebook, ada, *FOUR, at=now - timedelta(hours=1))
    before = healed(notebook, now)
    ran(notebook, grace, "", "", at=now, fails="")
    after = healed(notebook, now)
    assert (after.users, after.last_run) == (2, now)
    assert (after.executions, after.sessions, after.ue, after.score) == (4, 1, before.ue, before.score)
    assert (after.users_with_failures, after.last_failure) == (0, None)
    assert [(day["people"], day["sessions"], day["executions"]) for day in after.days] == [(2, 1, 4)]


def test_equal_cells_share_their_record(ada: User, write: Write, now: datetime) -> None:
    notebook = write(ada, "same()", "b = 2", "same()", "d = 4")
    ran(notebook, ada, "same()", "b = 2", at=now - timedelta(hours=1))
    row = healed(notebook, now)
    assert cells(row, "executions", "successes") == [(1, 1), (1, 1), (1, 1), (0, 0)]
    assert (row.executions, row.osr) == (2, 1)
    assert (row.ned, row.gcr, row.lgc) == (3 / 4, 3 / 4, 3 / 4)
    ran(notebook, ada, "same()", at=now, fails="same()")
    row = healed(notebook, now)
    assert (row.ffd, row.fbc, row.bcr, row.osr) == (0, 0, 2 / 4, 2 / 3)


def test_a_cell_that_is_meant_to_fail(ada: User, now: datetime) -> None:
    notebook = tagged(ada, ("a = 1", ""), ("1 / 0", "raises-exception"))
    ran(notebook, ada, "a = 1", "1 / 0", at=now, fails="1 / 0")
    row = healed(notebook, now)
    assert (row.osr, row.ned, row.ffd, row.score) == (1, 1, 1, 0.75)
    assert cells(row, "successes", "users_failed", "status", "tags") == [
        (1, 0, "healthy", []),
        (1, 0, "healthy", ["meant-to-fail"]),
    ]
    assert (row.users_with_failures, row.last_failure, row.days[0]["failures"]) == (0, None, 0)


def test_an_optional_cell(ada: User, now: datetime) -> None:
    notebook = tagged(ada, ("a = 1", ""), ("try_it()", "optional"), ("c = 3", ""))
    ran(notebook, ada, "a = 1", "try_it()", "c = 3", at=now, fails="try_it()")
    row = healed(notebook, now)
    assert cells(row, "number", "status", "tags") == [
        (0, "healthy", []),
        (None, "unhealthy", ["optional"]),
        (1, "healthy", []),
    ]
    assert (row.osr, row.ffd, row.ned, row.gcr, row.bcr) == (2 / 3, 1, 1, 1, 0)


def test_whoever_runs_only_optional_cells_does_not_make_a_notebook_unhealthy(ada: User, now: datetime) -> None:
    notebook = tagged(ada, ("a = 1", ""), ("try_it()", "optional"))
    ran(notebook, ada, "try_it()", at=now)
    row = healed(notebook, now)
    assert (row.status, row.score, row.executions) == ("undetermined", None, 1)


def test_a_flood_weighs_as_one_run(ada: User, grace: User, write: Write, now: datetime) -> None:
    notebook = write(ada, "a = 1")
    ran(notebook, ada, "a = 1", at=now, fails="a = 1")
    ran(notebook, grace, *["a = 1"] * 1000, at=now)
    assert healed(notebook, now).osr == 1000 / 1001
    Flood.objects.create(person=grace, notebook=notebook, day=now.date(), records=99_000)
    Execution.objects.filter(notebook=notebook).update(summed=False)
    row = healed(notebook, now)
    assert (row.osr, row.executions, row.users) == (1 / 2, 2, 2)
    assert cells(row, "executions", "successes", "users") == [(2, 1, 2)]


def test_a_flood_of_successes_and_failures_counts_by_its_rate(
    ada: User, grace: User, write: Write, now: datetime
) -> None:
    notebook = write(ada, "a = 1")
    ran(notebook, ada, "a = 1", at=now)
    ran(notebook, grace, *["a = 1"] * 30, at=now)
    ran(notebook, grace, *["a = 1"] * 10, at=now, fails="a = 1")
    Flood.objects.create(person=grace, notebook=notebook, day=now.date())
    assert healed(notebook, now).osr == (1 + 0.75) / 2


def test_authors_can_weigh_less(ada: User, grace: User, write: Write, now: datetime) -> None:
    notebook = write(ada, "a = 1")
    ran(notebook, ada, *["a = 1"] * 5, at=now)
    ran(notebook, grace, "a = 1", at=now)
    assert healed(notebook, now).ue == 10 * (2 - 1) + 6
    with author_weight(0.5):
        Execution.objects.update(summed=False)
        row = healed(notebook, now)
    assert row.ue == 10 * (1.5 - 1) + 3.5
    assert (row.executions, row.users, row.osr) == (6, 2, 1)


def test_the_runtime_of_a_cell_is_the_one_in_the_middle(ada: User, grace: User, write: Write, now: datetime) -> None:
    notebook = write(ada, "a = 1", "b = 2")
    for person, ms in ((ada, 100), (ada, 90_000), (grace, 200)):
        ran(notebook, person, "a = 1", at=now, ms=ms)
    assert cells(healed(notebook, now), "median_ms") == [(200,), (None,)]


def test_decay_without_a_new_run(ada: User, write: Write, now: datetime) -> None:
    notebook = write(ada, "a = 1")
    ran(notebook, ada, "a = 1", at=now)
    assert healed(notebook, now).status == "healthy"
    from gallery.health.stale import sweep

    assert sweep(now + timedelta(hours=11)) == 0  # the same day
    later = now + timedelta(days=30)
    assert sweep(later) == 1
    refresh(later)
    notebook.refresh_from_db()
    assert (notebook.health, notebook.health_score) == ("undetermined", None)
    assert sweep(later + timedelta(days=1)) == 0  # nothing is left that could decay
