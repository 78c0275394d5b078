"""Records of executions written straight into the table: how they come in is tested elsewhere."""

from datetime import UTC, datetime
from uuid import uuid4

from commonplace_clean import cell_hash
from gallery.accounts.models import User
from gallery.executions.models import UNKNOWN, Execution
from gallery.executions.summing import sum_up
from gallery.health.models import NotebookHealth
from gallery.health.refreshing import refresh
from gallery.notebooks.models import Notebook


def ran(
    notebook: Notebook,
    person: User,
    *cells: str,
    at: datetime,
    fails: str | None = None,
    cause: str = "",
    ms: int = 100,
) -> None:
    """This person executed cells of these sources, one after the other; the one that is named failed."""
    Execution.objects.bulk_create(
        [_record(notebook, person, source, at, success=source != fails, cause=cause, ms=ms) for source in cells]
    )


def _record(
    notebook: Notebook, person: User, source: str, at: datetime, *, success: bool, cause: str, ms: int
) -> Execution:
    return Execution(
        person=person,
        key=uuid4(),
        notebook=notebook,
        source_hash=cell_hash(source) if source else UNKNOWN,
        success=success,
        cause="" if success else cause,
        runtime_ms=ms,
        started_at=at,
        day=at.astimezone(UTC).date(),
        received_at=at,
    )


def healed(notebook: Notebook, now: datetime) -> NotebookHealth:
    """The health after the worker has done its part."""
    sum_up()
    refresh(now)
    return NotebookHealth.objects.get(notebook=notebook)
