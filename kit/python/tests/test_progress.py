"""Progress of long work: shown after a while, in words and as a bar, where somebody looks on; and stopped cleanly."""

import io
import os
import pty
import subprocess
import sys
import termios
from pathlib import Path
from threading import Event
from typing import Any

import commonplace as cp
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq
import pytest
from commonplace import progress
from commonplace.progress import State, watched
from commonplace.progress_place import drawing_in, place

from kit.python.tests.conftest import Catalogue, Places
from kit.python.tests.spark.notebooks import fresh, shown

ROWS, GROUP = 12_000, 1000


class Drawn:
    """Stands for the place in which progress is drawn."""

    def __init__(self) -> None:
        self.shown: list[str] = []

    def update(self, shown: Any) -> None:
        """As the kit calls it."""
        self.shown.append(repr(shown))


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> Drawn:
    """All work is long enough to be drawn, at each step and only there, and drawn here."""
    made = Drawn()
    monkeypatch.setattr(progress, "SILENCE", 3600.0)
    monkeypatch.setattr(progress, "PATIENCE", -1.0)
    monkeypatch.setattr(progress, "EVERY", 0.0)
    monkeypatch.setattr(progress, "place", lambda: made)
    return made


@pytest.fixture
def long_source(catalogue: Catalogue, tmp_path: Path) -> None:
    """Twelve row groups, and the same as a CSV file of several blocks."""
    table = pa.table({"at": range(ROWS), "kind": np.array(["a", "b"])[np.arange(ROWS) % 2], "text": ["x" * 200] * ROWS})
    pq.write_table(table, tmp_path / "long.parquet", row_group_size=GROUP)
    pa_csv.write_csv(table, tmp_path / "long.csv")
    catalogue({kind: {"driver": kind, "location": str(tmp_path / f"long.{kind}")} for kind in ("parquet", "csv")})


@pytest.mark.usefixtures("long_source")
def test_reading_says_how_much_of_how_much(drawn: Drawn) -> None:
    assert len(cp.source("parquet").read()) == ROWS
    assert drawn.shown[4] == "Reading parquet: 5 of 12 pieces"
    assert drawn.shown[-1] == "Reading parquet: done, 12 pieces in 1 second."
    drawn.shown.clear()
    assert len(cp.source("parquet").read(where=cp.col("at") < 2500)) == 2500
    assert drawn.shown[0] == "Reading parquet: 1 of 3 pieces"
    drawn.shown.clear()
    assert len(cp.source("csv").read()) == ROWS
    assert drawn.shown[0] == "Reading csv: 1 of 3 pieces"


@pytest.mark.usefixtures("long_source")
@pytest.mark.parametrize(
    "how", [{"rows": 50}, {"rows": 50, "strata": "kind"}, {"fraction": 0.1, "key": "at"}], ids=["rows", "strata", "key"]
)
def test_a_sample_says_that_it_is_chosen_and_then_read(drawn: Drawn, how: dict[str, Any]) -> None:
    cp.source("parquet").sample(**how)
    assert "Choosing the sample: 7 of 12 pieces" in drawn.shown
    assert drawn.shown[-1].startswith("Reading the sample: done, ")


@pytest.mark.parametrize("place_of_data", ["postgresql", "sqlite", "duckdb", "mongodb", "solr", "http", "bigquery"])
def test_every_place_tells_of_its_rows(drawn: Drawn, everywhere: Places, place_of_data: str) -> None:
    cp.source(place_of_data).read()
    assert any("12 " in said and ": done, " in said for said in drawn.shown), drawn.shown


