"""Health at size: everything rebuilt from the records, a hot notebook computed anew, what a reader waits for.

By default 300,000 executions over 30 days in 600 notebooks; `--full` takes 5 million in 10,000. On the default
database, or on the PostgreSQL that DATABASE_URL names (an empty one).
Goals: rebuilt in minutes in bounded memory; the API in at most 50 ms; a list costs no query more for its health.
"""

import argparse
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from typing import Any

SMALL, FULL = (300_000, 600), (5_000_000, 10_000)  # executions, notebooks
HOT_PEOPLE = 5_000
ROUNDS = 40
GOAL_MS = 50


def prepare() -> str:
    """A data folder of our own before anything of the gallery is loaded."""
    home = tempfile.mkdtemp(prefix="commonplace-bench-health-")
    os.environ.update(COMMONPLACE_HOME=home, COMMONPLACE_HUB="false", DJANGO_SETTINGS_MODULE="gallery.site.settings")
    import django  # noqa: PLC0415

    django.setup()
    from django.conf import settings  # noqa: PLC0415
    from django.core.management import call_command  # noqa: PLC0415

    settings.ALLOWED_HOSTS = ["*"]
    call_command("migrate", verbosity=0)
    return home


def main() -> None:
    """Print times, memory and numbers of queries."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--full", action="store_true", help="5 million executions in 10,000 notebooks")
    executions, notebooks = FULL if parser.parse_args().full else SMALL
    home = prepare()
    try:
        measure(executions, notebooks)
    finally:
        shutil.rmtree(home, ignore_errors=True)


def measure(executions: int, notebooks: int) -> None:
    """Everything, one after the other."""
    from benchmarks.health_world import make_executions, make_notebooks  # noqa: PLC0415 — needs the settings

    world = make_notebooks(notebooks)
    took = timed(lambda: make_executions(world, executions))
    print(f"  {executions:,} executions in {notebooks:,} notebooks made in {took:.0f} s")
    rebuild(executions)
    hot_notebook(world)
    readers(world)


def rebuild(executions: int) -> None:
    """`commonplace compute health` as an operator types it."""
    words = [sys.executable, "-m", "gallery.site.command_line", "compute", "health"]
    took = timed(lambda: subprocess.run(words, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL))
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu, memory = used.ru_utime + used.ru_stime, used.ru_maxrss / 1024
    print(f"  rebuilt by `commonplace compute health` in {took:.0f} s ({executions / took:,.0f} executions/s),")
    print(f"    {cpu:.0f} s of them of one processor, peak {memory:.0f} MB")


def hot_notebook(world: Any) -> None:
    """A notebook that thousands run on one day: the time from the last record to its health."""
    from django.utils import timezone  # noqa: PLC0415
    from gallery.executions.models import CellDay  # noqa: PLC0415
    from gallery.executions.summing import sum_up  # noqa: PLC0415
    from gallery.health.refreshing import compute  # noqa: PLC0415
    from gallery.health.stale import mark_stale  # noqa: PLC0415

    from benchmarks.health_world import make_hot_notebook  # noqa: PLC0415

    make_hot_notebook(world, HOT_PEOPLE)
    summed = timed(sum_up)
    sums = CellDay.objects.filter(notebook=world.notebook).count()
    times = []
    busy = time.process_time()
    for _ in range(3):
        mark_stale([world.notebook])
        times.append(timed(lambda: compute([world.notebook], timezone.now())))
    busy = (time.process_time() - busy) / len(times)
    print(f"  a notebook run by {HOT_PEOPLE:,} people today ({sums:,} sums): summed up in {summed:.1f} s,")
    print(f"    its health computed in {statistics.median(times):.2f} s ({busy:.2f} s of a processor)")


def readers(world: Any) -> None:
    """The API, the page, and a list, as a reader without an account asks for them."""
    from gallery.notebooks.models import Notebook  # noqa: PLC0415

    for which, key in (("a hot notebook", world.notebook), ("a usual notebook", world.notebook + 7)):
        uuid = Notebook.objects.values_list("uuid", flat=True).get(pk=key)
        ask(f"health over the API, {which}", f"/api/v1/notebooks/{uuid}/health", GOAL_MS)
        ask(f"health page, {which}", f"/notebooks/{uuid}/health", GOAL_MS)
    ask("a list sorted by health", "/notebooks/?sort=health")
    ask("the same sorted by date", "/notebooks/?sort=updated")


def ask(what: str, path: str, goal: int | None = None) -> None:
    """The time of the server and the queries of one request."""
    from django.db import connection  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    client = Client()
    status = client.get(path).status_code
    if status != 200:
        raise RuntimeError(f"{path} answers {status}")
    with CaptureQueriesContext(connection) as queries:
        client.get(path)
        asked = len(queries)  # further requests forget them
    busy = time.process_time()
    times = [timed(lambda: client.get(path)) * 1000 for _ in range(ROUNDS)]
    busy = (time.process_time() - busy) * 1000 / ROUNDS
    wanted = f" (goal: {goal} ms)" if goal else ""
    print(f"  {what}: {statistics.median(times):.1f} ms{wanted}, {busy:.1f} ms of a processor, {asked} queries")


def timed(work: Callable[[], object]) -> float:
    """Seconds that it takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
