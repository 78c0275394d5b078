"""Sums are a function of the records, however and whenever they are made."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone
from gallery.accounts.models import User
from gallery.executions import hooks, summing
from gallery.executions.actions import receive
from gallery.executions.models import CellDay, Execution
from gallery.executions.ranges import Range, ranges
from gallery.executions.summing import rebuild, sum_up, sum_up_portion
from gallery.notebooks.models import Notebook

from server.tests.executions.conftest import report
from server.tests.executions.slowly import sums_of, sums_that_are_kept

Write = Callable[..., Notebook]


def _history(person: User, notebooks: list[Notebook], days: int = 5) -> None:
    now = timezone.now()
    for day in range(days):
        for n, notebook in enumerate(notebooks):
            at = now - timedelta(days=day, minutes=n)
            reports = [report(notebook, str(k % 3), success=k % 4 > 0, at=at, runtime_ms=k * 7 % 10) for k in range(8)]
            receive(person=person, reports=reports)


def _as_it_should_be() -> bool:
    return sums_that_are_kept() == sums_of(list(Execution.objects.all())) != {}


def test_in_portions(ada: User, otto: User, write: Write) -> None:
    notebooks = [write(ada, "0", "1", public=True) for _ in range(2)]
    for person in (ada, otto):
        _history(person, notebooks)
    sizes = []
    while size := sum_up_portion(30):
        sizes.append(size)
    assert sizes == [30] * 5 + [10]
    assert _as_it_should_be()


def test_rooms_above_are_told_within_the_transaction(ada: User, write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    notebooks, heard = [write(ada, "0") for _ in range(3)], []

    def follow(keys: Any) -> None:
        heard.append(set(keys))
        assert transaction.get_connection().in_atomic_block
        assert CellDay.objects.filter(notebook__in=keys).exists()

    monkeypatch.setattr(hooks, "_followers", [])
    hooks.when_sums_change(follow)
    hooks.when_sums_change(follow)  # who registers twice is told once
    _history(ada, notebooks[:2], days=1)
    sum_up()
    sum_up()
    assert heard == [{notebooks[0].pk, notebooks[1].pk}]


@pytest.mark.parametrize("place", ["_sum", "tell"])
def test_stopped_in_the_middle(ada: User, write: Write, monkeypatch: pytest.MonkeyPatch, place: str) -> None:
    def pulled(*given: Any) -> None:
        raise KeyboardInterrupt

    _history(ada, [write(ada, "0")], days=1)
    with monkeypatch.context() as broken:
        broken.setattr(summing if place == "_sum" else hooks, place, pulled)
        with pytest.raises(KeyboardInterrupt):
            sum_up()
    assert Execution.objects.filter(summed=False).count() == 8
    assert not CellDay.objects.exists()
    assert sum_up() == 8
    assert _as_it_should_be()


def test_what_is_excused_is_summed_up_again(ada: User, write: Write) -> None:
    _history(ada, [write(ada, "0")])
    sum_up()
    excused = Execution.objects.filter(success=False, day=timezone.now().date()).update(excused=True, summed=False)
    assert sum_up() == excused > 0
    assert _as_it_should_be()
    assert sum(CellDay.objects.values_list("excused", flat=True)) == excused


def test_made_anew_from_the_records(ada: User, otto: User, write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    notebooks = [write(ada, "0", public=True) for _ in range(4)]
    for person in (ada, otto):
        _history(person, notebooks)
    sum_up()
    before = sums_that_are_kept()
    CellDay.objects.filter(notebook=notebooks[0]).delete()
    CellDay.objects.filter(notebook=notebooks[1]).update(executions=99)
    stray = {"executions": 1, "successes": 0, "last_at": timezone.now()}
    CellDay.objects.create(notebook=notebooks[2], person=ada, day=date(2020, 1, 1), source_hash="f" * 64, **stray)
    progress: list[tuple[int, int]] = []
    monkeypatch.setattr(summing, "ranges", lambda: ranges(50))
    rebuild(lambda done, total: progress.append((done, total)))
    assert sums_that_are_kept() == before
    assert (progress[-1], len(progress)) == ((320, 320), len(ranges(50)))


def test_made_anew_while_some_are_not_summed_up(ada: User, write: Write) -> None:
    _history(ada, [write(ada, "0")])
    rebuild()
    assert _as_it_should_be()
    sum_up()
    assert _as_it_should_be()


def test_of_nothing(db: None) -> None:
    rebuild()
    assert (sum_up(), CellDay.objects.count()) == (0, 0)


@pytest.mark.parametrize("size", [1, 8, 9, 30, 50, 10_000])
def test_ranges_hold_every_place_once(ada: User, write: Write, size: int) -> None:
    small, large, last = (write(ada, "0") for _ in range(3))
    _history(ada, [small, last], days=1)
    _history(ada, [large], days=6)
    found = ranges(size)
    for notebook in (0, small.pk, large.pk, last.pk, last.pk + 1, 2**62):
        for day in (date.min, *(timezone.now().date() - timedelta(days=n) for n in range(8)), date.max):
            assert len([one for one in found if _holds(one, notebook, day)]) == 1
    assert sum(one.records for one in found) == 64
    assert all(one.records <= max(size, 8) for one in found)  # a day of a notebook stays whole


def _holds(one: Range, notebook: int, day: date) -> bool:
    return one.first <= notebook <= one.last and one.first_day <= day <= one.last_day
