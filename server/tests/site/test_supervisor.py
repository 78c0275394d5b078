"""The supervisor: everything starts, what crashes comes back, and nothing survives it, however it ends."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

PATIENCE = 120.0
SERVE = """
import http.server, os, signal, subprocess, sys
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"], start_new_session={detached})
open(sys.argv[2], "a").write(f"{{os.getpid()}} {{child.pid}}\\n")
signal.signal(signal.SIGTERM, {on_term})
class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200); self.end_headers()
    def log_message(self, *args): pass
print("serving", flush=True)
http.server.HTTPServer(("127.0.0.1", int(sys.argv[1])), Handler).serve_forever()
"""
ENDS = "lambda *_: (child.kill(), open(sys.argv[2] + '.stopped', 'w').close(), os._exit(0))"
RUN = """
import json, os, pathlib, sys
from gallery.site.supervisor import Process, Supervisor
given = json.loads(sys.argv[1])
env, python = dict(os.environ), [sys.executable, "-c"]
made = [Process(name, [*python, *rest], env, url, needed, 2.0) for name, url, needed, rest in given]
sys.exit(Supervisor(made, logs=pathlib.Path(sys.argv[2]), welcome="all is well", orphan_seconds=1.0).run())
"""

ROUNDS = 100
OFTEN = f"""
import os, pathlib, signal, sys
from gallery.site import supervisor
supervisor.LOOK_EVERY = 0.0
lines = []  # said at the end: a fork would take along, and say again, what waits to be written
for _ in range({ROUNDS}):
    heard, said = os.pipe()
    guard = os.fork()
    if guard == 0:
        supervisor._say = lambda line: os.write(said, f"{{line}}\\n".encode())
        os._exit(supervisor.Supervisor([], logs=pathlib.Path(sys.argv[1]), welcome="all is well").run())
    os.close(said)
    lines.append(os.read(heard, 100).decode())
    os.kill(guard, signal.SIGTERM)
    while more := os.read(heard, 100):
        lines.append(more.decode())
    os.close(heard)
    assert os.waitpid(guard, 0)[1] == 0
