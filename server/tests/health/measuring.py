"""Health as computing keeps it, written straight into the table: what pages show is tested apart from how it comes."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from gallery.health.models import NotebookHealth
from gallery.notebooks.changes import HEALTH, next_change
from gallery.notebooks.models import Notebook, RevisionCell


def cell(position: int, source_hash: str, good: int, bad: int, **more: Any) -> dict[str, Any]:
    """A cell that went through so often and failed so often, each time for another person."""
    executions = good + bad
    health = good / executions if executions else None
    status = "undetermined" if health is None else "healthy" if health >= 0.75 else "unhealthy"
    counted = {"executions": executions, "successes": good, "users": executions, "users_failed": bad, "excused": 0}
    known: dict[str, Any] = {"median_ms": 120 * position if executions else None, "health": health, "tags": []}
    place = {"position": position, "number": position - 1, "hash": source_hash, "last_failure": None}
    return place | counted | known | {"status": status} | more


def day(on: datetime, sessions: int, failures: int = 0) -> dict[str, Any]:
    """A day on which so many people ran it."""
    return {
        "day": on.date().isoformat(),
        "executions": sessions * 3,
        "failures": failures,
        "people": sessions,
        "sessions": sessions,
    }


def code_cells(notebook: Notebook) -> list[tuple[int, str]]:
    """Places and hashes of the code cells of the current version."""
    rows = RevisionCell.objects.filter(revision=notebook.head, cell__kind="code", cell__size__gt=0)
    return [(position + 1, found) for position, found in rows.values_list("position", "cell__source_hash")]


def measure(notebook: Notebook, *counts: tuple[int, int], **more: Any) -> NotebookHealth:
    """Write the health of a notebook whose code cells went through and failed so often."""
    now = timezone.now()
    pairs = zip(code_cells(notebook), counts, strict=True)
    excused = int(more.pop("excused", False))  # failures of each cell during an outage
    made = [cell(position, found, *one, excused=excused) for (position, found), one in pairs]
    cells = more.pop("cells", None) or made
    executions, good = sum(one["executions"] for one in cells), sum(one["successes"] for one in cells)
    osr = good / executions if executions else 0.0
    status = more.pop("status", None) or (
        "healthy" if osr >= 0.625 else "unhealthy" if osr <= 0.375 else "undetermined"
    )
    usual: dict[str, Any] = {
        "computed_at": now,
        "revision": notebook.head.number if notebook.head else 1,
        "revised_at": notebook.head.created_at if notebook.head else now,
        "osr": osr,
        "ned": osr,
        "uf": 1.0,
        "gcr": sum(one["status"] == "healthy" for one in cells) / max(1, len(cells)),
        "bcr": sum(one["status"] == "unhealthy" for one in cells) / max(1, len(cells)),
        "score": osr if executions else None,
        "shown_score": osr if executions else None,
        "status": status if executions else "undetermined",
        "executions": executions,
        "users": max((one["users"] for one in cells), default=0),
        "users_with_failures": max((one["users_failed"] for one in cells), default=0),
        "sessions": max((one["users"] for one in cells), default=0),
        "last_run": now - timedelta(hours=3) if executions else None,
        "last_failure": now - timedelta(days=1) if executions > good else None,
        "unhealthy_since": now - timedelta(days=1) if status == "unhealthy" else None,
        "cells": cells,
        "days": [day(now - timedelta(days=back), 1 + back % 4, failures=back % 3) for back in (1, 3, 8)]
        if executions
        else [],
    }
    row, _ = NotebookHealth.objects.update_or_create(notebook=notebook, defaults=usual | more)
    kept = {"health": row.status, "health_note": row.note, "health_score": row.shown_score}
    Notebook.objects.filter(pk=notebook.pk).update(**kept)
    with transaction.atomic():
        next_change(HEALTH)
    return row
