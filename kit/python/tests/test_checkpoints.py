"""Checkpoints: kept for one person, never replaced, whole or not at all, on any storage."""

from pathlib import Path
from typing import Any

import commonplace as cp
import fsspec
import pandas as pd
import polars as pl
import pytest
from commonplace.errors import CheckpointNotFound, SourceFailed, WrongCatalogue, WrongRequest

FRAME = pd.DataFrame({"title": [1, 2], "name": ["Ä", None], "at": pd.to_datetime(["2026-01-01", "2026-01-02"])})


@pytest.fixture(params=["folder", "memory"])
def storage(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A place for checkpoints: a folder, and another file system."""
    place = str(tmp_path / "kept") if request.param == "folder" else f"memory://{tmp_path.name}"
    monkeypatch.setenv("COMMONPLACE_CHECKPOINTS", place)
    return place


@pytest.mark.usefixtures("storage")
def test_what_was_saved_is_there_again() -> None:
    cp.checkpoint.save(FRAME, "cleaned")
    pd.testing.assert_frame_equal(cp.checkpoint.load("cleaned"), FRAME)
    cp.checkpoint.save(pl.DataFrame({"a": [1]}), "small", format="csv")
    assert cp.checkpoint.load("small", frame="polars").to_dicts() == [{"a": 1}]
    assert [row[0] for row in cp.checkpoint.list().rows] == ["small", "cleaned"]


@pytest.mark.usefixtures("storage")
def test_saving_again_replaces_nothing() -> None:
    first = cp.checkpoint.save(pd.DataFrame({"a": [1]}), "a")
    second = cp.checkpoint.save(pd.DataFrame({"a": [2]}), "a")
    assert first != second
    assert cp.checkpoint.load("a")["a"].tolist() == [2]
    assert len(cp.checkpoint.list()) == 2


def test_each_person_has_their_own(storage: str, monkeypatch: pytest.MonkeyPatch) -> None:
    cp.checkpoint.save(FRAME, "cleaned")
    monkeypatch.setenv("COMMONPLACE_USER", "../ada")
    assert len(cp.checkpoint.list()) == 0
    with pytest.raises(CheckpointNotFound, match="Nothing was kept under “cleaned”"):
        cp.checkpoint.load("cleaned")
    where = cp.checkpoint.save(FRAME, "cleaned")
    assert "/%2E%2E%2Fada/" in where
    system, root = fsspec.core.url_to_fs(storage)
    assert len(system.ls(root)) == 2


def test_an_interrupted_save_leaves_nothing(storage: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def torn(table: Any, stream: Any) -> None:
        stream.write(b"half")
        raise KeyboardInterrupt

    cp.checkpoint.save(FRAME, "cleaned")
    monkeypatch.setattr("commonplace.checkpoint._writer", lambda _format: torn)
    with pytest.raises(KeyboardInterrupt):
        cp.checkpoint.save(FRAME, "cleaned")
    assert len(cp.checkpoint.list()) == 1
    system, root = fsspec.core.url_to_fs(storage)
    assert len(system.find(root)) == 1


@pytest.mark.parametrize("name", ["", "../x", "a/b", "a.b", "-a", "x" * 101])
def test_a_name_that_is_a_path_is_refused(name: str) -> None:
    with pytest.raises(WrongRequest, match="letters, digits"):
        cp.checkpoint.save(FRAME, name)


def test_what_cannot_be_kept_is_told() -> None:
    with pytest.raises(WrongRequest, match="parquet or csv"):
        cp.checkpoint.save(FRAME, "a", format="xlsx")  # type: ignore[arg-type]
    with pytest.raises(WrongRequest, match="A dict is no table"):
        cp.checkpoint.save({"a": 1}, "a")
    with pytest.raises(WrongRequest, match="mixes kinds of values"):
        cp.checkpoint.save(pd.DataFrame({"a": [1, "one"]}), "a")


def test_a_place_that_is_not_there_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("COMMONPLACE_CHECKPOINTS")
    with pytest.raises(WrongCatalogue, match="no place for checkpoints"):
        cp.checkpoint.save(FRAME, "a")
    (tmp_path / "file").touch()
    monkeypatch.setenv("COMMONPLACE_CHECKPOINTS", str(tmp_path / "file" / "below"))
    with pytest.raises(SourceFailed, match="could not be used: NotADirectoryError"):
        cp.checkpoint.save(FRAME, "a")
