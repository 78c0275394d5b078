"""pip, told exactly what it may do: one index, wheels alone, one folder, and no settings but these."""

import fcntl
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from commonplace.errors import PackageFailed, PackageRefused
from commonplace.lazily import library
from commonplace.translation import _

# Of this session's environment pip gets these alone: above all none of PIP_… and PYTHON….
KEPT = "PATH HOME LANG TMPDIR SSL_CERT_FILE SSL_CERT_DIR REQUESTS_CA_BUNDLE http_proxy https_proxy no_proxy HTTP_PROXY"
KEPT += " HTTPS_PROXY NO_PROXY"


@dataclass(frozen=True)
class Wheel:
    """One version of one package, and the hash of its file."""

    name: str
    version: str
    sha256: str


class Installer:
    """Resolves and installs from one index into one folder."""

    def __init__(self, index: str, folder: Path) -> None:
        """Say where from and where to; nothing is done yet."""
        self._index, self._folder = index, folder

    def resolved(self, asked: Sequence[Requirement], bounds: Sequence[str]) -> list[Wheel]:
        """What these requirements would add to the environment, without adding it."""
        with tempfile.TemporaryDirectory() as place:
            report, limits = Path(place, "report.json"), Path(place, "bounds.txt")
            limits.write_text("\n".join(bounds))
            self._pip(f"--constraint={limits}", "--dry-run", f"--report={report}", "--", *map(str, asked))
            return list(_wheels(json.loads(report.read_text())))

    def install(self, wheels: Sequence[Wheel]) -> None:
        """Put exactly these files into the folder."""
        self._folder.mkdir(parents=True, exist_ok=True)
        with _alone(self._folder), tempfile.TemporaryDirectory() as place:
            listed = Path(place, "wheels.txt")
            listed.write_text("\n".join(f"{one.name}=={one.version} --hash=sha256:{one.sha256}" for one in wheels))
            self._pip(
                f"--target={self._folder}", "--upgrade", "--no-deps", "--require-hashes", f"--requirement={listed}"
            )

    def _pip(self, *words: str) -> None:
        library("pip", "cp.need")
        command = [
            sys.executable,
            "-I",
            "-m",
            "pip",
            "--isolated",
            "--no-input",
            "--disable-pip-version-check",
            "install",
        ]
        # Files of pip's configuration for the whole machine are read even by --isolated; not from nowhere.
        environment = {name: os.environ[name] for name in KEPT.split() if name in os.environ}
        environment["PIP_CONFIG_FILE"] = os.devnull
        ended = subprocess.run(
            [*command, f"--index-url={self._index}", "--only-binary=:all:", "--quiet", *words],
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        if ended.returncode:
            raise PackageFailed(self._sentence(ended.stderr))

    def _sentence(self, said: str) -> str:
        errors = [line.removeprefix("ERROR: ") for line in said.splitlines() if line.startswith("ERROR: ")]
        reason = " ".join(" ".join(errors).split())[:400] or _("it gave no reason")
        return _("This could not be installed, and nothing was changed: {reason}").format(reason=self._redacted(reason))

    def _redacted(self, text: str) -> str:
        """Without the password that an index's address may hold."""
        place = urlsplit(self._index)
        return text.replace(place.netloc, place.hostname or "") if place.password else text


def _wheels(report: dict[str, object]) -> Iterator[Wheel]:
    listed = report.get("install")
    for found in listed if isinstance(listed, list) else []:
        about, came = found["metadata"], found["download_info"]
        if found["is_direct"]:
            raise PackageRefused(
                _("“{name}” would come from an address beside the index, which is not taken.").format(
                    name=about["name"]
                )
            )
        hashes = came["archive_info"]["hashes"]
        yield Wheel(canonicalize_name(about["name"]), about["version"], hashes["sha256"])


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """One installation at a time, however many notebooks of the person ask."""
    with (folder.parent / f"{folder.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
