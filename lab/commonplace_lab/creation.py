"""Making a file that was not there before: whole or not at all, and never in place of another."""

import os
import secrets
from pathlib import Path


def create(target: Path, content: bytes) -> None:
    """Write a new file.

    Raises:
        FileExistsError: there is something of that name, which stays as it is.
        OSError: the file could not be written; nothing is left behind.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = target.parent / f".commonplace-{secrets.token_hex(8)}"
    try:
        _write(draft, content)
        _name(draft, target, content)
    finally:
        draft.unlink(missing_ok=True)


def _write(file: Path, content: bytes) -> None:
    with file.open("xb") as handle:
        handle.write(content)
        handle.flush()
        os.fsync(handle.fileno())


def _name(draft: Path, target: Path, content: bytes) -> None:
    # Giving a finished file a second name is one step, and fails where the name is taken.
    try:
        os.link(draft, target)
    except FileExistsError:
        raise
    except OSError:  # a file system without second names
        try:
            _write(target, content)
        except FileExistsError:
            raise
        except OSError:
            target.unlink(missing_ok=True)
            raise
