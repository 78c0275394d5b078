"""Records wait on the disk: whole, in order, once each, bounded, and readable by their owner alone."""

import logging
import os
import signal
import sqlite3
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from commonplace_lab.outbox import Outbox
from commonplace_lab.records import Record

from .test_records import read

ADD_FOR_EVER = """
import sys, uuid
from pathlib import Path
from commonplace_lab.outbox import Outbox
from commonplace_lab.records import Record
outbox = Outbox(Path(sys.argv[1]))
while True:
    records = [Record(str(uuid.uuid4()), "n", 1, "h", True, 1, "", "") for _ in range(3)]
    outbox.add(records)
    print(*(record.id for record in records), flush=True)
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "kept" / "executions.sqlite"


def ids(records: list[Record]) -> list[str]:
    return [record.id for record in records]


def test_what_was_added_is_there_in_order_for_the_next_server(file: Path) -> None:
    records = [read() for _ in range(5)]
    Outbox(file).add(records)
    assert Outbox(file).first(3) == records[:3]
    assert len(Outbox(file)) == 5


def test_an_outbox_that_was_never_used_is_empty_and_leaves_no_file(file: Path) -> None:
    assert (Outbox(file).first(5), len(Outbox(file)), Outbox(file).clear()) == ([], 0, 0)
    assert not file.exists()


def test_a_record_told_twice_waits_once(file: Path) -> None:
    outbox, record = Outbox(file), read()
    outbox.add([record, record])
    outbox.add([record])
    assert ids(outbox.first(9)) == [record.id]


def test_only_what_arrived_leaves(file: Path) -> None:
    outbox, records = Outbox(file), [read() for _ in range(4)]
    outbox.add(records)
    outbox.remove(outbox.first(2))
    assert outbox.first(9) == records[2:]
    assert outbox.clear() == 2


def test_only_the_owner_can_read_it(file: Path) -> None:
    before = os.umask(0)
    try:
        Outbox(file).add([read()])
    finally:
        os.umask(before)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700


def test_a_file_that_others_could_read_is_closed(file: Path) -> None:
    file.parent.mkdir()
    file.touch(mode=0o666)
    Outbox(file).add([read()])
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_too_many_push_out_the_oldest_and_the_log_says_so(file: Path, caplog: pytest.LogCaptureFixture) -> None:
    outbox, records = Outbox(file, capacity=10), [read() for _ in range(13)]
    with caplog.at_level(logging.WARNING, "ServerApp.commonplace"):
        outbox.add(records[:12])
        outbox.add(records[12:])
    assert outbox.first(99) == records[3:]
    assert [record.getMessage().split()[0] for record in caplog.records] == ["2", "1"]


def test_room_is_given_back(file: Path) -> None:
    outbox = Outbox(file)
    outbox.add([read() for _ in range(2000)])
    full = file.stat().st_size
    outbox.clear()
    assert file.stat().st_size < full / 10


def test_what_was_removed_is_gone_from_the_disk(file: Path) -> None:
    outbox, record = Outbox(file), read()
    outbox.add([record])
    assert record.id.encode() in file.read_bytes()
    outbox.remove([record])
    assert record.id.encode() not in file.read_bytes()


def test_several_threads_add_at_once(file: Path) -> None:
    records = [read() for _ in range(60)]
    with ThreadPoolExecutor(6) as pool:
        list(pool.map(lambda record: Outbox(file).add([record]), records))
    assert sorted(ids(Outbox(file).first(99))) == sorted(ids(records))


def test_a_kill_in_the_middle_keeps_all_that_was_added_and_no_half_of_the_rest(file: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", ADD_FOR_EVER, str(file)], stdout=subprocess.PIPE, text=True) as adding:
        assert adding.stdout is not None
        lines = [adding.stdout.readline() for _ in range(20)]
        adding.send_signal(signal.SIGKILL)
        said = "".join([*lines, adding.stdout.read()])
    acknowledged = said.split()
    kept = ids(Outbox(file).first(100_000))
    assert kept[: len(acknowledged)] == acknowledged
    assert len(kept) % 3 == 0


def test_a_file_that_is_no_outbox_is_replaced_and_the_log_says_so(file: Path, caplog: pytest.LogCaptureFixture) -> None:
    file.parent.mkdir()
    file.write_bytes(b"something else, long enough to be looked at as a database " * 40)
    with pytest.raises(OSError, match="not a database"):
        Outbox(file).add([read()])
    assert "cannot be read any more" in caplog.text
    Outbox(file).add([read()])
    assert len(Outbox(file)) == 1


def test_records_of_another_version_are_dropped_and_the_rest_kept(file: Path, caplog: pytest.LogCaptureFixture) -> None:
    outbox, record = Outbox(file), read()
    outbox.add([read(), record])
    with sqlite3.connect(file) as database:
        database.execute("UPDATE records SET record = '{\"other\": 1}' WHERE number = 1")
    database.close()
    assert outbox.first(9) == [record]
    assert len(outbox) == 1
    assert "another version" in caplog.text


def test_a_disk_that_takes_nothing_is_an_error_and_keeps_the_rest(file: Path) -> None:
    outbox, record = Outbox(file), read()
    outbox.add([record])
    with sqlite3.connect(file) as busy:
        busy.execute("BEGIN EXCLUSIVE")
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("commonplace_lab.outbox.BUSY_SECONDS", 0.01)
            with pytest.raises(OSError, match="locked"):
                outbox.add([read()])
    busy.close()
    assert outbox.first(9) == [record]
