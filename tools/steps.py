"""Steps of an installation: each runs only when its inputs changed, and independent ones run side by side.

A step is done when its stamp holds the hash of its inputs and everything that it makes is there. The stamp is
removed before the step begins and written after it succeeded, so an interrupted step is simply run again.
"""

import hashlib
import os
import subprocess
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from tools.failure import Failure, say
from tools.surroundings import LOGS, ROOT, TOOLS

STAMPS = TOOLS / "stamps"
PASSED_OVER = {"node_modules", "__pycache__", "tests", "dist", "labextension"}
BUILT = ROOT / "lab" / "lib"  # the compiler's output, which is nobody's input
TOGETHER = 2  # more steps at once than small machines have cores only makes each of them slower


class StepFailed(Exception):
    """A command of a step failed; what it printed is in the step's log."""


@dataclass(frozen=True)
class Step:
    """Something to install or to build.

    `reads` are the files and folders that it depends on, `facts` what it depends on besides files, `makes`
    what must exist afterwards, `after` the names of the steps that come first.
    """

    name: str
    does: str
    work: Callable[["Runner"], None]
    reads: tuple[Path, ...]
    makes: tuple[Path, ...]
    after: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()


class Children:
    """The processes of all steps, so that none of them outlives an interrupted installation."""

    def __init__(self) -> None:
        self._started: list[subprocess.Popen[bytes]] = []
        self._stopped = False

    def start(self, words: list[str], cwd: Path, environ: Mapping[str, str], log: IO[bytes]) -> int:
        """Run a command to its end and return its exit code; raise `StepFailed` where nothing may start."""
        if self._stopped:
            raise StepFailed("it was stopped")
        try:
            process = subprocess.Popen(
                words, cwd=cwd, env=dict(environ), stdin=subprocess.DEVNULL, stdout=log, stderr=log
            )
        except OSError as error:
            raise StepFailed(f"`{words[0]}` could not be started: {error.strerror}") from error
        self._started.append(process)
        return process.wait()

    def stop(self) -> None:
        """End every process that still runs."""
        self._stopped = True
        for process in self._started:
            if process.poll() is None:
                process.terminate()


@dataclass(frozen=True)
class Runner:
    """Runs the commands of one step and keeps what they print in the step's log."""

    log: Path
    environ: Mapping[str, str]
    children: Children

    def run(self, *command: str | Path, cwd: Path = ROOT) -> None:
        """Run a command to its end; raise `StepFailed` if it fails or does not exist."""
        words = [str(word) for word in command]
        with self.log.open("ab") as log:
            log.write(f"$ {' '.join(words)}\n".encode())
            log.flush()
            code = self.children.start(words, cwd, self.environ, log)
        if code:
            raise StepFailed(f"`{Path(words[0]).name} {' '.join(words[1:3])} …` ended with {code}")


def _files(path: Path) -> Iterable[Path]:
    if path.is_file():
        yield path
    for folder, folders, names in os.walk(path):
        if Path(folder) == BUILT:
            folders.clear()
            continue
        folders[:] = sorted(name for name in folders if name not in PASSED_OVER and not name.startswith("."))
        yield from (Path(folder) / name for name in sorted(names) if not name.endswith((".pyc", ".tsbuildinfo")))


def fingerprint(step: Step) -> str:
    """The hash of everything that the step's result depends on."""
    total = hashlib.sha256("\n".join((step.name, *step.facts)).encode())
    for path in step.reads:
        if not path.exists():
            where = path.relative_to(ROOT)
            raise Failure(f"{where} is missing, which is needed for {step.does}. Is the checkout whole?")
        for file in _files(path):
            total.update(f"\n{file.relative_to(ROOT)}\n".encode())
            total.update(file.read_bytes())
    return total.hexdigest()


def is_done(step: Step, wanted: str) -> bool:
    """True if the step ran with these very inputs and what it made is still there."""
    stamp = STAMPS / step.name
    return stamp.is_file() and stamp.read_text() == wanted and all(made.exists() for made in step.makes)


def _carry_out(step: Step, runner: Runner, wanted: str) -> None:
    started = time.monotonic()
    stamp = STAMPS / step.name
    stamp.unlink(missing_ok=True)
    runner.log.unlink(missing_ok=True)
    say(f"  {step.does} …")
    step.work(runner)
    missing = [str(made) for made in step.makes if not made.exists()]
    if missing:
        raise StepFailed(f"it made no {', '.join(missing)}")
    stamp.write_text(wanted)
    say(f"  {step.does}: done in {time.monotonic() - started:.1f} s")


def _explained(step: Step, error: StepFailed, log: Path) -> Failure:
    printed = log.read_text(errors="replace").strip().splitlines() if log.exists() else []
    last = "\n".join(f"    {line[:200]}" for line in printed[-8:])
    return Failure(
        f"{step.does[0].upper()}{step.does[1:]} failed: {error}.\n"
        f"The whole story is in {log.relative_to(ROOT)}; it ends with\n{last}\n"
        "What was finished is kept. Put the cause right (a network that cannot be reached? a full disk?) and "
        "start the same command again."
    )


def carry_out(steps: Sequence[Step], environ: Mapping[str, str]) -> None:
    """Run every step that is not done, each after those it needs; raise `Failure` for the first failure."""
    for folder in (STAMPS, LOGS):
        folder.mkdir(parents=True, exist_ok=True)
    children = Children()
    with ThreadPoolExecutor(max_workers=TOGETHER) as pool:
        try:
            _schedule(steps, environ, pool, children)
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            children.stop()
            raise


def _schedule(steps: Sequence[Step], environ: Mapping[str, str], pool: ThreadPoolExecutor, children: Children) -> None:
    wanted = {step.name: fingerprint(step) for step in steps}  # all of them first: a hole shows at once
    waiting, finished = list(steps), set[str]()
    under_way: dict[Future[None], Step] = {}
    while waiting or under_way:
        for step in [step for step in waiting if finished.issuperset(step.after)]:
            waiting.remove(step)
            if is_done(step, wanted[step.name]):
                finished.add(step.name)
            else:
                runner = Runner(_log(step), environ, children)
                under_way[pool.submit(_carry_out, step, runner, wanted[step.name])] = step
        if under_way:
            finished |= _await_one(under_way)


def _await_one(under_way: dict[Future[None], Step]) -> set[str]:
    done = wait(under_way, return_when=FIRST_COMPLETED).done
    names = set()
    for future in done:
        step = under_way.pop(future)
        try:
            future.result()
        except StepFailed as error:
            raise _explained(step, error, _log(step)) from error
        names.add(step.name)
    return names


def _log(step: Step) -> Path:
    return LOGS / f"{step.name}.log"
