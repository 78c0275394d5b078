"""The browser's half: its pure parts are tested by vitest, its types and rules by `make lint`."""

import shutil
import subprocess
from pathlib import Path

LAB = Path(__file__).resolve().parents[1]


def test_the_pure_parts_of_the_browsers_half() -> None:
    npm = shutil.which("npm")
    assert npm, "npm is missing: install Node 20.19 or newer"
    assert (LAB / "node_modules").is_dir(), "The browser's half is not installed: run `python lab/build.py`"
    ended = subprocess.run([npm, "test"], cwd=LAB, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stdout + ended.stderr


def test_no_host_is_recorded_in_the_lock() -> None:
    lock = (LAB / "package-lock.json").read_text()
    assert '"lockfileVersion": 3' in lock
    assert '"resolved"' not in lock
