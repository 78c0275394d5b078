"""Who used what, and when: the one form in which every algorithm takes its data."""

import csv
import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from gallery.lib.errors import Invalid

COLUMNS = ("user", "item", "timestamp")
# Users in rows, items in columns: a scipy.sparse.csr_array, whose library carries no types. Never dense as a whole.
Matrix: TypeAlias = Any


@dataclass(frozen=True)
class Interactions:
    """A log as columns of one length: `user` and `item` are places in `users` and `items`, `at` is in Unix seconds."""

    users: tuple[str, ...]
    items: tuple[str, ...]
    user: NDArray[np.int32]
    item: NDArray[np.int32]
    at: NDArray[np.float64]

    def __len__(self) -> int:
        """How many events."""
        return len(self.at)

    def only(self, chosen: NDArray[np.bool_]) -> "Interactions":
        """The events at which `chosen` is true, with the same users and items."""
        return Interactions(self.users, self.items, self.user[chosen], self.item[chosen], self.at[chosen])

    def usage(self) -> Matrix:
        """The usage vector of each user: log(1 + number of views) for each item."""
        shape = (len(self.users), len(self.items))
        views = sparse.csr_array((np.ones(len(self), np.float32), (self.user, self.item)), shape=shape)
        views.sum_duplicates()
        views.data = np.log1p(views.data)
        return views


def read_interactions(path: Path) -> Interactions:
    """Read a CSV file with the columns user, item, timestamp (Unix seconds, or a date as ISO 8601 writes it).

    Raises `Invalid` with the line for what cannot be read.
    """
    with path.open(newline="", encoding="utf-8-sig") as file:
        return from_rows(_rows(path.name, file))


def from_rows(rows: Iterable[tuple[str, str, float]]) -> Interactions:
    """The same from users, items and Unix seconds; numbers are given in the order of first sight."""
    users: dict[str, int] = {}
    items: dict[str, int] = {}
    events = [(users.setdefault(u, len(users)), items.setdefault(i, len(items)), at) for u, i, at in rows]
    user, item, at = zip(*events, strict=True) if events else ((), (), ())
    return Interactions(
        tuple(users), tuple(items), np.array(user, np.int32), np.array(item, np.int32), np.array(at, np.float64)
    )


def _rows(name: str, file: Iterable[str]) -> Iterator[tuple[str, str, float]]:
    reader = csv.DictReader(file)
    missing = [column for column in COLUMNS if column not in (reader.fieldnames or ())]
    if missing:
        raise Invalid(f"{name}: the first line must name {', '.join(COLUMNS)}; missing: {', '.join(missing)}.")
    for row in reader:
        try:
            yield _word(row["user"]), _word(row["item"]), _seconds(row["timestamp"])
        except ValueError as error:
            raise Invalid(f"{name}, line {reader.line_num}: {error}") from None


def _word(text: str | None) -> str:
    if not text:
        raise ValueError("user and item must not be empty.")
    return text


def _seconds(text: str | None) -> float:
    try:
        seconds = float(text or "")
    except ValueError:
        seconds = _date(text or "")
    if not math.isfinite(seconds):
        raise ValueError("the timestamp must be a finite number.")
    return seconds


def _date(text: str) -> float:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise ValueError(f"{text[:40]!r} is no time: give Unix seconds, or 2026-03-31T12:00:00.") from None
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
