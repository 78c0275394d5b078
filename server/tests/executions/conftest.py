"""What these tests share: reports as somebody's own Jupyter server makes them, and how they are sent."""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import uuid4

import pytest
from commonplace_clean import cell_hash
from django.conf import settings
from django.test import Client
from django.utils import timezone
from gallery.accounts.models import User
from gallery.executions import known_cells
from gallery.executions.reports import Report
from gallery.notebooks.models import Notebook


def item(notebook: Notebook, source: str = "1 + 1", *, success: bool = True, **more: Any) -> dict[str, Any]:
    """One executed cell."""
    at: datetime = more.pop("at", None) or timezone.now()
    usual = {
        "id": str(uuid4()),
        "notebook": str(notebook.uuid),
        "cell_hash": cell_hash(source),
        "success": success,
        "runtime_ms": 12,
        "started_at": at.isoformat(),
    }
    return usual | more


def report(notebook: Notebook, source: str = "1 + 1", **more: Any) -> Report:
    """The same, as it was read."""
    return Report.model_validate_json(json.dumps(item(notebook, source, **more)))


def told(accepted: int = 0, duplicates: int = 0, unknown: int = 0, refused: int = 0) -> dict[str, int]:
    """What the API answers."""
    return {"accepted": accepted, "duplicates": duplicates, "unknown": unknown, "refused": refused}


@pytest.fixture(autouse=True)
def _nothing_remembered() -> Iterator[None]:
    """What the process knows of cells is of one test."""
    known_cells._remembered.clear()
    yield
    known_cells._remembered.clear()


@pytest.fixture
def send(bearer: Callable[..., dict[str, str]]) -> Callable[..., Any]:
    """Send items as this person; answers the response."""
    headers: dict[int, dict[str, str]] = {}

    def post(person: User, *items: dict[str, Any], body: str | bytes | None = None) -> Any:
        headers[person.pk] = headers.get(person.pk) or bearer(person)
        sent = json.dumps({"items": items}) if body is None else body
        return Client().post("/api/v1/executions", sent, content_type="application/json", headers=headers[person.pk])

    return post


@pytest.fixture
def configured(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Change settings as an operator would."""

    def change(**values: Any) -> None:
        monkeypatch.setattr(settings, "CONFIG", replace(settings.CONFIG, **values))

    return change
