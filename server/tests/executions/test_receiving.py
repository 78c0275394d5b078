"""Records are taken in once, in any order, and only of notebooks that the sender may read."""

from collections.abc import Callable
from datetime import UTC, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from gallery.accounts.models import User
from gallery.executions import actions
from gallery.executions.actions import receive
from gallery.executions.inserting import insert_new
from gallery.executions.known_cells import known_among
from gallery.executions.models import UNKNOWN, CellDay, Execution
from gallery.executions.summing import sum_up
from gallery.notebooks.actions import save_revision
from gallery.notebooks.models import Notebook

from server.tests.executions.conftest import item, report, told

Write = Callable[..., Notebook]
Send = Callable[..., Any]


def test_a_run_is_kept_and_summed_up(ada: User, write: Write, send: Send) -> None:
    notebook, at = write(ada, "1 + 1", "2 + 2"), timezone.now()
    answer = send(ada, item(notebook, at=at), item(notebook, "2 + 2", success=False, cause="input", at=at))
    assert (answer.status_code, answer.json()) == (202, told(accepted=2))
    good, bad = Execution.objects.order_by("-success")
    assert (good.person, good.notebook, good.success, good.runtime_ms, good.started_at) == (ada, notebook, True, 12, at)
    assert (bad.success, bad.cause, bad.day) == (False, "input", at.astimezone(UTC).date())
    assert sum_up() == 2
    failed = CellDay.objects.get(successes=0)
    assert (failed.executions, failed.runtimes, failed.last_at, failed.last_failure_at) == (1, [12], at, at)
    assert CellDay.objects.get(successes=1).last_failure_at is None
    assert sum_up() == 0


def test_somebody_else_runs_a_public_notebook(ada: User, otto: User, write: Write, send: Send) -> None:
    assert send(otto, item(write(ada, public=True))).json() == told(accepted=1)
    assert Execution.objects.get().person == otto


def test_what_is_hidden_is_counted_like_what_is_absent(ada: User, otto: User, write: Write, send: Send) -> None:
    hidden, absent = write(ada), Notebook(title="never saved")
    answers, queries = [], []
    send(otto)  # so that the token's use is on record
    for notebook in (hidden, absent):
        with CaptureQueriesContext(connection) as asked:
            answers.append(send(otto, item(notebook), item(notebook, success=False)))
        queries.append(len(asked))
    assert answers[0].content == answers[1].content
    assert answers[0].json() == told(unknown=2)
    assert answers[0].headers == answers[1].headers
    assert queries[0] == queries[1]
    assert not Execution.objects.exists()


def test_a_notebook_in_the_trash_is_not_there(ada: User, write: Write, send: Send) -> None:
    notebook = write(ada)
    Notebook.objects.update(trashed_at=timezone.now())
    assert send(ada, item(notebook)).json() == told(unknown=1)


def test_a_deleted_notebook_is_not_there_and_takes_its_records_along(ada: User, write: Write, send: Send) -> None:
    notebook = write(ada)
    send(ada, item(notebook))
    sum_up()
    Notebook.objects.update(head=None)
    late = item(notebook)
    notebook.delete()
    assert send(ada, late).json() == told(unknown=1)
    assert not Execution.objects.exists()
    assert not CellDay.objects.exists()


