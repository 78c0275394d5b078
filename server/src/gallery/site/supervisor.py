"""Starts the site's processes, keeps them running, and leaves none behind.

Two processes share the work. The *keeper* starts and watches the site's processes. The *guard*, which the
operator sees, only waits for the keeper. Whichever of them is killed, the other ends everything:

- the guard dies: the kernel tells the keeper to stop (parent-death signal), and it stops everything in order;
- the keeper dies: the kernel tells each process to stop; their orphans become the guard's children, which
  waits for them, and in the end kills what is left.

Output goes straight into files, so it survives both. Everything here is the standard library.
"""

import ctypes
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

PR_SET_PDEATHSIG, PR_SET_CHILD_SUBREAPER = 1, 36
STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
PROC = Path("/proc")
LOOK_EVERY = 0.1  # seconds
LONGEST_PAUSE = 30.0  # seconds between two attempts to start
SETTLED_AFTER = 60.0  # seconds: who ran this long starts again without a pause
LARGEST_LOG = 10_000_000  # bytes; one older log is kept
LAST_LINES = 8
KILL_ATTEMPTS = 60

# the standard opener would ask an operator's HTTP proxy for this machine's own addresses
_direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))


@dataclass(frozen=True)
class Process:
    """One process of the site.

    `ready_url` answers 2xx when it is ready (None: ready once started). Where a `needed` process ends before
    it was ever ready, the whole start has failed; any other is tried again, and the rest goes on without it.
    """

    name: str
    command: Sequence[str]
    env: Mapping[str, str]
    ready_url: str | None = None
    needed: bool = False
    stop_seconds: float = 20.0


@dataclass
class _Running:
    """What the keeper knows about one process."""

    process: Process
    log: Path
    popen: "subprocess.Popen[bytes] | None" = None
    started: float = 0.0
    ready: bool = False
    ever_ready: bool = False
    crashes: int = 0
    start_at: float = 0.0
    begun: int = 0  # where its log began, this time
    shown: int = 0


@dataclass
class Supervisor:
    """Runs `processes` until told to stop (SIGINT, SIGTERM, SIGHUP).

    Logs go to `logs`/<name>.log; with `echo` also to the terminal, each line after its process's name.
    `welcome` is said once, when every process is ready. What the processes leave behind at the end, against
    the rules, has `orphan_seconds` before it is killed.
    """

    processes: Sequence[Process]
    logs: Path
    welcome: str = ""
    echo: bool = False
    orphan_seconds: float = 15.0
    _running: list[_Running] = field(default_factory=list, init=False)
    # a plain number, no Event: a signal may arrive while the loop holds an Event's lock, and would wait for it for ever
    _signals: int = field(default=0, init=False)

    def run(self) -> int:
        """Blocks; returns the exit code: 0 after an orderly stop, 1 if a needed process could not start."""
        _adopt_orphans()
        sys.stdout.flush()
        signal.pthread_sigmask(signal.SIG_BLOCK, STOPPING)  # until both know what to do with them
        guard, keeper = os.getpid(), os.fork()
        if keeper == 0:
            os._exit(self._keep(guard))
        return _guard(keeper, self.orphan_seconds)

    def _keep(self, guard: int) -> int:
        """The keeper's life."""
        os.umask(0o077)  # people's notebooks run on the same machine, under other accounts
        os.setsid()  # an interrupt typed by the operator reaches the guard alone, which passes it on
        _adopt_orphans()
        _die_with_parent(signal.SIGTERM, guard)
        for number in STOPPING:
            signal.signal(number, self._asked_to_stop)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, STOPPING)
        self.logs.mkdir(parents=True, exist_ok=True)
        self._running = [_Running(process, self.logs / f"{process.name}.log") for process in self.processes]
        try:
            return self._watch()
        finally:
            self._stop_everything()

    def _watch(self) -> int:
        announced = False
        while not self._signals:
            for one in self._running:
                if not self._look_after(one):
                    return 1
            if not announced and all(one.ready for one in self._running):
                announced = True
                _say(self.welcome or "everything is ready")
            time.sleep(LOOK_EVERY)
        return 0

    def _look_after(self, one: _Running) -> bool:
        """Start it, see whether it is ready, notice its end. False: the site cannot start."""
        if self.echo:
            _show_new_lines(one)
        if one.popen is None:
            if time.monotonic() >= one.start_at:
                _start(one)
        elif one.popen.poll() is not None:
            return self._ended(one, one.popen.returncode)
        elif not one.ready:
            _see_whether_ready(one)
        return True

    def _ended(self, one: _Running, code: int) -> bool:
        _end_group(one, signal.SIGKILL)  # what it started itself must not hold its port
        _show_last_lines(one)
        name, one.popen, one.ready = one.process.name, None, False
        if one.process.needed and not one.ever_ready:
            _say(f"{name} could not be started ({_how(code)}), so everything is stopped. See {one.log}.")
            return False
        one.crashes = 0 if time.monotonic() - one.started > SETTLED_AFTER else one.crashes + 1
        pause = min(LONGEST_PAUSE, 2.0 ** (one.crashes - 1)) if one.crashes else 0.0
        one.start_at = time.monotonic() + pause
        _say(f"{name} ended unexpectedly ({_how(code)}); starting it again in {pause:.0f} s. See {one.log}.")
        return True

    def _stop_everything(self) -> None:
        """The last started first, one after the other; whoever does not end in time is killed."""
        _say("stopping…")
        for one in reversed(self._running):
            if one.popen is not None:
                self._stop_one(one, one.popen)
        for pid in _descendants(os.getpid()):
            _signal(pid, signal.SIGTERM)
        _end_orphans(os.getpid(), self.orphan_seconds)
        _say("stopped")

    def _stop_one(self, one: _Running, popen: "subprocess.Popen[bytes]") -> None:
        with suppress(ProcessLookupError):
            popen.terminate()  # it alone: it knows best how to end its own children
        deadline, asked = time.monotonic() + one.process.stop_seconds, self._signals
        while popen.poll() is None and time.monotonic() < deadline and self._signals <= max(1, asked):
            time.sleep(LOOK_EVERY / 2)
        if popen.poll() is None:
            _say(f"{one.process.name} did not stop in time and is killed")
        _end_group(one, signal.SIGKILL)
        popen.wait()

    def _asked_to_stop(self, number: int, frame: FrameType | None) -> None:
        del number, frame
        self._signals += 1  # asked twice, nobody wants to wait any longer


