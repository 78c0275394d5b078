"""The small world of the hub's tests: a provider, a hub, and people with browsers (without pictures)."""

import asyncio
import json
import os
import re
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from typing import Any, TypeVar

import httpx
from commonplace_hub.settings import CHECKOUT
from tornado.httpclient import HTTPRequest
from tornado.websocket import WebSocketClientConnection, websocket_connect

from tests import calls

SECRET = "the-secret-between-hub-and-gallery"
ENVIRONMENT = CHECKOUT / ".venv-analyst"
PATIENCE = 60.0
T = TypeVar("T")


def wait_for(question: Callable[[], T], what: str, patience: float = PATIENCE) -> T:
    """The first true answer to `question`; fails with `what` if there is none in time."""
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline:
        if answer := question():
            return answer
        time.sleep(0.05)
    raise AssertionError(f"waited {patience:.0f} s in vain: {what}")


def answers(address: str) -> bool:
    with suppress(httpx.HTTPError):
        # not just any answer: the proxy is there before the hub, and says 404
        return calls.get(address, timeout=5).status_code in {200, 401}
    return False


def free_port() -> int:
    """A port for the gallery, such that those of the hub are free too."""
    while True:
        port = 12000 + secrets.randbelow(20000)  # below those that systems give to outgoing connections
        if all(_free(port + step) for step in (0, 100, 101, 102)):
            return port


def _free(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) != 0


@dataclass
class World:
    """A provider and a hub with its own folder; `hub` is restarted by the tests that need it."""

    folder: Path
    port: int
    settings: dict[str, str] = field(default_factory=dict)
    hub: subprocess.Popen[bytes] | None = None
    people: "list[Person]" = field(default_factory=list)

    def person(self, name: str) -> "Person":
        """Somebody who is signed in at the gallery, with a browser of their own."""
        self.people.append(Person(name, self))
        return self.people[-1]

    @property
    def gallery(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port + 100}"

    @property
    def homes(self) -> Path:
        return self.folder / "hub/homes"

    @property
    def log(self) -> str:
        return (self.folder / "hub.log").read_text(errors="replace")

    @property
    def uids(self) -> range:
        """Accounts of this world alone, since several run side by side."""
        first = 40000 + self.port % 1000 * 20
        return range(first, first + 20)

    def env(self) -> dict[str, str]:
        ours = {
            "PORT": str(self.port),
            "COMMONPLACE_HOME": str(self.folder),
            "COMMONPLACE_HUB_CLIENT_SECRET": SECRET,
            "COMMONPLACE_ANALYST_ENVIRONMENT": str(ENVIRONMENT),
            "COMMONPLACE_SERVER_UIDS": f"{self.uids[0]}-{self.uids[-1]}",
        }
        clean = {name: value for name, value in os.environ.items() if not name.startswith("COMMONPLACE_")}
        return clean | ours | self.settings

    def start_hub(self) -> None:
        with (self.folder / "hub.log").open("ab") as log:
            command = [sys.executable, "-m", "commonplace_hub"]
            self.hub = subprocess.Popen(command, env=self.env(), stdout=log, stderr=log)
        wait_for(lambda: self._ready(self.hub), f"the hub is ready\n{self.log}")

    def stop_hub(self, how: signal.Signals = signal.SIGTERM) -> None:
        assert self.hub is not None
        self.hub.send_signal(how)
        self.hub.wait(PATIENCE)

    def living_homes(self) -> list[Path]:
        return [home for home in self.homes.iterdir() if home.is_dir()]

    def _ready(self, hub: subprocess.Popen[bytes] | None) -> bool:
        assert hub is not None
        assert hub.poll() is None, f"the hub ended: {self.log}"
        return answers(f"{self.url}/hub/health")


@contextmanager
def world(**settings: str) -> Iterator[World]:
    """A world that is there while the block runs, and leaves no process.

    Its folder is not below pytest's, which every other session of pytest closes to other accounts.
    """
    folder = Path(mkdtemp(prefix="commonplace-hub-"))
    folder.chmod(0o755)
    made = World(folder, free_port(), settings)
    provider = [sys.executable, str(Path(__file__).with_name("provider.py")), str(made.port)]
    with (folder / "provider.log").open("wb") as log:
        running = subprocess.Popen([*provider, str(folder), made.url, SECRET], stdout=log, stderr=log)
    try:
        wait_for(lambda: answers(f"{made.gallery}/sign-in-page"), "the provider answers")
        made.start_hub()
        yield made
    finally:
        for person in made.people:
            person.browser.close()
        if made.hub is not None and made.hub.poll() is None:
            made.stop_hub()
        running.kill()
        running.wait()
        rmtree(folder)


