"""Secrets that are made once and kept in the data folder, where only their owner can read them."""

import os
import secrets
import tempfile
from collections.abc import Callable
from pathlib import Path


def _random() -> str:
    return secrets.token_urlsafe(50)


def kept_secret(home: Path, name: str, make: Callable[[], str] = _random) -> str:
    """A secret made at first use. Two processes may start at once: the first one's stays."""
    path = secrets_folder(home) / name
    if not path.exists():
        fresh = written_aside(home, make())
        try:
            os.link(fresh, path)
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
    return path.read_text().strip()


def secrets_folder(home: Path) -> Path:
    """The folder of secrets, closed to others."""
    folder = home / "secrets"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


def written_aside(home: Path, text: str) -> Path:
    """A file beside the secrets that is on the disk when this returns; to be linked or moved to its name."""
    number, name = tempfile.mkstemp(prefix="fresh.", dir=secrets_folder(home))  # for the owner alone from the beginning
    with os.fdopen(number, "w") as file:
        file.write(text)
        file.flush()
        os.fsync(number)
    return Path(name)