def test_a_notebook_deleted_while_its_records_come_in(ada: User, write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    notebook, kept, tries = write(ada), write(ada), []

    def meanwhile(*given: Any) -> Any:
        Notebook.objects.filter(pk=notebook.pk).update(trashed_at=timezone.now())
        return known_among(*given)

    def as_the_database_says(records: Any) -> int:
        tries.append(len(records))
        if len(tries) == 1:
            raise IntegrityError
        return insert_new(records)

    monkeypatch.setattr(actions, "known_among", meanwhile)
    monkeypatch.setattr(actions, "insert_new", as_the_database_says)
    receipt = receive(person=ada, reports=[report(notebook), report(kept)])
    assert (vars(receipt), tries) == (told(accepted=1, unknown=1), [2, 1])


def test_delivered_twice_in_one_batch(ada: User, write: Write, send: Send) -> None:
    one = item(write(ada))
    assert send(ada, one, one | {"success": False}).json() == told(accepted=1, duplicates=1)
    assert Execution.objects.get().success


def test_delivered_again_later(ada: User, write: Write, send: Send) -> None:
    one, other = (notebook := write(ada)) and item(notebook), item(notebook)
    send(ada, one)
    sum_up()
    assert send(ada, other, one).json() == told(accepted=1, duplicates=1)
    assert send(ada, one).json() == told(duplicates=1)
    sum_up()
    assert CellDay.objects.get().executions == 2


def test_the_same_id_of_another_person_is_another_record(ada: User, otto: User, write: Write, send: Send) -> None:
    one = item(write(ada, public=True))
    assert [send(person, one).json() for person in (ada, otto)] == [told(accepted=1)] * 2
    assert Execution.objects.count() == 2


def test_order_does_not_matter(ada: User, write: Write, send: Send) -> None:
    notebook, now = write(ada, "1", "2"), timezone.now()
    items = [item(notebook, str(n % 2 + 1), success=n % 3 > 0, at=now - timedelta(hours=7 * n)) for n in range(12)]
    sums = []
    for order in (items, items[::-1]):
        for one in order:
            send(ada, one | {"id": one["id"]})
            sum_up()
        sums.append(sorted(CellDay.objects.values_list("day", "source_hash", "executions", "successes", "last_at")))
        Execution.objects.all().delete()
        CellDay.objects.all().delete()
    assert sums[0] == sums[1]


def test_late_ones_count_for_their_day(ada: User, write: Write, send: Send) -> None:
    notebook, now = write(ada), timezone.now()
    answer = send(ada, item(notebook, at=now - timedelta(days=39)), item(notebook, at=now - timedelta(days=41)))
    assert answer.json() == told(accepted=1, unknown=1)
    assert Execution.objects.get().day == (now - timedelta(days=39)).astimezone(UTC).date()


@pytest.mark.parametrize("at", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00"])
def test_the_ends_of_time(ada: User, write: Write, send: Send, at: str) -> None:
    answer = send(ada, item(write(ada), started_at=at))
    assert answer.status_code == 202
    assert all(one.started_at <= timezone.now() for one in Execution.objects.all())


def test_clocks_differ(ada: User, write: Write, send: Send) -> None:
    notebook, before = write(ada), timezone.now()
    soon, far = before + timedelta(minutes=9), before + timedelta(hours=3)
    assert send(ada, item(notebook, at=soon), item(notebook, "2", at=far)).json() == told(accepted=2)
    at = dict(Execution.objects.values_list("source_hash", "started_at"))
    assert at.pop(UNKNOWN) <= timezone.now()
    assert list(at.values()) == [soon]


def test_the_day_is_that_of_utc(ada: User, write: Write, send: Send) -> None:
    yesterday = (timezone.now() - timedelta(days=1)).date()
    send(ada, item(write(ada), started_at=f"{yesterday}T23:30:00-05:00"))
    assert Execution.objects.get().day == yesterday + timedelta(days=1) or timezone.now().hour < 4


def test_an_edited_cell_is_kept_as_unknown(ada: User, write: Write, send: Send) -> None:
    notebook = write(ada, "1 + 1")
    assert send(ada, item(notebook), item(notebook, "edited first")).json() == told(accepted=2)
    assert send(ada, item(notebook), item(notebook, "edited first")).json() == told(accepted=2)
    assert Execution.objects.filter(source_hash=UNKNOWN).count() == 2
    sum_up()
    assert CellDay.objects.get(source_hash=UNKNOWN).executions == 2


def test_a_cell_of_another_notebook_is_unknown(ada: User, write: Write, send: Send) -> None:
    one, other = write(ada, "only here"), write(ada, "only there")
    send(ada, item(one, "only there"), item(other, "only there"))
    hashes = dict(Execution.objects.values_list("notebook", "source_hash"))
    assert (hashes[one.pk], bool(hashes[other.pk])) == (UNKNOWN, True)


def test_prose_is_no_cell_that_runs(ada: User, write: Write, send: Send) -> None:
    send(ada, item(write(ada, "# Title", kind="markdown"), "# Title"))
    assert Execution.objects.get().source_hash == UNKNOWN


def test_a_cell_of_an_earlier_version_is_known(ada: User, write: Write, send: Send, cleaned: Any) -> None:
    notebook = write(ada, "old")
    save_revision(notebook=notebook, by=ada, cleaned=cleaned("new"), base=1, message="")
    send(ada, item(notebook, "old", revision=1), item(notebook, "new", revision=2))
    assert UNKNOWN not in set(Execution.objects.values_list("source_hash", flat=True))


def test_a_cell_that_is_saved_later_becomes_known(ada: User, write: Write, send: Send, cleaned: Any) -> None:
    notebook = write(ada, "old")
    send(ada, item(notebook, "new"))
    save_revision(notebook=notebook, by=ada, cleaned=cleaned("new"), base=1, message="")
    send(ada, item(notebook, "new"))
    assert sorted(bool(one) for one in Execution.objects.values_list("source_hash", flat=True)) == [False, True]


def test_success_has_no_cause(ada: User, write: Write, send: Send) -> None:
    send(ada, item(write(ada), success=True, cause="memory"))
    assert Execution.objects.get().cause == ""


def test_nothing_sent_is_nothing_kept(ada: User, send: Send) -> None:
    assert send(ada).json() == told()
