"""What is installed and built, and in which order: the whole list of steps."""

import os
import shutil
from pathlib import Path

from tools.sparks import sparks
from tools.steps import Runner, Step, StepFailed
from tools.surroundings import ROOT, TOOLS, VENV, interpreter, need_program

UV = TOOLS / "venv" / "bin" / "uv"
OURS = "made-by-bootstrap"  # in an environment that we may replace
MEMBERS = ("clean", "server", "hub", "lab", "kit/python")
FRONTEND = ROOT / "server" / "frontend"
PROVIDER = ROOT / "server" / "tests" / "identity" / "provider"
DIST = ROOT / "server" / "src" / "gallery" / "site" / "static" / "dist"
LABEXTENSION = ROOT / "lab" / "commonplace_lab" / "labextension"


def installation() -> list[Step]:
    """Every step, from nothing to a checkout that can run and be tested."""
    python = interpreter()
    need_program("node", "version 20 or newer; builds the pages and runs the hub's proxy")
    need_program("npm", "comes with Node; installs what the pages are built from")
    facts = (str(python), _version_of(python))
    return [_tools(python, facts), _packages(python, facts), _proxy(), _frontend(), _lab(), _analysts(facts)]


def for_tests() -> list[Step]:
    """What only the tests need."""
    python = interpreter()
    facts = (str(python), _version_of(python))
    return [_tools(python, facts), _provider(), *sparks(python, facts)]


def _version_of(python: Path) -> str:
    # another Python behind the same path changes its size or time
    status = python.stat()
    return f"{status.st_size} {int(status.st_mtime)}"


def _tools(python: Path, facts: tuple[str, ...]) -> Step:
    lock = ROOT / "tools" / "requirements.lock"

    def work(runner: Runner) -> None:
        shutil.rmtree(TOOLS / "venv", ignore_errors=True)
        runner.run(python, "-m", "venv", TOOLS / "venv")
        pip = (TOOLS / "venv" / "bin" / "python", "-m", "pip", "install", "--quiet")
        runner.run(*pip, "--require-hashes", "--only-binary=:all:", "-r", lock)

    return Step("tools", "installing the installer", work, (lock,), (UV,), facts=facts)


def _packages(python: Path, facts: tuple[str, ...]) -> Step:
    lock = ROOT / "requirements.lock"
    described = tuple(ROOT / member / "pyproject.toml" for member in MEMBERS)
    chosen = VENV / "bin" / "python"

    def work(runner: Runner) -> None:
        if not chosen.exists() or chosen.resolve() != python:
            need_our_own(VENV)
            runner.run(UV, "venv", "--clear", "--python", python, VENV)
            (VENV / OURS).touch()
        runner.run(UV, "pip", "sync", "--require-hashes", "--python", chosen, lock)
        ours = [word for member in MEMBERS for word in ("--editable", str(ROOT / member))]
        runner.run(UV, "pip", "install", "--no-deps", "--python", chosen, *ours)

    makes = (chosen, VENV / "bin" / "commonplace")
    reads = (lock, *described)
    return Step("packages", "installing the Python packages", work, reads, makes, ("tools",), facts)


def need_our_own(environment: Path) -> None:
    """Raise `StepFailed` where an environment would be replaced that somebody else made."""
    if environment.exists() and not (environment / OURS).exists():
        raise StepFailed(
            f"{environment} was made by somebody else with another Python, and is not touched; "
            "move it away, or name its Python with make PYTHON=/path/to/python3 …"
        )


def _proxy() -> Step:
    folder = ROOT / "hub"

    def work(runner: Runner) -> None:
        runner.run("npm", "ci", "--omit=dev", cwd=folder)

    reads = (folder / "package.json", folder / "package-lock.json")
    makes = (folder / "node_modules" / ".bin" / "configurable-http-proxy",)
    return Step("proxy", "installing the hub's proxy", work, reads, makes)


def _provider() -> Step:
    def work(runner: Runner) -> None:
        runner.run("npm", "ci", cwd=PROVIDER)

    reads = (PROVIDER / "package.json", PROVIDER / "package-lock.json")
    makes = (PROVIDER / "node_modules" / "oidc-provider",)
    return Step("provider", "installing the tests' OpenID provider", work, reads, makes)


def _frontend() -> Step:
    def work(runner: Runner) -> None:
        runner.run("npm", "ci", cwd=FRONTEND)
        runner.run("npm", "run", "build", cwd=FRONTEND)

    makes = (FRONTEND / "node_modules", DIST)
    return Step("frontend", "building the pages' styles and scripts", work, (FRONTEND,), makes)


def _lab() -> Step:
    def work(runner: Runner) -> None:
        runner.run(VENV / "bin" / "python", ROOT / "lab" / "build.py")

    makes = (LABEXTENSION / "package.json",)
    return Step("lab", "building the JupyterLab extension", work, (ROOT / "lab",), makes, ("packages",))


def _analysts(facts: tuple[str, ...]) -> Step:
    hub = ROOT / "hub"
    source = hub / "src" / "commonplace_hub"
    chosen = Path(os.environ.get("COMMONPLACE_ANALYST_ENVIRONMENT") or ROOT / ".venv-analyst")

    def work(runner: Runner) -> None:
        runner.run(VENV / "bin" / "python", "-m", "commonplace_hub.analyst_environment")

    reads = (
        hub / "analyst",
        source / "analyst",
        source / "analyst_environment.py",
        ROOT / "clean",
        ROOT / "lab",
        ROOT / "kit",
    )
    known = (*facts, str(chosen), shutil.which("Rscript") or "no R")
    makes = (chosen / "bin" / "python",)
    return Step("analysts", "preparing the analysts' environment", work, reads, makes, ("packages", "lab"), known)
