"""Install, build, run and check the checkout: `python3 tools/bootstrap.py [COMMAND]`; `--help` lists them.

Needs only Python's standard library, Node and make; everything else is installed inside the checkout.
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 - this is where somebody with an older one is told so
    sys.exit("Python 3.11 or newer is needed. Say which one: make PYTHON=/path/to/python3.11 …")

import argparse
import contextlib
import fcntl
import importlib
import os
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # also when started as a script

from tools.failure import Failure, say, told
from tools.installation import for_tests, installation
from tools.needs import provide_for_tests
from tools.ports import need_free_ports
from tools.steps import carry_out
from tools.surroundings import ROOT, TOOLS, VENV, surroundings

# Build tools are locked and hashed too. A relative path, since uv divides this variable at spaces.
LOCKED_BUILDS = {"UV_BUILD_CONSTRAINT": "tools/requirements.lock"}


@contextlib.contextmanager
def alone() -> Iterator[None]:
    """Hold the checkout's lock: two installations at once would spoil each other."""
    TOOLS.mkdir(exist_ok=True)
    with (TOOLS / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("  waiting for another installation in this checkout …")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def install() -> int:
    """Bring everything that is installed or built up to date."""
    started = time.monotonic()
    with alone():
        carry_out(installation(), {**surroundings(), **LOCKED_BUILDS})
    say(f"  installed and built: up to date after {time.monotonic() - started:.1f} s")
    return 0


def run() -> int:
    """Install, then become `commonplace up`, so that Ctrl-C reaches it and nothing stays behind."""
    need_free_ports(os.environ)
    install()
    commonplace = VENV / "bin" / "commonplace"
    os.execve(commonplace, [str(commonplace), "up"], running_environment())


def running_environment() -> dict[str, str]:
    """The environment in which the product runs: its own tools first on the path."""
    environ = surroundings()
    environ["PATH"] = f"{VENV / 'bin'}{os.pathsep}{environ.get('PATH', os.defpath)}"
    return environ


def with_packages(module: str) -> Callable[[], int]:
    """A command that needs the installed packages: install, then run `module` with the checkout's Python."""

    def command() -> int:
        install()
        python = VENV / "bin" / "python"
        os.chdir(ROOT)
        os.execve(python, [str(python), "-m", module], running_environment())

    return command


def test() -> int:
    """Get what the tests need from the system, install, then run them all."""
    provide_for_tests()
    with alone():
        carry_out(for_tests(), {**surroundings(), **LOCKED_BUILDS})
    return with_packages("tools.testing")()


def lock() -> int:
    """Recompile every lock file."""
    with alone():
        carry_out(installation()[:1], surroundings())
        return int(importlib.import_module("tools.locking").main())


COMMANDS: dict[str, Callable[[], int]] = {
    "install": install,
    "run": run,
    "test": test,
    "lint": with_packages("tools.linting"),
    "bench": with_packages("tools.benching"),
    "docs": with_packages("tools.documents"),
    "lock": lock,
}


def _stopped(number: int, _frame: object) -> None:
    raise KeyboardInterrupt(number)


def main() -> int:
    """Run one command; exit code 0 if it went well."""
    reader = argparse.ArgumentParser(prog="bootstrap", description="Install, build, run and check.")
    reader.add_argument("command", nargs="?", choices=COMMANDS, default="install")
    chosen = reader.parse_args().command
    signal.signal(signal.SIGTERM, _stopped)
    try:
        return COMMANDS[chosen]()
    except OSError as error:
        raise Failure(f"{error.filename or 'The system'}: {error.strerror}.") from error


if __name__ == "__main__":
    sys.exit(told(main))
