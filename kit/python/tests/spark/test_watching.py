"""Spark ends with its kernel, however that ends, and leaves nothing on disk."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from commonplace.spark import watch

from kit.python.tests.spark.cluster import children, gone, until

# A stand-in for a kernel: it starts the watcher as the kit does, tells both process ids, and waits.
KERNEL = """
import os, subprocess, sys
reading, writing = os.pipe()
words = [sys.executable, "-I", {watch!r}, str(os.getpid()), {folder!r}, "--", *{command!r}]
watcher = subprocess.Popen(words, stdin=reading, start_new_session=True)
os.close(reading)
if {forks}:
    if os.fork() == 0:  # a child that holds the pipe open, as those of multiprocessing do
        os.setsid()
        import time; time.sleep(600)
print(watcher.pid, flush=True)
sys.stdin.read()
"""
SPARK = [sys.executable, "-c", "import time; time.sleep(600)"]


def kernel(folder: Path, command: list[str] = SPARK, *, forks: bool = False) -> tuple[subprocess.Popen[str], int]:
    """A running one, and the watcher's process id."""
    code = KERNEL.format(watch=str(Path(watch.__file__)), folder=str(folder), command=command, forks=forks)
    started = subprocess.Popen((sys.executable, "-c", code), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert started.stdout is not None
    return started, int(started.stdout.readline())


def child_of(watcher: int) -> int:
    """What the watcher runs."""
    until(lambda: bool(children(watcher)), "what the watcher starts")
    return children(watcher)[0]


@pytest.mark.parametrize("forks", [False, True], ids=["alone", "with a child of its own"])
def test_a_killed_kernel_takes_spark_and_its_files_along(tmp_path: Path, forks: bool) -> None:
    folder = tmp_path / "spark"
    folder.mkdir()
    started, watcher = kernel(folder, forks=forks)
    others = [one for one in children(started.pid) if one != watcher]
    spark = child_of(watcher)
    started.kill()
    until(lambda: gone(spark), "the end of Spark")
    until(lambda: not folder.exists(), "its folder to be removed")
    for other in others:
        os.kill(other, signal.SIGKILL)
    started.communicate()


def test_a_kernel_that_ends_well_takes_it_along_too(tmp_path: Path) -> None:
    started, watcher = kernel(tmp_path / "spark")
    spark = child_of(watcher)
    started.communicate()
    until(lambda: gone(spark), "the end of Spark")


def test_killing_the_watcher_ends_spark(tmp_path: Path) -> None:
    started, watcher = kernel(tmp_path / "spark")
    spark = child_of(watcher)
    os.kill(watcher, signal.SIGKILL)
    until(lambda: gone(spark), "the end of Spark")
    started.communicate()


def test_an_end_of_its_own_is_noted_and_its_words_are_kept(tmp_path: Path) -> None:
    folder = tmp_path / "spark"
    folder.mkdir()
    (folder / "spark.log").write_text("what it said")
    started, _ = kernel(folder, [sys.executable, "-c", "raise SystemExit(3)"])
    until(lambda: (folder / watch.ENDED).exists() and (folder / watch.ENDED).read_text() == "3", "the note")
    assert (folder / "spark.log").exists()
    started.communicate()
    until(lambda: not folder.exists(), "its folder to be removed")
