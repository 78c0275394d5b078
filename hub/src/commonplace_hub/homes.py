"""Homes of running servers: made fresh for each start, wiped at its end, and leftovers wiped at hub start.

A home that exists marks its account as taken, so there is no list that could disagree with the folders.
"""

import os
import pwd
import secrets
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from commonplace_hub.processes import end_all_in, runs_anything

NEXT_UID = ".next-uid"
SHARED_FOLDERS = (Path("/tmp"), Path("/var/tmp"), Path("/dev/shm"))  # noqa: S108 - searched, never written


class NoAccountLeft(Exception):
    """Every account of the configured range is in use."""


@dataclass(frozen=True)
class Home:
    """One server's home; `uid` is its own account, or None where it shares the hub's."""

    folder: Path
    uid: int | None

    @property
    def log(self) -> Path:
        """What the server prints: beside the home, so that its user cannot read or change it."""
        return self.folder.with_suffix(".log")


def create(homes: Path, uids: range | None) -> Home:
    """A new empty home below `homes`, with an account from `uids` (None: the hub's own account)."""
    uid = None if uids is None else _next_uid(homes, uids)
    folder = homes / secrets.token_hex(8)
    folder.mkdir(mode=0o700)
    if uid is not None:
        os.chown(folder, uid, uid)
    return Home(folder, uid)


def wipe(home: Home) -> None:
    """End whatever still runs in `home` and remove it with all that its account left elsewhere.

    Calling it again does nothing.
    """
    end_all_in(home.folder, home.uid)
    shutil.rmtree(home.folder, ignore_errors=True)
    if home.uid is not None:
        _remove_strays(home.uid)
    home.log.unlink(missing_ok=True)


def wipe_leftovers(homes: Path, keep: Iterable[Path]) -> list[Path]:
    """Wipe every home that is not in `keep`; tells which."""
    kept = set(keep)
    leftovers = [folder for folder in homes.iterdir() if folder.is_dir() and folder not in kept]
    for folder in leftovers:
        owner = folder.stat().st_uid
        wipe(Home(folder, None if owner == os.geteuid() else owner))
    return leftovers


def _next_uid(homes: Path, uids: range) -> int:
    """The account after the last one given out: a number returns only after all others had their turn."""
    pointer = homes / NEXT_UID
    start = int(pointer.read_text()) if pointer.exists() else uids.start
    taken = {folder.stat().st_uid for folder in homes.iterdir() if folder.is_dir()}
    for step in range(len(uids)):
        uid = uids[(start - uids.start + step) % len(uids)]
        if uid not in taken and not _has_a_name(uid) and not runs_anything(uid):
            pointer.write_text(str(uid + 1))
            return uid
    raise NoAccountLeft(f"All {len(uids)} accounts for servers are in use; widen COMMONPLACE_SERVER_UIDS.")


def _has_a_name(uid: int) -> bool:
    """Whether the number belongs to a real account of this machine."""
    try:
        pwd.getpwuid(uid)
    except KeyError:
        return False
    return True


def _remove_strays(uid: int) -> None:
    """What the account wrote where everybody may write: the next server with this number must not find it."""
    for shared in SHARED_FOLDERS:
        for entry in shared.iterdir() if shared.is_dir() else ():
            if entry.lstat().st_uid == uid:
                _remove(entry)


def _remove(entry: Path) -> None:
    if entry.is_dir() and not entry.is_symlink():
        shutil.rmtree(entry, ignore_errors=True)
    else:
        entry.unlink(missing_ok=True)
