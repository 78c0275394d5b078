"""The tutorial does what it says: its examples are run, in an empty folder, from the first to the last."""

import doctest
from pathlib import Path

import pytest

from tools.surroundings import ROOT

PAGE = ROOT / "docs/tutorials/data-scientist.md"


def test_the_tutorial_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("COMMONPLACE_SOURCES", "COMMONPLACE_GROUPS", "COMMONPLACE_CHECKPOINTS"):
        monkeypatch.setenv(name, "")  # so that what the page sets is undone afterwards
    monkeypatch.chdir(tmp_path)
    said: list[str] = []
    text = PAGE.read_text().replace("```", "\n")
    test = doctest.DocTestParser().get_doctest(text, {}, PAGE.name, str(PAGE), 0)
    results = doctest.DocTestRunner(verbose=False).run(test, out=said.append)
    assert said == []
    assert results.attempted > 20
