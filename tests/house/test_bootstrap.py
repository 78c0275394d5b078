"""The bootstrap: a step runs when it must and only then, and gives up with a sentence."""

import os
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from tools import steps, surroundings
from tools.failure import Failure, told
from tools.installation import OURS, need_our_own
from tools.needs import Need, provide
from tools.ports import free_port, need_free_ports
from tools.steps import Runner, Step, StepFailed, carry_out

Work = Callable[[Runner], None]


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty checkout in which steps leave their stamps and logs."""
    for module in (steps, surroundings):
        monkeypatch.setattr(module, "ROOT", tmp_path)
    monkeypatch.setattr(steps, "STAMPS", tmp_path / "stamps")
    monkeypatch.setattr(steps, "LOGS", tmp_path / "logs")
    (tmp_path / "input").write_text("one")
    return tmp_path


WAITING = """
import os, sys
from pathlib import Path
from tools import steps
from tools.failure import told

here = Path(sys.argv[1])
steps.ROOT, steps.STAMPS, steps.LOGS = here, here / "stamps", here / "logs"
def work(runner):
    runner.run("sh", "-c", "echo $$ > pid; mv pid ready; exec sleep 600", cwd=here)
step = steps.Step("a", "waiting", work, (here / "input",), ())
sys.exit(told(lambda: steps.carry_out([step], os.environ) or 0))
"""


def step(folder: Path, *words: str, name: str = "cook", after: tuple[str, ...] = ()) -> Step:
    """A step that reads `input`, notes that it ran, and makes `NAME.made`."""

    def work(runner: Runner) -> None:
        runner.run(*(words or ("sh", "-c", f"echo {name} >> ran; touch {name}.made")), cwd=folder)

    return Step(name, "cooking", work, (folder / "input",), (folder / f"{name}.made",), after)


def ran(folder: Path) -> list[str]:
    return (folder / "ran").read_text().split()


def test_a_step_runs_once(checkout: Path) -> None:
    for _ in range(3):
        carry_out([step(checkout)], os.environ)
    assert ran(checkout) == ["cook"]


@pytest.mark.parametrize("change", ["another input", "a lost result", "an interruption"])
def test_a_step_runs_again_after(change: str, checkout: Path) -> None:
    carry_out([step(checkout)], os.environ)
    if change == "another input":
        (checkout / "input").write_text("two")
    elif change == "a lost result":
        (checkout / "cook.made").unlink()
    else:
        (checkout / "stamps" / "cook").unlink()
    carry_out([step(checkout)], os.environ)
    assert ran(checkout) == ["cook", "cook"]


def test_a_step_waits_for_those_before_it(checkout: Path) -> None:
    names = ["serve", "lay", "cook"]
    chain = [step(checkout, name=name, after=tuple(names[at + 1 : at + 2])) for at, name in enumerate(names)]
    carry_out(chain, os.environ)
    assert ran(checkout) == ["cook", "lay", "serve"]


def test_a_failure_is_told_with_its_log_and_is_tried_again(checkout: Path) -> None:
    broken = step(checkout, "sh", "-c", "echo the disk is full >&2; exit 3")
    for _ in range(2):
        with pytest.raises(Failure, match=r"Cooking failed: .* ended with 3") as failure:
            carry_out([broken], os.environ)
        assert "logs/cook.log" in str(failure.value)
        assert "the disk is full" in str(failure.value)


def test_a_missing_program_is_told(checkout: Path) -> None:
    with pytest.raises(Failure, match="`no-such-program` could not be started"):
        carry_out([step(checkout, "no-such-program")], os.environ)


def test_a_result_that_was_not_made_is_a_failure(checkout: Path) -> None:
    with pytest.raises(Failure, match=r"made no .*cook\.made"):
        carry_out([step(checkout, "true")], os.environ)


def test_a_missing_input_is_told_before_anything_runs(checkout: Path) -> None:
    first = step(checkout)
    lost = Step("lost", "looking", first.work, (checkout / "gone",), ())
    with pytest.raises(Failure, match="gone is missing"):
        carry_out([first, lost], os.environ)
    assert not (checkout / "ran").exists()


def test_only_an_environment_of_our_own_is_replaced(tmp_path: Path) -> None:
    environment = tmp_path / ".venv"
    need_our_own(environment)
    environment.mkdir()
    with pytest.raises(StepFailed, match="made by somebody else"):
        need_our_own(environment)
    (environment / OURS).touch()
    need_our_own(environment)


def test_what_the_user_has_set_stays() -> None:
    chosen = {"UV_CACHE_DIR": "/cache", "SSL_CERT_FILE": "/mine.pem", "VIRTUAL_ENV": "/other"}
    environ = surroundings.surroundings(chosen)
    assert environ["UV_CACHE_DIR"] == "/cache"
    assert environ["NODE_EXTRA_CA_CERTS"] == environ["PIP_CERT"] == "/mine.pem"
    assert "VIRTUAL_ENV" not in environ


def test_every_cache_is_inside_the_checkout() -> None:
    environ = surroundings.surroundings({})
    assert all(Path(environ[name]).is_relative_to(surroundings.ROOT) for name in surroundings.CACHES)


@pytest.fixture
def taken() -> Iterator[int]:
    """A port on which somebody listens."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield int(server.getsockname()[1])


