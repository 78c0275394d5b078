"""Draws the page of the kit from the docstrings of its public functions; their examples are run as tests."""

import inspect
import re
from collections.abc import Callable, Iterator
from importlib import import_module
from typing import Any

import commonplace

from tools.reference.markdown import page, table

INTRO = (
    "What data scientists import: `import commonplace as cp`. Importing it costs almost nothing; libraries are "
    "imported when they are first used. To be led through it: [the tutorial](../tutorials/data-scientist.md). "
    "Each example on this page is run by the tests."
)
SOURCE = ("schema", "read", "sample", "sql", "spark")
FORM = ("answer", "on_run")
CHECKPOINT = ("save", "load", "list")
SPARK = ("choices", "start", "stop", "status", "monitor")
PLOTS = ("time_series", "distribution", "top", "funnel", "cohort", "use")
EXAMPLE = re.compile(r"\n\n(?=>>> )")


def draw() -> str:
    """The page."""
    blocks = [block for name, thing in documented() for block in section(name, thing)]
    return page("The kit", INTRO, *blocks, "## Errors", table(("Error", "Meaning"), _errors()))


def documented() -> Iterator[tuple[str, Callable[..., Any]]]:
    """Every public function, as one writes it."""
    for name in commonplace.PUBLIC:
        yield f"cp.{name}", getattr(commonplace, name)
        if name == "source":
            kind = import_module("commonplace.reading").Source
            yield from ((f'cp.source("…").{method}', getattr(kind, method)) for method in SOURCE)
        if name == "form":
            yield from ((f"cp.field.{kind}", getattr(commonplace.field, kind)) for kind in commonplace.field.__all__)
            made = import_module("commonplace.forms.form").Form
            yield from ((f"cp.form(…).{method}", getattr(made, method)) for method in FORM)
    yield from ((f"cp.checkpoint.{name}", getattr(commonplace.checkpoint, name)) for name in CHECKPOINT)
    yield from ((f"cp.spark.{name}", getattr(commonplace.spark, name)) for name in SPARK)
    yield from ((f"cp.plots.{name}", getattr(commonplace.plots, name)) for name in PLOTS)


def section(name: str, thing: Callable[..., Any]) -> Iterator[str]:
    """Heading, how it is called, what it does, an example."""
    text, *example = EXAMPLE.split(inspect.getdoc(thing) or "", maxsplit=1)
    yield f"## {name}"
    yield f"```python\n{_called(name, thing)}\n```"
    yield text
    yield from (f"```python\n{code}\n```" for code in example)


def _called(name: str, thing: Callable[..., Any]) -> str:
    signature = inspect.signature(thing)
    shown = [one.replace(annotation=one.empty) for one in signature.parameters.values() if one.name != "self"]
    called = f"{name}{signature.replace(parameters=shown, return_annotation=signature.empty)}"
    return called.replace("'", '"')  # as the formatter writes it


def _errors() -> Iterator[tuple[str, str]]:
    for name, kind in vars(commonplace.errors).items():
        if inspect.isclass(kind) and issubclass(kind, Exception):
            yield f"`cp.errors.{name}`", (inspect.getdoc(kind) or "").partition("\n")[0]
