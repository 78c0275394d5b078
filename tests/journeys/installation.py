"""A whole installation for one test module: its own data folder and ports, started and stopped as an operator would."""

import atexit
import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from shutil import copyfile, rmtree
from tempfile import mkdtemp

import httpx

from tests import calls

ROOT = Path(__file__).parents[2]
PATIENCE = 120.0  # seconds for anything to start on a busy machine
DATABASE = "commonplace.sqlite3"


def wait_until(true: Callable[[], bool], what: str, patience: float = PATIENCE) -> None:
    """Wait for a condition; fail with what was waited for."""
    end = time.monotonic() + patience
    while not true():
        if time.monotonic() > end:
            raise AssertionError(f"waited {patience:.0f} s in vain for {what}")
        time.sleep(0.05)


def free_port(behind: int = 0) -> int:
    """A port that nobody listens on, with so many more behind it."""
    while True:
        # By chance, since modules run side by side; below the ports that systems give to outgoing connections
        port = 12_000 + secrets.randbelow(20_000)
        if all(_is_free(port + more) for more in range(behind + 1)):
            return port


def _is_free(port: int) -> bool:
    with socket.socket() as trial:
        return trial.connect_ex(("127.0.0.1", port)) != 0


@dataclass
class Installation:
    """One gallery with its data folder; processes are started by name and killed by name."""

    home: Path
    port: int = field(default_factory=free_port)
    extra: dict[str, str] = field(default_factory=dict)
    running: dict[str, "subprocess.Popen[bytes]"] = field(default_factory=dict)

    @property
    def url(self) -> str:
        """Where browsers go."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def environment(self) -> dict[str, str]:
        """What every process of this installation is told."""
        kept = {
            key: value for key, value in os.environ.items() if not key.startswith(("COMMONPLACE_", "DJANGO_", "PORT"))
        }
        own = {"COMMONPLACE_HOME": str(self.home), "PORT": str(self.port), "COMMONPLACE_DEMO": "false"}
        analyst = os.environ.get("COMMONPLACE_ANALYST_PYTHON")
        return kept | own | ({"COMMONPLACE_ANALYST_PYTHON": analyst} if analyst else {}) | self.extra

    def command(self, *words: str, stdin: str = "", check: bool = True) -> "subprocess.CompletedProcess[str]":
        """Run `commonplace …` and answer what it printed."""
        full = [sys.executable, "-m", "gallery.site.command_line", *words]
        return subprocess.run(
            full,
            env=self.environment,
            input=stdin,
            capture_output=True,
            text=True,
            check=check,
            cwd=ROOT,
            timeout=PATIENCE * 3,
        )

    def prepare(self) -> None:
        """Make the tables; where they are in a file, it is a copy of one made before."""
        if "DATABASE_URL" in self.environment:
            self.make_tables()
        else:
            copyfile(empty_database(), self.home / DATABASE)

    def make_tables(self) -> None:
        """As an operator does."""
        self.command("manage", "migrate", "--verbosity", "0")

    def people(self, *names: str) -> dict[str, str]:
        """Make people, all in one process; answers a token of each. Their password is `a-long-password`."""
        words = [sys.executable, "-m", "tests.journeys.people", *names]
        made = subprocess.run(words, env=self.environment, stdout=subprocess.PIPE, check=True, cwd=ROOT)
        tokens: dict[str, str] = json.loads(made.stdout)
        return tokens

    def person(self, name: str) -> str:
        """Make a person; answer a token of theirs."""
        return self.people(name)[name]

    def start(self, name: str, *words: str) -> None:
        """Start a process of its own group."""
        full = [sys.executable, "-m", *words]
        with (self.home / f"{name}.log").open("ab") as log:
            self.running[name] = subprocess.Popen(
                full, env=self.environment, stdout=log, stderr=log, start_new_session=True, cwd=ROOT
            )

    def start_web(self) -> None:
        """Start the gallery as `commonplace up` does, and wait until it answers."""
        self.start("web", *web_words(self.port))
        wait_until(self.answers, "the gallery to answer")

    def start_worker(self) -> None:
        """Start the worker as `commonplace up` does."""
        self.start(
            "worker",
            "gallery.site.command_line",
            "manage",
            "db_worker",
            "--queue-name",
            "*",
            "--no-startup-delay",
        )

    def answers(self) -> bool:
        """Whether the gallery is ready."""
        try:
            return calls.get(self.url + "/readyz", timeout=5).is_success
        except httpx.HTTPError:
            return False

    def kill(self, *names: str) -> None:
        """`kill -9` of whole process groups at once, then wait until they are gone."""
        for name in names:
            os.killpg(self.running[name].pid, signal.SIGKILL)
        for name in names:
            self.running.pop(name).wait()

    def stop(self) -> None:
        """End what still runs."""
        self.kill(*list(self.running))


def web_words(port: int) -> list[str]:
    """The web server's command, taken from `up` itself so that tests run what operators run."""
    from gallery.site.commands.up_command import web_command

    return web_command("127.0.0.1", port, threads=8)


@cache
def empty_database() -> Path:
    """A file with all tables and nobody in them, made once by each process of tests: it takes ten seconds."""
    home = Path(mkdtemp(prefix="commonplace-tables-"))
    atexit.register(rmtree, home, ignore_errors=True)
    Installation(home=home, extra={"COMMONPLACE_HUB": "false"}).make_tables()
    return home / DATABASE


@contextmanager
def installation(home: Path, **extra: str) -> Iterator[Installation]:
    """An installation with its tables made, stopped at the end whatever happens."""
    home.mkdir(parents=True, exist_ok=True)
    made = Installation(home=home, extra=extra)
    made.prepare()
    try:
        yield made
    finally:
        made.stop()
