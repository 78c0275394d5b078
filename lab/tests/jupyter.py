"""A real Jupyter server in a process of its own, with the extension in it."""

import os
import secrets
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import httpx

PATIENCE = 90.0  # seconds for anything to happen on a busy machine
READY = "is running at"
# Without a browser's half there is nothing that enables the extension by itself.
SERVER = (sys.executable, "-m", "jupyter_server", "--ServerApp.jpserver_extensions=commonplace_lab=True")
FOREIGN = ("JUPYTER", "COMMONPLACE", "IPYTHON")


class Log:
    """What a process prints, line by line, to be waited for."""

    def __init__(self, output: IO[str]) -> None:
        """Read until the process ends."""
        self._lines: list[str] = []
        self._ended = False
        self._changed = threading.Condition()
        self._reader = threading.Thread(target=self._read, args=(output,))
        self._reader.start()

    def _read(self, output: IO[str]) -> None:
        for line in output:
            self._note(line)
        self._note(None)

    def _note(self, line: str | None) -> None:
        with self._changed:
            self._lines += [] if line is None else [line]
            self._ended = line is None
            self._changed.notify_all()

    def __str__(self) -> str:
        """Everything so far."""
        with self._changed:
            return "".join(self._lines)

    def await_words(self, words: str) -> None:
        """Return once a line holds these words; fail with the log if none does in time."""
        with self._changed:
            self._changed.wait_for(lambda: self._ended or self._holds(words), PATIENCE)
            found = self._holds(words)
        assert found, f"waited in vain for “{words}” in the server's log:\n{self}"

    def _holds(self, words: str) -> bool:
        return any(words in line for line in self._lines)

    def close(self) -> None:
        """After the process ended."""
        self._reader.join()


@dataclass
class Jupyter:
    """A running server and the person's folder in it."""

    url: str
    token: str
    folder: Path
    data: Path
    log: Log
    client: httpx.Client

    def get(self, name: str) -> httpx.Response:
        """Ask `/commonplace/…` as the browser's half does, with the person's cookie."""
        return self.client.get(f"{self.url}/commonplace/{name}")

    def post(self, name: str, **body: Any) -> httpx.Response:
        """Do something, with the XSRF token that the page would send."""
        headers = {"X-XSRFToken": self.client.cookies["_xsrf"]}
        return self.client.post(f"{self.url}/commonplace/{name}", json=body, headers=headers)

    def sign_in(self) -> None:
        """Take the cookies of a page."""
        self.client.get(f"{self.url}/api/status", params={"token": self.token}).raise_for_status()
        self.client.get(f"{self.url}/login", follow_redirects=True)
        assert "_xsrf" in self.client.cookies, "Jupyter sent no XSRF cookie"


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])


@contextmanager
def jupyter(
    place: Path,
    *,
    gallery_url: str,
    program: tuple[str, ...] = SERVER,
    environ: Mapping[str, str] | None = None,
) -> Iterator[Jupyter]:
    """Start one whose folder, data and settings are all in `place`; stop it at the end."""
    folder, port, token = place / "work", free_port(), secrets.token_hex(16)
    folder.mkdir(exist_ok=True)
    command = [
        *program, "--no-browser", "--allow-root", f"--ServerApp.port={port}", "--ServerApp.port_retries=0",
        f"--ServerApp.root_dir={folder}",
        f"--IdentityProvider.token={token}",
    ]  # fmt: skip
    settings = {**_surroundings(place), "COMMONPLACE_GALLERY_URL": gallery_url, **(environ or {})}
    with (
        httpx.Client(timeout=30, transport=httpx.HTTPTransport(retries=6)) as client,
        subprocess.Popen(command, env=settings, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process,
    ):
        assert process.stdout is not None
        log = Log(process.stdout)
        try:
            log.await_words(READY)
            url = f"http://127.0.0.1:{port}"
            client.get(f"{url}/api").raise_for_status()  # it says that it runs shortly before it listens
            yield Jupyter(url, token, folder, place / "data", log, client)
        finally:
            _stop(process)
            log.close()


def _surroundings(place: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(FOREIGN)}
    ours = {
        "HOME": place, "JUPYTER_DATA_DIR": place / "data", "JUPYTER_CONFIG_DIR": place / "config",
        "JUPYTER_RUNTIME_DIR": place / "runtime", "IPYTHONDIR": place / "ipython", "TMPDIR": place,
    }  # fmt: skip
    return kept | {name: str(value) for name, value in ours.items()}


def _stop(process: subprocess.Popen[str]) -> None:
    process.terminate()  # open kernels end with it
    try:
        process.wait(timeout=30)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
