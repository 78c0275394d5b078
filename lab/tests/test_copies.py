"""Copies in the person's folder: never overwritten, recognised again, safely named."""

import json
from pathlib import Path

import pytest
from commonplace_lab.copies import Arrival, Copies
from commonplace_lab.errors import Trouble
from commonplace_lab.file_names import safe_name
from commonplace_lab.ledger import Ledger
from hypothesis import given
from hypothesis import strategies as st

from .contract_gallery import notebook

ONE = "11111111-1111-4111-8111-111111111111"
TWO = "22222222-2222-4222-8222-222222222222"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "work"
    made.mkdir()
    return made


@pytest.fixture
def copies(folder: Path, tmp_path: Path) -> Copies:
    return Copies(folder, Ledger(tmp_path / "data" / "copies.json"))


def arrival(revision: int = 1, source: str = "1 + 1", uuid: str = ONE, filename: str = "first-look.ipynb") -> Arrival:
    return Arrival(uuid, revision, "First look", filename, notebook(source))


def edit(path: Path, source: str) -> bytes:
    """What saving in JupyterLab does, with one cell changed."""
    document = json.loads(path.read_bytes())
    document["cells"][0]["source"] = source
    path.write_text(json.dumps(document))
    return path.read_bytes()


def test_a_new_notebook_is_written_with_its_origin(copies: Copies, folder: Path) -> None:
    outcome = copies.place(arrival())
    assert (outcome.status, outcome.path) == ("written", "first-look.ipynb")
    document = json.loads((folder / outcome.path).read_bytes())
    assert document["metadata"]["commonplace"] == {"notebook": ONE, "revision": 1}
    assert document["cells"][0]["source"] == "1 + 1"


def test_the_same_version_again_is_the_same_file(copies: Copies, folder: Path) -> None:
    copies.place(arrival())
    assert copies.place(arrival()).status == "unchanged"
    assert [path.name for path in folder.iterdir()] == ["first-look.ipynb"]


def test_running_it_is_not_changing_it(copies: Copies, folder: Path) -> None:
    path = folder / copies.place(arrival()).path
    document = json.loads(path.read_bytes())
    document["cells"][0] |= {
        "execution_count": 7,
        "outputs": [{"output_type": "stream", "name": "stdout", "text": "2"}],
    }
    document["metadata"]["language_info"] = {"name": "python"}
    path.write_text(json.dumps(document))
    assert copies.place(arrival()).status == "unchanged"


def test_changes_of_ones_own_are_kept_and_told(copies: Copies, folder: Path) -> None:
    path = folder / copies.place(arrival()).path
    mine = edit(path, "my own work")
    outcome = copies.place(arrival())
    assert (outcome.status, outcome.mine_changed) == ("changed", True)
    assert path.read_bytes() == mine


def test_a_newer_version_is_told_and_nothing_written(copies: Copies, folder: Path) -> None:
    path = folder / copies.place(arrival()).path
    before = path.read_bytes()
    outcome = copies.place(arrival(revision=3, source="2 + 2"))
    assert (outcome.status, outcome.mine_revision, outcome.revision) == ("other-version", 1, 3)
    assert outcome.mine_changed is False
    assert path.read_bytes() == before
    assert len(list(folder.iterdir())) == 1


def test_theirs_goes_beside_under_a_name_of_its_own(copies: Copies, folder: Path) -> None:
    mine = edit(folder / copies.place(arrival()).path, "my own work")
    names = [copies.place_beside(arrival(revision=3, source="2 + 2")).path for _round in range(2)]
    assert names == ["first-look (version 3).ipynb", "first-look (version 3, 2).ipynb"]
    assert (folder / "first-look.ipynb").read_bytes() == mine


def test_a_file_that_is_not_ours_keeps_its_name(copies: Copies, folder: Path) -> None:
    (folder / "first-look.ipynb").write_text("somebody's own")
    assert copies.place(arrival()).path == "first-look (2).ipynb"
    assert (folder / "first-look.ipynb").read_text() == "somebody's own"


def test_another_notebook_of_the_same_name_goes_beside(copies: Copies) -> None:
    copies.place(arrival())
    assert copies.place(arrival(uuid=TWO)).path == "first-look (2).ipynb"


def test_a_deleted_copy_is_written_again(copies: Copies, folder: Path) -> None:
    (folder / copies.place(arrival()).path).unlink()
    assert copies.place(arrival()).status == "written"


def test_a_copy_that_is_no_notebook_any_more_counts_as_changed(copies: Copies, folder: Path) -> None:
    (folder / copies.place(arrival()).path).write_text("[]")
    assert copies.place(arrival()).status == "changed"


def test_after_a_save_the_file_is_a_copy_of_the_new_version(copies: Copies, folder: Path) -> None:
    path = copies.place(arrival()).path
    edit(folder / path, "my own work")
    copies.remember(path, ONE, 2, notebook("my own work"))
    assert copies.place(arrival(revision=2, source="my own work")).status == "unchanged"


@pytest.mark.parametrize(("source", "target"), [("first-look.ipynb", "mine.ipynb"), ("Recent", "Old")])
def test_a_renamed_copy_is_still_recognised(copies: Copies, folder: Path, source: str, target: str) -> None:
    copies.place(arrival(), folder="Recent" if source == "Recent" else "")
    (folder / source).rename(folder / target)
    copies.follow(source, target)
    outcome = copies.place(arrival())
    assert outcome.status == "unchanged"
    assert outcome.path.startswith(target)


def test_a_broken_ledger_loses_no_file(copies: Copies, folder: Path, tmp_path: Path) -> None:
    mine = edit(folder / copies.place(arrival()).path, "my own work")
    (tmp_path / "data" / "copies.json").write_text("{broken")
    assert copies.place(arrival()).path == "first-look (2).ipynb"
    assert (folder / "first-look.ipynb").read_bytes() == mine


def test_a_full_disk_is_a_sentence_and_leaves_nothing(
    copies: Copies, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("commonplace_lab.creation.os.fsync", full)
    with pytest.raises(Trouble, match="No space left on device"):
        copies.place(arrival())
    assert list(folder.iterdir()) == []


def test_without_second_names_in_the_file_system_nothing_is_overwritten(
    copies: Copies, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(_draft: Path, _target: Path) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr("commonplace_lab.creation.os.link", refused)
    (folder / "first-look.ipynb").write_text("somebody's own")
    assert copies.place(arrival()).path == "first-look (2).ipynb"
    assert (folder / "first-look.ipynb").read_text() == "somebody's own"


@pytest.mark.parametrize("path", ["../outside.ipynb", "a/../../outside.ipynb"])
def test_no_path_leads_out_of_the_folder(copies: Copies, path: str) -> None:
    with pytest.raises(Trouble):
        copies.remember(path, ONE, 1, notebook())


def test_a_folder_that_leads_out_is_refused(copies: Copies, folder: Path, tmp_path: Path) -> None:
    (folder / "Starred").symlink_to(tmp_path)
    with pytest.raises(Trouble):
        copies.place(arrival(), folder="Starred")
    assert not (tmp_path / "first-look.ipynb").exists()


@given(st.text(max_size=300))
def test_every_name_becomes_a_plain_file_name(proposed: str) -> None:
    name = safe_name(proposed)
    assert name.endswith(".ipynb")
    assert Path(name).name == name
    assert not name.startswith(".")
    assert not set(name) & set('\0/\\<>:"|?*')
    assert len(name) <= 126