sys.stdout.write("".join(lines))
"""


def wait_for(question: Callable[[], object], what: str) -> None:
    deadline = time.monotonic() + PATIENCE
    while not question():
        assert time.monotonic() < deadline, f"waited in vain: {what}"
        time.sleep(0.02)


def alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state not in "ZX"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@dataclass
class Site:
    """A supervisor in a process of its own, and what its children left about themselves."""

    folder: Path
    popen: "subprocess.Popen[str] | None" = None

    def server(self, name: str, on_term: str = ENDS, *, detached: bool = False, needed: bool = True) -> list[object]:
        """A process that serves and has a child, in or out of its own group."""
        port = free_port()
        code = SERVE.format(on_term=on_term, detached=detached)
        rest = [code, str(port), str(self.folder / name)]
        return [name, f"http://127.0.0.1:{port}/", needed, rest]

    def start(self, *processes: list[object]) -> None:
        with (self.folder / "said").open("w") as said:
            command = [sys.executable, "-c", RUN, json.dumps(processes), str(self.folder / "logs")]
            self.popen = subprocess.Popen(command, stdout=said, stderr=said, text=True, start_new_session=True)

    def ready(self) -> None:
        wait_for(lambda: "all is well" in self.said, f"the site is ready: {self.said}")

    @property
    def said(self) -> str:
        return (self.folder / "said").read_text()

    def pids(self, name: str) -> list[int]:
        file = self.folder / name
        return [int(pid) for pid in file.read_text().split()] if file.exists() else []

    @property
    def guard(self) -> int:
        assert self.popen is not None
        return self.popen.pid

    @property
    def keeper(self) -> int:
        return int(Path(f"/proc/{self.guard}/task/{self.guard}/children").read_text().split()[0])

    def end(self, number: signal.Signals = signal.SIGTERM) -> int:
        assert self.popen is not None
        self.popen.send_signal(number)
        return self.popen.wait(PATIENCE)


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    made = Site(tmp_path)
    yield made
    if made.popen is not None and made.popen.poll() is None:
        with suppress(ProcessLookupError):
            made.end()


def gone(site: Site, *names: str) -> None:
    for pid in [pid for name in names for pid in site.pids(name)]:
        wait_for(lambda pid=pid: not alive(pid), f"process {pid} has ended")  # type: ignore[misc]


def test_everything_starts_and_is_announced_once(site: Site) -> None:
    worker: list[object] = ["worker", None, False, ["import time; time.sleep(600)"]]
    site.start(site.server("web"), site.server("hub"), worker)
    site.ready()
    assert "web is ready" in site.said
    assert site.said.count("all is well") == 1
    assert "serving" in (site.folder / "logs/web.log").read_text()
    assert (site.folder / "logs/web.log").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_stops_everything_in_order(site: Site, number: signal.Signals) -> None:
    site.start(site.server("web"), site.server("hub"))
    site.ready()
    assert site.end(number) == 0
    gone(site, "web", "hub")
    stopped = [(site.folder / f"{name}.stopped").stat().st_mtime_ns for name in ("hub", "web")]
    assert stopped == sorted(stopped)


@pytest.mark.timeout(PATIENCE)
def test_a_signal_is_heard_at_whatever_instant_it_arrives(tmp_path: Path) -> None:
    # a keeper that looks without a pause: a handler that needs what the loop holds would wait for itself for ever
    ended = subprocess.run([sys.executable, "-c", OFTEN, str(tmp_path)], capture_output=True, text=True, check=False)
    assert ended.stdout.splitlines().count("all is well") == ROUNDS, ended.stderr
    assert ended.stdout.splitlines().count("stopped") == ROUNDS


def test_who_does_not_listen_is_killed_and_its_children_too(site: Site) -> None:
    site.start(site.server("deaf", on_term="signal.SIG_IGN"))
    site.ready()
    assert site.end() == 0
    gone(site, "deaf")
    assert "deaf did not stop in time" in site.said


def test_a_child_that_left_its_group_does_not_survive(site: Site) -> None:
    # what it started knows nothing of signals, like the server of a hub that was killed
    site.start(site.server("web", on_term="lambda *_: os._exit(0)", detached=True))
    site.ready()
    site.end()
    gone(site, "web")


@pytest.mark.parametrize("who", ["guard", "keeper"])
@pytest.mark.parametrize("detached", [False, True])
def test_nothing_survives_when_the_supervisor_is_killed(site: Site, who: str, detached: bool) -> None:
    site.start(site.server("web", detached=detached), site.server("hub"))
    site.ready()
    keeper = site.keeper
    os.kill(getattr(site, who), signal.SIGKILL)
    gone(site, "web", "hub")
    wait_for(lambda: not alive(keeper), "the keeper has ended")
    assert (site.folder / "hub.stopped").exists(), "it was told to stop before it was killed"


def test_a_crash_is_said_and_mended_and_the_others_go_on(site: Site) -> None:
    site.start(site.server("web"), site.server("hub", needed=False))
    site.ready()
    before, web = site.pids("hub"), site.pids("web")
    os.kill(before[0], signal.SIGKILL)
    wait_for(lambda: "hub is ready again" in site.said, "the hub is back")
    assert "hub ended unexpectedly (signal SIGKILL); starting it again" in site.said
    assert site.pids("web") == web
    assert alive(web[0])
    wait_for(lambda: not alive(before[1]), "the crashed hub's child has ended")


def test_who_crashes_again_and_again_is_started_at_longer_intervals(site: Site) -> None:
    site.start(site.server("web"), ["hub", None, False, ["print('once each time'); raise SystemExit(3)"]])
    wait_for(lambda: "again in 2 s" in site.said, "the second pause")
    assert "hub ended unexpectedly (exit code 3); starting it again in 1 s" in site.said
    assert site.said.count("once each time") == site.said.count("hub ended unexpectedly")
    assert alive(site.pids("web")[0])


def test_a_needed_process_that_cannot_start_ends_the_start_with_its_last_words(site: Site) -> None:
    web: list[object] = ["web", "http://127.0.0.1:9/", True, ["raise SystemExit('the address is in use')"]]
    site.start(web, site.server("hub"))
    assert site.popen is not None
    assert site.popen.wait(PATIENCE) == 1
    assert "the address is in use" in site.said
    assert "web could not be started" in site.said
    assert "Traceback" not in site.said
    gone(site, "hub")
