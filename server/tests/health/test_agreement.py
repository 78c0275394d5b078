"""What the worker computes step by step agrees with a slow computation straight from the definitions.

The stories hold records delivered twice and out of order, new versions, the edges of days and of the window, cells with
tags, equal cells, several people, floods, excused failures, and work done at any moment in between. HEALTH_EXAMPLES in
the environment sets how many stories are told.
"""

import os
from datetime import datetime
from typing import Any

import pytest
from django.db import transaction
from gallery.accounts.models import User
from gallery.executions.models import CellDay
from gallery.executions.summing import rebuild
from gallery.health.models import NotebookHealth, NotebookImport
from gallery.health.refreshing import compute_all, refresh
from gallery.health.stale import mark_stale
from gallery.notebooks.models import Notebook
from hypothesis import HealthCheck, Phase, event, given, settings

from server.tests.health.slow import health
from server.tests.health.stories import PEOPLE, Story, stories
from server.tests.health.telling_stories import Telling, author_weight

EXAMPLES = int(os.environ.get("HEALTH_EXAMPLES", "120"))


@pytest.fixture
def people(db: None) -> dict[str, User]:
    """Everybody who can appear in a story."""
    return {name: User.objects.create_user(username=name) for name in PEOPLE}


@settings(
    max_examples=EXAMPLES,
    deadline=None,  # a busy machine is no fault
    database=None,
    phases=[Phase.generate, Phase.shrink],
    suppress_health_check=list(HealthCheck),
)
@given(story=stories())
def test_the_worker_and_the_definitions_agree(people: dict[str, User], story: Story) -> None:
    with transaction.atomic():
        telling = Telling(story, people)
        notebook = telling.happen()
        row = NotebookHealth.objects.get(notebook=notebook)
        event(f"status {row.status}, {row.note or 'no note'}")
        today = row.computed_at.date() == story.end.date()  # what was not computed today is as it would be now
        assert_equal(kept(row), health(telling.world(), row.computed_at if today else story.end))
        notebook.refresh_from_db()
        columns = (notebook.health, notebook.health_note, notebook.health_score)
        assert columns == (row.status, row.note, row.shown_score)
        assert_rebuilt(notebook, story)
        transaction.set_rollback(True)


def assert_rebuilt(notebook: Notebook, story: Story) -> None:
    """Everything made anew from the records is what was there before, in each column."""
    with author_weight(story.author_weight):
        mark_stale([notebook.pk])
        refresh(story.end)
        before = everything(notebook)
        CellDay.objects.all().delete()
        NotebookHealth.objects.all().delete()
        NotebookImport.objects.all().delete()
        rebuild()
        compute_all(now=story.end)
        assert everything(notebook) == before


def everything(notebook: Notebook) -> list[dict[str, Any]]:
    """All columns of all rows that are computed of a notebook: all but what was told to owners, and sums' numbers."""
    row = NotebookHealth.objects.get(notebook=notebook)
    names = [field.attname for field in CellDay._meta.concrete_fields if field.attname not in {"id", "runtimes"}]
    sums = CellDay.objects.filter(notebook=notebook).order_by("day", "person_id", "source_hash")
    runtimes = [{"runtimes": sorted(one.runtimes)} for one in sums]
    columns = Notebook.objects.values("health", "health_note", "health_score").get(pk=notebook.pk)
    imports = NotebookImport.objects.filter(notebook=notebook).order_by("name").values("name")
    computed = {field.attname: getattr(row, field.attname) for field in NotebookHealth._meta.concrete_fields}
    for name in ("owner_told", "owner_told_at"):  # the one thing that no record knows
        del computed[name]
    return [computed, *sums.values(*names), *runtimes, columns, *imports]


def kept(row: NotebookHealth) -> dict[str, Any]:
    """The row as the slow computation spells it."""
    spelled = {field.attname: getattr(row, field.attname) for field in NotebookHealth._meta.concrete_fields}
    for cell in spelled["cells"]:
        cell["last_failure"] = cell["last_failure"] and datetime.fromisoformat(cell["last_failure"])
    return spelled


def assert_equal(found: Any, expected: Any, where: str = "") -> None:
    """Every expected figure is there; ratios as far as a float can hold them."""
    if isinstance(expected, dict):
        for name, one in expected.items():
            assert_equal(found[name], one, f"{where}.{name}")
    elif isinstance(expected, list):
        assert len(found) == len(expected), where
        for number, one in enumerate(expected):
            assert_equal(found[number], one, f"{where}[{number}]")
    elif isinstance(expected, str | datetime | None) or found is None:
        assert found == expected, where
    else:
        assert found == pytest.approx(float(expected), abs=1e-9), where
