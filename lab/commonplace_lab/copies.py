"""Copies of gallery notebooks in the person's folder. No copy is ever overwritten."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from commonplace_lab.creation import create
from commonplace_lab.errors import Trouble
from commonplace_lab.file_names import names_for, safe_name
from commonplace_lab.ledger import Entry, Ledger, fingerprint
from commonplace_lab.messages import _

KEY = "commonplace"  # where a notebook's own metadata says what it is a copy of


@dataclass(frozen=True)
class Arrival:
    """A notebook as the gallery sent it."""

    notebook: str
    revision: int
    title: str
    filename: str
    content: dict[str, Any]

    @classmethod
    def read(cls, answer: dict[str, Any]) -> "Arrival":
        """Read an answer of the gallery; raise `Trouble` if something is missing."""
        try:
            return cls(
                notebook=str(answer["notebook"]),
                revision=int(answer["revision"]),
                title=str(answer["title"]),
                filename=str(answer["filename"]),
                content=dict(answer["content"]),
            )
        except (KeyError, TypeError, ValueError):
            sentence = _("The gallery's answer lacks something. Nothing was written here; try again later.")
            raise Trouble(sentence, reason="gallery-error", status=502) from None


@dataclass(frozen=True)
class Outcome:
    """What became of an arrival.

    `written`: it is at `path` now. `unchanged`: it was there already. `changed`: at `path` is the same version with
    the person's own changes. `other-version`: at `path` is another version, `mine_revision`, with changes of the
    person's own if `mine_changed`. In the last two cases nothing was written.
    """

    status: Literal["written", "unchanged", "changed", "other-version"]
    path: str
    notebook: str
    revision: int
    title: str
    mine_revision: int
    mine_changed: bool


class Copies:
    """The person's folder and the ledger of what in it came from the gallery."""

    def __init__(self, root: Path, ledger: Ledger) -> None:
        """`root` is the folder that Jupyter shows."""
        self._root = root.resolve()
        self._ledger = ledger

    def holds(self, notebook: str) -> bool:
        """True if there is any copy of this notebook."""
        return any(True for _path, _entry in self._of(notebook))

    def place(self, arrival: Arrival, *, folder: str = "") -> Outcome:
        """Write the arrival unless there is a copy of its notebook already."""
        mine = list(self._of(arrival.notebook))
        same = [(path, entry) for path, entry in mine if entry.revision == arrival.revision]
        for path, entry in same:
            if not _is_changed(path, entry):
                return self._outcome("unchanged", path, arrival, entry)
        if same:
            return self._outcome("changed", same[0][0], arrival, same[0][1])
        if mine:
            return self._outcome("other-version", mine[0][0], arrival, mine[0][1])
        return self._write(arrival, folder, note="")

    def place_beside(self, arrival: Arrival) -> Outcome:
        """Write the arrival beside the latest copy of its notebook, under a name of its own."""
        folder = next((path.parent for path, _entry in self._of(arrival.notebook)), self._root)
        note = _("version {number}").format(number=arrival.revision)
        return self._write(arrival, folder.relative_to(self._root).as_posix(), note)

    def remember(self, path: str, notebook: str, revision: int, content: dict[str, Any]) -> None:
        """After a save: the file at `path` is now a copy of that version."""
        self._ledger.record(self._inside(path), Entry(notebook, revision, fingerprint(content)))

    def follow(self, source: str, target: str) -> None:
        """A file or folder was renamed in Jupyter."""
        self._ledger.move(self._inside(source), self._inside(target))

    def _inside(self, path: str) -> Path:
        place = (self._root / path.lstrip("/")).resolve()
        if not place.is_relative_to(self._root):
            raise Trouble(_("This file is outside your folder."), reason="bad-request")
        return place

    def _of(self, notebook: str) -> Iterator[tuple[Path, Entry]]:
        """The copies of a notebook that still exist where Jupyter shows them, the latest first."""
        for name, entry in reversed(self._ledger.entries().items()):
            path = Path(name)
            if entry.notebook == notebook and path.is_relative_to(self._root) and path.is_file():
                yield path, entry

    def _write(self, arrival: Arrival, folder: str, note: str) -> Outcome:
        entry = Entry(arrival.notebook, arrival.revision, fingerprint(arrival.content))
        content = _with_origin(arrival)
        for name in names_for(safe_name(arrival.filename), note):
            path = self._inside(folder) / name
            try:
                create(path, content)
            except FileExistsError:
                continue
            except OSError as error:
                raise _unwritable(path, error) from error
            self._ledger.record(path, entry)
            return self._outcome("written", path, arrival, entry)
        raise Trouble(_("There are too many files of this name here; tidy up first."), reason="no-name-left")

    def _outcome(
        self,
        status: Literal["written", "unchanged", "changed", "other-version"],
        path: Path,
        arrival: Arrival,
        entry: Entry,
    ) -> Outcome:
        return Outcome(
            status=status,
            path=path.relative_to(self._root).as_posix(),
            notebook=arrival.notebook,
            revision=arrival.revision,
            title=arrival.title,
            mine_revision=entry.revision,
            mine_changed=status != "written" and _is_changed(path, entry),
        )


def _is_changed(path: Path, entry: Entry) -> bool:
    try:
        return fingerprint(json.loads(path.read_bytes())) != entry.fingerprint
    except (OSError, ValueError, TypeError, AttributeError):
        return True  # whatever it is now, it is not what was written


def _with_origin(arrival: Arrival) -> bytes:
    metadata = {
        **arrival.content.get("metadata", {}),
        KEY: {"notebook": arrival.notebook, "revision": arrival.revision},
    }
    notebook = {**arrival.content, "metadata": metadata}
    return (json.dumps(notebook, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "surrogatepass")


def _unwritable(path: Path, error: OSError) -> Trouble:
    sentence = _("{name} could not be written here: {why}. Nothing was changed; make room or choose another folder.")
    return Trouble(sentence.format(name=path.name, why=error.strerror), reason="unwritable", status=500)
