"""Records that wait to be sent: a small file that survives crashes and restarts, readable by its owner alone."""

import json
import logging
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Final

from commonplace_lab.records import Record

CAPACITY: Final = 20_000  # about 6 MB; a day of hard work makes a few thousand
BUSY_SECONDS: Final = 5.0  # two Jupyter servers of one person may share the file
# What was deleted is gone from the disk, and the room is given back.
_SETTINGS: Final = "PRAGMA auto_vacuum = FULL; PRAGMA secure_delete = ON; PRAGMA synchronous = FULL;"
_TABLE: Final = """
CREATE TABLE IF NOT EXISTS records (
    number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, record TEXT NOT NULL
);
"""
_DROP_OLDEST: Final = """
DELETE FROM records WHERE number <= (SELECT number FROM records ORDER BY number DESC LIMIT 1 OFFSET ?)
"""
logger = logging.getLogger("ServerApp.commonplace")  # below Jupyter's own, whose log it joins


class Outbox:
    """First in, first out; what was added is on the disk when `add` returns.

    Each call opens the file anew: it may be called from any thread, and finds what another server added.
    """

    def __init__(self, file: Path, capacity: int = CAPACITY) -> None:
        """`file` need not exist; with more than `capacity` records the oldest are dropped, and the log says so."""
        self._file = file
        self._capacity = capacity

    def add(self, records: Sequence[Record]) -> None:
        """Keep records at the end; one that is here already stays as it is.

        Raises:
            OSError: the disk does not take them, as of every method here. Nothing of them was kept.
        """
        rows = [(record.id, json.dumps(asdict(record))) for record in records]
        with self._open() as database:
            database.executemany("INSERT OR IGNORE INTO records (id, record) VALUES (?, ?)", rows)
            dropped = database.execute(_DROP_OLDEST, (self._capacity,)).rowcount
        if dropped:
            logger.warning("%d records of run cells were dropped: too many wait for the gallery.", dropped)

    def first(self, count: int) -> list[Record]:
        """Return the oldest records."""
        if not self._file.exists():
            return []
        with self._open() as database:
            rows = database.execute("SELECT id, record FROM records ORDER BY number LIMIT ?", (count,)).fetchall()
            read = {key: _read(text) for key, text in rows}
            unreadable = [(key,) for key, record in read.items() if record is None]
            database.executemany("DELETE FROM records WHERE id = ?", unreadable)
        if unreadable:
            logger.warning("%d records of run cells were dropped: another version wrote them.", len(unreadable))
        return [record for record in read.values() if record is not None]

    def remove(self, records: Sequence[Record]) -> None:
        """Forget records that arrived, or never will."""
        with self._open() as database:
            database.executemany("DELETE FROM records WHERE id = ?", [(record.id,) for record in records])

    def clear(self) -> int:
        """Forget everything; return how many there were."""
        if not self._file.exists():
            return 0
        with self._open() as database:
            return database.execute("DELETE FROM records").rowcount

    def __len__(self) -> int:
        """How many wait."""
        if not self._file.exists():
            return 0
        with self._open() as database:
            return int(database.execute("SELECT count(*) FROM records").fetchone()[0])

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        """One transaction: whole on the disk at its end, or not at all."""
        try:
            with closing(self._connected()) as database, database:
                yield database
        except sqlite3.Error as error:
            # A subclass says that the disk is full or the file is busy; the class itself, that this is no database.
            if type(error) is sqlite3.DatabaseError:
                logger.warning("The records of run cells that waited here cannot be read any more; they are dropped.")
                self._file.unlink(missing_ok=True)
            raise OSError(str(error)) from error

    def _connected(self) -> sqlite3.Connection:
        self._file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        # SQLite alone would make the file with the mode that the process has; its journal inherits the file's
        self._file.touch(mode=0o600)
        self._file.chmod(0o600)
        database = sqlite3.connect(self._file, timeout=BUSY_SECONDS)
        try:
            database.executescript(_SETTINGS + _TABLE)
        except sqlite3.Error:
            database.close()
            raise
        return database


def _read(text: str) -> Record | None:
    try:
        return Record(**json.loads(text))
    except (ValueError, TypeError):
        return None
