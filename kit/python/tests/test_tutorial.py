"""The tutorials do what they say: their examples are run, in an empty folder, from the first to the last."""

import doctest
from pathlib import Path

import pytest

from tools.surroundings import ROOT

TUTORIALS = ROOT / "docs/tutorials"


@pytest.mark.parametrize(("name", "examples"), [("data-scientist.md", 20), ("everyday.md", 28), ("forms.md", 8)])
def test_the_tutorial_runs(name: str, examples: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for setting in ("COMMONPLACE_SOURCES", "COMMONPLACE_GROUPS", "COMMONPLACE_CHECKPOINTS"):
        monkeypatch.setenv(setting, "")  # so that what the page sets is undone afterwards
    monkeypatch.chdir(tmp_path)
    said: list[str] = []
    page = TUTORIALS / name
    text = page.read_text().replace("```", "\n")
    test = doctest.DocTestParser().get_doctest(text, {}, name, str(page), 0)
    results = doctest.DocTestRunner(verbose=False).run(test, out=said.append)
    assert said == []
    assert results.attempted > examples
