"""`kill -9` of web, worker and database amid a burst of executions: each is kept once, and the sums are right."""

import contextlib
import json
import os
import random
import sqlite3
from collections import defaultdict
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Lock
from typing import Any
from uuid import UUID

import httpx
import psycopg
import pytest
from commonplace_clean import cell_hash

from tests import calls
from tests.journeys.installation import Installation, installation, wait_until
from tools.postgres import Cluster, running_cluster

pytestmark = [pytest.mark.journey(minutes=2), pytest.mark.timeout(1800)]

ROUNDS = int(os.environ.get("COMMONPLACE_BURST_ROUNDS", "3"))
BATCHES, CELLS, AT_ONCE = 60, 20, 8
PEOPLE = ("ada", "grace")
SOURCES = [f"step_{number} = {number}" for number in range(CELLS)]
# What is killed, in turns; where the database is a file, the first alone.
VICTIMS = (("web", "chores"), ("web", "chores", "database"), ("database",))
Item = dict[str, Any]


@dataclass
class Place:
    """The installation and its database."""

    gallery: Installation
    database: str = ""
    cluster: Cluster | None = None

    def kill(self, victims: tuple[str, ...]) -> None:
        """All at once."""
        if "database" in victims and self.cluster is not None:
            self.cluster.kill()
        with contextlib.suppress(KeyError):
            self.gallery.kill(*(name for name in victims if name != "database"))

    def revive(self) -> None:
        """Start what does not run."""
        if self.cluster is not None and not self._answers():
            wait_until(self._started, "PostgreSQL to start again")
        for name, process in list(self.gallery.running.items()):
            if process.poll() is not None:  # it ended while it had no database; `commonplace up` starts it again
                del self.gallery.running[name]
        if "web" not in self.gallery.running:
            self.gallery.start_web()
        if "chores" not in self.gallery.running:
            self.gallery.start("chores", "gallery.site.command_line", "chores", "--stay")

    def _started(self) -> bool:
        """Not while a process of the killed one still ends."""
        assert self.cluster is not None
        with contextlib.suppress(Exception):
            self.cluster.start()
        return self._answers()

    def _answers(self) -> bool:
        try:
            self.rows("SELECT 1")
        except psycopg.Error:
            return False
        return True

    def rows(self, question: str) -> list[tuple[Any, ...]]:
        """Ask the database itself."""
        if self.database:
            with psycopg.connect(self.database, connect_timeout=5) as connection:
                return connection.execute(question).fetchall()
        with closing(sqlite3.connect(self.gallery.home / "commonplace.sqlite3", timeout=60)) as connection:
            return connection.execute(question).fetchall()


@dataclass
class Burst:
    """Servers of people that send what they have, and keep what was not acknowledged for later, as Jupyter does."""

    place: Place
    tokens: dict[str, str]
    chance: random.Random
    notebook: str = ""
    acknowledged: dict[tuple[str, str], Item] = field(default_factory=dict)
    waiting: list[tuple[str, list[Item]]] = field(default_factory=list)
    lock: Lock = field(default_factory=Lock)
    victims: tuple[str, ...] = ()
    pull_after: int = 0

    def round(self, victims: tuple[str, ...]) -> None:
        """Send, and pull the plug somewhere in between; cells of a notebook of its own, so that no bound is reached."""
        self.notebook = _notebook(self.place.gallery, self.tokens[PEOPLE[0]])
        fresh = [(self.chance.choice(PEOPLE), self._batch()) for _ in range(BATCHES)]
        sent, self.waiting = [*self.waiting, *fresh], []
        self.pull_after = len(self.acknowledged) + CELLS * self.chance.randrange(3, BATCHES - AT_ONCE)
        self.victims = victims
        with ThreadPoolExecutor(AT_ONCE) as pool:
            list(pool.map(self._send, sent))
        assert not self.victims, "the plug was never pulled"

    def _batch(self) -> list[Item]:
        at = datetime.now(UTC) - timedelta(days=self.chance.randrange(5))
        return [
            {
                "id": str(UUID(int=self.chance.getrandbits(128), version=4)),
                "notebook": self.notebook,
                "cell_hash": cell_hash(source),
                "success": self.chance.random() < 0.8,
                "runtime_ms": self.chance.randrange(5_000),
                "started_at": at.isoformat(),
            }
            for source in SOURCES
        ]

    def _send(self, batch: tuple[str, list[Item]]) -> None:
        person, items = batch
        headers = {"Authorization": f"Bearer {self.tokens[person]}"}
        try:
            answer = calls.post(f"{self.place.gallery.url}/api/v1/executions", json={"items": items}, headers=headers)
        except httpx.HTTPError:
            answer = None
        with self.lock:
            if answer is None or answer.status_code != 202:
                self.waiting.append(batch)
            else:
                self._note(person, items, answer.json())

    def _note(self, person: str, items: list[Item], receipt: dict[str, int]) -> None:
        assert receipt["accepted"] + receipt["duplicates"] == len(items), receipt
        self.acknowledged |= {(person, item["id"]): item for item in items}
        if self.victims and len(self.acknowledged) >= self.pull_after:
            self.place.kill(self.victims)
            self.victims = ()

    def send_the_rest(self) -> None:
        """What waits, and some of what was acknowledged once more."""
        known = list(self.acknowledged.items())
        again = [(person, [item]) for (person, _), item in self.chance.sample(known, 20)]
        sent, self.waiting = [*self.waiting, *again], []
        for batch in sent:
            self._send(batch)
        assert not self.waiting


