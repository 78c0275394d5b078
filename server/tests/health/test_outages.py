"""Something that many notebooks share is down: it is seen, what fails is marked and not counted, and it ends."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client
from gallery.accounts.models import User
from gallery.executions.models import CellDay, Execution
from gallery.executions.summing import rebuild, sum_up
from gallery.health.models import NotebookHealth, Outage
from gallery.health.outages import watch
from gallery.health.queries import outage_of
from gallery.health.refreshing import compute_all, refresh
from gallery.notebooks.models import Notebook, Visibility

from server.tests.health.recording import healed, ran

Write = Callable[..., Notebook]
Crowd = Callable[[int], list[User]]
READS = "import pandas as pd\nframe = pd.read_csv('https://data.example.org/{}.csv')"
OTHER = "import pandas as pd\npd.DataFrame({{'a': [{}]}})"
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)


class Town:
    """Notebooks that read from one source, others that do not, and people who run them."""

    def __init__(self, ada: User, people: list[User], write: Write, now: datetime, size: int = 6) -> None:
        self.people, self.now = people, now
        self.reading = [write(ada, READS.format(n), title=f"Reading {n}", public=True) for n in range(size)]
        self.others = [write(ada, OTHER.format(n), title=f"Other {n}", public=True) for n in range(size)]
        for back in (20, 5, 2):
            self.run(now - timedelta(days=back))
        self.settle(now - timedelta(days=1))

    def run(self, at: datetime, *, failing: tuple[Notebook, ...] = (), cause: str = "source", people: int = 9) -> None:
        """Everybody runs something: each notebook is run once."""
        for number, notebook in enumerate([*self.reading, *self.others]):
            self.run_one(notebook, at + number * MINUTE, self.people[number % people], notebook in failing, cause)

    def run_one(
        self, notebook: Notebook, at: datetime, person: User | None = None, fails: bool = False, cause: str = "source"
    ) -> None:
        number = notebook.title.split()[1]
        source = (READS if notebook in self.reading else OTHER).format(number)
        ran(notebook, person or self.people[0], source, at=at, fails=source if fails else None, cause=cause)

    def settle(self, at: datetime) -> None:
        """What the worker does."""
        sum_up()
        refresh(at)
        watch(at)
        sum_up()
        refresh(at)

    def statuses(self) -> set[str]:
        return set(Notebook.objects.values_list("health", flat=True))


@pytest.fixture
def town(ada: User, write: Write, crowd: Crowd, now: datetime) -> Town:
    """A town on a day on which nothing is wrong yet."""
    return Town(ada, crowd(9), write, now)


def test_nothing_is_down_where_all_goes_well(town: Town) -> None:
    town.run(town.now - HOUR)
    town.settle(town.now)
    assert not Outage.objects.exists()


def test_a_source_that_is_down_is_named_and_what_fails_does_not_count(town: Town) -> None:
    town.run(town.now - HOUR, failing=tuple(town.reading))
    town.settle(town.now)
    outage = Outage.objects.get()
    assert (outage.name, outage.began_at, outage.ended_at) == ("data.example.org", town.now - HOUR, None)
    assert set(outage.notebooks.all()) == set(town.reading)
    assert Execution.objects.filter(excused=True).count() == 6
    row = NotebookHealth.objects.get(notebook=town.reading[0])
    cell = row.cells[0]
    assert (cell["executions"], cell["successes"], cell["excused"], cell["status"]) == (3, 3, 1, "healthy")
    assert (row.status, row.users_with_failures, row.last_failure) == ("healthy", 0, None)
    assert row.last_run == town.now - HOUR


def test_without_the_marks_the_same_failures_would_count(town: Town) -> None:
    town.run(town.now - HOUR, failing=tuple(town.reading))
    row = healed(town.reading[0], town.now)
    assert (row.cells[0]["executions"], row.cells[0]["successes"], row.cells[0]["excused"]) == (4, 3, 0)


def test_failures_during_an_outage_are_marked_before_anybody_sees_them(town: Town) -> None:
    town.run(town.now - HOUR, failing=tuple(town.reading))
    town.settle(town.now)
    for number, person in enumerate(town.people):
        town.run_one(town.reading[0], town.now + number * MINUTE, person, fails=True)
    row = healed(town.reading[0], town.now + HOUR)
    assert (row.status, row.cells[0]["excused"], row.cells[0]["executions"]) == ("healthy", 10, 3)


def test_it_ends_when_what_failed_works_again(town: Town) -> None:
    town.run(town.now - HOUR, failing=tuple(town.reading))
    town.settle(town.now)
    town.run_one(town.reading[0], town.now + MINUTE)
    town.settle(town.now + 2 * MINUTE)
    assert Outage.objects.get().ended_at is None  # one may have a copy
    town.run_one(town.reading[1], town.now + 3 * MINUTE)
    town.settle(town.now + 4 * MINUTE)
    assert Outage.objects.get().ended_at == town.now + MINUTE
    town.run_one(town.reading[0], town.now + HOUR, fails=True)
    assert healed(town.reading[0], town.now + HOUR).cells[0]["excused"] == 1  # not the new one


def test_records_of_its_time_may_come_when_it_is_over(town: Town) -> None:
    town.run(town.now - HOUR, failing=tuple(town.reading))
    town.settle(town.now)
    for notebook in town.reading[:2]:
        town.run_one(notebook, town.now + MINUTE)
    town.settle(town.now + HOUR)
    town.run_one(town.reading[0], town.now - MINUTE, town.people[8], fails=True)
    town.settle(town.now + HOUR)
    assert NotebookHealth.objects.get(notebook=town.reading[0]).cells[0]["excused"] == 2


def test_one_that_nobody_runs_any_more_is_forgotten(town: Town) -> None:
    town.run(town.now - HOUR, failing=tuple(town.reading))
    town.settle(town.now)
    watch(town.now + timedelta(days=3))
    assert Outage.objects.get().ended_at == town.now - HOUR + 5 * MINUTE


@pytest.mark.parametrize("cause", ["right", "input", "memory"])
def test_what_is_a_persons_own_is_no_outage(town: Town, cause: str) -> None:
    town.run(town.now - HOUR, failing=tuple(town.reading), cause=cause)
    town.settle(town.now)
    assert not Outage.objects.exists()


def test_one_person_alone_is_no_outage(town: Town) -> None:
    town.run(town.now - HOUR, failing=tuple(town.reading), people=1)
    town.settle(town.now)
    assert not Outage.objects.exists()


def test_a_few_notebooks_are_none_unless_many_people_fail(town: Town) -> None:
    town.run(town.now - HOUR, failing=tuple(town.reading[:4]))
    town.settle(town.now)
    assert not Outage.objects.exists()
    for person in town.people:
        town.run_one(town.reading[0], town.now - MINUTE, person, fails=True)
    town.settle(town.now)
    assert Outage.objects.get().notebooks.count() == 4


def test_failures_with_nothing_in_common_are_none(town: Town) -> None:
    town.run(town.now - HOUR, failing=(*town.reading[:3], *town.others[:3]))
    town.settle(town.now)
    assert not Outage.objects.exists()


def test_what_was_broken_before_is_no_part_of_it(town: Town) -> None:
    for back in range(1, 9):
        town.run_one(town.reading[0], town.now - timedelta(days=1, hours=back), fails=True)
    town.run(town.now - HOUR, failing=tuple(town.reading))
    town.settle(town.now)
    assert set(Outage.objects.get().notebooks.all()) == set(town.reading[1:])
    row = NotebookHealth.objects.get(notebook=town.reading[0])
    assert (row.cells[0]["status"], row.cells[0]["excused"], row.cells[0]["executions"]) == ("unhealthy", 0, 12)


def test_a_source_that_fails_once_in_a_while_is_none(town: Town) -> None:
    town.run(town.now - 2 * HOUR, failing=tuple(town.reading))
    town.run(town.now - HOUR)
    town.settle(town.now)
    assert not Outage.objects.exists()


def test_a_second_look_changes_nothing(town: Town) -> None:
    town.run(town.now - HOUR, failing=tuple(town.reading))
    town.settle(town.now)
    assert watch(town.now) == 0
    assert Outage.objects.count() == 1


def test_rebuilding_keeps_what_was_marked(town: Town) -> None:
    town.run(town.now - HOUR, failing=tuple(town.reading))
    town.settle(town.now)
    before = NotebookHealth.objects.get(notebook=town.reading[0])
    CellDay.objects.all().delete()
    rebuild()
    compute_all(now=town.now)
    after = NotebookHealth.objects.get(notebook=town.reading[0])
    assert (after.cells, after.score) == (before.cells, before.score)


def test_a_reader_is_told_of_others_that_they_may_find(
    town: Town, otto: User, ada: User, bearer: Callable[[User], dict[str, str]]
) -> None:
    Notebook.objects.filter(pk=town.reading[5].pk).update(visibility=Visibility.PRIVATE)
    town.run(town.now - HOUR, failing=tuple(town.reading))
    town.settle(town.now)
    note = outage_of(otto, town.reading[0])
    assert note is not None
    assert (note.name, note.since, note.others) == ("data.example.org", town.now - HOUR, 4)
    path = f"/api/v1/notebooks/{town.reading[0].uuid}/health"
    answer = Client().get(path, headers=bearer(ada)).json()
    assert answer["outage"] == {"name": "data.example.org", "since": "2026-03-20T11:00:00Z", "others": 5}
    assert Client().get(f"/api/v1/notebooks/{town.others[0].uuid}/health").json()["outage"] is None
