"""Runs a command that ends when its parent ends: `python -m commonplace_hub.tether COMMAND…`.

The hub's proxy and its culler start in sessions of their own. Should the hub be killed without a chance to
stop them, the kernel does it instead.
"""

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1


def main(command: list[str]) -> None:
    """Replace this process by `command`, tied to the life of the parent (where the system can do that)."""
    parent = os.getppid()
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
        if os.getppid() != parent:  # it died before the tie was made
            sys.exit(1)
    # a hub that was started in the background of a shell hands down that interrupts are ignored; the hub
    # ends its services by an interrupt, and would wait half a minute
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    os.execvp(command[0], command)


if __name__ == "__main__":
    main(sys.argv[1:])