KEPT = """SELECT username, key, notebook_id, day, person_id, source_hash, success, runtime_ms, started_at
FROM executions_execution JOIN accounts_user ON accounts_user.id = person_id"""
SUMS = """SELECT notebook_id, day, person_id, source_hash, executions, successes, runtimes, last_at, last_failure_at
FROM executions_cellday"""


def kept(place: Place) -> list[tuple[str, str]]:
    """Person and id of every record, as often as it is there."""
    return [(row[0], str(row[1] if isinstance(row[1], UUID) else UUID(row[1]))) for row in place.rows(KEPT)]


def summed(place: Place) -> dict[Any, Any]:
    """What the table of sums says."""
    found = {}
    for *key, executions, successes, runtimes, last_at, last_failure_at in place.rows(SUMS):
        times = json.loads(runtimes) if isinstance(runtimes, str) else runtimes
        found[tuple(key)] = (executions, successes, sorted(times), last_at, last_failure_at)
    return found


def summed_slowly(place: Place) -> dict[Any, Any]:
    """What it should say: a plain function of the records."""
    groups = defaultdict(list)
    for _, _, *key, success, runtime, at in place.rows(KEPT):
        groups[tuple(key)].append((bool(success), runtime, at))
    return {
        key: (
            len(group),
            sum(success for success, _, _ in group),
            sorted(runtime for _, runtime, _ in group),
            max(at for _, _, at in group),
            max((at for success, _, at in group if not success), default=None),
        )
        for key, group in groups.items()
    }


@contextmanager
def place_on(kind: str, home: Path) -> Iterator[Place]:
    """An installation on a file, or on a PostgreSQL that can be killed."""
    if kind == "sqlite":
        with installation(home, COMMONPLACE_HUB="false") as gallery:
            yield Place(gallery)
        return
    with running_cluster() as (cluster, url), installation(home, COMMONPLACE_HUB="false", DATABASE_URL=url) as gallery:
        place = Place(gallery, url, cluster)
        yield place
        place.revive()  # so that it can be stopped in order


def _notebook(gallery: Installation, token: str) -> str:
    cells: list[Item] = [
        {"cell_type": "code", "id": f"c{n}", "metadata": {}, "source": source, "outputs": [], "execution_count": None}
        for n, source in enumerate(SOURCES)
    ]
    content = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    answer = calls.post(
        f"{gallery.url}/api/v1/notebooks",
        json={"content": content, "visibility": "public"},
        headers={"Authorization": f"Bearer {token}"},
    )
    return str(answer.json()["uuid"])


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_each_execution_is_kept_once(kind: str, tmp_path: Path) -> None:
    with place_on(kind, tmp_path / "home") as place:
        tokens = place.gallery.people(*PEOPLE)
        place.revive()
        burst = Burst(place, tokens, random.Random(20))
        for number in range(ROUNDS):
            burst.round(VICTIMS[number % len(VICTIMS)] if kind == "postgresql" else VICTIMS[0])
            place.revive()
            missing = set(burst.acknowledged) - set(kept(place))
            assert not missing, f"{len(missing)} acknowledged records are gone"
        burst.send_the_rest()
        found = kept(place)
        assert sorted(found) == sorted(burst.acknowledged), "a record is there twice, or was never sent"
        waiting = "SELECT count(*) FROM executions_execution WHERE NOT summed"
        wait_until(lambda: place.rows(waiting) == [(0,)], "everything to be summed up")
        assert summed(place) == summed_slowly(place)
