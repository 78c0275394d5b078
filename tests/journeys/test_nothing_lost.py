"""`kill -9` of web and worker amid two hundred concurrent saves, again and again: what was acknowledged is there."""

import os
import random
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import Any

import httpx
import pytest
from commonplace_clean import clean_document, dump

from tests import calls
from tests.journeys.installation import Installation, installation

pytestmark = [pytest.mark.journey(minutes=1), pytest.mark.timeout(1200)]

ROUNDS = int(os.environ.get("COMMONPLACE_KILL_ROUNDS", "6"))
SAVES = 200
AT_ONCE = 24
VERSIONS = 60  # of one notebook, saved by as many people at once


def content(round_: int, number: int) -> dict[str, Any]:
    """A notebook that nobody else saves."""
    cells: list[dict[str, Any]] = [
        {
            "cell_type": "code",
            "id": f"c{at}",
            "metadata": {},
            "source": f"x = ({round_}, {number}, {at})",
            "outputs": [],
            "execution_count": None,
        }
        for at in range(5)
    ]
    return {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}


@dataclass
class Saver:
    """Saves and remembers what was acknowledged; pulls the plug after so many acknowledgements."""

    gallery: Installation
    token: str
    kill_after: int
    acknowledged: dict[str, dict[str, Any]] = field(default_factory=dict)
    lock: Lock = field(default_factory=Lock)

    def save(self, document: dict[str, Any]) -> None:
        """One save; being cut off is expected, any answer but 201 is not."""
        headers = {"Authorization": f"Bearer {self.token}"}
        try:
            answer = calls.post(
                f"{self.gallery.url}/api/v1/notebooks",
                json={"content": document},
                headers=headers,
            )
        except httpx.HTTPError:
            return
        assert answer.status_code == 201, answer.text
        self._note(answer.json()["uuid"], document)

    def _note(self, uuid: str, document: dict[str, Any]) -> None:
        with self.lock:
            self.acknowledged[uuid] = document
            if len(self.acknowledged) == self.kill_after:
                self.gallery.kill("web", "worker")


@dataclass
class Versions:
    """Many people save the same notebook at once; whoever is told of a conflict tries again on top."""

    gallery: Installation
    token: str
    uuid: str
    kill_after: int
    acknowledged: dict[int, dict[str, Any]] = field(default_factory=dict)
    lock: Lock = field(default_factory=Lock)

    def save(self, document: dict[str, Any]) -> None:
        """One person's save, with as many tries as it takes; ends when the plug is pulled."""
        address = f"{self.gallery.url}/api/v1/notebooks/{self.uuid}"
        with (
            suppress(httpx.HTTPError),
            calls.client(headers={"Authorization": f"Bearer {self.token}"}) as client,
        ):
            base = client.get(address).json()["revision"]
            while (answer := _tried(client, address, document, base)).status_code == httpx.codes.CONFLICT:
                base = answer.json()["current_revision"]
            assert answer.status_code == 201, answer.text
            self._note(answer.json()["revision"], base, document)

    def _note(self, revision: int, base: int, document: dict[str, Any]) -> None:
        with self.lock:
            assert revision == base + 1, f"version {revision} was made on top of one that its author has not seen"
            assert revision not in self.acknowledged, f"version {revision} was acknowledged to two people"
            self.acknowledged[revision] = document
            if len(self.acknowledged) == self.kill_after:
                self.gallery.kill("web", "worker")


def _tried(client: httpx.Client, address: str, document: dict[str, Any], base: int) -> httpx.Response:
    return client.post(f"{address}/revisions", json={"content": document, "base_revision": base})


def test_every_acknowledged_version_is_kept_as_it_was(tmp_path: Path) -> None:
    with installation(tmp_path / "home", COMMONPLACE_HUB="false") as gallery:
        token = gallery.person("ada")
        gallery.start_web()
        gallery.start_worker()
        headers = {"Authorization": f"Bearer {token}"}
        first = {"content": content(0, SAVES)}
        uuid = calls.post(f"{gallery.url}/api/v1/notebooks", json=first, headers=headers).json()["uuid"]
        versions = Versions(gallery, token, uuid, kill_after=VERSIONS // 2)
        with ThreadPoolExecutor(AT_ONCE) as pool:
            list(pool.map(versions.save, [content(0, number) for number in range(VERSIONS)]))
        assert "web" not in gallery.running, "the plug was never pulled"
        gallery.start_web()
        _compare_versions(gallery, headers, versions)


def _compare_versions(gallery: Installation, headers: dict[str, str], versions: Versions) -> None:
    address = f"{gallery.url}/api/v1/notebooks/{versions.uuid}"
    with calls.client(headers=headers) as client:
        numbers = [line["number"] for line in client.get(f"{address}/revisions").json()]
        assert sorted(numbers) == list(range(1, len(numbers) + 1))
        for number, document in versions.acknowledged.items():
            kept = client.get(f"{address}/content", params={"revision": number})
            assert kept.status_code == 200, f"an acknowledged version is gone: {number}"
            assert kept.content == dump(clean_document(document).notebook)
    assert len(versions.acknowledged) >= versions.kill_after


def test_every_acknowledged_save_survives_kill_9(tmp_path: Path) -> None:
    chance = random.Random(20)
    kept: dict[str, dict[str, Any]] = {}
    with installation(tmp_path / "home", COMMONPLACE_HUB="false") as gallery:
        token = gallery.person("ada")
        for round_ in range(ROUNDS):
            gallery.start_web()
            gallery.start_worker()
            saver = Saver(gallery, token, kill_after=chance.randrange(5, SAVES - AT_ONCE))
            with ThreadPoolExecutor(AT_ONCE) as pool:
                list(pool.map(saver.save, [content(round_, number) for number in range(SAVES)]))
            assert len(saver.acknowledged) >= saver.kill_after, "the plug was never pulled"
            assert "web" not in gallery.running
            kept |= saver.acknowledged
        gallery.start_web()
        _compare(gallery, token, kept)


def _compare(gallery: Installation, token: str, kept: dict[str, dict[str, Any]]) -> None:
    headers = {"Authorization": f"Bearer {token}"}
    with calls.client(base_url=gallery.url, headers=headers) as client:
        for uuid, document in kept.items():
            answer = client.get(f"/api/v1/notebooks/{uuid}/content")
            assert answer.status_code == 200, f"an acknowledged save is gone: {uuid}"
            assert answer.content == dump(clean_document(document).notebook)
    assert len(kept) >= ROUNDS * 5
