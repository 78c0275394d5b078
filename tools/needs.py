"""What the tests need from the operating system: found, or installed through apt, or named."""

import os
import re
import shutil
import subprocess
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from tools.failure import Failure, say
from tools.postgres import binaries
from tools.surroundings import LOGS, ROOT


@dataclass(frozen=True)
class Need:
    """A program of the operating system, the Debian packages that bring it, and what it is for."""

    what: str
    packages: tuple[str, ...]
    why: str
    is_there: Callable[[], bool]


def _has_chromium() -> bool:
    return any(shutil.which(name) for name in ("chromium", "chromium-browser", "google-chrome"))


def _has_postgresql() -> bool:
    return binaries() is not None


def _has_slapd() -> bool:
    places = f"{os.environ.get('PATH', os.defpath)}{os.pathsep}/usr/sbin"
    return all(shutil.which(name, path=places) for name in ("slapd", "ldapmodify"))


def _has_xmlsec() -> bool:
    return shutil.which("xmlsec1") is not None


def _has_r() -> bool:
    rscript = shutil.which("Rscript")
    if rscript is None:
        return False
    asked = (rscript, "-e", "library(IRkernel)")
    return subprocess.run(asked, capture_output=True, check=False).returncode == 0


def _has_java() -> bool:
    java = shutil.which("java")
    if java is None:
        return False
    said = subprocess.run((java, "-version"), capture_output=True, text=True, check=False).stderr
    found = re.search(r'version "(\d+)', said)
    return found is not None and int(found[1]) >= 17


NEEDS = (
    Need("Chromium", ("chromium",), "the tests drive it like a user", _has_chromium),
    Need("PostgreSQL", ("postgresql",), "the same tests run on both databases", _has_postgresql),
    Need("OpenLDAP", ("slapd", "ldap-utils"), "people sign in with a real directory", _has_slapd),
    Need("xmlsec1", ("xmlsec1",), "the tests' SAML identity provider signs with it", _has_xmlsec),
    Need("Java 17", ("default-jre-headless",), "Spark runs on it", _has_java),
    Need("R with IRkernel", ("r-base-core", "r-cran-irkernel"), "notebooks in R are run for real", _has_r),
)


def _as_root(command: Sequence[str]) -> list[str] | None:
    """The command as the administrator may run it without a password, or None."""
    if os.geteuid() == 0:
        return list(command)
    sudo = shutil.which("sudo")
    if sudo and subprocess.run((sudo, "-n", "true"), capture_output=True, check=False).returncode == 0:
        return [sudo, "-n", *command]
    return None


def _install(packages: Sequence[str]) -> bool:
    apt = shutil.which("apt-get")
    allowed = _as_root(("env", "DEBIAN_FRONTEND=noninteractive", apt)) if apt else None
    if allowed is None:
        return False
    say(f"  installing {', '.join(packages)} through apt …")
    LOGS.mkdir(parents=True, exist_ok=True)
    with (LOGS / "apt.log").open("wb") as log:
        for words in (("update", "-q"), ("install", "-y", "-q", "--no-install-recommends", *packages)):
            subprocess.run((*allowed, *words), stdin=subprocess.DEVNULL, stdout=log, stderr=log, check=False)
    return True


def provide(needs: Sequence[Need], install: Callable[[Sequence[str]], bool]) -> None:
    """Install what is missing; raise `Failure` with what is then still missing."""
    missing = [need for need in needs if not need.is_there()]
    if not missing:
        return
    tried = install([package for need in missing for package in need.packages])
    still = [need for need in missing if not need.is_there()]
    if still:
        named = "\n".join(f"  {need.what}: {need.why}" for need in still)
        packages = " ".join(package for need in still for package in need.packages)
        log = (LOGS / "apt.log").relative_to(ROOT)
        why = f"apt could not install it, see {log}" if tried else "this account may not install it"
        raise Failure(f"The tests cannot run without\n{named}\n{why}. Run: sudo apt-get install {packages}")


def provide_for_tests() -> None:
    """Make sure that everything in `NEEDS` is there; raise `Failure` otherwise."""
    provide(NEEDS, _install)


def chromium() -> Path:
    """The browser that tests drive; raise `Failure` if there is none."""
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if found := shutil.which(name):
            return Path(found)
    raise Failure("Chromium is missing: sudo apt-get install chromium")