@pytest.mark.parametrize("name", ["PORT", "COMMONPLACE_HUB_PORT"])
def test_a_taken_port_is_told_with_a_way_out(name: str, taken: int) -> None:
    environ = {"PORT": str(free_port()), "COMMONPLACE_HUB_PORT": str(free_port()), name: str(taken)}
    with pytest.raises(Failure, match=rf"Port {taken} .* in use.*make run {name}="):
        need_free_ports(environ)


def test_free_ports_are_fine() -> None:
    need_free_ports({"PORT": str(free_port()), "COMMONPLACE_HUB_PORT": str(free_port())})


def test_what_tests_need_is_installed_or_named() -> None:
    there: list[str] = []

    def install(packages: Sequence[str]) -> bool:
        there.extend(packages)
        return True

    need = Need("Gold", ("gold-dev",), "it glitters", lambda: "gold-dev" in there)
    with pytest.raises(Failure, match=r"Gold: it glitters\n.*\n?.*apt-get install gold-dev"):
        provide([need], lambda _: False)
    provide([need], install)
    assert there == ["gold-dev"]


def test_a_failure_is_one_sentence_on_stderr(capsys: pytest.CaptureFixture[str]) -> None:
    def fails() -> int:
        raise Failure("The disk is full.")

    assert told(fails) == 1
    assert capsys.readouterr() == ("", "\nThe disk is full.\n")


def _can_be_interrupted() -> None:
    """A shell's background job ignores Ctrl-C, and so would its children; people start this in the foreground."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def test_interrupting_leaves_no_process(checkout: Path) -> None:
    """A step that would last for ever ends with the bootstrap that started it."""
    words = (sys.executable, "-c", WAITING, str(checkout))
    started = {"cwd": surroundings.TOOLS.parent, "stderr": subprocess.PIPE, "preexec_fn": _can_be_interrupted}
    with subprocess.Popen(words, **started) as process:  # type: ignore[call-overload]
        while not (checkout / "ready").exists():
            assert process.poll() is None
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=120) == 130
    assert not Path("/proc", (checkout / "ready").read_text().strip()).exists()


def test_it_starts_as_a_script_without_anything_in_the_environment(tmp_path: Path) -> None:
    root = surroundings.TOOLS.parent
    words = (sys.executable, "-I", str(root / "tools" / "bootstrap.py"), "--help")
    ended = subprocess.run(words, cwd=tmp_path, env={}, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stderr
    assert "lint" in ended.stdout
    assert shutil.which("make")