class Person:
    """Somebody at a browser: follows redirects, keeps cookies, waits on the waiting page."""

    def __init__(self, name: str, world: World) -> None:
        self.name, self.world = name, world
        self.browser = calls.client(follow_redirects=True, timeout=PATIENCE, headers={"Accept": "text/html"})
        self.browser.get(f"{world.gallery}/sign-in/{name}").raise_for_status()

    def go(self, address: str) -> httpx.Response:
        return self.browser.get(f"{self.world.url}{address}")

    def open_jupyter(self, address: str = "/hub/user-redirect/lab") -> httpx.Response:
        """Follow the link to the end, as the waiting page's script does."""
        page = self.go(address)
        if "/hub/spawn-pending/" not in str(page.url) or page.status_code != 200:
            return page
        progress = re.search(r'data-progress="([^"]+)"', page.text)
        assert progress is not None, page.text
        with self.browser.stream("GET", self.world.url + progress[1].replace("&amp;", "&")) as events:
            self.progress = [json.loads(line[6:]) for line in events.iter_lines() if line.startswith("data: ")]
        return self.browser.get(page.url)

    def end_jupyter(self) -> None:
        """The button on the hub's page."""
        page = self.go("/hub/home").text
        found = re.search(r'data-xsrf="([^"]+)"', page)
        assert found is not None, page
        address = f"{self.world.url}/hub/api/users/{self.name}/server"
        headers = {"X-XSRFToken": found[1]}
        assert self.browser.delete(address, headers=headers).status_code in {202, 204}

    def run(self, code: str) -> str:
        """What `code` prints in a fresh kernel of this person's server."""
        return asyncio.run(_execute(*self._kernel(), code))

    def begin(self, code: str) -> None:
        """Send `code` to a fresh kernel of this person's server, and leave."""
        asyncio.run(_execute(*self._kernel(), code, stays=False))

    def _kernel(self) -> tuple[str, dict[str, str]]:
        """Start one; answers its address, and what to show there."""
        base = f"{self.world.url}/user/{self.name}"
        headers = {"X-XSRFToken": self._xsrf(), "Accept": "application/json"}
        made = self.browser.post(f"{base}/api/kernels", json={"name": "python3"}, headers=headers)
        assert made.status_code == 201, made.text
        address = f"{base.replace('http', 'ws', 1)}/api/kernels/{made.json()['id']}/channels"
        cookies = self.browser.build_request("GET", f"{base}/api").headers["Cookie"]
        return address, {"Cookie": cookies, "Origin": self.world.url}

    def _xsrf(self) -> str:
        path = f"/user/{self.name}/"
        return next(c.value or "" for c in self.browser.cookies.jar if c.name == "_xsrf" and c.path == path)


async def _execute(address: str, headers: dict[str, str], code: str, *, stays: bool = True) -> str:
    channel = await websocket_connect(HTTPRequest(address, headers=headers))
    try:
        header = {"msg_id": secrets.token_hex(8), "msg_type": "execute_request", "version": "5.3"}
        content = {"code": code, "silent": False, "store_history": False, "allow_stdin": False}
        rest = {"parent_header": {}, "metadata": {}, "content": content, "channel": "shell"}
        header |= {"username": "", "session": "tests", "date": ""}
        await channel.write_message(json.dumps({"header": header, **rest}))
        return await _printed(channel, header["msg_id"], {"execute_reply", "idle"} if stays else {"busy"})
    finally:
        channel.close()
        while await asyncio.wait_for(channel.read_message(), PATIENCE) is not None:
            pass  # until it is closed on both sides


async def _printed(channel: WebSocketClientConnection, request: str, missing: set[str]) -> str:
    """What a request printed. Its reply and its output travel apart: it is over when both have come."""
    printed = ""
    while missing:
        raw = await asyncio.wait_for(channel.read_message(), PATIENCE)
        assert raw is not None, "the kernel's connection was closed"
        answer: dict[str, Any] = json.loads(raw)
        if answer["parent_header"].get("msg_id") != request:
            continue
        content = answer["content"]
        assert content.get("status") != "error", content
        printed += content["text"] if answer["msg_type"] == "stream" else ""
        missing -= {answer["msg_type"], content.get("execution_state")}
    return printed
