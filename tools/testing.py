"""Every test on everything it must run on, and one plain line at the end: `make test`.

A skipped test counts as a failure: what a test needs is there, or the run says so.
"""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree

from tools.failure import say, told
from tools.postgres import postgresql
from tools.surroundings import ROOT, VENV, surroundings

RESULTS = ROOT / "test-results"
PYTEST = (str(VENV / "bin" / "python"), "-m", "pytest", "-q")
PARALLEL = ("-n", "2", "--dist", "worksteal")
# Journeys share an installation within their file; the order is that of `conftest.py`: the longest files first.
BY_FILE = ("-n", "2", "--dist", "loadfile", "--no-loadscope-reorder")


@dataclass(frozen=True)
class Part:
    """Tests that run in one go."""

    name: str
    command: tuple[str, ...]
    folder: Path = ROOT
    environ: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Tally:
    """How many tests of a part passed and failed."""

    name: str
    passed: int
    failed: int
    seconds: float = 0.0


def report_of(part: str) -> Path:
    """Where a part writes its results, in the JUnit format that every test runner knows."""
    return RESULTS / f"{part}.xml"


def _python(name: str, *words: str, environ: Mapping[str, str] | None = None) -> Part:
    return Part(name, (*PYTEST, f"--junitxml={report_of(name)}", *words), environ=environ or {})


def _scripts(name: str, folder: str) -> Part:
    words = ("--", "--reporter=default", "--reporter=junit", f"--outputFile.junit={report_of(name)}")
    return Part(name, ("npm", "test", "--silent", *words), ROOT / folder)


def parts(postgres: str) -> list[Part]:
    """All parts: quick ones first, so that a mistake shows early."""
    on_postgres = {"DATABASE_URL": postgres}
    return [
        _scripts("pages-typescript", "server/frontend"),
        _scripts("lab-typescript", "lab"),
        _python("sqlite", *PARALLEL, "-m", "not journey"),
        _python("postgresql", *PARALLEL, "-m", "not journey", "server/tests", environ=on_postgres),
        _python("journeys", *BY_FILE, "-m", "journey"),
    ]


def counted(name: str, report: Path, code: int) -> Tally:
    """Read a part's report; a crash, or no test at all, counts as one failure."""
    passed = failed = 0
    for case in _cases(report):
        broken = any(case.find(word) is not None for word in ("failure", "error", "skipped"))
        passed, failed = (passed, failed + 1) if broken else (passed + 1, failed)
    if not failed and (code or not passed):
        failed = 1
    return Tally(name, passed, failed)


def _cases(report: Path) -> list[ElementTree.Element]:
    try:
        return list(ElementTree.parse(report).iter("testcase"))  # noqa: S314 - our own test runner wrote it
    except (OSError, ElementTree.ParseError):
        return []  # it crashed before, or while, it wrote


def carry_out(part: Part) -> Tally:
    """Run one part; its output goes to the terminal."""
    started = time.monotonic()
    say(f"\n── {part.name}")
    path = f"{VENV / 'bin'}{os.pathsep}{os.environ.get('PATH', os.defpath)}"
    environ = {**surroundings(), "PATH": path, **part.environ}
    environ.pop("PYTHONDONTWRITEBYTECODE", None)  # hundreds of processes start, and would compile everything each time
    code = subprocess.run(part.command, cwd=part.folder, env=environ, check=False).returncode
    tally = counted(part.name, report_of(part.name), code)
    return Tally(tally.name, tally.passed, tally.failed, time.monotonic() - started)


def summary(tallies: Iterable[Tally]) -> tuple[list[str], bool]:
    """The lines that close a run, and whether all is well."""
    tallies = list(tallies)
    lines = [f"  {t.name:<18}{t.passed:>6} passed{t.failed:>6} failed{t.seconds:>8.0f} s" for t in tallies]
    failed = sum(tally.failed for tally in tallies)
    return [*lines, f"{sum(tally.passed for tally in tallies)} passed, {failed} failed"], failed == 0


def main() -> int:
    """Run every part, also after a failure; exit code 0 only if nothing failed."""
    shutil.rmtree(RESULTS, ignore_errors=True)
    RESULTS.mkdir()
    with postgresql() as url:
        tallies = [carry_out(part) for part in parts(url)]
    lines, well = summary(tallies)
    say("\n" + "\n".join(lines))
    return 0 if well else 1


if __name__ == "__main__":
    sys.exit(told(main))
