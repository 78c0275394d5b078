"""The events as a file that `commonplace evaluate recommender` reads."""

import csv
from datetime import UTC, datetime, timedelta
from pathlib import Path

from gallery.simulation.world import World

BEGINNING = datetime(2026, 1, 5, tzinfo=UTC)  # a Monday


def write_log(world: World, path: Path) -> int:
    """Write user, item and timestamp of each event, the earliest first; answers how many. Raises OSError."""
    events = world.events
    days = [(BEGINNING + timedelta(days=day)).date().isoformat() for day in range(world.plan.days)]
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(("user", "item", "timestamp"))
        columns = (events.person.tolist(), events.notebook.tolist(), events.day.tolist())
        writer.writerows(
            (f"p{person}", f"n{notebook}", days[day]) for person, notebook, day in zip(*columns, strict=True)
        )
    return len(events)
