"""The tutorial does what it says: its examples are run, in an empty folder, from the first to the last."""

import doctest
from pathlib import Path

import pytest

from tools.sparks import OFFERED
from tools.surroundings import ROOT

PAGE = ROOT / "docs/tutorials/spark.md"


def test_the_tutorial_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COMMONPLACE_SPARK", str(OFFERED))
    monkeypatch.setenv("COMMONPLACE_SOURCES", "")  # so that what the page sets is undone afterwards
    monkeypatch.chdir(tmp_path)
    said: list[str] = []
    text = PAGE.read_text().replace("```", "\n")
    test = doctest.DocTestParser().get_doctest(text, {}, PAGE.name, str(PAGE), 0)
    results = doctest.DocTestRunner(verbose=False, optionflags=doctest.ELLIPSIS).run(test, out=said.append)
    assert said == []
    assert results.attempted > 15
