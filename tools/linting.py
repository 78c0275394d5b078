"""Every static check, each as one line; what a failing one said is shown in full: `make lint`."""

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from tools.failure import say, told
from tools.surroundings import ROOT, VENV, surroundings

BIN = VENV / "bin"
TYPED = (
    ("clean/src", "server/src", "hub/src", "tools", "tests", "benchmarks"),
    ("clean/tests",),
    ("server/tests",),
    ("hub/tests",),
    ("lab/commonplace_lab", "lab/tests", "lab/build.py"),
    ("kit/python/src", "kit/python/tests"),
)
NPM_LINT = ("npm", "run", "--silent", "lint")
SCRIPTS = ("server/frontend", "lab")


@dataclass(frozen=True)
class Check:
    """A command that is silent, or at least successful, when all is well."""

    name: str
    command: tuple[str, ...]
    folder: Path = ROOT


@dataclass(frozen=True)
class Outcome:
    """What became of a check."""

    check: Check
    passed: bool
    said: str
    seconds: float


def _has_python(folder: str) -> bool:
    path = ROOT / folder
    return path.is_file() or any(path.rglob("*.py"))


def checks() -> list[Check]:
    """All checks, the slow ones first, since two run at a time."""
    mypy = str(BIN / "mypy")
    typed = [tuple(folder for folder in group if _has_python(folder)) for group in TYPED]
    return [
        *(Check(f"types: {', '.join(group)}", (mypy, *group)) for group in typed if group),
        *(Check(f"scripts: {folder}", NPM_LINT, ROOT / folder) for folder in SCRIPTS),
        Check("walls between rooms", (str(BIN / "lint-imports"), "--no-cache")),
        Check("rules of the house", (str(BIN / "python"), "-m", "tools.fences")),
        Check("reference says what the code says", (str(BIN / "python"), "-m", "tools.reference", "--check")),
        Check("style", (str(BIN / "ruff"), "check", ".")),
        Check("format", (str(BIN / "ruff"), "format", "--check", ".")),
    ]


def carry_out(check: Check) -> Outcome:
    """Run one check to its end."""
    started = time.monotonic()
    ended = subprocess.run(
        check.command,
        cwd=check.folder,
        env={**surroundings(), "PATH": f"{BIN}{os.pathsep}{os.environ.get('PATH', os.defpath)}"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
        text=True,
    )
    return Outcome(check, ended.returncode == 0, ended.stdout, time.monotonic() - started)


def main() -> int:
    """Run all checks; exit code 1 if any of them fails."""
    with ThreadPoolExecutor(max_workers=2) as pool:
        outcomes = []
        for outcome in pool.map(carry_out, checks()):
            outcomes.append(outcome)
            word = "passed" if outcome.passed else "FAILED"
            say(f"  {word}  {outcome.check.name} ({outcome.seconds:.1f} s)")
            if not outcome.passed:
                say(f"{outcome.said.rstrip()}\n")
    failed = sum(not outcome.passed for outcome in outcomes)
    say(f"{len(outcomes) - failed} checks passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(told(main))
