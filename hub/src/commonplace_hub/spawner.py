"""A person's notebook server: a local process with a fresh home and an account of its own."""

import asyncio
import resource
import time
from collections import deque
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from subprocess import DEVNULL
from typing import Any

from jupyterhub.spawner import LocalProcessSpawner, SpawnException
from traitlets import Bool, Integer, Unicode

from commonplace_hub import kept
from commonplace_hub.authenticator import OPERATORS
from commonplace_hub.homes import Home, NoAccountLeft, create, wipe
from commonplace_hub.processes import end_all_in, started_at

LOOK_EVERY = 0.05  # seconds between two looks at a starting server
LAST_LINES = 20  # of a failed server's log, kept in the hub's
STANDARD_PATH = "/usr/local/bin:/usr/bin:/bin"


class StartFailed(SpawnException):  # type: ignore[misc] # JupyterHub has no types
    """A server could not start. The message is for its user; `reason` is a label for the hub's metrics."""

    def __init__(self, message: str, reason: str) -> None:
        super().__init__(message, reason=reason, status_code=500)
        self.jupyterhub_message = message  # what the waiting page shows


class EphemeralSpawner(LocalProcessSpawner):  # type: ignore[misc]
    """Starts a server in a new home and wipes the home when the server ends, however it ends."""

    homes = Unicode(help="Folder in which homes are made.").tag(config=True)
    kept = Unicode(help="Folder of what outlives servers, one folder for each person.").tag(config=True)
    kept_key = Unicode(help="Secret by which nobody can tell whose folder is which.").tag(config=True)
    environment_folder = Unicode(help="The analysts' virtual environment.").tag(config=True)
    first_uid = Integer(0, help="First account for servers; 0: the hub's own.").tag(config=True)
    last_uid = Integer(0, help="Last account for servers.").tag(config=True)
    max_seconds = Integer(0, help="Longest life of a server.").tag(config=True)
    idle_seconds = Integer(0, help="Longest pause before a server is ended.").tag(config=True)
    processes = Integer(0, help="Most processes of one person; 0: any number.").tag(config=True)
    answers = Bool(False, help="Whether the server has answered since it was started.")

    _home: Home | None = None
    _started_at = 0

    def get_state(self) -> dict[str, Any]:
        """What a restarted hub must know to find this server again."""
        state: dict[str, Any] = super().get_state()
        if self._home is not None:
            folder, uid = str(self._home.folder), self._home.uid
            state |= {"home": folder, "uid": uid, "started_at": self._started_at}
        return state

    def load_state(self, state: dict[str, Any]) -> None:
        super().load_state(state)
        if "home" in state:
            self._home = Home(Path(state["home"]), state["uid"])
            self._started_at = state["started_at"]

    async def start(self) -> tuple[str, int]:
        """Start the server and wait until it answers.

        Raises StartFailed if it ends before (its last words go to the hub's log), or if no account is free.
        """
        self.answers = False
        try:
            self._home = create(Path(self.homes), self._uids())
            await asyncio.to_thread(kept.lend, self._kept, self._home.uid)
        except NoAccountLeft as problem:
            self.log.error("%s", problem)  # noqa: TRY400 - a sentence for the operator, no traceback
            raise StartFailed("All places are taken now. Please try again later.", "capacity") from problem
        with self._home.log.open("wb") as log:
            self.popen_kwargs = self._process_arguments(self._home) | {"stdout": log, "stderr": log}
            address: tuple[str, int] = await super().start()
        self._started_at = started_at(self.pid)
        await self._until_it_answers(*address)
        return address

    async def poll(self) -> int | None:
        """Exit code, or None while it runs."""
        # after a restart of the hub there is only the number, which another process may have by now
        if self.proc is None and self.pid and started_at(self.pid) != self._started_at:
            self.clear_state()
            return 0
        status: int | None = await super().poll()
        return status

    async def stop(self, now: bool = False) -> None:
        # not with the interrupt that JupyterHub would send first: a Jupyter server asks its terminal
        # whether that was meant, and there is none; it ends just as cleanly when told to terminate
        await super().stop(now=True)
        await self._wipe()

    async def wait_for_death(self, timeout: float = 10) -> bool:
        # JupyterHub's own waiting backs off up to seconds, at each end of each server
        deadline = time.monotonic() + timeout
        while await self.poll() is None:
            if time.monotonic() > deadline:
                return False
            await asyncio.sleep(LOOK_EVERY)
        return True

    async def run_post_stop_hook(self) -> None:
        """JupyterHub calls this at the end of every stop, also of a server that ended by itself."""
        await self._wipe()

    async def delete_forever(self) -> None:
        """JupyterHub calls this when somebody is deleted."""
        await asyncio.to_thread(kept.forget, self._kept)

    async def progress(self) -> AsyncIterator[dict[str, Any]]:
        """What the waiting page tells its reader."""
        yield {"progress": 20, "message": "Preparing a fresh workspace…"}
        while not self.answers:
            if self.pid:
                yield {"progress": 45, "message": "Starting Jupyter…"}
                break
            await asyncio.sleep(LOOK_EVERY)
        while not self.answers:
            await asyncio.sleep(LOOK_EVERY)
        yield {"progress": 90, "message": "Almost there…"}

    def get_env(self) -> dict[str, str]:
        """The server's whole environment: what it needs, and nothing else of the hub's."""
        env: dict[str, str] = super().get_env()
        env["COMMONPLACE_ENDS_AT"] = str(int(time.time()) + self.max_seconds)
        groups = {group.name for group in self.user.groups} - {OPERATORS}
        env["COMMONPLACE_GROUPS"] = ",".join(sorted(groups))  # for the kit, which shows what they may use
        env["COMMONPLACE_IDLE_SECONDS"] = str(self.idle_seconds)
        env["JUPYTERHUB_ACTIVITY_INTERVAL"] = str(max(1, min(300, self.idle_seconds // 4)))
        return env

    def user_env(self, env: dict[str, str]) -> dict[str, str]:
        """Who and where the user is. The home's random name also marks the processes that belong to it."""
        home = self._home
        if home is None:  # pragma: no cover - JupyterHub asks only while starting
            raise RuntimeError("the environment was asked for before there was a home")
        path = f"{self.environment_folder}/bin:{STANDARD_PATH}"
        person = {"USER": self.user.name, "LOGNAME": self.user.name, "SHELL": "/bin/bash"}
        folders = {"HOME": str(home.folder), "TMPDIR": str(home.folder / ".tmp"), "COMMONPLACE_KEPT": str(self._kept)}
        return env | person | folders | {"PATH": path}

    def make_preexec_fn(self, name: str) -> Callable[[], None]:
        """Runs in the new process, already under its account: limits, and a folder for temporary files."""
        memory, processes = self.mem_limit or 0, self.processes

        def preexec() -> None:
            Path(".tmp").mkdir(mode=0o700)
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a dump of memory would outlive the home
            if memory:
                resource.setrlimit(resource.RLIMIT_DATA, (int(memory), int(memory)))
            if processes:
                resource.setrlimit(resource.RLIMIT_NPROC, (processes, processes))

        return preexec

    def _uids(self) -> range | None:
        return range(self.first_uid, self.last_uid + 1) if self.first_uid else None

    def _process_arguments(self, home: Home) -> dict[str, Any]:
        arguments: dict[str, Any] = {"cwd": home.folder, "umask": 0o077, "stdin": DEVNULL}
        if home.uid is not None:
            arguments |= {"user": home.uid, "group": home.uid, "extra_groups": []}
        return arguments

    async def _until_it_answers(self, ip: str, port: int) -> None:
        # JupyterHub's own waiting backs off up to seconds; the person in front of the page notices
        while not await _listens(ip, port):
            if await self.poll() is not None:
                raise self._failure()
            await asyncio.sleep(LOOK_EVERY)
        self.answers = True

    def _failure(self) -> StartFailed:
        for line in self._last_words():
            self.log.error("%s: %s", self._log_name, line)
        return StartFailed("Jupyter stopped while it was starting. Nothing of yours is lost.", "exited")

    def _last_words(self) -> list[str]:
        if self._home is None or not self._home.log.exists():
            return []
        with self._home.log.open(errors="replace") as lines:
            return [line.rstrip() for line in deque(lines, maxlen=LAST_LINES)]

    @property
    def _kept(self) -> Path:
        return kept.folder_of(Path(self.kept), self.kept_key, f"{self.user.name}/{self.name}")

    async def _wipe(self) -> None:
        home, self._home = self._home, None
        if home is not None:
            await asyncio.to_thread(_end, home, self._kept)
            self.log.info("Wiped the home of %s", self._log_name)


def _end(home: Home, folder: Path) -> None:
    end_all_in(home.folder, home.uid)
    kept.take_back(folder)  # while the home still marks the account as taken: the next one must not find it open
    wipe(home)


async def _listens(ip: str, port: int) -> bool:
    try:
        _, writer = await asyncio.open_connection(ip, port)
    except OSError:
        return False
    writer.close()
    return True
