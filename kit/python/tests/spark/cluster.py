"""A real Spark cluster on this machine: a master, two workers, and the operator's list that offers it."""

import contextlib
import json
import os
import signal
import socket
import subprocess
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tools.sparks import HOMES

PATIENCE = 240  # seconds for anything to happen on a busy machine
SMALL_JAVA = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"  # quick to start; nothing here runs for long
WORKERS = 2
CLUSTER = """
[versions."4.0"]
home = "{homes}/4.0"
settings = {{ "spark.driver.extraJavaOptions" = "{java}", "spark.executor.extraJavaOptions" = "{java}" }}

[versions."4.2"]
home = "{homes}/4.2"
settings = {{ "spark.driver.extraJavaOptions" = "{java}" }}

[clusters.main]
description = "Ad-hoc questions"
owner = "Data platform, platform@example.org"
groups = ["analysts"]
version = "4.0"
master = "{master}"
web = "{web}"
patience = {patience}

[clusters.board]
description = "The board's own"
owner = "Otto, otto@example.org"
groups = ["board"]
version = "4.0"
master = "{master}"

[sizes.small]
memory = "512m"
cores = 1
executors = 2
driver_memory = "512m"

[sizes.tiny]
memory = "512m"
cores = 1
driver_memory = "512m"

[sizes.large]
memory = "1g"
cores = 2
executors = 2
driver_memory = "512m"
"""


def offered(master: str = "spark://127.0.0.1:1", web: str = "", patience: int = 60, homes: Path = HOMES) -> str:
    """An operator's list."""
    return CLUSTER.format(master=master, web=web, patience=patience, homes=homes, java=SMALL_JAVA)


def until(true: Callable[[], bool], what: str) -> None:
    """Wait until it is so; fail with what was waited for."""
    end = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < end, f"waited in vain for {what}"
        time.sleep(0.1)


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


class StandaloneCluster:
    """Started at once; `stop` ends whatever is left of it."""

    def __init__(self, folder: Path) -> None:
        """Start a master and its workers, each with two cores and a gigabyte."""
        home = HOMES / "4.0"
        assert (home / "bin/python").exists(), f"Spark is not installed at {home}: make test installs it"
        (self.home,) = home.glob("lib/python3.*/site-packages/pyspark")
        self.folder = folder
        port, web = free_port(), free_port()
        self.master, self.web = f"spark://127.0.0.1:{port}", f"http://127.0.0.1:{web}"
        self._processes: list[subprocess.Popen[bytes]] = []
        self._start("master.Master", "--port", str(port), "--webui-port", str(web))
        until(lambda: bool(self.state()), "the master")
        self.workers = [self.start_worker() for _ in range(WORKERS)]
        until(lambda: self.state()["aliveworkers"] == WORKERS, "two workers")

    def start_worker(self, memory: str = "1g") -> subprocess.Popen[bytes]:
        """Another worker."""
        work = self.folder / f"worker{len(self._processes)}"
        words = ("--cores", "2", "--memory", memory, "--webui-port", "0", "--work-dir", str(work), self.master)
        return self._start("worker.Worker", *words)

    def _start(self, role: str, *words: str) -> subprocess.Popen[bytes]:
        environment = {**os.environ, "SPARK_HOME": str(self.home), "SPARK_LOCAL_IP": "127.0.0.1"}
        environment |= {"SPARK_DAEMON_MEMORY": "256m", "SPARK_DAEMON_JAVA_OPTS": SMALL_JAVA}
        command = [str(self.home / "bin/spark-class"), f"org.apache.spark.deploy.{role}", "--host", "127.0.0.1", *words]
        with (self.folder / f"{role}{len(self._processes)}.log").open("wb") as log:
            started = subprocess.Popen(command, env=environment, stdout=log, stderr=log, start_new_session=True)
        self._processes.append(started)
        return started

    def state(self) -> dict[str, Any]:
        """What the master says; nothing while it does not answer."""
        try:
            with urllib.request.urlopen(f"{self.web}/json/", timeout=PATIENCE) as answer:  # noqa: S310 - on loopback
                said: dict[str, Any] = json.load(answer)
        except OSError:
            return {}
        return said

    def applications(self) -> list[str]:
        """What runs on it, by name."""
        return [one["name"] for one in self.state()["activeapps"]]

    def stop(self) -> None:
        """End all of it."""
        for process in reversed(self._processes):
            kill(process)


def kill(process: subprocess.Popen[bytes]) -> None:
    """With whatever it started, and at once."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def children(pid: int) -> list[int]:
    """The processes that a process started and that still run."""
    return [int(word) for word in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def gone(pid: int) -> bool:
    """True once it does not run any more; somebody may still have to notice."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except (FileNotFoundError, ProcessLookupError):
        return True
