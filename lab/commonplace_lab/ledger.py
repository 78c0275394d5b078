"""Which files here are copies of gallery notebooks, and what they were when they were written.

A small JSON file in Jupyter's data folder. It can be deleted at any time: then files are no longer recognised as
copies, and the next one is written beside them under another name.
"""

import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Entry:
    """A copy: of which notebook and version, and the fingerprint of its cells as they were."""

    notebook: str
    revision: int
    fingerprint: str


def fingerprint(notebook: dict[str, Any]) -> str:
    """Return a hash of the cells' kinds and sources: running a notebook does not change it, editing does."""
    cells = [(str(cell.get("cell_type")), _source(cell)) for cell in notebook.get("cells", [])]
    return hashlib.sha256(json.dumps(cells).encode()).hexdigest()


def _source(cell: dict[str, Any]) -> str:
    source = cell.get("source", "")
    return source if isinstance(source, str) else "".join(source)


class Ledger:
    """Entries by path, the latest last. Each change is written at once and whole."""

    def __init__(self, file: Path) -> None:
        """`file` need not exist."""
        self._file = file

    def entries(self) -> dict[str, Entry]:
        """Return all entries; a ledger that cannot be read counts as empty."""
        try:
            rows = json.loads(self._file.read_text(encoding="utf-8"))
            return {str(path): Entry(**row) for path, row in rows.items()}
        except (OSError, ValueError, TypeError, AttributeError):
            return {}

    def record(self, path: Path, entry: Entry) -> None:
        """Remember a copy, as the latest."""
        entries = self.entries()
        entries.pop(str(path), None)
        self._write({**entries, str(path): entry})

    def move(self, source: Path, target: Path) -> None:
        """Follow a file, or a folder with all in it, to its new name."""
        entries = self.entries()
        moved = {_moved(path, source, target): entry for path, entry in entries.items()}
        if moved != entries:
            self._write(moved)

    def _write(self, entries: dict[str, Entry]) -> None:
        self._file.parent.mkdir(parents=True, exist_ok=True)
        draft = self._file.with_suffix(".draft")
        draft.write_text(json.dumps({path: asdict(entry) for path, entry in entries.items()}, indent=1))
        draft.replace(self._file)


def _moved(path: str, source: Path, target: Path) -> str:
    here = Path(path)
    return str(target / here.relative_to(source)) if here.is_relative_to(source) else path
