"""What outlives a server: records of run cells that could not be sent yet, until the person's next server sends them.

One small folder for each person. While a server runs it belongs to that server's account; before and after, to the
hub alone. What is in it was written by somebody else's programs: nothing of it is read here, no link is followed, and
what is not a few small plain files is removed.
"""

import hmac
import os
import shutil
import stat
import time
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path

MOST_FILES = 8
MOST_BYTES = 16 * 2**20
OLDEST = 40 * 24 * 3600  # seconds: the gallery takes no older records


def folder_of(kept: Path, key: str, person: str) -> Path:
    """Where somebody's things are. Others can pass through `kept`, so the name must not say whose it is."""
    return kept / hmac.digest(key.encode(), person.encode(), "sha256").hex()[:32]


def lend(folder: Path, uid: int | None) -> None:
    """Let a new server use the folder; `uid` is its account, or None where it shares the hub's."""
    folder.mkdir(mode=0o700, exist_ok=True)
    _give(folder, os.geteuid() if uid is None else uid)


def take_back(folder: Path) -> None:
    """Close the folder after the last process of its server has ended."""
    if folder.exists():
        _give(folder, os.geteuid())


def tidy(kept: Path, living: Collection[int]) -> None:
    """At the start of the hub: close what servers of an earlier run left open, and remove what is too old to be sent.

    `living` are the accounts of servers that still run.
    """
    for folder in kept.iterdir():
        status = folder.stat()
        if status.st_uid not in living:
            take_back(folder)
            if time.time() - _last_change(folder) > OLDEST:
                forget(folder)


def forget(folder: Path) -> None:
    """Remove somebody's folder."""
    shutil.rmtree(folder, ignore_errors=True)


def _give(folder: Path, uid: int) -> None:
    with _opened(folder) as descriptor:
        owner = os.fstat(descriptor).st_uid
        if not _is_fit(descriptor, owner):
            _empty(descriptor)
        for name in _names(descriptor):
            os.chown(name, uid, _group(uid), dir_fd=descriptor, follow_symlinks=False)
        os.fchmod(descriptor, 0o700)
        os.fchown(descriptor, uid, _group(uid))


def _group(uid: int) -> int:
    return os.getegid() if uid == os.geteuid() else uid


def _is_fit(descriptor: int, owner: int) -> bool:
    """Whether there are only a few small plain files, of the folder's owner and without another name elsewhere."""
    names = _names(descriptor)
    found = [os.stat(name, dir_fd=descriptor, follow_symlinks=False) for name in names]
    plain = all(stat.S_ISREG(one.st_mode) and one.st_nlink == 1 and one.st_uid == owner for one in found)
    return plain and len(found) <= MOST_FILES and sum(one.st_size for one in found) <= MOST_BYTES


def _empty(descriptor: int) -> None:
    for name in _names(descriptor):
        if stat.S_ISDIR(os.stat(name, dir_fd=descriptor, follow_symlinks=False).st_mode):
            shutil.rmtree(name, dir_fd=descriptor)
        else:
            os.unlink(name, dir_fd=descriptor)


def _names(descriptor: int) -> list[str]:
    return os.listdir(descriptor)  # of the folder that is open, whatever has its name by now


def _last_change(folder: Path) -> float:
    return max(entry.lstat().st_mtime for entry in (folder, *folder.iterdir()))


@contextmanager
def _opened(folder: Path) -> Iterator[int]:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        yield descriptor
    finally:
        os.close(descriptor)
