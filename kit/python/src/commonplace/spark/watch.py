"""Runs Spark for as long as a kernel lives: a small process of its own, which only needs the standard library.

It holds the reading end of a pipe whose other end is in the kernel. However the kernel ends, even by `kill -9`, the
pipe closes, Spark is ended, and what it kept on disk is removed. Should this process be killed, Linux ends Spark.
"""

import ctypes
import os
import select
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

ENDED = "ended"  # the file that says that Spark ended by itself
LOOK_EVERY = 1.0  # a child that the kernel forked may hold the pipe open, so the parent is looked at, too
GRACE = 5  # seconds to say farewell to a cluster
DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG


def main(arguments: list[str]) -> int:
    """`KERNEL FOLDER… -- COMMAND…`: run the command until the kernel is gone, then remove the folders."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    kernel, at = int(arguments[0]), arguments.index("--")
    folders, command = [Path(word) for word in arguments[1:at]], arguments[at + 1 :]
    child = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        start_new_session=True,
        preexec_fn=_end_with(os.getpid()),  # noqa: PLW1509 - this process has no other thread
    )
    try:
        _wait_for_the_end_of(kernel, child, folders[0] / ENDED)
    finally:
        _end(child)
        for folder in folders:
            shutil.rmtree(folder, ignore_errors=True)
    return 0


def _wait_for_the_end_of(kernel: int, child: subprocess.Popen[bytes], ended: Path) -> None:
    while os.getppid() == kernel:
        if child.poll() is not None and not ended.exists():
            ended.write_text(str(child.returncode))
        readable, _, _ = select.select([0], [], [], LOOK_EVERY)
        if readable:
            return


def _end(child: subprocess.Popen[bytes]) -> None:
    for number in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.killpg(child.pid, number)
        except ProcessLookupError:
            return
        try:
            child.wait(GRACE)
        except subprocess.TimeoutExpired:
            continue


def _end_with(watcher: int) -> Callable[[], None]:
    """For the child, before it becomes Spark; elsewhere than on Linux the pipe has to do."""

    def in_the_child() -> None:
        if sys.platform == "linux":
            ctypes.CDLL(None).prctl(DEATH_SIGNAL, signal.SIGKILL)
        if os.getppid() != watcher:  # it was gone before it could be asked for
            os._exit(1)

    return in_the_child


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
