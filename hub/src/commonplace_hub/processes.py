"""Processes of a server: told apart, ended without exception; their account is tried beforehand."""

import os
import signal
import subprocess
from contextlib import suppress
from pathlib import Path

PROC = Path("/proc")
START_TIME = 19  # position in /proc/<pid>/stat, counted after the command's closing bracket
PROBE = """
import os, sys
from importlib.util import find_spec
os.chdir(sys.argv[1])
print(os.__file__, find_spec("jupyterhub").origin, find_spec("jupyterlab").origin)
"""


def started_at(pid: int) -> int:
    """When `pid` was started, in the kernel's ticks; 0 if there is no such process.

    Together with the number it names a process for good: numbers come back, this pair does not.
    """
    try:
        words = (PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0
    return 0 if words[0] in "ZX" else int(words[START_TIME])


def end_all_in(home: Path, uid: int | None) -> None:
    """End every process that was started in `home`, also those that left their parent."""
    if uid is not None:
        # As that account, one signal to everything that it may signal: nothing can fork faster than this.
        _as_account(uid, ["/bin/sh", "-c", "kill -KILL -1"])
    for pid in _started_in(home):
        with suppress(ProcessLookupError, PermissionError):
            os.kill(pid, signal.SIGKILL)


def runs_anything(uid: int) -> bool:
    """Whether the account has a process, say because another hub on this machine uses the same range."""
    for entry in PROC.iterdir() if PROC.is_dir() else ():
        with suppress(OSError):
            if entry.name.isdecimal() and entry.stat().st_uid == uid:
                return True
    return False


def why_accounts_cannot_be_used(python: Path, folder: Path, uid: int) -> str:
    """Try the account `uid` on the programs and the folder that servers need; empty if all is well.

    A Python that may not read its own home does not fail: it silently mixes in another one's library. So
    the account runs it, and must arrive at the same files as we do.
    """
    probe = [str(python), "-Ec", PROBE, str(folder)]
    try:
        ours = subprocess.run(probe, capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return f"the analysts' environment is incomplete (no JupyterLab behind {python})"
    try:
        theirs = _as_account(uid, probe)
    except OSError as problem:
        return f"other accounts may not use {problem.filename or python} ({problem.strerror})"
    if theirs.returncode or theirs.stdout != ours.stdout:
        return f"other accounts may not enter {folder} or may not read all of {python.parent.parent}"
    return ""


def _started_in(home: Path) -> list[int]:
    """Processes whose HOME is this folder. Its name is random, so nothing else can be meant."""
    mark, found = f"HOME={home}".encode(), []
    for entry in PROC.iterdir() if PROC.is_dir() else ():
        with suppress(OSError):
            if entry.name.isdecimal() and mark in (entry / "environ").read_bytes().split(b"\0"):
                found.append(int(entry.name))
    return found


def _as_account(uid: int, command: list[str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command,
        user=uid,
        group=uid,
        extra_groups=[],
        cwd="/",
        env={"PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
    )
