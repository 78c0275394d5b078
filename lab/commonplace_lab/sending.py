"""Brings waiting records to the gallery, in the background: in batches, again and again until they arrive."""

import asyncio
import contextlib
import logging
import random
from collections.abc import Sequence
from typing import Any, Final, Protocol

from commonplace_lab.errors import Trouble
from commonplace_lab.outbox import Outbox
from commonplace_lab.policy import Policy
from commonplace_lab.records import Record

BATCH: Final = 500
GATHERING: Final = 1.0  # seconds after a record, in which others join it
FIRST_PAUSE, LONGEST_PAUSE = 2.0, 120.0  # seconds after a failure, doubled each time
LAST_CALL: Final = 2.0  # seconds at the end of a server
UNFIT: Final = {400, 413, 422}  # answers that no other try would change
logger = logging.getLogger("ServerApp.commonplace")  # below Jupyter's own, whose log it joins


class Receiver(Protocol):
    """Where records go."""

    async def send_executions(self, items: list[dict[str, Any]]) -> dict[str, Any]:
        """Return once they are kept there; raise `Trouble` otherwise."""


class Sender:
    """Sends what is in the outbox, oldest first. A record leaves the outbox when the gallery has kept it."""

    def __init__(
        self,
        outbox: Outbox,
        gallery: Receiver,
        policy: Policy,
        *,
        gathering: float = GATHERING,
        first_pause: float = FIRST_PAUSE,
    ) -> None:
        """Nothing runs before `start`."""
        self._outbox, self._gallery, self._policy = outbox, gallery, policy
        self._gathering, self._first_pause = gathering, first_pause
        self._work: asyncio.Task[None] | None = None
        self._wanted = asyncio.Event()

    def start(self) -> None:
        """Begin, with what an earlier server left."""
        self._wanted.set()
        self._work = asyncio.create_task(self._run())

    def wake(self) -> None:
        """There is something new."""
        self._wanted.set()

    async def finish(self) -> None:
        """Stop, after a last call: what could not be sent stays in the outbox for the next server."""
        if self._work is not None:
            self._work.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._work
        await self.last_call()

    async def last_call(self, patience: float = LAST_CALL) -> None:
        """Send what can be sent in that many seconds."""
        try:
            async with asyncio.timeout(patience):
                await self.send_all()
        except (Trouble, OSError) as error:  # TimeoutError is an OSError
            logger.info("Some records of run cells could not be sent now: %s", error)

    async def send_all(self) -> None:
        """Send until nothing waits.

        Raises:
            Trouble: the gallery does not take records now.
            OSError: the outbox cannot be read.
        """
        while records := await asyncio.to_thread(self._outbox.first, BATCH):
            rules = await self._policy.rules()
            if not rules.record:
                count = await asyncio.to_thread(self._outbox.clear)
                logger.info("%d records of run cells were dropped: the gallery does not record.", count)
                return
            await self._send(records, causes=rules.causes)

    async def _send(self, records: Sequence[Record], *, causes: bool) -> None:
        try:
            await self._gallery.send_executions([record.body(causes=causes) for record in records])
        except Trouble as trouble:
            if trouble.status not in UNFIT:
                raise
            await self._without_the_unfit(records, causes=causes)
            return
        await asyncio.to_thread(self._outbox.remove, records)

    async def _without_the_unfit(self, records: Sequence[Record], *, causes: bool) -> None:
        """One record that the gallery refuses must not keep the others: halve until it stands alone."""
        if len(records) == 1:
            logger.warning("A record of a run cell was dropped: the gallery refuses it.")
            await asyncio.to_thread(self._outbox.remove, records)
            return
        middle = len(records) // 2
        await self._send(records[:middle], causes=causes)
        await self._send(records[middle:], causes=causes)

    async def _run(self) -> None:
        failures = 0
        while True:
            await self._wanted.wait()
            pause = pause_after(failures, self._first_pause, random.random()) if failures else self._gathering  # noqa: S311
            await asyncio.sleep(pause)
            self._wanted.clear()
            try:
                await self.send_all()
                failures = 0
            except (Trouble, OSError) as error:
                if not failures:
                    logger.info("Records of run cells wait for the gallery: %s", error)
                failures += 1
                self._wanted.set()


def pause_after(failures: int, first: float, chance: float) -> float:
    """Return seconds to wait: longer each time, and never the same for everybody when the gallery is back.

    `chance` is from 0 to 1.

    >>> [pause_after(failures, 2.0, 1.0) for failures in (1, 2, 3, 4, 50)]
    [2.0, 4.0, 8.0, 16.0, 120.0]
    >>> pause_after(3, 2.0, 0.0)
    4.0
    """
    longest = min(LONGEST_PAUSE, first * 2.0 ** min(failures - 1, 16))
    return longest * (0.5 + chance / 2)
