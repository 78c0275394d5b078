"""API: the health of a notebook, every metric by its published abbreviation."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from ninja import Query, Router, Schema

from gallery.accounts.caller import caller
from gallery.health.computing import measure
from gallery.health.models import NotebookHealth
from gallery.health.others import others
from gallery.health.queries import OutageNote, measured, outage_of
from gallery.health.window import window_days
from gallery.health.writing import row_of
from gallery.notebooks.access import readable
from gallery.notebooks.models import Notebook

router = Router(tags=["health"])
Cell = Annotated[str, Query(pattern=r"^([0-9a-f]{64})?$", description="SHA-256 of a cell's source")]


class CellHealthOut(Schema):
    """A code cell. `position` is its place on the page from 1, `number` from 0 among the cells that count.

    `executions` leaves out what is `excused`: failures while a package or source that many share was down.
    """

    position: int
    number: int | None
    hash: str
    executions: int
    successes: int
    users: int
    users_failed: int
    excused: int
    median_ms: int | None
    health: float | None
    status: str
    tags: list[str]
    last_failure: datetime | None


class DayOut(Schema):
    """A day with runs, in UTC."""

    day: str
    executions: int
    failures: int
    people: int
    sessions: int


class OutageOut(Schema):
    """A package or source that has failed since then, here and in so many other notebooks that you can find."""

    name: str
    since: datetime
    others: int


class OthersOut(Schema):
    """Other people who ran a cell lately, and for how many of them it worked, or failed, when they last did.

    `failing_since` is the first failure after it last worked for anybody; `failing` has failed for so many since then.
    """

    users: int
    working: int
    failing: int
    failing_since: datetime | None


class HealthOut(Schema):
    """Whether a notebook can be expected to work, from how its cells fared lately.

    `score` is what is shown: in the first days after a version of which little is known, a mean of what the notebook
    had before and `current_score`, the H of the current version alone. Otherwise they are the same.
    """

    status: str
    note: str
    score: float | None
    current_score: float | None
    previous_score: float | None
    previous_status: str
    ue: float
    uf: float
    osr: float
    gcr: float
    bcr: float
    fbc: float
    lgc: float
    ffd: float
    ned: float
    executions: int
    users: int
    users_with_failures: int
    sessions: int
    last_run: datetime | None
    last_failure: datetime | None
    unhealthy_since: datetime | None
    window_days: int
    revision: int
    computed_at: datetime
    outage: OutageOut | None
    cells: list[CellHealthOut]
    days: list[DayOut]
    others: OthersOut | None = None


@router.get("/notebooks/{uuid}/health", response=HealthOut, summary="The health of a notebook")
def read_health(request: HttpRequest, uuid: UUID, cell: Cell = "") -> dict[str, Any]:
    """Every metric, and each code cell with its record. A run shows here within a minute.

    `others` says how the cell that is asked for fares with everybody but you; null if this version has no such cell.
    """
    reader = caller(request).user
    notebook = readable(reader, uuid)
    row = _kept(notebook)
    known = any(one["hash"] == cell for one in row.cells)
    return _out(row, outage_of(reader, notebook)) | {"others": others(reader, notebook, cell) if known else None}


def _kept(notebook: Notebook) -> NotebookHealth:
    """The row; of a notebook of which none was written yet, what would stand in it."""
    row = measured(notebook)
    return row if row is not None else row_of(next(measure([notebook.pk], timezone.now())))


def _out(row: NotebookHealth, outage: OutageNote | None) -> dict[str, Any]:
    kept = {name: getattr(row, name, None) for name in HealthOut.model_fields}
    return kept | {
        "score": row.shown_score,
        "current_score": row.score,
        "window_days": window_days(),
        "outage": {"name": outage.name, "since": outage.since, "others": outage.others} if outage else None,
    }
