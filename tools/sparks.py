"""The Sparks of a checkout: one virtual environment for each version, for the tests and for whoever wants to try."""

from pathlib import Path

from tools.steps import Runner, Step
from tools.surroundings import ROOT, TOOLS

LOCKS = ROOT / "tools" / "spark"
HOMES = ROOT / ".venv-spark"
NAMES = ("4.0", "4.2")  # notebooks speak to both with a client of the older one
OFFERED = LOCKS / "checkout.toml"  # the operator's list of these
UV = TOOLS / "venv" / "bin" / "uv"


def sparks(python: Path, facts: tuple[str, ...]) -> list[Step]:
    """A step for each; the first time 400 MB are fetched and unpacked."""
    return [_spark(name, python, facts) for name in NAMES]


def _spark(name: str, python: Path, facts: tuple[str, ...]) -> Step:
    lock, folder = LOCKS / f"{name}.lock", HOMES / name
    chosen = folder / "bin" / "python"

    def work(runner: Runner) -> None:
        runner.run(UV, "venv", "--quiet", "--clear", "--python", python, folder)
        runner.run(UV, "pip", "sync", "--require-hashes", "--python", chosen, lock)

    return Step(f"spark-{name}", f"installing Spark {name} for the tests", work, (lock,), (chosen,), ("tools",), facts)
