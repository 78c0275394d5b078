"""The parent's side of one rendering process."""

import json
import os
import socket
import subprocess
import sys
from collections.abc import Sequence

from gallery.lib.rendering.cells import CellSource
from gallery.lib.rendering.framing import Channel
from gallery.lib.rendering.worker import RENDERED, TIME_IS_UP

SENDING_LIMIT = 10.0  # seconds; a worker reads its whole batch before it begins
ENDING_LIMIT = 10.0
_NEEDED = ("PATH", "PYTHONPATH", "LD_LIBRARY_PATH")  # of the environment: no secret of the gallery goes along


class Worker:
    """A process of our own that renders cells until it is ended."""

    def __init__(self) -> None:
        ours, theirs = socket.socketpair()
        with theirs:
            try:
                self._process = _started(theirs.fileno())
            except BaseException:
                ours.close()
                raise
        self._channel = Channel(ours)

    @property
    def pid(self) -> int:
        """The number of the process."""
        return self._process.pid

    def wait_until_ready(self, limit: float) -> None:
        """Wait until it has begun. Raises `OSError` when it has not within `limit` seconds."""
        self._channel.receive(limit)

    def hand_over(self, cells: Sequence[CellSource]) -> None:
        """Give it a batch. Raises `OSError` when it is gone."""
        batch = json.dumps([(cell.kind, cell.source, cell.language) for cell in cells])
        self._channel.send(batch.encode(), SENDING_LIMIT)

    def next_fragment(self, limit: float) -> str | None:
        """The next cell's HTML, or nothing where it could not be rendered.

        Raises `TimeoutError` after `limit` seconds, another `OSError` when the process is gone.
        """
        answer = self._channel.receive(limit)
        return answer[1:].decode() if answer[:1] == RENDERED else None

    def end(self) -> None:
        """End the process at once."""
        self._process.kill()
        self.forget()
        self._process.wait(ENDING_LIMIT)

    def ran_out_of_time(self) -> bool:
        """Whether a process that is gone was ended because its cell took too much of the processor's time."""
        return self._process.wait(ENDING_LIMIT) == -TIME_IS_UP

    def forget(self) -> None:
        """Close our end of the connection: an idle worker ends by itself when nobody holds it any more."""
        self._channel.close()


def _started(descriptor: int) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-P", "-m", "gallery.lib.rendering.worker", str(descriptor)],
        pass_fds=[descriptor],
        env={name: os.environ[name] for name in _NEEDED if name in os.environ},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
