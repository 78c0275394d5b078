"""The process that renders: reads a batch of cells, answers each as soon as it is done, ends with its parent.

Started as a program. It limits its own memory, writes no file, and ends itself should its parent not do so in time.
"""

import json
import resource
import signal
import socket
import sys
from contextlib import suppress

from gallery.lib.rendering.cells import CellSource
from gallery.lib.rendering.fragments import render_cell
from gallery.lib.rendering.framing import Channel, ClosedError

MEMORY = 1_000_000_000  # bytes of address space
LONGEST = 5  # seconds for a cell, should the parent be stuck: then this process ends itself
RENDERED, FAILED = b"+", b"-"


def serve(connection: socket.socket) -> None:
    """Answer batches until the parent is gone."""
    channel = Channel(connection)
    with suppress(ClosedError, BrokenPipeError, ConnectionResetError):
        while True:
            for kind, source, language in json.loads(channel.receive()):
                signal.alarm(LONGEST)
                channel.send(_answer(CellSource(kind, source, language)))
                signal.alarm(0)


def _answer(cell: CellSource) -> bytes:
    try:
        return RENDERED + render_cell(cell).encode()
    except (Exception, MemoryError, RecursionError):  # whatever a hostile cell provokes, the next one is rendered
        return FAILED


def _limit_yourself() -> None:
    for what, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
    ):
        with suppress(ValueError, OSError):  # a system that already allows less, or does not know this limit
            resource.setrlimit(what, (most, most))


def main() -> None:
    """Serve on the socket whose number is the only argument."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's business; we end when it does
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    _limit_yourself()
    with socket.socket(fileno=int(sys.argv[1])) as connection:
        serve(connection)


if __name__ == "__main__":
    main()
