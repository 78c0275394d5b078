"""Where imports read from: files, folders and archives, one candidate after the other, nothing unpacked to disk."""

import json
import tarfile
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path, PurePosixPath
from typing import Any

METADATA = "metadata.json"
METADATA_BYTES = 5_000_000
ARCHIVES = (".zip", ".tar", ".tar.gz", ".tgz")


class Unreadable(Exception):
    """A file, folder or archive cannot be read; the message says why."""


@dataclass(frozen=True)
class Candidate:
    """A file that claims to be a notebook."""

    name: str
    read: Callable[[], bytes]
    about: dict[str, Any] = field(default_factory=dict)


def candidates(path: Path, most_bytes: int) -> Iterator[Candidate]:
    """All notebooks under a path, in the order of their names."""
    if not path.exists():
        raise Unreadable(f"{path}: there is no such file or folder.")
    if path.is_dir():
        yield from _in_folder(path, most_bytes)
    elif path.name.endswith(ARCHIVES):
        yield from _in_archive(path, most_bytes)
    else:
        yield Candidate(str(path), partial(_bounded_file, path, most_bytes))


def _bounded_file(path: Path, most_bytes: int) -> bytes:
    with path.open("rb") as stream:
        return stream.read(most_bytes + 1)  # one byte more: the gate then sees that it is too large


def _in_folder(folder: Path, most_bytes: int) -> Iterator[Candidate]:
    about = _about(folder / METADATA)
    for path in sorted(folder.rglob("*.ipynb")):
        if path.is_file() and ".ipynb_checkpoints" not in path.parts:
            name = str(path.relative_to(folder))
            yield Candidate(str(path), partial(_bounded_file, path, most_bytes), about.get(name, {}))


def _about(path: Path) -> dict[str, dict[str, Any]]:
    return parsed_metadata(_bounded_file(path, METADATA_BYTES)) if path.is_file() else {}


def parsed_metadata(raw: bytes) -> dict[str, dict[str, Any]]:
    """What `metadata.json` says about each file: title, description, tags, visibility, card, by the file's name."""
    try:
        lines = json.loads(raw)["notebooks"]
        return {str(line["file"]): dict(line) for line in lines}
    except (ValueError, KeyError, TypeError, RecursionError):
        raise Unreadable(
            f'{METADATA} does not read {{"notebooks": [{{"file": …}}, …]}}; remove or correct it.'
        ) from None


def _in_archive(path: Path, most_bytes: int) -> Iterator[Candidate]:
    try:
        yield from _in_zip(path, most_bytes) if path.name.endswith(".zip") else _in_tar(path, most_bytes)
    except (zipfile.BadZipFile, tarfile.TarError, EOFError, OSError) as error:
        raise Unreadable(f"{path}: the archive is damaged ({error}).") from None


def _is_notebook(name: str) -> bool:
    path = PurePosixPath(name)
    return path.suffix == ".ipynb" and "__MACOSX" not in path.parts and ".ipynb_checkpoints" not in path.parts


def _in_zip(path: Path, most_bytes: int) -> Iterator[Candidate]:
    with zipfile.ZipFile(path) as archive:
        names = set(archive.namelist())

        def read(name: str, most: int = most_bytes) -> bytes:
            with archive.open(name) as stream:
                return stream.read(most + 1)

        about = parsed_metadata(read(METADATA, METADATA_BYTES)) if METADATA in names else {}
        for name in sorted(filter(_is_notebook, names)):
            yield Candidate(f"{path}!{name}", partial(read, name), about.get(name, {}))


def _in_tar(path: Path, most_bytes: int) -> Iterator[Candidate]:
    with tarfile.open(path) as archive:
        members = {member.name: member for member in archive.getmembers() if member.isfile()}

        def read(name: str, most: int = most_bytes) -> bytes:
            stream = archive.extractfile(members[name])
            return stream.read(most + 1) if stream else b""

        about = parsed_metadata(read(METADATA, METADATA_BYTES)) if METADATA in members else {}
        for name in sorted(filter(_is_notebook, members)):
            yield Candidate(f"{path}!{name}", partial(read, name), about.get(name, {}))
