"""A real PostgreSQL for as long as a test run lasts: `python -m tools.postgres -- COMMAND …`.

The cluster lives in a temporary folder, listens on this machine only, has a password of its own, and is
removed at the end. PostgreSQL refuses to run as root, so root starts it under another account.
"""

import argparse
import contextlib
import os
import pwd
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tools.failure import Failure, say, told
from tools.ports import free_port

DEBIAN = Path("/usr/lib/postgresql")
ACCOUNTS = ("postgres", "nobody")  # who runs it where we are root

# Speed instead of safety against power cuts: the folder is thrown away in any case.
SETTINGS = {
    "fsync": "off",
    "full_page_writes": "off",
    "max_connections": "60",
    "shared_buffers": "128MB",
    "timezone": "UTC",
    "log_min_messages": "warning",
}


def binaries() -> Path | None:
    """The folder with `initdb` and `pg_ctl`, the newest of Debian's or the one on the path; None without."""
    versions = [folder for folder in DEBIAN.glob("*/bin") if (folder / "initdb").exists()]
    if versions:
        return max(versions, key=lambda folder: int(folder.parent.name))
    found = shutil.which("initdb")
    return Path(found).resolve().parent if found else None


@dataclass(frozen=True)
class Cluster:
    """A cluster in a folder of its own, run by `account` (None: by us)."""

    tools: Path
    folder: Path
    port: int
    account: pwd.struct_passwd | None

    def run(self, program: str, *words: str) -> None:
        """Run one of PostgreSQL's programs; raise `Failure` with what it said if it fails."""
        person: dict[str, object] = {}
        if self.account:
            person = {"user": self.account.pw_uid, "group": self.account.pw_gid, "extra_groups": []}
        log = self.folder / f"{program}.log"
        with log.open("wb") as printed:  # a file, since the server inherits it and a pipe would never end
            ended = subprocess.run(  # type: ignore[call-overload]
                (str(self.tools / program), *words),
                cwd=self.folder,
                env={"PATH": os.defpath, "LC_ALL": "C.UTF-8"},
                stdin=subprocess.DEVNULL,
                stdout=printed,
                stderr=printed,
                check=False,
                **person,
            )
        if ended.returncode:
            said = " ".join(log.read_text(errors="replace").split()[-60:])
            raise Failure(f"PostgreSQL's {program} failed: {said}")

    def make(self, password: str) -> None:
        """Create the cluster's files."""
        given = self.folder / "password"
        given.write_text(password)
        given.chmod(0o600)
        if self.account:
            for path in (self.folder, given):
                os.chown(path, self.account.pw_uid, self.account.pw_gid)
        data, options = str(self.folder / "data"), ("--username=commonplace", "--auth=scram-sha-256")
        encoding = ("--encoding=UTF8", "--locale=C.UTF-8", "--no-sync")
        self.run("initdb", f"--pgdata={data}", f"--pwfile={given}", *options, *encoding)
        given.unlink()
        own = SETTINGS | {
            "port": str(self.port),
            "listen_addresses": "127.0.0.1",
            "unix_socket_directories": str(self.folder),
        }
        with (self.folder / "data" / "postgresql.conf").open("a") as conf:
            conf.writelines(f"{name} = '{value}'\n" for name, value in own.items())

    def start(self) -> None:
        """Start the server and wait until it answers."""
        log = self.folder / "server.log"
        self.run("pg_ctl", "start", "--wait", "--timeout=60", "-D", str(self.folder / "data"), "-l", str(log))

    def kill(self) -> None:
        """`kill -9` of the server; its processes for connections end when they notice."""
        os.kill(int((self.folder / "data" / "postmaster.pid").read_text().split()[0]), signal.SIGKILL)

    def stop(self) -> None:
        """Stop the server at once; open connections are cut."""
        self.run("pg_ctl", "stop", "--wait", "--mode=immediate", "-D", str(self.folder / "data"))


def _account() -> pwd.struct_passwd | None:
    if os.geteuid() != 0:
        return None
    for name in ACCOUNTS:
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name)
    raise Failure(f"PostgreSQL cannot run as root, and there is no account {' or '.join(ACCOUNTS)}.")


@contextlib.contextmanager
def postgresql() -> Iterator[str]:
    """A running cluster; yields its DATABASE_URL and removes everything at the end."""
    with running_cluster() as (_, url):
        yield url


@contextlib.contextmanager
def running_cluster() -> Iterator[tuple[Cluster, str]]:
    """The same, for whoever wants to stop or kill it."""
    tools = binaries()
    if tools is None:
        raise Failure("PostgreSQL is missing: sudo apt-get install postgresql")
    password = secrets.token_urlsafe(16)
    with tempfile.TemporaryDirectory(prefix="commonplace-pg-", ignore_cleanup_errors=True) as folder:
        cluster = Cluster(tools, Path(folder), free_port(), _account())
        cluster.make(password)
        cluster.start()
        try:
            # initdb always makes the database `postgres`, and the tests make their own beside it
            yield cluster, f"postgres://commonplace:{password}@127.0.0.1:{cluster.port}/postgres"
        finally:
            cluster.stop()


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command with DATABASE_URL set; without one, print the address and wait for Ctrl-C."""
    reader = argparse.ArgumentParser(prog="postgres", description="A PostgreSQL that lasts as long as a command.")
    reader.add_argument("command", nargs="*", help="the command; nothing: wait until Ctrl-C")
    command = reader.parse_args(arguments).command
    with postgresql() as url:
        if command:
            return subprocess.run(command, env={**os.environ, "DATABASE_URL": url}, check=False).returncode
        say(f"DATABASE_URL={url}")
        signal.sigwait({signal.SIGINT, signal.SIGTERM})
    return 0


if __name__ == "__main__":
    sys.exit(told(main))
