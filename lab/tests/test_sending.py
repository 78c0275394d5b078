"""Waiting records reach the gallery: in batches, again and again, each once; and what never can does not block."""

import asyncio
import logging
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from commonplace_lab import sending
from commonplace_lab.errors import Trouble
from commonplace_lab.outbox import Outbox
from commonplace_lab.policy import Policy
from commonplace_lab.records import Record
from commonplace_lab.sending import Sender, pause_after

from .test_records import read

AWAY = Trouble("The gallery cannot be reached.", reason="gallery-unreachable", status=502)


@dataclass
class Gallery:
    """Takes records, or does not."""

    kept: list[dict[str, Any]] = field(default_factory=list)
    batches: list[int] = field(default_factory=list)
    record: bool = True
    causes: bool = True
    silent: Trouble | None = None  # what it answers instead of its rules
    failures: list[Trouble] = field(default_factory=list)  # what it answers next, one after the other
    lost_answers: int = 0  # so often it keeps the records, and its answer is lost
    unfit: set[str] = field(default_factory=set)
    silent_for_ever: bool = False

    async def recording(self) -> dict[str, Any]:
        if self.silent is not None:
            raise self.silent
        return {"record": self.record, "causes": self.causes}

    async def send_executions(self, items: list[dict[str, Any]]) -> dict[str, Any]:
        if self.failures:
            raise self.failures.pop(0)
        if any(item["id"] in self.unfit for item in items):
            raise Trouble("One is unfit.", reason="bad-request", status=422)
        if self.silent_for_ever:
            await asyncio.Event().wait()
        self.batches.append(len(items))
        self.kept += items
        if self.lost_answers:
            self.lost_answers -= 1
            raise AWAY
        return {}

    @property
    def ids(self) -> list[str]:
        return [item["id"] for item in self.kept]


class Watched(Outbox):
    """An outbox that tells when nothing waits any more."""

    emptied: threading.Event

    def remove(self, records: Sequence[Record]) -> None:
        super().remove(records)
        if not len(self):
            self.emptied.set()


@pytest.fixture
def outbox(tmp_path: Path) -> Watched:
    made = Watched(tmp_path / "executions.sqlite")
    made.emptied = threading.Event()
    return made


def sender(outbox: Outbox, gallery: Gallery) -> Sender:
    return Sender(outbox, gallery, Policy(gallery), gathering=0.01, first_pause=0.01)


def filled(outbox: Outbox, count: int, **changed: Any) -> list[Record]:
    records = [read(**changed) for _ in range(count)]
    outbox.add(records)
    return records


def until_empty(outbox: Watched, work: Sender) -> None:
    """Let it run in the background until nothing waits."""

    async def run() -> None:
        work.start()
        assert await asyncio.to_thread(outbox.emptied.wait, 30), f"{len(outbox)} still wait"
        await work.finish()

    asyncio.run(run())


@pytest.fixture(autouse=True)
def log(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    caplog.set_level(logging.INFO, "ServerApp.commonplace")
    return caplog


def test_everything_arrives_once_in_order_in_batches(outbox: Watched) -> None:
    gallery, records = Gallery(), filled(outbox, 1200)
    until_empty(outbox, sender(outbox, gallery))
    assert gallery.ids == [record.id for record in records]
    assert gallery.batches == [500, 500, 200]


@pytest.mark.parametrize("status", [401, 403, 404, 408, 429, 502])
def test_what_may_work_later_is_tried_again(outbox: Watched, status: int) -> None:
    gallery, records = Gallery(), filled(outbox, 3)
    gallery.failures = [Trouble("Not now.", reason="x", status=status)] * 3
    until_empty(outbox, sender(outbox, gallery))
    assert gallery.ids == [record.id for record in records]


def test_an_answer_that_was_lost_sends_the_same_ids_again(outbox: Watched) -> None:
    gallery, records = Gallery(lost_answers=2), filled(outbox, 2)
    until_empty(outbox, sender(outbox, gallery))
    assert gallery.ids == [record.id for record in records] * 3


def test_pauses_grow_up_to_a_bound_and_differ() -> None:
    assert [pause_after(failures, 2, 1.0) for failures in (1, 2, 3, 9)] == [2, 4, 8, sending.LONGEST_PAUSE]
    assert pause_after(10_000, 2, 1.0) == sending.LONGEST_PAUSE
    assert pause_after(3, 2, 0.0) == 4


def test_one_that_the_gallery_refuses_does_not_keep_the_others(outbox: Watched, log: pytest.LogCaptureFixture) -> None:
    records = filled(outbox, 40)
    gallery = Gallery(unfit={records[7].id, records[30].id})
    until_empty(outbox, sender(outbox, gallery))
    assert gallery.ids == [record.id for record in records if record.id not in gallery.unfit]
    refused = [record.getMessage() for record in log.records if "refuses" in record.getMessage()]
    assert refused == ["A record of a run cell was dropped: the gallery refuses it."] * 2


@pytest.mark.parametrize("causes", [True, False])
def test_classes_of_failures_leave_only_where_the_administrator_wants_them(outbox: Watched, causes: bool) -> None:
    gallery = Gallery(causes=causes)
    filled(outbox, 1, success=False, error_type="MemoryError")
    until_empty(outbox, sender(outbox, gallery))
    assert [item.get("cause") for item in gallery.kept] == (["memory"] if causes else [None])


@pytest.mark.parametrize("refusal", [(404, "not-found"), (403, "forbidden"), None])
def test_nothing_leaves_where_nothing_is_recorded(
    outbox: Watched, log: pytest.LogCaptureFixture, refusal: tuple[int, str] | None
) -> None:
    gallery = Gallery(record=False)
    if refusal:  # an older gallery, or a token that may not tell
        gallery.silent = Trouble("No.", status=refusal[0], reason=refusal[1])
    filled(outbox, 3)
    asyncio.run(sender(outbox, gallery).last_call())
    assert (gallery.kept, len(outbox)) == ([], 0)
    assert "3 records of run cells were dropped" in log.text


@pytest.mark.parametrize("reason", ["gallery-unreachable", "not-signed-in", "sign-in-refused", "out-of-order"])
def test_nothing_leaves_before_the_rules_are_known(outbox: Watched, reason: str) -> None:
    gallery = Gallery(silent=Trouble("Not now.", reason=reason, status=403))
    filled(outbox, 3)
    asyncio.run(sender(outbox, gallery).last_call())
    assert gallery.kept == []
    assert len(outbox) == 3


def test_at_its_end_a_server_hands_over_what_waits(outbox: Watched) -> None:
    gallery = Gallery()

    async def run() -> None:
        work = sender(outbox, gallery)
        work.start()
        filled(outbox, 3)
        await work.finish()

    asyncio.run(run())
    assert len(gallery.kept) == 3
    assert len(outbox) == 0


def test_a_slow_gallery_does_not_hold_up_the_end_and_nothing_is_lost(outbox: Watched) -> None:
    gallery = Gallery(silent_for_ever=True)
    filled(outbox, 3)
    asyncio.run(sender(outbox, gallery).last_call(patience=0.05))
    assert len(outbox) == 3


def test_what_a_stopped_server_left_is_sent_by_the_next(outbox: Watched) -> None:
    gallery = Gallery(failures=[AWAY])
    records = filled(outbox, 3)
    asyncio.run(sender(outbox, gallery).last_call())
    until_empty(outbox, sender(outbox, gallery))
    assert gallery.ids == [record.id for record in records]
