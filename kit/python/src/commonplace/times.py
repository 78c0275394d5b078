"""Points in time: understood from whatever a source holds, kept in UTC, shown in a place's own time."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import narwhals as nw

from commonplace.errors import WrongRequest
from commonplace.translation import _

# Seconds since 1970 have at most 11 digits until the year 5138; each finer unit has three more.
UNNAMED = "moment"
MICROSECONDS = ((10**11, 10**6), (10**14, 10**3), (10**17, 1))


def timestamps(values: Any) -> Any:
    """A Series of points in time in UTC, from seconds, milli-, micro- or nanoseconds since 1970, or from ISO text.

    Which unit it is shows in the size of the numbers; all of them must have the same. Times without a zone are taken
    as UTC. pandas or Polars in, the same out. Raises WrongRequest for what is no time.

    >>> import pandas as pd
    >>> cp.timestamps(pd.Series([1700000000, 1700000060])).dt.strftime("%Y-%m-%d %H:%M %Z").tolist()
    ['2023-11-14 22:13 UTC', '2023-11-14 22:14 UTC']
    """
    series: Any = nw.from_native(values, series_only=True)
    if series.dtype.is_numeric():
        series = _from_numbers(series)
    elif series.dtype == nw.String:
        series = _from_text(series)
    elif series.dtype == nw.Date:
        series = series.cast(nw.Datetime("us"))
    if not isinstance(series.dtype, nw.Datetime):
        raise WrongRequest(_("A column of {dtype} holds no points in time.").format(dtype=series.dtype))
    return _zoned(series, "UTC").to_native()


def _from_numbers(series: Any) -> Any:
    known = series if series.dtype.is_integer() else series.fill_nan(None)
    largest = known.drop_nulls().abs().max() if known.drop_nulls().len() else 0
    factor = next((factor for limit, factor in MICROSECONDS if largest < limit), None)
    if series.dtype.is_integer():
        micros = known * factor if factor else known // 1000
    else:
        micros = (known * (factor or 0.001)).round(0)
    column = nw.col(micros.name or UNNAMED)
    moments = column.fill_null(0).cast(nw.Int64).cast(nw.Datetime("us"))  # pandas has no missing whole number
    kept = micros.alias(micros.name or UNNAMED).to_frame().select(nw.when(~column.is_null()).then(moments))
    return kept[micros.name or UNNAMED].alias(micros.name)


def _from_text(series: Any) -> Any:
    try:
        return series.str.to_datetime()
    except Exception as error:
        said = " ".join(str(error).split())[:120]
    raise WrongRequest(_("These texts are no points in time, such as 2026-01-31 17:00: {said}").format(said=said))


def _zoned(series: Any, zone: str) -> Any:
    if series.dtype.time_zone is None:
        series = series.dt.replace_time_zone("UTC")
    return series.dt.convert_time_zone(zone)


def in_zone(values: Any, zone: str) -> Any:
    """A Series of points in time in a place's own time, summer time included; without a zone they are taken as UTC.

    Raises WrongRequest for a zone that does not exist.

    >>> import pandas as pd
    >>> evening = cp.timestamps(pd.Series(["2026-01-31T23:30:00", "2026-07-31T23:30:00"]))
    >>> cp.in_zone(evening, "Europe/Paris").dt.strftime("%d %b %H:%M").tolist()
    ['01 Feb 00:30', '01 Aug 01:30']
    """
    _zone(zone)
    return _zoned(nw.from_native(timestamps(values), series_only=True), zone).to_native()


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        pass
    raise WrongRequest(_("There is no time zone “{name}”; they are called like Europe/Paris or UTC.").format(name=name))


def last_days(number: int, zone: str = "UTC", today: date | None = None) -> tuple[datetime, datetime]:
    """From when until when the last whole days were, in UTC: at least the first, and before the second.

    Days begin at midnight in `zone`, so that one of them has 23 or 25 hours where the clock is changed; today, which
    is not over, is not among them.

    >>> from datetime import date
    >>> start, end = cp.last_days(7, "Europe/Paris", today=date(2026, 4, 1))
    >>> start.isoformat(), end.isoformat()
    ('2026-03-24T23:00:00+00:00', '2026-03-31T22:00:00+00:00')
    """
    if number < 1:
        raise WrongRequest(_("last_days takes a number of days, 1 or more."))
    place = _zone(zone)
    end = today or datetime.now(place).date()
    first, last = (datetime.combine(day, time.min, place).astimezone(UTC) for day in (end - timedelta(number), end))
    return first, last
