"""Accounts and homes: never two servers on one account, never an account again before its turn."""

import os
import pwd
import subprocess
from pathlib import Path

import pytest
from commonplace_hub.homes import Home, NoAccountLeft, create, wipe, wipe_leftovers
from commonplace_hub.processes import started_at

UIDS = range(38001, 38004)


def test_each_home_has_an_account_of_its_own(tmp_path: Path) -> None:
    made = [create(tmp_path, UIDS) for _ in UIDS]
    assert sorted(home.uid or 0 for home in made) == list(UIDS)
    assert [home.folder.stat().st_uid for home in made] == [home.uid for home in made]
    assert {home.folder.stat().st_mode & 0o777 for home in made} == {0o700}
    with pytest.raises(NoAccountLeft, match="COMMONPLACE_SERVER_UIDS"):
        create(tmp_path, UIDS)


def test_an_account_returns_only_after_all_others_had_their_turn(tmp_path: Path) -> None:
    given = []
    for _ in range(4):
        home = create(tmp_path, UIDS)
        given.append(home.uid)
        wipe(home)
    assert given == [38001, 38002, 38003, 38001]


def test_accounts_of_real_people_are_left_out(tmp_path: Path) -> None:
    taken = max(entry.pw_uid for entry in pwd.getpwall() if entry.pw_uid < 65000)
    assert create(tmp_path, range(taken, taken + 2)).uid == taken + 1


def test_an_account_that_runs_something_elsewhere_is_left_out(tmp_path: Path) -> None:
    with subprocess.Popen(["sleep", "600"], user=UIDS[0]) as running:
        assert create(tmp_path, UIDS).uid == UIDS[1]
        running.kill()


def test_without_accounts_the_home_belongs_to_the_hub(tmp_path: Path) -> None:
    home = create(tmp_path, None)
    assert home.uid is None
    assert home.folder.stat().st_uid == os.geteuid()


def test_wiping_ends_processes_that_only_the_home_betrays(tmp_path: Path) -> None:
    home = create(tmp_path, None)
    running = subprocess.Popen(["sleep", "600"], env={"HOME": str(home.folder), "PATH": "/usr/bin:/bin"})
    wipe(home)
    assert running.wait(10) == -9
    assert not home.folder.exists()
    wipe(home)  # again: nothing happens


def test_wiping_does_not_follow_links_out_of_the_home(tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    kept.mkdir()
    (kept / "file").write_text("stays")
    homes = tmp_path / "homes"
    homes.mkdir()
    home = create(homes, UIDS)
    (home.folder / "link").symlink_to(kept)
    wipe(home)
    assert (kept / "file").read_text() == "stays"


def test_leftovers_are_wiped_and_the_living_kept(tmp_path: Path) -> None:
    living, dead = create(tmp_path, UIDS), create(tmp_path, UIDS)
    dead.log.write_text("its log")
    assert wipe_leftovers(tmp_path, keep=[living.folder]) == [dead.folder]
    assert living.folder.exists()
    assert not dead.folder.exists()
    assert not dead.log.exists()


def test_a_process_is_known_by_number_and_start() -> None:
    assert started_at(os.getpid()) > 0
    ended = subprocess.Popen(["true"])
    ended.wait()
    assert started_at(ended.pid) == 0


def test_a_home_knows_its_log() -> None:
    assert Home(Path("/somewhere/abc"), None).log == Path("/somewhere/abc.log")
