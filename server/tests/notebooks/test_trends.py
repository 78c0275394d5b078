"""What is in demand: the worked example of the definition, and a gallery against the slow way."""

from collections.abc import Callable
from datetime import timedelta
from random import Random

import pytest
from django.utils import timezone
from gallery.accounts.models import User
from gallery.notebooks import trends
from gallery.notebooks.models import Notebook, Trend, Use
from gallery.notebooks.tasks import reckon_use
from gallery.notebooks.trends import compute_trends
from gallery.notebooks.usage import today
from gallery.site.chores import CHORES

from server.tests.working import work_off

Write = Callable[..., Notebook]


def used(notebook: Notebook, person: User, days_ago: int, views: int = 1) -> None:
    Use.objects.create(person=person, notebook=notebook, day=today() - timedelta(days=days_ago), views=views)


def aged(notebook: Notebook, days: float) -> Notebook:
    Notebook.objects.filter(pk=notebook.pk).update(created_at=timezone.now() - timedelta(days=days))
    return notebook


def test_the_worked_example(ada: User, grace: User, write: Write) -> None:
    fresh, old = aged(write(ada), 0), aged(write(ada), 365)
    for notebook in (fresh, old):
        used(notebook, ada, 0, views=50)  # a person counts once a day
        used(notebook, grace, 0)
        used(notebook, ada, 15)
        used(notebook, grace, 30)  # thirty days ago counts nothing
        used(notebook, ada, 60)
    assert compute_trends() == 2
    assert fresh.trend.value == pytest.approx(2 + 0.5, abs=1e-3)
    assert old.trend.value == pytest.approx(2.5 / 2, abs=1e-3)


def test_it_agrees_with_the_slow_way(
    ada: User, grace: User, otto: User, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    chance = Random(1)
    monkeypatch.setattr(trends, "PORTION", 3)
    notebooks = [aged(write(ada, title=str(n)), chance.random() * 800) for n in range(8)]
    for notebook in notebooks:
        for person in (ada, grace, otto):
            for day in chance.sample(range(45), chance.randrange(12)):
                used(notebook, person, day)
    now = timezone.now()
    compute_trends(now)
    for notebook in Notebook.objects.all():
        days = [(today() - use.day).days for use in Use.objects.filter(notebook=notebook)]
        reach = sum((30 - day) / 30 for day in days if day < 30)
        expected = reach / (1 + (now - notebook.created_at).total_seconds() / 86_400 / 365)
        found = Trend.objects.filter(notebook=notebook).first()
        assert (found.value if found else 0) == pytest.approx(expected)


def test_what_is_no_longer_used_or_in_the_trash_has_no_row(ada: User, write: Write) -> None:
    forgotten, gone = write(ada), write(ada)
    used(forgotten, ada, 0)
    used(gone, ada, 0)
    compute_trends()
    Use.objects.filter(notebook=forgotten).delete()
    Notebook.objects.filter(pk=gone.pk).update(trashed_at=timezone.now())
    assert compute_trends() == 0
    assert not Trend.objects.exists()


def test_the_worker_computes_it_by_the_hour(ada: User, write: Write) -> None:
    used(write(ada), ada, 0)
    chore = next(one for one in CHORES if one.do == reckon_use.enqueue)
    assert chore.every == 3600
    chore.do()
    work_off()
    assert Trend.objects.count() == 1
