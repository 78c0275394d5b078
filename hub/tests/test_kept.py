"""What outlives a server: lent to its account while it runs, closed afterwards, never more than a few small files."""

import os
import shutil
import stat
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import mkdtemp

import pytest
from commonplace_hub.kept import MOST_BYTES, MOST_FILES, OLDEST, folder_of, forget, lend, take_back, tidy

FIRST, SECOND = 38101, 38102
KEY = "a key of the hub"


@pytest.fixture
def kept() -> Iterator[Path]:
    """The folder of all, which others can pass through; pytest's own are closed to them."""
    made = Path(mkdtemp(prefix="commonplace-kept-"))
    made.chmod(0o711)
    yield made
    shutil.rmtree(made)


def run(uid: int, script: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """A shell under a server's account."""
    command = ["/bin/sh", "-c", script, "sh", str(folder)]
    return subprocess.run(command, user=uid, group=uid, extra_groups=[], capture_output=True, text=True, check=False)


def test_what_a_server_left_is_there_for_the_persons_next_one(kept: Path) -> None:
    ada = folder_of(kept, KEY, "ada/")
    lend(ada, FIRST)
    assert run(FIRST, 'umask 077; echo waiting > "$1/records"', ada).returncode == 0
    take_back(ada)
    lend(ada, SECOND)
    assert run(SECOND, 'cat "$1/records" && echo more >> "$1/records"', ada).stdout == "waiting\n"
    assert (ada / "records").read_text() == "waiting\nmore\n"


def test_nobody_else_can_enter(kept: Path) -> None:
    ada = folder_of(kept, KEY, "ada/")
    lend(ada, FIRST)
    (ada / "records").write_text("ada's")
    for uid in (SECOND, 65534):
        assert run(uid, 'cat "$1/records" || ls "$1" || ls "$1/.."', ada).returncode != 0


def test_an_account_that_comes_back_for_somebody_else_finds_it_closed(kept: Path) -> None:
    ada = folder_of(kept, KEY, "ada/")
    lend(ada, FIRST)
    run(FIRST, 'echo waiting > "$1/records"', ada)
    take_back(ada)
    assert run(FIRST, 'cat "$1/records"', ada).returncode != 0
    assert (ada.stat().st_uid, stat.S_IMODE(ada.stat().st_mode)) == (os.geteuid(), 0o700)
    assert (ada / "records").stat().st_uid == os.geteuid()


def test_the_name_tells_nobody_whose_it_is(kept: Path) -> None:
    assert "ada" not in folder_of(kept, KEY, "ada/").name
    assert folder_of(kept, KEY, "ada/") == folder_of(kept, KEY, "ada/")
    assert folder_of(kept, KEY, "ada/") != folder_of(kept, "another key", "ada/")
    assert folder_of(kept, KEY, "ada/") != folder_of(kept, KEY, "grace/")


UNFIT = {
    "a link": 'ln -s /etc/shadow "$1/link"',
    "a folder": 'mkdir -p "$1/folder/deeper" && touch "$1/folder/deeper/file"',
    "a pipe": 'mkfifo "$1/pipe"',
    "a file with two names": 'touch "$1/one" && ln "$1/one" "$1/two"',
    "too many files": f'for n in $(seq {MOST_FILES + 1}); do touch "$1/$n"; done',
    "too large a file": f'truncate -s {MOST_BYTES + 1} "$1/large"',
}


@pytest.mark.parametrize("what", UNFIT)
def test_anything_but_a_few_small_files_is_removed(kept: Path, what: str) -> None:
    ada = folder_of(kept, KEY, "ada/")
    lend(ada, FIRST)
    assert run(FIRST, f'touch "$1/records" && {UNFIT[what]}', ada).returncode == 0
    shadow = Path("/etc/shadow").stat()
    take_back(ada)
    assert list(ada.iterdir()) == []
    assert Path("/etc/shadow").stat().st_uid == shadow.st_uid


def test_a_file_of_somebody_else_does_not_change_hands(kept: Path) -> None:
    ada, foreign = folder_of(kept, KEY, "ada/"), kept / "root's own"
    foreign.write_text("root's")
    lend(ada, FIRST)
    (ada / "moved here").write_text("root's")
    take_back(ada)
    assert list(ada.iterdir()) == []
    assert foreign.stat().st_uid == os.geteuid()


def test_a_hub_that_starts_closes_what_dead_servers_left_open(kept: Path) -> None:
    dead, alive = folder_of(kept, KEY, "ada/"), folder_of(kept, KEY, "grace/")
    lend(dead, FIRST)
    lend(alive, SECOND)
    run(FIRST, 'echo waiting > "$1/records"', dead)
    tidy(kept, {SECOND})
    assert (dead.stat().st_uid, alive.stat().st_uid) == (os.geteuid(), SECOND)
    assert (dead / "records").read_text() == "waiting\n"


def test_what_is_too_old_to_be_sent_is_forgotten(kept: Path) -> None:
    old, fresh = folder_of(kept, KEY, "ada/"), folder_of(kept, KEY, "grace/")
    for folder in (old, fresh):
        lend(folder, None)
        (folder / "records").touch()
    long_ago = time.time() - OLDEST - 60
    os.utime(old / "records", (long_ago, long_ago))
    os.utime(old, (long_ago, long_ago))
    tidy(kept, set())
    assert [folder.exists() for folder in (old, fresh)] == [False, True]


def test_without_accounts_the_folder_belongs_to_the_hub(kept: Path) -> None:
    ada = folder_of(kept, KEY, "ada/")
    lend(ada, None)
    (ada / "records").write_text("waiting")
    take_back(ada)
    lend(ada, None)
    assert (ada / "records").read_text() == "waiting"


def test_forgetting_somebody_twice_does_nothing_more(kept: Path) -> None:
    ada = folder_of(kept, KEY, "ada/")
    lend(ada, FIRST)
    forget(ada)
    forget(ada)
    take_back(ada)
    assert not ada.exists()
