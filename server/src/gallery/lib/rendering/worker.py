"""The process that renders: reads a batch of cells, answers each as soon as it is done, ends with its parent.

Started as a program. It limits its own memory and the processor's time for a cell, and writes no file. Time is the
processor's, so that a busy machine makes no cell look slow; what takes longer all the same is the parent's business.
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
CELL_LIMIT = 1.5  # seconds of the processor for a cell; then the system ends this process by `TIME_IS_UP`
TIME_IS_UP = signal.SIGPROF
LONGEST = 15  # seconds of the clock for a cell, should the parent be stuck
READY, RENDERED, FAILED = b"!", b"+", b"-"


def serve(connection: socket.socket) -> None:
    """Answer batches until the parent is gone."""
    channel = Channel(connection)
    with suppress(ClosedError, BrokenPipeError, ConnectionResetError):
        channel.send(READY)
        while True:
            for kind, source, language in json.loads(channel.receive()):
                _wind_the_clocks()
                channel.send(_answer(CellSource(kind, source, language)))
            _stop_the_clocks()


def _wind_the_clocks() -> None:
    signal.setitimer(signal.ITIMER_PROF, CELL_LIMIT)
    signal.alarm(LONGEST)


def _stop_the_clocks() -> None:
    signal.setitimer(signal.ITIMER_PROF, 0)
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
    for ending in (signal.SIGALRM, TIME_IS_UP):
        signal.signal(ending, signal.SIG_DFL)
    _limit_yourself()
    with socket.socket(fileno=int(sys.argv[1])) as connection:
        serve(connection)


if __name__ == "__main__":
    main()
