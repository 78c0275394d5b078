"""The whole product as `commonplace up` starts it; stopped with Ctrl-C, after which no process may be left."""

import os
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp

import httpx

from tests import calls
from tests.journeys.installation import Installation, free_port, wait_until

PASSWORD = "commonplace"


SERVERS = 20  # accounts for the Jupyter servers of one installation


@contextmanager
def whole(*, first_start: bool = False, **extra: str) -> Iterator[Installation]:
    """Everything with the demo, running; `first_start` makes the tables, too, instead of beginning with empty ones.

    Its folder is not below pytest's, which is closed to the accounts of Jupyter servers.
    """
    folder = Path(mkdtemp(prefix="commonplace-whole-"))
    folder.chmod(0o755)
    made = Installation(home=folder / "home", extra=_settings() | extra)
    made.home.mkdir()
    if not first_start:
        made.prepare()
    made.start("up", "gallery.site.command_line", "up")
    try:
        wait_until(lambda: _says_ready(made), "everything to be ready")
        yield made
    finally:
        stop_with_ctrl_c(made)
        rmtree(folder, ignore_errors=True)


def _settings() -> dict[str, str]:
    """A hub of its own. Its servers' accounts follow from its port, which no installation beside it has."""
    hub = free_port(behind=2)
    uids = range(2_000_000 + hub * SERVERS, 2_000_000 + (hub + 1) * SERVERS)
    return {
        "COMMONPLACE_DEMO": "true",
        "COMMONPLACE_HUB": "true",
        "COMMONPLACE_HUB_PORT": str(hub),
        "COMMONPLACE_SERVER_UIDS": f"{uids[0]}-{uids[-1]}",
    }


def _says_ready(made: Installation) -> bool:
    log = (made.home / "up.log").read_text()
    assert made.running["up"].poll() is None, f"`commonplace up` ended: {log}"
    return "Commonplace is ready" in log and _hub_is_up(made)


def _hub_is_up(made: Installation) -> bool:
    try:
        return calls.get(hub_url(made) + "/hub/health", timeout=5).is_success
    except httpx.HTTPError:
        return False


def hub_url(made: Installation) -> str:
    """Where browsers reach the hub."""
    return f"http://127.0.0.1:{made.extra['COMMONPLACE_HUB_PORT']}"


def stop_with_ctrl_c(made: Installation) -> None:
    """Interrupt, wait, and see that no process of this installation is left."""
    up = made.running.pop("up")
    if up.poll() is None:
        up.send_signal(signal.SIGINT)
    try:
        up.wait(60)
    except subprocess.TimeoutExpired:
        os.killpg(up.pid, signal.SIGKILL)
        raise AssertionError("Ctrl-C did not stop everything within a minute") from None
    left = processes_of(made)
    assert left == [], f"processes are left: {left}"


def processes_of(made: Installation) -> list[str]:
    """Command lines of processes that run for this installation: its data folder is in their environment or words."""
    mark = str(made.home).encode()
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            words = (process / "cmdline").read_bytes()
            if mark in words + (process / "environ").read_bytes():
                found.append(words.replace(b"\0", b" ").decode(errors="replace")[:200])
        except OSError:
            continue  # it ended while we looked
    return found
