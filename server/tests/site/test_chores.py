"""Chores: done when due, not before; one that fails stops none of the others."""

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from gallery.site.chores import CHORES, HOUR, Chore, do_due


def test_each_chore_is_done_when_it_is_due() -> None:
    done: list[str] = []
    chores = (Chore("a", HOUR, lambda: done.append("a")), Chore("b", 24 * HOUR, lambda: done.append("b")))
    last: dict[str, float] = {}
    for now in (0.0, HOUR - 1, HOUR, 24 * HOUR):
        list(do_due(last, now, chores))
    assert done == ["a", "b", "a", "a", "b"]


@pytest.mark.django_db
def test_one_that_fails_stops_none_of_the_others(caplog: pytest.LogCaptureFixture) -> None:
    done: list[str] = []
    chores = (Chore("break", HOUR, lambda: 1 / 0), Chore("go on", HOUR, lambda: done.append("done")))
    assert list(do_due({}, 0.0, chores)) == ["break", "go on"]
    assert done == ["done"]
    assert "could not break" in caplog.text


@pytest.mark.django_db
def test_the_real_ones_run_twice_without_harm() -> None:
    Session.objects.create(session_key="old", session_data="", expire_date=timezone.now())
    for _ in range(2):
        assert list(do_due({}, 0.0)) == [chore.name for chore in CHORES]
    assert not Session.objects.exists()
    assert DBTaskResult.objects.filter(task_path="gallery.feeds.tasks.send_digests").count() == 2
