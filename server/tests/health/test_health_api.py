"""The health of a notebook over the API: for those who may read it, as kept, and at once for a new one."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.test.utils import CaptureQueriesContext
from gallery.accounts.models import User
from gallery.notebooks.models import Notebook

from server.tests.health.recording import healed, ran

Write = Callable[..., Notebook]
Bearer = Callable[[User], dict[str, str]]
METRICS = ("ue", "uf", "osr", "gcr", "bcr", "fbc", "lgc", "ffd", "ned", "score", "current_score", "status")
NUMBERS = ("executions", "users", "users_with_failures", "sessions", "revision", "window_days")


def asked(notebook: Notebook, **headers: Any) -> Any:
    return Client().get(f"/api/v1/notebooks/{notebook.uuid}/health", **headers)


def test_every_metric_by_its_abbreviation(ada: User, write: Write, now: datetime, bearer: Bearer) -> None:
    notebook = write(ada, "a = 1", "b = 2")
    ran(notebook, ada, "a = 1", "b = 2", at=now, fails="b = 2", ms=40)
    healed(notebook, now)
    told = asked(notebook, headers=bearer(ada)).json()
    assert {name: told[name] for name in METRICS} == {
        "ue": 1, "uf": 0.75, "osr": 0.5, "gcr": 0.5, "bcr": 0.5, "fbc": 0.5, "lgc": 0.5, "ffd": 0.5, "ned": 0.5,
        "score": 0.375, "current_score": 0.375, "status": "unhealthy",
    }  # fmt: skip
    assert [told[name] for name in NUMBERS] == [2, 1, 1, 1, 1, 30]
    assert (told["note"], told["outage"]) == ("", None)
    assert told["last_run"] == told["last_failure"] == told["unhealthy_since"] == "2026-03-20T12:00:00Z"
    assert told["days"] == [{"day": "2026-03-20", "executions": 2, "failures": 1, "people": 1, "sessions": 1}]
    assert [cell["number"] for cell in told["cells"]] == [0, 1]
    one = told["cells"][1]
    assert (one["executions"], one["successes"], one["users"], one["health"], one["status"]) == (
        1,
        0,
        1,
        0,
        "unhealthy",
    )
    assert (one["position"], len(one["hash"]), one["median_ms"], one["users_failed"]) == (2, 64, 40, 1)


def test_a_notebook_that_nobody_looked_at_yet(ada: User, write: Write) -> None:
    notebook = write(ada, "a = 1", public=True)
    told = asked(notebook).json()
    assert (told["status"], told["score"], told["executions"]) == ("undetermined", None, 0)
    assert [cell["status"] for cell in told["cells"]] == ["undetermined"]


def test_a_stranger_learns_nothing(ada: User, otto: User, write: Write, bearer: Bearer) -> None:
    notebook = write(ada, "a = 1")
    hidden = asked(notebook, headers=bearer(otto))
    absent = Client().get(f"/api/v1/notebooks/{uuid4()}/health", headers=bearer(otto))
    assert hidden.status_code == absent.status_code == 404
    assert hidden.content == absent.content
    assert asked(notebook).status_code == 404


def test_it_is_only_read(ada: User, write: Write) -> None:
    notebook = write(ada, "a = 1", public=True)
    assert Client().put(f"/api/v1/notebooks/{notebook.uuid}/health").status_code == 405


@pytest.mark.parametrize("cells", [1, 60])
def test_few_queries_however_long_the_notebook(ada: User, write: Write, now: datetime, cells: int) -> None:
    from django.db import connection

    sources = [f"a = {number}" for number in range(cells)]
    notebook = write(ada, *sources, public=True)
    ran(notebook, ada, *sources, at=now - timedelta(days=1))
    healed(notebook, now)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert asked(notebook).status_code == 200
    assert 1 <= len(queries) <= 4
