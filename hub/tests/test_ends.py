"""How servers end, and that nothing of them stays: by a click, by time, with the hub."""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from hub.tests.world import Person, World, wait_for, world

MARK = """
import os, pathlib, subprocess
pathlib.Path('marker.txt').write_text('mine')
pathlib.Path('/tmp/{name}').write_text('mine too')
daemon = subprocess.Popen(['sleep', '600'], start_new_session=True, stdout=subprocess.DEVNULL, env={{}})
print(os.getcwd(), daemon.pid, os.getppid())
"""


def leave_marks(person: Person) -> tuple[Path, Path, list[int]]:
    """A file at home, one where everybody may write, and a process that left its parent."""
    stray = Path("/tmp") / f"stray-of-{person.name}-{person.world.port}"
    home, *pids = person.run(MARK.format(name=stray.name)).split()
    assert (Path(home) / "marker.txt").read_text() == "mine"
    assert stray.read_text() == "mine too"
    return Path(home), stray, [int(pid) for pid in pids]


def nothing_is_left(home: Path, stray: Path, pids: list[int]) -> bool:
    paths = [home, home.with_suffix(".log"), stray]
    return not any(path.exists() for path in paths) and not any(runs(pid) for pid in pids)


def runs(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False


def test_ended_by_a_click_nothing_is_left(hub: World) -> None:
    nina = hub.person("nina")
    nina.open_jupyter()
    marks = leave_marks(nina)
    nina.end_jupyter()
    wait_for(lambda: nothing_is_left(*marks), "everything of nina's server is gone")
    page = nina.go("/user/nina/lab")
    assert page.status_code == 424
    assert "Start it again" in page.text
    nina.open_jupyter()
    assert nina.run("import os; print(os.path.exists('marker.txt'))").strip() == "False"


def test_a_server_that_ends_by_itself_leaves_nothing(hub: World) -> None:
    nina = hub.person("nina")
    nina.open_jupyter()
    home, stray, pids = leave_marks(nina)
    os.kill(pids[1], signal.SIGKILL)
    wait_for(lambda: nothing_is_left(home, stray, pids), "everything of nina's server is gone")


def test_too_old_a_server_is_ended() -> None:
    with world(COMMONPLACE_SERVER_CHECK_SECONDS="1") as made:
        ada = made.person("ada")
        ada.open_jupyter()
        marks = leave_marks(ada)
        # the life is made short only now, so that a busy machine cannot end it before there are marks
        made.stop_hub(signal.SIGKILL)
        made.settings["COMMONPLACE_SERVER_MAX_SECONDS"] = "1"
        made.start_hub()
        wait_for(lambda: nothing_is_left(*marks), "the culler ended ada's server")
        assert "Culling server ada" in made.log


BUSY = """
import pathlib, time
pathlib.Path('begun').touch()
while not pathlib.Path('go-on').exists():
    time.sleep(0.1)
"""


def test_an_idle_server_is_ended_but_not_while_a_cell_runs() -> None:
    with world(COMMONPLACE_SERVER_IDLE_SECONDS="8", COMMONPLACE_SERVER_CHECK_SECONDS="1") as made:
        with culler_asleep(made):  # until the cell runs: on a busy machine starting it may take longer
            ada, grace = made.person("ada"), made.person("grace")
            ada.open_jupyter()
            home = Path(ada.run("import os; print(os.getcwd())").strip())
            ada.begin(BUSY)
            wait_for((home / "begun").exists, "the cell runs")
            grace.open_jupyter()
        wait_for(lambda: made.living_homes() == [home], "the culler ended grace's idle server")
        assert "Culling server grace" in made.log
        assert "Culling server ada" not in made.log  # whom nobody has heard of for longer than of grace
        (home / "go-on").touch()
        wait_for(lambda: not made.living_homes(), "the culler ended ada's idle server")


@contextmanager
def culler_asleep(hub: World) -> Iterator[None]:
    """Nobody's server is ended while the block runs."""
    (culler,) = wait_for(lambda: [pid for pid in _children(hub) if _is_culler(pid)], "the culler is there")
    os.killpg(culler, signal.SIGSTOP)
    try:
        yield
    finally:
        os.killpg(culler, signal.SIGCONT)


def _is_culler(pid: int) -> bool:
    return b"idle_culler" in Path(f"/proc/{pid}/cmdline").read_bytes()


def test_a_hub_that_was_killed_finds_its_servers_again_and_wipes_the_rest(hub: World) -> None:
    ada = hub.person("ada")
    ada.open_jupyter()
    home, stray, pids = leave_marks(ada)
    hub.stop_hub(signal.SIGKILL)
    leftover = hub.homes / "0123456789abcdef"
    leftover.mkdir()
    (leftover / "somebodys.txt").write_text("from an earlier run")
    hub.start_hub()
    assert not leftover.exists()
    assert "Wiped 0123456789abcdef, left over from an earlier run." in hub.log
    assert ada.run("print(open('marker.txt').read())").strip() == "mine"
    hub.stop_hub()
    assert nothing_is_left(home, stray, pids)
    assert not hub.living_homes()
    hub.start_hub()


def test_a_server_that_died_while_the_hub_was_away_is_wiped(hub: World) -> None:
    grace = hub.person("grace")
    grace.open_jupyter()
    home, stray, pids = leave_marks(grace)
    hub.stop_hub(signal.SIGKILL)
    os.kill(pids[1], signal.SIGKILL)
    wait_for(lambda: not runs(pids[1]), "the server has ended")
    hub.start_hub()
    assert nothing_is_left(home, stray, pids)


def test_killing_the_hub_ends_its_proxy_and_its_culler(hub: World) -> None:
    below = _children(hub)
    assert len(below) >= 2
    hub.stop_hub(signal.SIGKILL)
    wait_for(lambda: not any(runs(pid) for pid in below), "proxy and culler have ended")
    hub.start_hub()


def _children(hub: World) -> list[int]:
    """Proxy and culler: the hub's children that are nobody's server."""
    assert hub.hub is not None
    pids = Path(f"/proc/{hub.hub.pid}/task/{hub.hub.pid}/children").read_text().split()
    return [int(pid) for pid in pids if Path(f"/proc/{pid}").stat().st_uid == 0]
