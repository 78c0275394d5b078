"""Every public function has an example in its docstring, and every example runs."""

import doctest
import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from types import ModuleType
from typing import Any

import commonplace
import pytest


def modules() -> list[str]:
    """Every module of the kit."""
    return [name for _, name, _ in pkgutil.walk_packages(commonplace.__path__, "commonplace.")]


def documented() -> Iterator[tuple[str, Any]]:
    """Every public function and method, with its full name."""
    for name, module in commonplace.PUBLIC.items():
        yield name, getattr(importlib.import_module(f"commonplace.{module}"), name)
    for name in ("save", "load", "list"):
        yield f"checkpoint.{name}", getattr(commonplace.checkpoint, name)
    for name in ("use", "time_series", "distribution", "top", "funnel", "cohort"):
        yield f"plots.{name}", getattr(commonplace.plots, name)
    for name in ("schema", "read", "sample", "sql"):
        yield f"Source.{name}", getattr(importlib.import_module("commonplace.reading").Source, name)


def failed(module: ModuleType) -> list[str]:
    """What went wrong in the examples of a module."""
    said: list[str] = []
    runner = doctest.DocTestRunner(verbose=False, optionflags=doctest.NORMALIZE_WHITESPACE)
    for test in doctest.DocTestFinder(exclude_empty=True).find(module, module.__name__, extraglobs={"cp": commonplace}):
        runner.run(test, out=said.append)
    return said


@pytest.mark.parametrize("name", modules())
@pytest.mark.usefixtures("some_plays")
def test_the_examples_run(name: str) -> None:
    assert failed(importlib.import_module(name)) == []


def test_a_wrong_example_is_seen() -> None:
    module = ModuleType("planted", ">>> 1 + 1\n3")
    assert "Expected" in "".join(failed(module))


def test_every_public_function_has_an_example() -> None:
    assert [name for name, thing in documented() if ">>> " not in (inspect.getdoc(thing) or "")] == []
