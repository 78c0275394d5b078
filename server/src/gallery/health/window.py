"""How long an execution counts."""

from datetime import UTC, date, datetime, timedelta

from django.conf import settings


def window_days() -> int:
    """The number of days of the window."""
    return int(settings.CONFIG.health_days)


def window() -> timedelta:
    """The same as a span of time."""
    return timedelta(days=window_days())


def first_day(now: datetime) -> date:
    """The first day that counts: the window is whole days in UTC, and today is its last one."""
    return now.astimezone(UTC).date() - timedelta(days=window_days() - 1)