def _guard(keeper: int, orphan_seconds: float) -> int:
    """Wait for the keeper, pass on what the operator types, and end what it might have left."""

    def pass_on(number: int, frame: FrameType | None) -> None:
        del number, frame
        _signal(keeper, signal.SIGTERM)

    before = {number: signal.signal(number, pass_on) for number in STOPPING}
    signal.pthread_sigmask(signal.SIG_UNBLOCK, STOPPING)
    try:
        _, status = os.waitpid(keeper, 0)
        # if the keeper was killed, the kernel has told its processes to stop, and they are doing so now
        _end_orphans(os.getpid(), orphan_seconds)
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    return max(os.waitstatus_to_exitcode(status), 0) if os.WIFEXITED(status) else 1


def _start(one: _Running) -> None:
    if one.log.exists() and one.log.stat().st_size > LARGEST_LOG:
        one.log.replace(one.log.with_suffix(".log.1"))
        one.shown = 0
    keeper = os.getpid()
    with one.log.open("ab") as log:
        one.begun = log.tell()
        one.shown = max(one.shown, one.begun)
        one.popen = subprocess.Popen(
            list(one.process.command),
            env=dict(one.process.env),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
            preexec_fn=lambda: _die_with_parent(signal.SIGTERM, keeper),  # noqa: PLW1509 - one thread only
        )
    one.started = time.monotonic()


def _see_whether_ready(one: _Running) -> None:
    url = one.process.ready_url
    one.ready = url is None or _answers(url)
    if one.ready:
        again = " again" if one.ever_ready else ""
        one.ever_ready = True
        _say(f"{one.process.name} is ready{again} ({time.monotonic() - one.started:.1f} s)")


def _answers(url: str) -> bool:
    try:
        with _direct.open(url, timeout=2) as answer:
            return 200 <= int(answer.status) < 300
    except (urllib.error.URLError, OSError):
        return False


def _end_group(one: _Running, number: signal.Signals) -> None:
    if one.popen is not None:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(one.popen.pid, number)


def _end_orphans(ancestor: int, patience: float) -> None:
    """Wait for every descendant of `ancestor` to end, and kill who has not after `patience` seconds."""
    deadline = time.monotonic() + patience
    while (left := list(_descendants(ancestor))) and time.monotonic() < deadline:
        _reap()
        time.sleep(LOOK_EVERY / 2)
    for _ in range(KILL_ATTEMPTS):
        if not left:
            return
        for pid in left:
            _signal(pid, signal.SIGKILL)
        _reap()
        time.sleep(LOOK_EVERY / 2)
        left = list(_descendants(ancestor))
    _say(f"could not end: {', '.join(map(str, left))}")


def _signal(pid: int, number: signal.Signals) -> None:
    with suppress(ProcessLookupError, PermissionError):
        os.kill(pid, number)


def _reap() -> None:
    with suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass


def _descendants(ancestor: int) -> Iterator[int]:
    """All processes below `ancestor` (none where the system has no /proc)."""
    children: dict[int, list[int]] = {}
    for entry in PROC.iterdir() if PROC.is_dir() else ():
        if entry.name.isdecimal():
            with suppress(OSError):
                parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
                children.setdefault(parent, []).append(int(entry.name))
    waiting = list(children.get(ancestor, []))
    while waiting:
        pid = waiting.pop()
        waiting += children.get(pid, [])
        yield pid


def _adopt_orphans() -> None:
    """Become the parent of descendants whose own parent has ended (Linux only)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1)


def _die_with_parent(number: signal.Signals, parent: int) -> None:
    """Have the kernel send `number` to this process when `parent` ends (Linux only)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, int(number))
        if os.getppid() != parent:  # it ended before the kernel was asked
            os.kill(os.getpid(), number)


def _how(code: int) -> str:
    return f"signal {signal.Signals(-code).name}" if code < 0 else f"exit code {code}"


def _show_new_lines(one: _Running) -> None:
    if not one.log.exists():
        return
    with one.log.open("rb") as log:
        log.seek(one.shown)
        text = log.read()
    whole, newline, _ = text.rpartition(b"\n")
    one.shown += len(whole) + len(newline)
    for line in whole.decode(errors="replace").splitlines():
        _say(f"{one.process.name:>8} | {line}")


def _show_last_lines(one: _Running) -> None:
    with one.log.open("rb") as log:
        log.seek(one.begun)
        lines = log.read().decode(errors="replace").splitlines()
    for line in lines[-LAST_LINES:]:
        _say(f"{one.process.name:>8} | {line}")


def _say(line: str) -> None:
    # the reader may be gone (a closed terminal); stopping cleanly matters more than saying so
    with suppress(OSError, ValueError):
        sys.stdout.write(f"{line}\n")
        sys.stdout.flush()
