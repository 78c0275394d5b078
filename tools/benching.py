"""Runs every benchmark, one after the other so that none disturbs another: `make bench`."""

import subprocess
import sys

from tools.failure import Failure, say, told
from tools.surroundings import ROOT, surroundings

FOLDER = ROOT / "benchmarks"


def main() -> int:
    """Run `benchmarks/bench_*.py` as modules; exit code 1 if any of them fails."""
    names = sorted(path.stem for path in FOLDER.glob("bench_*.py"))
    if not names:
        raise Failure("There is no benchmark: benchmarks/ holds no bench_….py.")
    failed = []
    for name in names:
        say(f"\n── {name.removeprefix('bench_').replace('_', ' ')}")
        words = (sys.executable, "-m", f"benchmarks.{name}")
        if subprocess.run(words, cwd=ROOT, env=surroundings(), check=False).returncode:
            failed.append(name)
    if failed:
        raise Failure(f"These benchmarks failed: {', '.join(failed)}.")
    return 0


if __name__ == "__main__":
    sys.exit(told(main))
