"""A record of one executed cell: what the browser tells of it, and what leaves this server."""

import logging
import re
import uuid
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any

from commonplace_lab.causes import cause_of

LONGEST_RUN = 2**31 - 1  # milliseconds, about 25 days: what the gallery can keep
LARGEST_REVISION = 2**31 - 1
logger = logging.getLogger("ServerApp.commonplace")  # below Jupyter's own, whose log it joins
_HASH = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class Record:
    """One cell that was executed once. It holds no code, no output and no words of an exception.

    Attributes:
        id: made in the browser when the cell ended; by it a record that arrives twice is known.
        notebook: the gallery's notebook that the document is a copy of, and `revision` which one of its versions.
        cell_hash: SHA-256 of the source as it was executed.
        runtime_ms: how long the kernel was busy with it, waiting in the queue not included.
        started_at: when the kernel began with it.
        cause: a coarse class, empty after a success.
    """

    id: str
    notebook: str
    revision: int | None
    cell_hash: str
    success: bool
    runtime_ms: int
    started_at: str
    cause: str

    @classmethod
    def read(cls, item: object, *, now: datetime) -> "Record | None":
        """Read what the browser's half tells of one cell; None for what is no such thing."""
        try:
            return _read(item, now)
        except (KeyError, TypeError, ValueError, AttributeError, OverflowError):
            logger.warning("A record of a run cell was dropped: it cannot be understood.")
            return None

    def body(self, *, causes: bool) -> dict[str, Any]:
        """Return what the gallery gets; the class of a failure only where its administrator allows it."""
        left_out = set() if causes and self.cause else {"cause"}
        left_out |= {"revision"} if self.revision is None else set()
        return {name: value for name, value in asdict(self).items() if name not in left_out}


def _read(item: Any, now: datetime) -> Record:
    success = _truth(item["success"])
    return Record(
        id=str(uuid.UUID(item["id"])),
        notebook=str(uuid.UUID(item["notebook"])),
        revision=None if item.get("revision") is None else _whole(item["revision"], LARGEST_REVISION),
        cell_hash=_hash(item["cell_hash"]),
        success=success,
        runtime_ms=_whole(item["runtime_ms"], LONGEST_RUN),
        started_at=_moment(item["started_at"], now),
        cause="" if success else cause_of(_text(item.get("error_type", ""))),
    )


def _truth(value: object) -> bool:
    if not isinstance(value, bool):
        raise TypeError
    return value


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def _hash(value: object) -> str:
    if not _HASH.fullmatch(_text(value)):
        raise ValueError
    return _text(value)


def _whole(value: object, most: int) -> int:
    if not isinstance(value, int | float) or isinstance(value, bool) or value != value:  # noqa: PLR0124 - not a number
        raise TypeError
    return max(0, min(most, round(value)))


def _moment(value: object, now: datetime) -> str:
    """The kernel's clock is this machine's, a browser's may be ahead: nothing has begun later than now."""
    moment = datetime.fromisoformat(_text(value))
    begun = min(now, moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC))
    return begun.isoformat(timespec="milliseconds").replace("+00:00", "Z")
