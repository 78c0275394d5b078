"""Records of executed cells: a burst of 5,000 people with 20 cells each, in batches, against one record a request.

Both endpoints stand in the same real web server, on the same database, and are asked in turns by as many connections
at once. What differs: a batch brings the 20 cells that a person ran, a single insert brings one; the gallery's own
endpoint also knows what was delivered before and how much one person may send a day; the other is the plain view of
`benchmarks/single_insert.py`. Both sign in as servers on the hub do, apply the reading rule, and answer after the
transaction. The worker that sums up stands still for the comparison, and works during a last burst.
Goal: at least 15 times as many records a second.
"""

import json
import math
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID

import psycopg

from benchmarks.load import read_answer
from tests.journeys.installation import ROOT, Installation, installation
from tools.postgres import postgresql

PEOPLE, CELLS, NOTEBOOKS = 5_000, 20, 40
ROUNDS, CLIENTS = 5, 32
SINGLES = 1_000  # a round
GOAL = 15.0


@dataclass(frozen=True)
class Figures:
    """One round: records a second, and how long each request took."""

    rate: float
    seconds: list[float]


class Burst:
    """Makes the requests of people who run notebooks, each with records of its own."""

    def __init__(self, gallery: Installation, world: dict[str, Any]) -> None:
        """Everything random comes from one seed."""
        self.gallery, self.world, self.chance = gallery, world, Random(4)  # noqa: S311 — no secret

    def batch(self, person: int) -> bytes:
        """All cells of a notebook, as a person's server sends them."""
        return self._request(person, "/api/v1/executions", {"items": list(self._items())})

    def singles(self, person: int) -> list[bytes]:
        """The same, a request for each cell."""
        return [self._request(person, "/single", item) for item in self._items()]

    def _items(self) -> Iterator[dict[str, Any]]:
        notebook, hashes = self.chance.choice(list(self.world["notebooks"].items()))
        for hash_ in hashes:
            yield {
                "id": str(UUID(int=self.chance.getrandbits(128), version=4)),
                "notebook": notebook,
                "revision": 1,
                "cell_hash": hash_,
                "success": self.chance.random() < 0.9,
                "runtime_ms": self.chance.randrange(1, 5_000),
                "started_at": datetime.now(UTC).isoformat(),
            }

    def _request(self, person: int, path: str, body: object) -> bytes:
        sent = json.dumps(body).encode()
        lines = [
            f"POST {path} HTTP/1.1",
            f"Host: 127.0.0.1:{self.gallery.port}",
            f"Authorization: Bearer {self.world['tokens'][person]}",
            "Content-Type: application/json",
            f"Content-Length: {len(sent)}",
        ]
        return ("\r\n".join(lines) + "\r\n\r\n").encode() + sent


def fire(port: int, requests: Sequence[bytes], records: int) -> Figures:
    """Send all of them over many connections at once, each as soon as the one before is answered."""
    waiting, seconds, lock = iter(requests), list[float](), threading.Lock()
    failures: list[str] = []

    def work() -> None:
        with socket.create_connection(("127.0.0.1", port)) as connection:
            while True:
                with lock:
                    request = next(waiting, None)
                if request is None:
                    return
                began = time.perf_counter()
                connection.sendall(request)
                if (status := read_answer(connection)) != 202:
                    failures.append(f"answered {status}")
                    return
                seconds.append(time.perf_counter() - began)

    began = time.perf_counter()
    workers = [threading.Thread(target=work) for _ in range(CLIENTS)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    if failures or len(seconds) != len(requests):
        raise RuntimeError(f"{len(seconds)} of {len(requests)} requests were acknowledged: {failures[:1]}")
    return Figures(records / (time.perf_counter() - began), seconds)


def percentile(values: Sequence[float], share: float) -> float:
    """The value that this share of all does not exceed."""
    return sorted(values)[math.ceil(len(values) * share) - 1]


def compare(burst: Burst) -> float:
    """Rounds that take turns; answers the ratio of the medians of records a second."""
    port, singles, batches = burst.gallery.port, list[Figures](), list[Figures]()
    fire(port, [burst.batch(0), *burst.singles(0)], 1)  # so that both are warm
    size = PEOPLE // ROUNDS
    for first in range(0, PEOPLE, size):
        people = range(first, first + size)
        one_each = [request for person in people[: SINGLES // CELLS] for request in burst.singles(person)]
        singles.append(fire(port, one_each, len(one_each)))
        batches.append(fire(port, [burst.batch(person) for person in people], len(people) * CELLS))
    for name, rounds in (("one record a request", singles), ("in batches of 20", batches)):
        report(name, rounds)
    return statistics.median(one.rate for one in batches) / statistics.median(one.rate for one in singles)


def report(name: str, rounds: Sequence[Figures]) -> None:
    """One line."""
    seconds = [one for figures in rounds for one in figures.seconds]
    rate = statistics.median(figures.rate for figures in rounds)
    p50, p99 = percentile(seconds, 0.5) * 1e3, percentile(seconds, 0.99) * 1e3
    print(f"  {name:36} {rate:8,.0f} records/s   acknowledged: median {p50:6.1f} ms   p99 {p99:6.1f} ms")


def with_the_worker(burst: Burst) -> None:
    """Once more, all at once, while the worker sums up; then how long until everything is summed up."""
    gallery = burst.gallery
    requests = [burst.batch(person) for person in range(PEOPLE)]
    gallery.start("chores", "gallery.site.command_line", "chores", "--stay")
    report("while the worker sums up", [fire(gallery.port, requests, PEOPLE * CELLS)])


def world_of(gallery: Installation) -> dict[str, Any]:
    """Fill the database of an installation."""
    words = [sys.executable, "-m", "benchmarks.burst_world", str(PEOPLE), str(NOTEBOOKS), str(CELLS)]
    made = subprocess.run(words, env=gallery.environment, cwd=ROOT, check=True, capture_output=True, text=True)
    world: dict[str, Any] = json.loads(made.stdout)
    return world


@contextmanager
def durable_postgresql() -> Iterator[str]:
    """A PostgreSQL that writes to the disk before it says so, unlike that of the tests."""
    with postgresql() as url:
        with psycopg.connect(url, autocommit=True) as connection:
            for name in ("fsync", "full_page_writes"):
                connection.execute(f"ALTER SYSTEM SET {name} = on")
            connection.execute("SELECT pg_reload_conf()")
        yield url


def burst_on(name: str, database: AbstractContextManager[str]) -> None:
    """Print the figures for one database."""
    print(f" {name}: {PEOPLE:,} people x {CELLS} cells, {CLIENTS} connections")
    with database as url, tempfile.TemporaryDirectory() as folder:
        settings = {"COMMONPLACE_HUB": "false", "DJANGO_SETTINGS_MODULE": "benchmarks.single_insert_settings"}
        with installation(Path(folder) / "home", DATABASE_URL=url, **settings) as gallery:
            burst = Burst(gallery, world_of(gallery))
            gallery.start_web()
            ratio = compare(burst)
            with_the_worker(burst)
    print(f"  batches / single inserts, records a second: {ratio:.1f} (goal: {GOAL:.0f})")


def main(names: Sequence[str]) -> None:
    """Both databases, or those that are named."""
    for name, database in (("SQLite", nullcontext("")), ("PostgreSQL", durable_postgresql())):
        if not names or name in names:
            burst_on(name, database)


if __name__ == "__main__":
    main(sys.argv[1:])
