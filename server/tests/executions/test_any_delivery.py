"""Whatever is delivered, in whatever order and cut: the sums are those of the set of records."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from unittest import mock
from uuid import UUID

import pytest
from commonplace_clean import cell_hash
from django.db import transaction
from django.utils import timezone
from gallery.accounts.models import User
from gallery.executions import summing
from gallery.executions.actions import receive
from gallery.executions.models import UNKNOWN, CellDay, Execution
from gallery.executions.ranges import ranges
from gallery.executions.reports import Report
from gallery.executions.summing import rebuild, sum_up, sum_up_portion
from gallery.notebooks.models import Notebook
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from server.tests.executions.slowly import sums_of, sums_that_are_kept

KNOWN, EDITED = ["1 + 1", "2 + 2", "3 + 3"], "edited first"
Told = tuple[int, Report]  # person, what they tell


@pytest.fixture
def two(ada: User, write: Callable[..., Notebook]) -> list[Notebook]:
    """Two notebooks with the same cells."""
    return [write(ada, *KNOWN, public=True) for _ in range(2)]


def _one(number: int, at: datetime) -> st.SearchStrategy[dict[str, Any]]:
    """A record; midnights are near."""
    minutes = st.integers(0, 3 * 24 * 60) | st.sampled_from([24 * 60 * n + at.hour * 60 + at.minute for n in range(3)])
    return st.fixed_dictionaries(
        {
            "person": st.integers(0, 1),
            "id": st.just(str(UUID(int=number))),
            "notebook": st.integers(0, 1),
            "source": st.sampled_from([*KNOWN, EDITED]),
            "success": st.booleans(),
            "runtime_ms": st.integers(0, 9),
            "started_at": minutes.map(lambda ago: at - timedelta(minutes=ago)),
        }
    )


@st.composite
def deliveries(draw: st.DrawFn) -> tuple[list[dict[str, Any]], list[list[int]], list[int]]:
    """Records, batches of them with repetitions, and after which batches something is summed up."""
    records = [draw(_one(number % 12, timezone.now())) for number in range(draw(st.integers(1, 20)))]
    numbers = st.integers(0, len(records) - 1)
    batches = draw(st.lists(st.lists(numbers, max_size=8), max_size=6))
    rest = draw(st.permutations(range(len(records))))
    cut = draw(st.integers(1, len(records)))
    batches += [list(rest[at : at + cut]) for at in range(0, len(rest), cut)]
    return records, batches, draw(st.lists(st.integers(0, 5), min_size=len(batches), max_size=len(batches)))


def _reports(records: list[dict[str, Any]], notebooks: list[Notebook]) -> list[Told]:
    return [
        (
            one["person"],
            Report(
                id=UUID(one["id"]),
                notebook=notebooks[one["notebook"]].uuid,
                cell_hash=cell_hash(one["source"]),
                success=one["success"],
                runtime_ms=one["runtime_ms"],
                started_at=one["started_at"],
            ),
        )
        for one in records
    ]


def _expected(told: list[Told], people: list[User], notebooks: list[Notebook]) -> list[Execution]:
    """Of each person and id the first that was delivered."""
    first: dict[tuple[int, UUID], Execution] = {}
    keys = {one.uuid: one.pk for one in notebooks}
    hashes = {cell_hash(source) for source in KNOWN}
    for person, one in told:
        record = Execution(
            person=people[person],
            notebook_id=keys[one.notebook],
            source_hash=one.cell_hash if one.cell_hash in hashes else UNKNOWN,
            success=one.success,
            runtime_ms=one.runtime_ms,
            started_at=one.started_at,
            day=one.started_at.date(),
        )
        first.setdefault((person, one.id), record)
    return list(first.values())


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(delivered=deliveries())
def test_any_delivery(ada: User, otto: User, two: list[Notebook], delivered: Any) -> None:
    records, batches, sums = delivered
    told, people = _reports(records, two), [ada, otto]
    order: list[Told] = []
    with transaction.atomic():
        for batch, portion in zip(batches, sums, strict=True):
            for person in (0, 1):
                mine = [told[number] for number in batch if told[number][0] == person]
                receipt = receive(person=people[person], reports=[one for _, one in mine])
                assert receipt.accepted + receipt.duplicates == len(mine)
                order += mine
            if portion:
                sum_up_portion(portion)
        sum_up()
        expected = sums_of(_expected(order, people, two))
        assert sums_that_are_kept() == expected
        CellDay.objects.filter(person=ada).delete()
        with mock.patch.object(summing, "ranges", return_value=ranges(3)):
            rebuild()
        assert sums_that_are_kept() == expected
        transaction.set_rollback(True)
