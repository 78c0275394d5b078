"""A clock for tests of health: noon of a day, from which they count."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from gallery.accounts.models import User

NOON = datetime(2026, 3, 20, 12, tzinfo=UTC)


@pytest.fixture
def now() -> datetime:
    """Noon of the day on which tests of computing happen."""
    return NOON


@pytest.fixture
def crowd(db: None) -> Callable[[int], list[User]]:
    """So many people."""

    def gather(number: int) -> list[User]:
        return User.objects.bulk_create([User(username=f"person-{one}", password="!") for one in range(number)])

    return gather