@pytest.mark.usefixtures("long_source")
def test_stopping_is_said_and_leaves_the_source_usable(drawn: Drawn, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(state: Any) -> None:
        drawn.shown.append(repr(state))
        if state.done == 5 and not state.over:
            raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(drawn, "update", stop)
        with pytest.raises(KeyboardInterrupt, match="Stopped; nothing was changed"):
            cp.source("parquet").read()
    assert drawn.shown[-1] == "Reading parquet: stopped after 5 of 12 pieces."
    assert len(cp.source("parquet").read()) == ROWS


def test_a_checkpoint_that_was_stopped_is_none(drawn: Drawn, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("commonplace.checkpoint.AT_ONCE", GROUP)
    frame = pd.DataFrame({"at": range(ROWS)})
    for format in ("parquet", "csv"):  # noqa: A001 - the kit's word
        cp.checkpoint.save(frame, "whole", format)
        pd.testing.assert_frame_equal(cp.checkpoint.load("whole"), frame)
    assert "Saving the checkpoint: 7 of 12 pieces" in drawn.shown
    assert "Loading the checkpoint: 7 of 12 pieces" in drawn.shown

    def stop(state: Any) -> None:
        if state.done == 7:
            raise KeyboardInterrupt

    monkeypatch.setattr(drawn, "update", stop)
    with pytest.raises(KeyboardInterrupt):
        cp.checkpoint.save(frame, "half")
    kept = [path.name for path in (tmp_path / "checkpoints").rglob("*") if path.is_file()]
    assert [name for name in kept if not name.startswith("whole.")] == []


def test_a_checkpoint_that_was_stopped_while_it_was_moved_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    from fsspec.implementations.local import LocalFileSystem

    def torn(system: Any, source: str, goal: str, **_options: Any) -> None:
        Path(goal).write_bytes(Path(source).read_bytes()[:100])
        raise KeyboardInterrupt

    monkeypatch.setattr(LocalFileSystem, "mv", torn)
    with pytest.raises(KeyboardInterrupt):
        cp.checkpoint.save(pd.DataFrame({"at": range(ROWS)}), "half")
    assert len(cp.checkpoint.list()) == 0


def test_an_empty_table_is_a_checkpoint() -> None:
    frame = pd.DataFrame({"at": pd.Series(dtype="int64")})
    cp.checkpoint.save(frame, "empty")
    pd.testing.assert_frame_equal(cp.checkpoint.load("empty"), frame)


def test_short_work_and_work_without_onlookers_show_nothing(
    drawn: Drawn, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(progress, "place", place)
    assert list(watched(range(3), "Counting", 3)) == [0, 1, 2]  # pytest's stderr is no terminal
    monkeypatch.setattr(progress, "PATIENCE", 3600.0)
    with drawing_in(drawn):
        assert list(watched(range(3), "Counting", 3)) == [0, 1, 2]
    assert drawn.shown == []
    assert capfd.readouterr() == ("", "")


def test_waiting_for_the_first_answer_is_said(drawn: Drawn, monkeypatch: pytest.MonkeyPatch) -> None:
    said = Event()
    show = drawn.update

    def noted(state: Any) -> None:
        show(state)
        said.set()

    monkeypatch.setattr(drawn, "update", noted)
    monkeypatch.setattr(progress, "SILENCE", 0.0)
    with progress.progress("Asking the warehouse", unit="row") as telling:
        assert said.wait(60)  # nothing has come, and the notebook's own thread does something else
        telling.add(3)
    assert drawn.shown[0] == "Asking the warehouse: waiting for the first of it"
    assert drawn.shown[-1] == "Asking the warehouse: done, 3 rows in 1 second."


def test_a_drawing_that_fails_does_not_stop_the_work(drawn: Drawn, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drawn, "update", None)
    assert list(watched(range(3), "Counting", 3)) == [0, 1, 2]


def test_the_bar_has_its_words_as_a_label_and_ends_as_a_sentence() -> None:
    going = State("Reading <b>plays</b>", 12, 50, "piece", 3.0)
    assert going._repr_html_() == (
        "<p>Reading &lt;b&gt;plays&lt;/b&gt;: 12 of 50 pieces "
        '<progress role="progressbar" aria-label="Reading &lt;b&gt;plays&lt;/b&gt;: 12 of 50 pieces" '
        'max="50" value="12"></progress></p>'
    )
    over = State("Reading", 50, 50, "piece", 3.0, over=True)
    assert over._repr_html_() == '<p role="status">Reading: done, 50 pieces in 3 seconds.</p>'


IN_A_NOTEBOOK = """
from commonplace import progress
progress.PATIENCE, progress.EVERY = -1.0, 0.0
for at in progress.watched(range(3), "Counting", 3): pass
"""


def test_a_notebook_that_a_machine_runs_shows_nothing_and_a_persons_one_output() -> None:
    client = fresh()
    with client.setup_kernel():
        assert shown(client, IN_A_NOTEBOOK, watched=False)["outputs"] == []
        drawn = shown(client, IN_A_NOTEBOOK)
    assert [one["data"]["text/plain"] for one in drawn["outputs"]] == ["Counting: done, 3 pieces in 1 second."]


SCRIPT = """
from commonplace import progress
progress.PATIENCE, progress.EVERY = -1.0, 0.0
for _ in progress.watched(range(3), "Counting", 3): pass
"""


def test_on_a_terminal_it_is_one_line_and_then_the_sentence() -> None:
    ours, theirs = pty.openpty()
    termios.tcsetwinsize(ours, (24, 120))
    running = subprocess.Popen((sys.executable, "-c", SCRIPT), stderr=theirs, stdout=theirs)
    os.close(theirs)
    said = io.BytesIO()
    try:
        while piece := os.read(ours, 4096):
            said.write(piece)
    except OSError:  # how Linux says that the other end is closed
        pass
    os.close(ours)
    assert running.wait() == 0
    lines = said.getvalue().decode().replace("\r\n", "\n").split("\n")
    assert "Counting: 2 of 3 pieces |" in lines[0]
    assert lines[0].split("\r")[-1] == "Counting: done, 3 pieces in 1 second."
    assert lines[1:] == [""]
