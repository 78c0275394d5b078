"""Several at once, on real connections: the same batch from two sides, two who sum up, threads that share a commit."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier, Event
from typing import Any

import pytest
from django.db import IntegrityError, OperationalError, connection, connections
from django.utils import timezone
from gallery.accounts.models import User
from gallery.executions import actions, summing
from gallery.executions.actions import Receipt, receive
from gallery.executions.inserting import insert_new
from gallery.executions.models import CellDay, Execution
from gallery.executions.summing import sum_up
from gallery.executions.together import Together
from gallery.notebooks.models import Notebook

from server.tests.executions.conftest import report, told
from server.tests.executions.slowly import sums_of, sums_that_are_kept
from tests.journeys.installation import wait_until

pytestmark = pytest.mark.django_db(transaction=True)
Write = Callable[..., Notebook]
PATIENCE = 60


def _at_once(*works: Callable[[], Any]) -> list[Any]:
    """Each in a thread with a connection of its own, all begun at the same moment; answers or raises like the works."""
    start = Barrier(len(works), timeout=PATIENCE)

    def run(work: Callable[[], Any]) -> Any:
        try:
            start.wait()
            return work()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(works)) as pool:
        return [future.result(PATIENCE) for future in [pool.submit(run, work) for work in works]]


def _other_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if every batch came to a web process of its own: nobody shares a transaction."""
    monkeypatch.setattr(actions._writers, "do", lambda work: Together().do(work))


@pytest.mark.parametrize("same_process", [True, False])
def test_the_same_batch_from_two_sides(
    ada: User, write: Write, monkeypatch: pytest.MonkeyPatch, same_process: bool
) -> None:
    if not same_process:
        _other_process(monkeypatch)
    notebook = write(ada)
    for _ in range(5):
        reports = [report(notebook) for _ in range(40)]
        receipts: list[Receipt] = _at_once(
            partial(receive, person=ada, reports=reports), partial(receive, person=ada, reports=reports[::-1])
        )
        assert sum(one.accepted for one in receipts) == 40
        assert sum(one.duplicates for one in receipts) == 40
    assert Execution.objects.count() == 200


def test_records_come_while_they_are_summed_up(ada: User, write: Write) -> None:
    notebook = write(ada)

    def tell() -> None:
        for _ in range(15):
            assert receive(person=ada, reports=[report(notebook) for _ in range(3)]).accepted == 3

    _at_once(tell, tell, sum_up, sum_up)
    sum_up()
    assert CellDay.objects.get().executions == 90
    assert sums_that_are_kept() == sums_of(list(Execution.objects.all()))


def test_one_sums_up_at_a_time(ada: User, write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    notebook, inside, plain = write(ada), Event(), summing._sum
    steps: list[str] = []

    def watched(*given: Any) -> None:
        steps.append("in")
        plain(*given)
        if not inside.is_set():
            inside.set()
            receive(person=ada, reports=[report(notebook)])  # by now there is more to sum up
            wait_until(_somebody_waits, "the other one to wait for its turn")
        steps.append("out")

    def second() -> int:
        assert inside.wait(PATIENCE)
        return sum_up()

    receive(person=ada, reports=[report(notebook)])
    monkeypatch.setattr(summing, "_sum", watched)
    _at_once(sum_up, second)
    assert steps == ["in", "out"] * (len(steps) // 2)
    assert CellDay.objects.get().executions == 2


def _somebody_waits() -> bool:
    """Of SQLite's writers all but one wait, so there is nothing to ask."""
    if connection.vendor == "sqlite":
        return True
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")
        return bool(cursor.fetchone()[0])


def test_threads_that_wait_share_a_transaction(db: None) -> None:
    together, inside, queued = Together(), Event(), Event()
    seen: list[int] = []

    def first() -> str:
        inside.set()
        assert queued.wait(PATIENCE)
        return "first"

    def further(number: int) -> Callable[[], int]:
        def work() -> int:
            seen.append(id(connection.connection))
            return number

        return work

    def wait_for_them() -> None:
        assert inside.wait(PATIENCE)
        wait_until(lambda: len(together._waiting) == 3, "all to queue up")
        queued.set()

    def later(number: int) -> int:
        assert inside.wait(PATIENCE)
        return together.do(further(number))

    answers = _at_once(
        lambda: together.do(first), wait_for_them, *(lambda number=number: later(number) for number in range(3))
    )
    assert answers == ["first", None, 0, 1, 2]
    assert len(set(seen)) == 1  # one connection, so one transaction, did all three


def test_one_bad_job_harms_no_other(ada: User, write: Write) -> None:
    together, inside, queued = Together(), Event(), Event()
    notebook = write(ada)
    records = [
        actions._records(ada, [report(notebook)], {notebook.uuid: notebook.pk}, timezone.now()) for _ in range(2)
    ]

    def first() -> None:
        inside.set()
        assert queued.wait(PATIENCE)

    def wait_for_them() -> None:
        assert inside.wait(PATIENCE)
        wait_until(lambda: len(together._waiting) == 3, "all to queue up")
        queued.set()

    def good(number: int) -> int:
        assert inside.wait(PATIENCE)
        return together.do(lambda: insert_new(records[number]))

    def bad() -> str:
        assert inside.wait(PATIENCE)
        try:
            together.do(_broken)
        except IntegrityError as error:
            return str(error)
        return "nothing"

    answers = _at_once(lambda: together.do(first), wait_for_them, lambda: good(0), bad, lambda: good(1))
    assert answers == [None, None, 1, "broken", 1]
    assert Execution.objects.count() == 2


def _broken() -> None:
    raise IntegrityError("broken")


def test_nothing_is_acknowledged_that_was_not_committed(
    ada: User, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    notebook = write(ada)

    def full_disk(*given: Any) -> None:
        raise OperationalError("database or disk is full")

    monkeypatch.setattr(connection, "_commit", full_disk)
    with pytest.raises(OperationalError, match="disk is full"):
        receive(person=ada, reports=[report(notebook)])
    monkeypatch.undo()
    assert not Execution.objects.exists()
    assert vars(receive(person=ada, reports=[report(notebook)])) == told(accepted=1)
