"""Takes what the browser's half tells of executed cells, and keeps it until the gallery has it."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Final

from commonplace_lab.errors import Trouble
from commonplace_lab.messages import _
from commonplace_lab.outbox import Outbox
from commonplace_lab.policy import Policy
from commonplace_lab.records import Record

MOST_AT_ONCE: Final = 1000


class Recorder:
    """The way from the browser into the outbox."""

    def __init__(self, outbox: Outbox, policy: Policy, wake: Callable[[], None]) -> None:
        """`wake` is called when something new waits."""
        self._outbox, self._policy, self._wake = outbox, policy, wake

    async def take(self, items: Sequence[object]) -> int:
        """Keep the records and return how many; none where the gallery is known to record nothing.

        Something that is no record does not keep the others from being kept.

        Raises:
            Trouble: they are too many, or the disk takes none. Nothing was kept.
        """
        if len(items) > MOST_AT_ONCE:
            raise Trouble(_("Too many run cells were told at once. Reload the page."), reason="bad-record", status=413)
        now = datetime.now(UTC)
        read = [Record.read(item, now=now) for item in items]
        records = [record for record in read if record is not None]
        known = self._policy.known
        if known is not None and not known.record:
            return 0  # where the gallery is away, it has its say when the records are sent
        try:
            await asyncio.to_thread(self._outbox.add, records)
        except OSError as error:
            sentence = _("How your cells fared could not be noted here ({why}). Your notebook is not affected.")
            raise Trouble(sentence.format(why=error), reason="not-kept", status=503) from error
        self._wake()
        return len(records)

    async def forget_all(self) -> int:
        """Drop what waits, because it is not the next person's; return how many there were."""
        try:
            return await asyncio.to_thread(self._outbox.clear)
        except OSError as error:
            sentence = _("Notes of run cells that wait here could not be deleted ({why}). Try again.")
            raise Trouble(sentence.format(why=error), reason="not-kept", status=503) from error
