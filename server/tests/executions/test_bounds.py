"""One account that posts and posts changes nothing beyond its share."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.utils import timezone
from gallery.accounts.models import User
from gallery.executions import bounds, hooks
from gallery.executions.actions import Receipt, receive
from gallery.executions.models import CellDay, Execution, Flood
from gallery.executions.queries import flooding
from gallery.executions.reports import MOST, Report
from gallery.executions.summing import sum_up
from gallery.notebooks.models import Notebook

from server.tests.executions.conftest import report, told

Write = Callable[..., Notebook]
Send = Callable[..., Any]
POISON = 100_000


@pytest.fixture
def told_above(monkeypatch: pytest.MonkeyPatch) -> list[set[int]]:
    """What the rooms above are told."""
    heard: list[set[int]] = []
    monkeypatch.setattr(hooks, "_followers", [lambda notebooks: heard.append(set(notebooks))])
    return heard


def _many(notebook: Notebook, count: int) -> list[Report]:
    one = report(notebook)
    return [one.model_copy(update={"id": UUID(int=n)}) for n in range(count)]


def _flood(person: User, reports: list[Report]) -> list[Receipt]:
    return [receive(person=person, reports=reports[at : at + MOST]) for at in range(0, len(reports), MOST)]


def test_a_hundred_thousand_successes(ada: User, grace: User, otto: User, write: Write) -> None:
    notebook = write(ada, public=True)
    for honest in (ada, grace):
        receive(person=honest, reports=[report(notebook, success=False) for _ in range(3)])
    receipts = _flood(otto, _many(notebook, POISON))
    assert sum(one.accepted for one in receipts) == bounds.USUAL
    assert sum(one.refused for one in receipts) == POISON - bounds.USUAL
    sum_up()
    honest_days = CellDay.objects.exclude(person=otto).values_list("executions", "successes")
    assert list(honest_days) == [(3, 0), (3, 0)]
    assert CellDay.objects.get(person=otto).executions == bounds.USUAL
    flood = Flood.objects.get()
    assert (flood.person, flood.notebook, flood.records) == (otto, notebook, POISON - bounds.USUAL)
    assert flooding(notebook.pk, timezone.now().date()) == {otto.pk}


def test_other_days_do_not_help(ada: User, write: Write) -> None:
    notebook, now = write(ada), timezone.now()
    reports = _many(notebook, 2 * MOST)
    spread = [one.model_copy(update={"started_at": now - timedelta(days=n % 30)}) for n, one in enumerate(reports)]
    assert sum(one.refused for one in _flood(ada, spread)) == MOST
    assert Execution.objects.count() == bounds.USUAL


def test_the_next_day_begins_anew(ada: User, write: Write) -> None:
    notebook = write(ada)
    reports = _many(notebook, bounds.USUAL + 1)
    _flood(ada, reports[:-1])
    Execution.objects.update(received_at=timezone.now() - timedelta(days=1))
    assert vars(receive(person=ada, reports=reports[-1:])) == told(accepted=1)
    assert not Flood.objects.exists()


def test_other_people_and_notebooks_are_not_touched(ada: User, otto: User, write: Write) -> None:
    full, other = write(ada, public=True), write(ada, public=True)
    _flood(otto, _many(full, bounds.USUAL + 1))
    assert vars(receive(person=ada, reports=[report(full)])) == told(accepted=1)
    assert vars(receive(person=otto, reports=[report(other), report(full)])) == told(accepted=1, refused=1)
    assert flooding(other.pk, timezone.now().date()) == set()


def test_what_is_kept_already_is_not_refused(ada: User, write: Write) -> None:
    reports = _many(write(ada), bounds.USUAL + 2)
    _flood(ada, reports[: bounds.USUAL])
    last = [*reports[:5], *reports[-2:], reports[-1]]
    assert vars(receive(person=ada, reports=last)) == told(duplicates=6, refused=2)
    assert vars(receive(person=ada, reports=reports[:5])) == told(duplicates=5)
    assert Execution.objects.count() == bounds.USUAL


def test_what_is_kept_already_takes_no_room_from_what_is_new(ada: User, write: Write) -> None:
    reports = _many(write(ada), bounds.USUAL + 1)
    _flood(ada, reports[: bounds.USUAL - 1])
    last = [*reports[:5], *reports[-2:]]
    assert vars(receive(person=ada, reports=last)) == told(accepted=1, duplicates=5, refused=1)


def test_a_long_notebook_has_more_room(ada: User, write: Write, cleaned: Any) -> None:
    sources = [f"{n}" for n in range(60)]
    notebook = write(ada, *sources)
    assert bounds.bound_of(notebook.pk) == 60 * bounds.TIMES_ITS_CELLS
    receipts = _flood(ada, _many(notebook, 60 * bounds.TIMES_ITS_CELLS + 1))
    assert [(one.accepted, one.refused) for one in receipts] == [(1000, 0), (200, 1)]


def test_rooms_above_hear_of_a_flood_once(ada: User, write: Write, told_above: list[set[int]]) -> None:
    notebook = write(ada)
    _flood(ada, _many(notebook, bounds.USUAL + 2 * MOST))
    assert told_above == [{notebook.pk}]
    assert Flood.objects.get().records == 2 * MOST


def test_a_flood_is_forgotten_after_the_window(ada: User, write: Write) -> None:
    notebook, today = write(ada), timezone.now().date()
    Flood.objects.create(person=ada, notebook=notebook, day=today - timedelta(days=30))
    assert flooding(notebook.pk, today - timedelta(days=30)) == {ada.pk}
    assert flooding(notebook.pk, today - timedelta(days=29)) == set()
