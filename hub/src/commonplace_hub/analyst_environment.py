"""Builds what an analyst finds installed, in a virtual environment of its own.

`python -m commonplace_hub.analyst_environment` builds it, or brings it up to date; when nothing changed
it only compares two hashes. The gallery's own code is installed as copies, not as links into the checkout:
a server that is running must not change under its user, and a user's account need not be able to read the
checkout.
"""

import hashlib
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterable
from pathlib import Path

from commonplace_hub.settings import CHECKOUT, WrongSetting, read

LOCK = CHECKOUT / "hub/analyst/requirements.lock"
CONFIGURATION = Path(__file__).with_name("analyst")
OWN = {"commonplace-clean": "clean", "commonplace-lab": "lab", "commonplace-kit": "kit/python"}  # and their folders
OLDEST_PYTHON = (3, 11)
STAMP = "commonplace.json"
IGNORED = {"__pycache__", "node_modules", "tests", "build", "dist", "lib"}


class CannotBuild(Exception):
    """The environment cannot be built; the message says what is missing."""


def ensure(folder: Path) -> bool:
    """Bring the environment in `folder` up to date; True if anything had to be done.

    Raises CannotBuild where a tool is missing or a step fails; a half-built environment is then completed
    by the next call.
    """
    os.umask(0o022)  # people's servers run under other accounts, which must be able to read it
    wanted, present = _wanted(), _present(folder)
    if wanted == present:
        return False
    uv = _uv()
    if wanted["python"] != present.get("python"):
        _say(f"making an environment with Python {wanted['python']}")
        _run([uv, "venv", "--quiet", "--clear", "--python", str(_python()), str(folder)])
        present = {}
    if wanted["packages"] != present.get("packages"):
        _install_packages(uv, folder)
        present = {}
    if wanted["own"] != present.get("own"):
        _install_own(uv, folder)
    _configure(folder)
    (folder / STAMP).write_text(json.dumps(wanted))
    return True


def _install_packages(uv: str, folder: Path) -> None:
    _say("installing the analysts' packages (the first time takes a minute)")
    # byte code is compiled now: people's accounts cannot write it later, and starting would be slow each time
    # (`sync` also removes what left the list, our own packages included; they are installed after it)
    _pip(uv, folder, "sync", "--require-hashes", "--compile-bytecode", str(LOCK))


def _install_own(uv: str, folder: Path) -> None:
    _say("installing Commonplace's own parts")
    sources = [str(CHECKOUT / folder) for folder in OWN.values()]
    reinstall = [f"--reinstall-package={name}" for name in OWN]
    _pip(uv, folder, "install", "--no-deps", "--compile-bytecode", *reinstall, *sources)


def _configure(folder: Path) -> None:
    """Jupyter's settings, and R where this machine has it."""
    _say("writing settings")
    shutil.copytree(CONFIGURATION, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns(*IGNORED))
    kernels = folder / "share/jupyter/kernels"
    if (rscript := _r()) is not None:
        _write_r(kernels / "ir", rscript.with_name("R"))
    else:
        shutil.rmtree(kernels / "ir", ignore_errors=True)


def _write_r(folder: Path, executable: Path) -> None:
    call = ["--slave", "-e", "IRkernel::main()", "--args", "{connection_file}"]
    folder.mkdir(parents=True, exist_ok=True)
    described = {"argv": [str(executable), *call], "display_name": "R", "language": "R"}
    (folder / "kernel.json").write_text(json.dumps(described, indent=1))


def _r() -> Path | None:
    """R's `Rscript`, if it is installed together with the package that lets notebooks use it."""
    found = shutil.which("Rscript")
    if found is None:
        return None
    asked = subprocess.run([found, "-e", "library(IRkernel)"], capture_output=True, check=False)
    return Path(found) if asked.returncode == 0 else None


def _wanted() -> dict[str, str]:
    sources = [CHECKOUT / folder for folder in OWN.values()]
    return {
        "python": f"{_python()} {_version(_python())}",
        "packages": _hash([LOCK]),
        "own": _hash(file for source in sources for file in _files(source)),
        "settings": _hash([*_files(CONFIGURATION), Path(__file__)]),
        "r": shutil.which("Rscript") or "",
    }


def _present(folder: Path) -> dict[str, str]:
    try:
        stamp: dict[str, str] = json.loads((folder / STAMP).read_text())
    except (OSError, ValueError):
        return {}
    return stamp


def _files(folder: Path) -> list[Path]:
    found: list[Path] = []
    for parent, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if name not in IGNORED and not name.startswith("."))
        kept = (name for name in sorted(names) if not name.endswith((".pyc", ".tsbuildinfo")))
        found += [Path(parent) / name for name in kept]
    return found


def _hash(files: Iterable[Path]) -> str:
    total = hashlib.sha256()
    for file in files:
        total.update(f"{file.relative_to(CHECKOUT)}\n".encode())
        total.update(hashlib.sha256(file.read_bytes()).digest())
    return total.hexdigest()


def _python() -> Path:
    """The system's Python, since every account may use it; else the one that runs this."""
    system = Path("/usr/bin/python3")
    if system.exists() and tuple(int(part) for part in _version(system).split(".")) >= OLDEST_PYTHON:
        return system.resolve()
    return Path(sys.executable).resolve()


def _version(python: Path) -> str:
    asked = [str(python), "-ISc", "import sys; print('%d.%d' % sys.version_info[:2])"]
    return subprocess.run(asked, capture_output=True, text=True, check=True).stdout.strip()


def _uv() -> str:
    uv = os.environ.get("COMMONPLACE_UV") or shutil.which("uv")
    if uv is None:
        raise CannotBuild("uv, which installs packages, was not found: name it in COMMONPLACE_UV.")
    return uv


def _pip(uv: str, folder: Path, verb: str, *arguments: str) -> None:
    _run([uv, "pip", verb, "--quiet", "--python", str(folder / "bin/python"), *arguments])


def _run(command: list[str]) -> None:
    # uv's own words are the best explanation of a failure, so they go to the operator unchanged
    if subprocess.run(command, stdout=sys.stderr, check=False).returncode:
        raise CannotBuild(f"The analysts' environment could not be built: `{' '.join(command[:3])}` failed.")


def _say(line: str) -> None:
    sys.stdout.write(f"analysts' environment: {line}\n")
    sys.stdout.flush()


def main() -> int:
    started = time.monotonic()
    try:
        folder = read().analyst_environment
        changed = ensure(folder)
    except (CannotBuild, WrongSetting) as problem:
        sys.stderr.write(f"{problem}\n")
        return 1
    _say(f"{'ready' if changed else 'up to date'} in {time.monotonic() - started:.1f} s: {folder}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
