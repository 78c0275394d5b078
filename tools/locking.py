"""Recompiles every lock file from what it is made of, without an address in any of them: `make lock`."""

import subprocess
from collections.abc import Sequence
from pathlib import Path

from tools.failure import Failure, say
from tools.installation import FRONTEND, PROVIDER, UV
from tools.sparks import LOCKS, NAMES
from tools.surroundings import ROOT, surroundings

COMPILE = ("pip", "compile", "--quiet", "--universal", "--python-version", "3.11", "--generate-hashes")
NO_INDEX = ("--no-emit-index-url", "--no-emit-find-links", "--custom-compile-command", "make lock")
LEFT_OUT = ROOT / "hub" / "analyst" / "overrides.txt"  # by people's servers, and so by whatever is started here
WITHOUT = ("--override", str(LEFT_OUT))
NPM = ("npm", "install", "--package-lock-only", "--omit-lockfile-registry-resolved")


def commands() -> list[tuple[Sequence[str], Path, str]]:
    """Each lock's command, the folder to run it in, and the lock's name."""
    uv = (str(UV), *COMPILE, *NO_INDEX)
    ours = [f"--no-emit-package=commonplace-{name}" for name in ("clean", "gallery", "hub", "kit", "lab")]
    everything = (*uv, *WITHOUT, "--group", "dev", *ours, "pyproject.toml", "-o", "requirements.lock")
    analysts = (*uv, *WITHOUT, "--no-annotate", "requirements.in", "-o", "requirements.lock")
    spark = [
        ((*uv, "--no-annotate", f"{name}.in", "-o", f"{name}.lock"), LOCKS, f"tools/spark/{name}.lock")
        for name in NAMES
    ]
    return [
        ((*uv, "requirements.in", "-o", "requirements.lock"), ROOT / "tools", "tools/requirements.lock"),
        (everything, ROOT, "requirements.lock"),
        (analysts, ROOT / "hub" / "analyst", "hub/analyst/requirements.lock"),
        *spark,
        (NPM, ROOT / "hub", "hub/package-lock.json"),
        (NPM, FRONTEND, "server/frontend/package-lock.json"),
        (NPM, PROVIDER, "server/tests/identity/provider/package-lock.json"),
    ]


def main() -> int:
    """Write every lock; raise `Failure` with the resolver's own words where one cannot be made."""
    for command, folder, name in commands():
        ended = subprocess.run(command, cwd=folder, env=surroundings(), capture_output=True, text=True, check=False)
        if ended.returncode:
            raise Failure(f"{name} could not be made, and is unchanged:\n{ended.stderr.strip()}")
        say(f"  {name}: up to date")
    return 0
