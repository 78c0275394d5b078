"""Points in time: every way to write one means the same moment, also where clocks are changed."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import commonplace as cp
import pandas as pd
import polars as pl
import pytest
from commonplace.errors import WrongRequest

KINDS: dict[str, Callable[[Any], Any]] = {"pandas": pd.Series, "polars": pl.Series}
MOMENT = datetime(2026, 3, 29, 1, 30, tzinfo=UTC)  # half an hour into summer time in Paris
SECONDS = int(MOMENT.timestamp())
WRITTEN: dict[str, Any] = {
    "seconds": SECONDS,
    "milliseconds": SECONDS * 10**3,
    "microseconds": SECONDS * 10**6,
    "nanoseconds": SECONDS * 10**9,
    "seconds with a fraction": float(SECONDS),
    "text": "2026-03-29T01:30:00",
    "a time without a zone": MOMENT.replace(tzinfo=None),
    "a time in UTC": MOMENT,
}


def moments(series: Any) -> list[datetime]:
    """The values as Python's own."""
    return [value.to_pydatetime() if hasattr(value, "to_pydatetime") else value for value in series.to_list()]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("way", WRITTEN)
def test_every_way_means_the_same_moment(way: str, kind: str) -> None:
    found = moments(cp.timestamps(KINDS[kind]([WRITTEN[way]] * 2)))
    assert found == [MOMENT, MOMENT]
    assert found[0].utcoffset() is not None


@pytest.mark.parametrize("kind", KINDS)
def test_summer_time_is_kept(kind: str) -> None:
    local = moments(cp.in_zone(KINDS[kind]([SECONDS - 3600, SECONDS]), "Europe/Paris"))
    assert [(moment.hour, moment.minute) for moment in local] == [(1, 30), (3, 30)]
    assert [moment.timestamp() for moment in local] == [SECONDS - 3600, SECONDS]


@pytest.mark.parametrize("kind", KINDS)
def test_missing_moments_stay_missing(kind: str) -> None:
    found = cp.timestamps(KINDS[kind]([float(SECONDS), None]))
    assert moments(found)[0] == MOMENT
    assert pd.isna(found.to_list()[1])


def test_a_day_with_25_hours() -> None:
    start, end = cp.last_days(1, "Europe/Paris", today=date(2026, 10, 26))
    assert (end - start).total_seconds() == 25 * 3600
    with pytest.raises(WrongRequest, match="1 or more"):
        cp.last_days(0)


@pytest.mark.parametrize("zone", ["Europe/Pari", "", "../etc/passwd"])
def test_an_unknown_zone_is_told(zone: str) -> None:
    with pytest.raises(WrongRequest, match=f"no time zone “{zone}”"):
        cp.last_days(1, zone)


@pytest.mark.parametrize("values", [[True], ["yesterday"]])
def test_what_is_no_time_is_told(values: list[Any]) -> None:
    with pytest.raises(WrongRequest, match="no points in time"):
        cp.timestamps(pd.Series(values))
