"""Every public function has an example in its docstring, and every example runs."""

import doctest
import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import commonplace
import pytest

from kit.python.tests.spark.cluster import offered


def modules() -> list[str]:
    """Every module of the kit."""
    own = [name for _, name, _ in pkgutil.walk_packages(commonplace.__path__, "commonplace.")]
    return [*own, "commonplace_clean.forms.fields"]  # which `cp.field` offers


def documented() -> Iterator[tuple[str, Any]]:
    """Every public function and method, with its full name."""
    for name, module in commonplace.PUBLIC.items():
        yield name, getattr(importlib.import_module(f"commonplace.{module}"), name)
    for name in ("save", "load", "list"):
        yield f"checkpoint.{name}", getattr(commonplace.checkpoint, name)
    for name in ("use", "time_series", "distribution", "top", "funnel", "cohort"):
        yield f"plots.{name}", getattr(commonplace.plots, name)
    for name in commonplace.spark.__all__:
        yield f"spark.{name}", getattr(commonplace.spark, name)
    for name in commonplace.field.__all__:
        yield f"field.{name}", getattr(commonplace.field, name)
    for name in ("answer", "on_run"):
        yield f"Form.{name}", getattr(importlib.import_module("commonplace.forms.form").Form, name)
    for name in ("schema", "read", "sample", "sql", "spark"):
        yield f"Source.{name}", getattr(importlib.import_module("commonplace.reading").Source, name)


def failed(module: ModuleType) -> list[str]:
    """What went wrong in the examples of a module."""
    said: list[str] = []
    runner = doctest.DocTestRunner(verbose=False, optionflags=doctest.NORMALIZE_WHITESPACE)
    for test in doctest.DocTestFinder(exclude_empty=True).find(module, module.__name__, extraglobs={"cp": commonplace}):
        runner.run(test, out=said.append)
    return said


@pytest.fixture
def _spark(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "spark.toml").write_text(offered())
    monkeypatch.setenv("COMMONPLACE_SPARK", str(tmp_path / "spark.toml"))


@pytest.mark.parametrize("name", modules())
@pytest.mark.usefixtures("some_plays", "_spark")
def test_the_examples_run(name: str) -> None:
    assert failed(importlib.import_module(name)) == []


def test_a_wrong_example_is_seen() -> None:
    module = ModuleType("planted", ">>> 1 + 1\n3")
    assert "Expected" in "".join(failed(module))


def test_every_public_function_has_an_example() -> None:
    assert [name for name, thing in documented() if ">>> " not in (inspect.getdoc(thing) or "")] == []
