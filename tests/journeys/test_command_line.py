"""The command line as an operator types it, on the real corpus: everything ends as a notebook or as one clear line."""

import json
import os
import re
import tarfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests import calls
from tests.journeys.installation import ROOT, Installation, installation

pytestmark = [pytest.mark.journey(minutes=2), pytest.mark.timeout(600)]
CORPUS = Path(os.environ.get("COMMONPLACE_CORPUS", ROOT.parent / "shared" / "corpus"))
GOOD = {
    "nbformat": 4,
    "nbformat_minor": 5,
    "metadata": {},
    "cells": [{"cell_type": "markdown", "id": "a", "metadata": {}, "source": "# Kept"}],
}


@pytest.fixture(scope="module")
def gallery(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """One whose folder is empty until the first command."""
    home = tmp_path_factory.mktemp("commands")
    made = Installation(home=home, extra={"COMMONPLACE_HUB": "false"})
    made.command("user", "create", "ada", "--full-name", "Ada Brandt", "--password-stdin", stdin="a-long-password\n")
    yield made
    made.stop()


@pytest.fixture(scope="module")
def corpus(gallery: Installation) -> tuple[Path, str, str]:
    """The corpus, imported once: its folder and what the command printed."""
    assert CORPUS.is_dir(), f"the corpus is not at {CORPUS}; set COMMONPLACE_CORPUS"
    done = gallery.command("import", str(CORPUS), "--owner", "ada", "--visibility", "public", check=False)
    return CORPUS, done.stdout, done.stderr


def test_every_file_ends_as_a_notebook_or_a_line(corpus: tuple[Path, str, str]) -> None:
    folder, printed, said = corpus
    files = len(list(folder.rglob("*.ipynb")))
    counts = [int(number) for number in re.findall(r"\d+", printed)]
    assert sum(counts) == files
    failed = [line for line in said.splitlines() if ".ipynb: " in line]
    assert len(failed) == counts[2] <= 10
    assert all(line.endswith(".") for line in failed)
    assert f"{files}/{files}" in said, "the progress bar did not reach its end"
    assert "Traceback" not in said


def test_a_second_import_adds_nothing(gallery: Installation, corpus: tuple[Path, str, str]) -> None:
    done = gallery.command("import", str(corpus[0]), "--owner", "ada", check=False)
    assert done.stdout.startswith("0 imported, ")
    assert done.returncode == 1  # the broken files are still broken


def test_each_page_answers_and_shows_its_cells(gallery: Installation, corpus: tuple[Path, str, str]) -> None:
    gallery.start_web()
    imported = int(corpus[1].split()[0])
    with calls.client(base_url=gallery.url) as reader:
        listed = _all_notebooks(reader)
        assert len(listed) >= imported  # another test of this module may have brought one more
        for item in listed:
            page = reader.get(item["url"])
            cells = reader.get(f"/api/v1/notebooks/{item['uuid']}/content").json()["cells"]
            assert page.status_code == 200
            assert page.text.count('id="cell-') >= len(cells), item["url"]
    gallery.kill("web")


def _all_notebooks(reader: httpx.Client) -> list[dict[str, str]]:
    found: list[dict[str, str]] = []
    while True:
        answer = reader.get(
            "/api/v1/notebooks", params={"page": len(found) // 100 + 1, "page_size": 100, "sort": "newest"}
        ).json()
        found += answer["items"]
        if len(found) >= answer["total"] or not answer["items"]:
            return found


def test_archives_bring_their_titles_and_a_bad_file_stops_nothing(gallery: Installation, tmp_path: Path) -> None:
    about = {
        "notebooks": [{"file": "good.ipynb", "title": "From the archive", "tags": ["one"], "visibility": "public"}]
    }
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("metadata.json", json.dumps(about))
        archive.writestr("good.ipynb", json.dumps(GOOD))
        archive.writestr("bad.ipynb", "{")
    (tmp_path / "second.ipynb").write_text(json.dumps(GOOD | {"metadata": {"title": "In a tar"}}))
    with tarfile.open(tmp_path / "b.tar.gz", "w:gz") as archive:
        archive.add(tmp_path / "second.ipynb", "second.ipynb")
    done = gallery.command("import", str(tmp_path / "a.zip"), str(tmp_path / "b.tar.gz"), "--owner", "ada", check=False)
    assert done.stdout.strip() == "2 imported, 0 already there, 1 failed"
    assert "bad.ipynb: " in done.stderr
    assert done.returncode == 1


def test_what_was_exported_can_be_imported_elsewhere(
    gallery: Installation, corpus: tuple[Path, str, str], tmp_path: Path
) -> None:
    done = gallery.command("export", str(tmp_path / "all.zip"))
    exported = int(done.stdout.split()[0])
    with installation(tmp_path / "elsewhere", COMMONPLACE_HUB="false") as other:
        other.person("grace")
        again = other.command("import", str(tmp_path / "all.zip"), "--owner", "grace")
        assert again.stdout.startswith(f"{exported} imported, 0 already there, 0 failed")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("import", "/nowhere", "--owner", "ada"), "there is no such file or folder"),
        (("import", ".", "--owner", "nobody"), "no person called nobody"),
        (("token", "create", "nobody"), "no person called nobody"),
        (("user", "deactivate", "nobody"), "no person called nobody"),
    ],
)
def test_mistakes_end_in_one_line(gallery: Installation, words: tuple[str, ...], said: str, tmp_path: Path) -> None:
    done = gallery.command(*words, check=False)
    assert done.returncode == 1
    assert said in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("PORT", "eighty", "PORT=eighty is not a whole number"),
        ("COMMONPLACE_HUB", "maybe", "COMMONPLACE_HUB=maybe is neither true nor false"),
        ("DATABASE_URL", "mysql://x", "DATABASE_URL does not start with postgres://"),
        ("DATABASE_URL", "postgres://x:y@127.0.0.1:9/z", "DATABASE_URL: no connection"),
        ("COMMONPLACE_URL", "gallery", "COMMONPLACE_URL=gallery is not an address"),
        ("COMMONPLACE_HOME", "/proc/nothing", "COMMONPLACE_HOME=/proc/nothing cannot be made"),
    ],
)
def test_check_explains_a_wrong_setting_in_one_line(tmp_path: Path, name: str, value: str, said: str) -> None:
    done = Installation(home=tmp_path, extra={name: value}).command("check", check=False)
    assert done.returncode == 1
    assert said in done.stdout
    assert "Traceback" not in done.stdout + done.stderr
