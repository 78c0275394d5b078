"""What has to be computed anew is marked with the change itself, worked off soon, and never forgotten."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any
from unittest.mock import patch

import pytest
from commonplace_clean import Cleaned
from django.db import transaction
from gallery.accounts.models import User
from gallery.executions.summing import sum_up
from gallery.health import refreshing
from gallery.health.computing import measure
from gallery.health.models import NotebookHealth, NotebookImport, Stale
from gallery.health.refreshing import compute, compute_all, refresh
from gallery.health.stale import mark_stale, sweep
from gallery.notebooks.actions import save_revision, trash
from gallery.notebooks.models import Notebook

from server.tests.health.recording import healed, ran

Write = Callable[..., Notebook]
Clean = Callable[..., Cleaned]


def save(notebook: Notebook, by: User, cleaned: Cleaned, at: datetime) -> Notebook:
    notebook.refresh_from_db()
    assert notebook.head is not None
    with patch("django.utils.timezone.now", return_value=at):
        save_revision(notebook=notebook, by=by, cleaned=cleaned, base=notebook.head.number)
    notebook.refresh_from_db()
    return notebook


def test_a_notebook_is_marked_with_its_first_version_and_with_each_one(
    ada: User, write: Write, cleaned: Clean, now: datetime
) -> None:
    notebook = write(ada, "a = 1")
    assert Stale.objects.filter(notebook=notebook).exists()
    assert refresh(now) == 1
    assert not Stale.objects.exists()
    save(notebook, ada, cleaned("a = 2"), now)
    assert Stale.objects.filter(notebook=notebook).exists()
    assert refresh(now) == 1
    assert NotebookHealth.objects.get(notebook=notebook).revision == 2


def test_a_mark_is_lost_with_the_transaction_that_made_it(ada: User, write: Write, now: datetime) -> None:
    notebook = write(ada, "a = 1")
    refresh(now)
    with transaction.atomic():
        ran(notebook, ada, "a = 1", at=now)
        sum_up()
        assert Stale.objects.exists()
        transaction.set_rollback(True)
    assert not Stale.objects.exists()


def test_what_changes_while_it_is_computed_is_computed_again(ada: User, write: Write, now: datetime) -> None:
    notebook = write(ada, "a = 1")
    refresh(now)
    ran(notebook, ada, "a = 1", at=now)
    sum_up()

    def and_a_run_meanwhile(*given: Any) -> Iterator[Any]:
        found = list(measure(*given))
        ran(notebook, ada, "a = 1", at=now, fails="a = 1")
        sum_up()
        yield from found

    with patch.object(refreshing, "measure", and_a_run_meanwhile):
        assert compute([notebook.pk], now) == 0
    assert NotebookHealth.objects.get(notebook=notebook).executions == 0  # the older figures were not written
    assert healed(notebook, now).executions == 2


def test_one_that_cannot_be_computed_keeps_no_other_from_it(ada: User, write: Write, now: datetime) -> None:
    broken, whole = write(ada, "a = 1"), write(ada, "b = 2")

    def fails_for_one(keys: list[int], at: datetime) -> Any:
        if broken.pk in keys:
            raise ValueError("planted")
        return measure(keys, at)

    with patch.object(refreshing, "measure", fails_for_one):
        assert refresh(now) == 1
    assert list(Stale.objects.values_list("notebook", flat=True)) == [broken.pk]
    assert NotebookHealth.objects.filter(notebook=whole).exists()
    assert refresh(now) == 1


def test_many_are_worked_off_in_portions(ada: User, write: Write, now: datetime) -> None:
    with patch.object(refreshing, "PORTION", 2):
        for number in range(5):
            write(ada, f"a = {number}")
        assert refresh(now) == 5
    assert NotebookHealth.objects.count() == 5


def test_a_call_ends_after_a_while_and_the_next_one_goes_on(ada: User, write: Write, now: datetime) -> None:
    for number in range(3):
        write(ada, f"a = {number}")
    with patch.object(refreshing, "PORTION", 1), patch.object(refreshing, "LONGEST", 1e-9):
        assert refresh(now) <= 1
    refresh(now)
    assert NotebookHealth.objects.count() == 3


def test_what_was_never_computed_is_found(ada: User, write: Write, now: datetime) -> None:
    notebook = write(ada, "a = 1")
    Stale.objects.all().delete()
    assert sweep(now) == 1
    assert Stale.objects.get().notebook_id == notebook.pk
    assert sweep(now) == 0  # it is marked already


def test_a_notebook_in_the_trash_is_computed_too_and_a_deleted_one_forgotten(
    ada: User, write: Write, now: datetime
) -> None:
    notebook = write(ada, "a = 1")
    trash(notebook=notebook, by=ada)
    assert refresh(now) == 1
    mark_stale([notebook.pk])
    Notebook.objects.filter(pk=notebook.pk).update(head=None)
    notebook.revisions.all().delete()
    notebook.delete()
    assert not Stale.objects.exists()
    assert not NotebookHealth.objects.exists()


def test_unchanged_cells_keep_their_record(ada: User, write: Write, cleaned: Clean, now: datetime) -> None:
    notebook = write(ada, "a = 1", "b = 2")
    ran(notebook, ada, "a = 1", "b = 2", at=now)
    healed(notebook, now)
    save(notebook, ada, cleaned("new = 0", "a = 1", "b = 3"), now + timedelta(minutes=1))
    row = healed(notebook, now + timedelta(minutes=2))
    assert [(cell["number"], cell["executions"]) for cell in row.cells] == [(0, 0), (1, 1), (2, 0)]
    assert (row.revision, row.users, row.executions) == (2, 1, 1)


def test_the_score_before_a_new_version_fades_within_a_week(
    ada: User, write: Write, cleaned: Clean, now: datetime
) -> None:
    notebook = write(ada, "a = 1")
    ran(notebook, ada, "a = 1", at=now)
    healed(notebook, now)
    saved = now + timedelta(minutes=1)
    save(notebook, ada, cleaned("a = 2"), saved)
    shown = []
    for days in (0, 3.5, 6.99, 7.1):
        later = saved + timedelta(days=days)
        sweep(later)
        refresh(later)
        notebook.refresh_from_db()
        shown.append((notebook.health, notebook.health_note, notebook.health_score))
    score = {3.5: 0.5 * 0.5 + 0.5 * 0.75, 6.99: (167 / 168) * 0.5 + (1 / 168) * 0.75}
    assert shown == [
        ("undetermined", "was-healthy", 0.75),
        ("undetermined", "was-healthy", pytest.approx(score[3.5])),
        ("undetermined", "was-healthy", pytest.approx(score[6.99])),
        ("undetermined", "", None),
    ]


def test_saving_twice_does_not_forget_what_was_before(ada: User, write: Write, cleaned: Clean, now: datetime) -> None:
    notebook = write(ada, "a = 1")
    for back in range(1, 9):
        ran(notebook, ada, "a = 1", at=now - timedelta(hours=back), fails="a = 1")
    assert healed(notebook, now).status == "unhealthy"
    save(notebook, ada, cleaned("a = 2"), now + timedelta(days=1))
    save(notebook, ada, cleaned("a = 3"), now + timedelta(days=3))
    refresh(now + timedelta(days=4))
    row = NotebookHealth.objects.get(notebook=notebook)
    assert (row.status, row.note, row.previous_status, row.shown_score) == (
        "undetermined", "was-unhealthy", "unhealthy", 0
    )  # fmt: skip


def test_what_a_notebook_uses_is_kept_with_its_version(ada: User, write: Write, cleaned: Clean, now: datetime) -> None:
    notebook = write(ada, "import pandas, os", "x = 's3://weather/a'")
    refresh(now)
    assert set(NotebookImport.objects.values_list("name", flat=True)) == {"pandas", "os", "weather"}
    save(notebook, ada, cleaned("import polars, os"), now)
    refresh(now)
    assert set(NotebookImport.objects.values_list("name", flat=True)) == {"polars", "os"}


def test_computing_all_tells_how_far_it_is_and_keeps_what_it_did_when_stopped(
    ada: User, write: Write, now: datetime
) -> None:
    for number in range(5):
        write(ada, f"a = {number}")

    def stop(done: int, total: int) -> None:
        told.append((done, total))
        if done >= 4:
            raise KeyboardInterrupt

    told: list[tuple[int, int]] = []
    with patch.object(refreshing, "PORTION", 2), pytest.raises(KeyboardInterrupt):
        compute_all(stop, now)
    assert told == [(2, 5), (4, 5)]
    assert NotebookHealth.objects.count() == 4
    assert compute_all(now=now) == 5


def test_the_command_makes_everything_anew(tmp_path: Any) -> None:
    here = os.environ | {"COMMONPLACE_HOME": str(tmp_path), "DATABASE_URL": ""}
    words = [sys.executable, "-m", "gallery.site.command_line", "compute"]
    done = subprocess.run([*words, "health"], env=here, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "health of 0 notebooks computed\n"), done.stderr
    wrong = subprocess.run(words, env=here, capture_output=True, text=True, check=False)
    assert (wrong.returncode, wrong.stdout) == (1, "")
    assert wrong.stderr == "commonplace compute: say what to compute, such as health, or --all.\n"
