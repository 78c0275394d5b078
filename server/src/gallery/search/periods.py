"""How lately a notebook changed, as people ask for it: `changed:week`, or since a day, `changed:2026-10-01`."""

import re
from datetime import UTC, date, datetime, time, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _

DAYS = {"day": 1, "week": 7, "month": 30, "year": 365}  # the shortest first
_A_DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")


def period_of(said: str) -> str:
    """The period, or the day, that somebody says; empty where it is neither.

    >>> period_of(" Week"), period_of("2026-10-01"), period_of("2026-13-45")
    ('week', '2026-10-01', '')
    """
    value = said.strip().lower()
    return value if value in DAYS or _day(value) else ""


def since(period: str, now: datetime) -> datetime:
    """When a readable period begins: so many days ago, or with that day in UTC.

    On a whole second, so that it parts moments alike whether their fractions are kept or not.
    """
    day = _day(period)
    if day is not None:
        return datetime.combine(day, time(), UTC)
    return (now - timedelta(days=DAYS[period])).replace(microsecond=0)


def period_in_words(period: str) -> str:
    """A period as it stands beside *Last changed*; empty for none."""
    day = _day(period)
    if day is not None:
        return _("since %(day)s") % {"day": date_format(day, "j F Y")}
    return _("in the last %(hours)s hours") % {"hours": 24} if period == "day" else _in_days(period)


def _in_days(period: str) -> str:
    return _("in the last %(days)s days") % {"days": DAYS[period]} if period in DAYS else ""


def _day(value: str) -> date | None:
    try:
        return date.fromisoformat(value) if _A_DAY.fullmatch(value) else None
    except ValueError:  # such as the 31st of February
        return None
