"""What was asked for and what became of it: one line of JSON for each request, where the operator reads it."""

import json
import os
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from commonplace.session import session
from commonplace.translation import _

LONGEST = 300


def record(path: Path, asked: Sequence[str], outcome: str, added: Sequence[str]) -> None:
    """Append one line; where it cannot be written, the person is told, and the work goes on."""
    now = session()
    told = {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "person": now.person[:LONGEST],
        "notebook": now.notebook[:LONGEST],
        "asked": [one[:LONGEST] for one in asked],
        "outcome": outcome[:LONGEST],
        "installed": list(added),
    }
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _append(path, json.dumps(told).encode() + b"\n")
    except OSError as error:
        sys.stderr.write(
            _("What was installed could not be recorded at {path}: {strerror}.\n").format(
                path=path, strerror=error.strerror
            )
        )


def _append(path: Path, line: bytes) -> None:
    """One write of one line, so that two people's lines never mix."""
    opened = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o666)
    try:
        os.write(opened, line)
    finally:
        os.close(opened)
