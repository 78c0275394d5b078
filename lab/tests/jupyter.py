"""A real Jupyter server in a process of its own, with the extension in it."""

import os
import secrets
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

PATIENCE = 60  # seconds until a server must answer
FLAGS = (
    "--no-browser",
    "--allow-root",
    "--ServerApp.port_retries=0",
    "--IdentityProvider.token=",
    "--PasswordIdentityProvider.allow_password_change=False",
)


@dataclass
class Jupyter:
    """A running server and the person's folder in it."""

    url: str
    token: str
    folder: Path
    data: Path
    log: Path
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
        self.client.get(f"{self.url}/tree").raise_for_status()
        assert "_xsrf" in self.client.cookies, "Jupyter sent no XSRF cookie"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def jupyter(
    place: Path,
    *,
    gallery_url: str,
    program: tuple[str, ...] = (sys.executable, "-m", "jupyter_server"),
    environ: Mapping[str, str] | None = None,
) -> Iterator[Jupyter]:
    """Start one in `place`, whose data and settings are its own; stop it at the end."""
    folder, data, log = place / "work", place / "data", place / "server.log"
    folder.mkdir(exist_ok=True)
    port, token = free_port(), secrets.token_hex(16)
    url = f"http://127.0.0.1:{port}"
    command = [
        *program, "--no-browser", "--allow-root", f"--ServerApp.port={port}", "--ServerApp.port_retries=0",
        "--ServerApp.jpserver_extensions", "commonplace_lab=True", f"--ServerApp.root_dir={folder}",
        f"--IdentityProvider.token={token}",
    ]  # fmt: skip
    surroundings = {
        **{name: value for name, value in os.environ.items() if not name.startswith(("JUPYTER", "COMMONPLACE"))},
        "JUPYTER_DATA_DIR": str(data), "JUPYTER_CONFIG_DIR": str(place / "config"),
        "JUPYTER_RUNTIME_DIR": str(place / "runtime"), "HOME": str(place), "IPYTHONDIR": str(place / "ipython"),
        "COMMONPLACE_GALLERY_URL": gallery_url, **(environ or {}),
    }  # fmt: skip
    with log.open("wb") as output, httpx.Client(timeout=30) as client:
        process = subprocess.Popen(command, env=surroundings, stdout=output, stderr=output)
        server = Jupyter(url, token, folder, data, log, client)
        try:
            _await(server, process)
            yield server
        finally:
            process.terminate()
            try:
                process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _await(server: Jupyter, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        assert process.poll() is None, f"Jupyter ended at once:\n{server.log.read_text()}"
        try:
            httpx.get(f"{server.url}/api", timeout=5).raise_for_status()
            return
        except httpx.HTTPError:
            time.sleep(0.05)
    raise AssertionError(f"Jupyter did not answer in {PATIENCE} s:\n{server.log.read_text()}")
