"""What every test of the house shares, in whichever distribution it stands."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Where journeys alone are asked for, files that name none are not read: there are ten for each with one."""
    if config.option.markexpr != "journey" or collection_path.suffix != ".py":
        return None
    return None if b"mark.journey" in collection_path.read_bytes() else True


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest files first, otherwise by chance: at the end no processor waits for the other."""
    items.sort(key=_minutes, reverse=True)


def _minutes(item: pytest.Item) -> float:
    """How long the file says that it takes; the same for all of its tests, so that they stay together."""
    journey = item.get_closest_marker("journey")
    return float(journey.kwargs.get("minutes", 0)) if journey else 0.0


@pytest.fixture(autouse=True, scope="session")
def _databases_can_be_emptied() -> Iterator[None]:
    """The database refuses to remove audit events; that is lifted only while it is emptied between tests."""
    from django.db.backends.base.operations import BaseDatabaseOperations  # noqa: PLC0415 — needs the settings
    from gallery.audit.append_only import install, remove  # noqa: PLC0415

    empty = BaseDatabaseOperations.execute_sql_flush

    def emptied(operations: Any, statements: Any) -> None:
        remove(operations.connection)
        empty(operations, statements)
        install(operations.connection)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(BaseDatabaseOperations, "execute_sql_flush", emptied)
        yield
