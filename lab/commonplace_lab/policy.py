"""What the gallery's administrator allows to be recorded, and whether this person was told."""

import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Protocol

from commonplace_lab.errors import Trouble

KEPT_SECONDS: Final = 300.0
NOTHING_WANTED: Final = {"not-found", "forbidden"}  # by an older gallery; with a token that may not tell of runs
NOTICE: Final = "recording-notice-1"  # another number when the words change in meaning: then everybody is told again


@dataclass(frozen=True)
class Rules:
    """Whether executed cells are recorded, and whether with a coarse class of their failures."""

    record: bool
    causes: bool


class Source(Protocol):
    """Who is asked."""

    async def recording(self) -> dict[str, Any]:
        """Return `record` and `causes`; raise `Trouble` where nobody answers."""


class Policy:
    """The gallery's rules, asked again every few minutes."""

    def __init__(self, gallery: Source) -> None:
        """Nothing is asked before the rules are needed."""
        self._gallery = gallery
        self._rules: Rules | None = None
        self._until = 0.0

    async def rules(self) -> Rules:
        """Return the rules; raise `Trouble` where they are not known, since then nothing may be sent."""
        if self._rules is None or time.monotonic() >= self._until:
            self._rules = await self._asked()
            self._until = time.monotonic() + KEPT_SECONDS
        return self._rules

    @property
    def known(self) -> Rules | None:
        """The rules as they were last told; None before that. Asks nobody."""
        return self._rules

    def forget(self) -> None:
        """Ask again next time, say because somebody else signed in."""
        self._rules = None

    async def _asked(self) -> Rules:
        try:
            answer = await self._gallery.recording()
        except Trouble as trouble:
            if trouble.reason in NOTHING_WANTED:
                return Rules(record=False, causes=False)
            raise
        record = answer.get("record") is True
        return Rules(record=record, causes=record and answer.get("causes") is True)


class Notice:
    """Whether the person was told what is recorded: an empty file says so."""

    def __init__(self, folder: Path) -> None:
        """`folder` need not exist."""
        self._file = folder / NOTICE

    @property
    def was_told(self) -> bool:
        """Whether."""
        return self._file.exists()

    def told(self) -> None:
        """From now on."""
        self._file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._file.touch(mode=0o600)
