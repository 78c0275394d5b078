"""The guide to the API runs from top to bottom against a real gallery and answers what it shows."""

import json
import os
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from gallery.accounts.actions import create_person
from gallery.accounts.tokens import create_token
from gallery.lib.permissions import Permission
from gallery.notebooks.models import Notebook
from pytest_django.live_server_helper import LiveServer

from tests.docs.pages import Block, blocks
from tools.surroundings import ROOT

GUIDE = ROOT / "docs/how-to/use-the-api.md"
SCOPES = (Permission.NOTEBOOKS_READ, Permission.NOTEBOOKS_WRITE)
DIFFERS = {"detail", "bytes", "url", "uuid"}  # told shortened, or different each time
PATIENCE = 60


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with the notebook that the guide saves, which has been run."""
    output = {"output_type": "stream", "name": "stdout", "text": "42 visitors"}
    cells = [
        {"cell_type": "markdown", "id": "a", "metadata": {}, "source": "# Visitors each month"},
        {"cell_type": "code", "id": "b", "metadata": {}, "source": "1 + 1", "outputs": [output], "execution_count": 3},
    ]
    content = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    (tmp_path / "visitors.ipynb").write_text(json.dumps(content))
    return tmp_path


@pytest.fixture
def surroundings(live_server: LiveServer) -> dict[str, str]:
    """What the guide's first block sets, for this gallery."""
    ada = create_person(name="ada", full_name="Ada Brandt", password="a-long-password", by="test")
    _, token = create_token(owner=ada, name="guide", scopes=SCOPES)
    return {"PATH": os.environ["PATH"], "GALLERY": live_server.url, "TOKEN": token}


def steps(found: Sequence[Block]) -> Iterator[tuple[str, Any]]:
    """Each shell block after the one that sets up, with the answer that is shown below it, if any."""
    shown = [*found[1:], Block("", "")]
    for block, after in pairwise(shown):
        if block.language == "sh":
            yield block.text, json.loads(after.text) if after.language == "json" else None


def script(every: Sequence[tuple[str, Any]]) -> str:
    """One shell session, so that variables last; the output of each block in a file of its own."""
    parts = [f"{{\n{text}}} > {number}.out" for number, (text, _) in enumerate(every)]
    return "\n".join(["set -eu", *parts])


def differences(shown: Any, answered: Any, place: str = "") -> Iterator[str]:
    """Where an answer is not what is shown: a member is missing, or a value differs that should not."""
    if isinstance(shown, dict) and isinstance(answered, dict):
        for name, value in shown.items():
            if name not in answered:
                yield f"{place}{name} is missing"
            elif name not in DIFFERS:
                yield from differences(value, answered[name], f"{place}{name}.")
    elif isinstance(shown, list) and isinstance(answered, list) and len(shown) == len(answered):
        for number, pair in enumerate(zip(shown, answered, strict=True)):
            yield from differences(*pair, f"{place}{number}.")
    elif shown != answered:
        yield f"{place} is {answered!r} and not {shown!r}"


def test_the_first_block_only_sets_up() -> None:
    first = blocks(GUIDE.read_text())[0]
    assert all(line.startswith("export ") for line in first.text.splitlines())


@pytest.mark.django_db(transaction=True)
def test_every_example_answers_what_is_shown(folder: Path, surroundings: dict[str, str]) -> None:
    assert shutil.which("curl"), "curl is missing: sudo apt-get install curl"
    every = list(steps(blocks(GUIDE.read_text())))
    assert sum(shown is not None for _, shown in every) >= 6
    words = ("bash", "-c", script(every))
    ended = subprocess.run(
        words, cwd=folder, env=surroundings, capture_output=True, text=True, timeout=PATIENCE, check=False
    )
    assert (ended.returncode, ended.stderr) == (0, "")
    for number, (text, shown) in enumerate(every):
        if shown is not None:
            answered = json.loads((folder / f"{number}.out").read_text())
            assert list(differences(shown, answered)) == [], text
    assert Notebook.objects.get().trashed_at is not None


def test_an_answer_that_differs_is_seen() -> None:
    assert list(differences({"a": [{"b": 1}]}, {"a": [{"b": 2}]})) == ["a.0.b. is 2 and not 1"]
    assert list(differences({"a": 1, "c": []}, {"a": 1})) == ["c is missing"]
    assert list(differences({"detail": "…", "a": []}, {"detail": "Long.", "a": [1]})) == ["a. is [1] and not []"]
    assert not list(differences({"a": 1}, {"a": 1, "b": 2}))
