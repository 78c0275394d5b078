"""Builds the JupyterLab extension into `commonplace_lab/labextension`: `python lab/build.py`.

Needs Node 20.19 or newer with npm; Python only starts it. `python lab/build.py --test` also runs the TypeScript tests.
"""

import argparse
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
INSTALLED = HERE / "node_modules" / ".package-lock.json"


def main() -> int:
    """Install what the build needs if the lock changed, check, compile and pack."""
    parser = argparse.ArgumentParser(description="Build the JupyterLab extension.")
    parser.add_argument("--test", action="store_true", help="run the TypeScript tests too")
    npm = shutil.which("npm")
    wanted = parser.parse_args()
    if npm is None:
        sys.stderr.write("npm is missing; install Node 20.19 or newer, then start this again.\n")
        return 1
    commands = [[npm, "run", "--silent", "build"]] + ([[npm, "test"]] if wanted.test else [])
    if not _is_installed():
        commands.insert(0, [npm, "ci", "--no-progress"])
    return next((code for code in map(_run, commands) if code), 0)


def _is_installed() -> bool:
    lock = HERE / "package-lock.json"
    return INSTALLED.exists() and INSTALLED.stat().st_mtime >= lock.stat().st_mtime


def _run(command: list[str]) -> int:
    return subprocess.run(command, cwd=HERE, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
