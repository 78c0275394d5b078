"""Spark's own process: started for one kernel, watched, ended with it."""

import os
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from commonplace.errors import SparkFailed
from commonplace.spark import watch
from commonplace.spark.choosing import Choice
from commonplace.spark.homes import home_of, java_home
from commonplace.spark.settings import LOGGING, as_properties, environment_of, settings_of
from commonplace.spark.ui import Pages
from commonplace.translation import _

CLASS = "org.apache.spark.sql.connect.service.SparkConnectServer"
PATIENCE = 180  # seconds until Spark listens; machines are slow, and a cluster may be asked three times
LOOK_EVERY = 0.1
FAREWELL = 30
LOG = "spark.log"


@dataclass
class Server:
    """A Spark Connect server on this machine, which may have its executors elsewhere."""

    port: int
    pages: Pages
    folder: Path
    token: str = field(repr=False)
    _watcher: subprocess.Popen[bytes] = field(repr=False)
    _lifeline: int = field(repr=False)  # the end of the pipe that the watcher sees closing

    @property
    def runs(self) -> bool:
        """False once it ended, by itself or because it was ended."""
        return self._watcher.poll() is None and not (self.folder / watch.ENDED).exists()

    @property
    def log(self) -> str:
        """What it said."""
        try:
            return (self.folder / LOG).read_text(errors="replace")
        except OSError:
            return ""

    def end(self) -> None:
        """End it and remove what it kept on disk."""
        if self._lifeline >= 0:
            os.close(self._lifeline)
            self._lifeline = -1
        try:
            self._watcher.wait(FAREWELL)
        except subprocess.TimeoutExpired:
            self._watcher.kill()  # which ends Spark, too
            self._watcher.wait()

    def wait_until(self, ready: Callable[[], bool], seconds: float) -> bool:
        """True once it is ready; False if it ended before, or time is up."""
        until = time.monotonic() + seconds
        while self.runs and time.monotonic() < until:
            if ready():
                return True
            time.sleep(LOOK_EVERY)
        return False

    @property
    def listens(self) -> bool:
        """True once notebooks can connect."""
        with socket.socket() as tried:
            return tried.connect_ex(("127.0.0.1", self.port)) == 0


def launch(chosen: Choice) -> Server:
    """Start it, without waiting; raises a KitError where something that it needs is missing."""
    home, java = home_of(chosen.version), java_home(chosen.version)
    folder = Path(tempfile.mkdtemp(prefix="commonplace-spark-"))  # only its owner may look into it
    port, pages, published = _free_port(), Pages(_free_port()), None
    try:
        settings = settings_of(chosen, folder, port) | pages.settings()
        (folder / "log4j2.properties").write_text(LOGGING)
        (folder / "spark.properties").write_text(as_properties(settings), encoding="utf-8")
        published = pages.publish()
        token = secrets.token_urlsafe(32)
        environment = environment_of(chosen, home, java, token, sys.executable)
        command = [str(home.folder / "bin/spark-submit"), "--properties-file", str(folder / "spark.properties")]
        watched = [str(place) for place in (folder, published) if place]
        watcher, lifeline = _watched(watched, [*command, "--class", CLASS, "spark-internal"], environment)
    except OSError as error:
        for place in (folder, published):
            shutil.rmtree(place or folder, ignore_errors=True)
        raise SparkFailed(
            _("Spark could not be started: {strerror} ({filename}).").format(
                strerror=error.strerror, filename=error.filename
            )
        ) from None
    return Server(port, pages, folder, token, watcher, lifeline)


def _watched(
    folders: list[str], command: list[str], environment: dict[str, str]
) -> tuple[subprocess.Popen[bytes], int]:
    reading, lifeline = os.pipe()  # not inherited by what the kernel starts besides
    words = [sys.executable, "-I", str(Path(watch.__file__)), str(os.getpid()), *folders, "--", *command]
    try:
        with (Path(folders[0]) / LOG).open("wb") as log:
            # a session of its own: an interrupted cell must not end Spark
            return subprocess.Popen(
                words,
                stdin=reading,
                stdout=log,
                stderr=log,
                env=environment,
                cwd=folders[0],
                start_new_session=True,
            ), lifeline
    except OSError:
        os.close(lifeline)
        raise
    finally:
        os.close(reading)


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])
