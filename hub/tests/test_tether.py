"""A tethered command ends with the process that started it."""

import signal
import subprocess
import sys
from pathlib import Path

from hub.tests.world import wait_for

PARENT = """
import subprocess, sys, time
command = [sys.executable, "-m", "commonplace_hub.tether", "sleep", "600"]
child = subprocess.Popen(command, start_new_session=True)
print(child.pid, flush=True)
time.sleep(600)
"""


def command(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode().strip()
    except OSError:
        return ""


def test_it_ends_when_its_parent_is_killed() -> None:
    with subprocess.Popen([sys.executable, "-c", PARENT], stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        pid = int(parent.stdout.readline())
        wait_for(lambda: command(pid) == "sleep 600", "the command runs in place of the tether")
        parent.send_signal(signal.SIGKILL)
    wait_for(lambda: command(pid) == "", "the command has ended")
