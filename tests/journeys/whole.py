"""The whole product as `commonplace up` starts it; stopped with Ctrl-C, after which no process may be left."""

import os
import signal
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from tests.journeys.installation import Installation, free_port, wait_until

PASSWORD = "commonplace"


def ports_for_all() -> tuple[int, int]:
    """A port for the gallery, and one for the hub with two free ones behind it."""
    while True:
        hub = free_port()
        if hub < 65_000 and all(_is_free(hub + more) for more in (0, 1, 2)):
            return free_port(), hub


def _is_free(port: int) -> bool:
    with socket.socket() as trial:
        return trial.connect_ex(("127.0.0.1", port)) != 0


@contextmanager
def whole(home: Path, **extra: str) -> Iterator[Installation]:
    """Everything with the demo, running."""
    port, hub = ports_for_all()
    home.mkdir(parents=True, exist_ok=True)
    settings = {"COMMONPLACE_DEMO": "true", "COMMONPLACE_HUB": "true", "COMMONPLACE_HUB_PORT": str(hub)}
    made = Installation(home=home, port=port, extra=settings | extra)
    made.start("up", "gallery.site.command_line", "up")
    try:
        wait_until(lambda: _says_ready(made), "everything to be ready")
        yield made
    finally:
        stop_with_ctrl_c(made)


def _says_ready(made: Installation) -> bool:
    log = (made.home / "up.log").read_text()
    assert made.running["up"].poll() is None, f"`commonplace up` ended: {log}"
    return "Commonplace is ready" in log and _hub_is_up(made)


def _hub_is_up(made: Installation) -> bool:
    try:
        return httpx.get(hub_url(made) + "/hub/health", timeout=5).is_success
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
