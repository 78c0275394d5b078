"""Notebooks with a unique string in every place where a notebook can hide data."""

import base64
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from typing import Any


@dataclass
class Cage:
    """Hands out canaries and remembers them with the place they were put."""

    prefix: str
    placed: dict[str, str] = field(default_factory=dict)
    numbers: Iterator[int] = field(default_factory=count)

    def bird(self, place: str) -> str:
        """A string that stands nowhere else."""
        canary = f"{self.prefix}{next(self.numbers):03d}canary"
        self.placed[canary] = place
        return canary


def hiding_notebook(cage: Cage) -> dict[str, Any]:
    """A valid notebook, format 4, with canaries everywhere but in its sources."""
    return {
        "nbformat": 4,
        "nbformat_minor": 5,
        "metadata": _notebook_metadata(cage),
        "cells": [_code_cell(cage), _markdown_cell(cage), _raw_cell(cage)],
        "a_key_of_its_own": cage.bird("unknown top-level key"),
    }


def _notebook_metadata(cage: Cage) -> dict[str, Any]:
    state = {"m1": {"model_name": "TextModel", "state": {"value": cage.bird("widget state")}}}
    return {
        "kernelspec": {
            "name": "python3",
            "display_name": "Python 3",
            "language": "python",
            "env": cage.bird("kernelspec extra"),
        },
        "language_info": {
            "name": "python",
            "version": "3.11",
            "codemirror_mode": {"name": cage.bird("language_info extra")},
        },
        "widgets": {"application/vnd.jupyter.widget-state+json": {"state": state, "version_major": 2}},
        "papermill": {
            "parameters": {"secret": cage.bird("papermill parameters")},
            "output_path": cage.bird("papermill path"),
        },
        "colab": {"provenance": [cage.bird("colab provenance")]},
        "varInspector": {"types_to_exclude": [cage.bird("variable inspector")]},
        "authors": [{"name": "Ada", "mail": cage.bird("author extra")}],
        "title": cage.bird("title too long") + "x" * 300,
        cage.bird("metadata key name"): 1,
    }


def _code_cell(cage: Cage) -> dict[str, Any]:
    picture = base64.b64encode(cage.bird("picture output").encode()).decode()
    outputs: list[dict[str, Any]] = [
        {"output_type": "stream", "name": "stdout", "text": [cage.bird("stream")]},
        {
            "output_type": "execute_result",
            "execution_count": 4,
            "data": {"text/plain": cage.bird("result")},
            "metadata": {"k": cage.bird("result metadata")},
        },
        {
            "output_type": "display_data",
            "data": {"text/html": cage.bird("html"), "image/png": picture},
            "metadata": {},
        },
        {
            "output_type": "error",
            "ename": cage.bird("error name"),
            "evalue": cage.bird("error value"),
            "traceback": [cage.bird("traceback")],
        },
    ]
    metadata = {
        "ExecuteTime": {"start_time": cage.bird("ExecuteTime")},
        "execution": {"iopub.status.busy": cage.bird("execution timing")},
        "tags": ["parameters", cage.bird("tag too long") + "y" * 60],
        "jupyter": {"source_hidden": True, "outputs_hidden": cage.bird("jupyter value")},
        "slideshow": {"slide_type": cage.bird("slide type")},
        "commonplace": {
            "exercise": "one",
            "solution": cage.bird("exercise extra"),
            "points": cage.bird("points as text"),
        },
        "collapsed": cage.bird("collapsed"),
    }
    return {
        "cell_type": "code",
        "id": "first",
        "metadata": metadata,
        "source": "print('kept')",
        "execution_count": 4,
        "outputs": outputs,
        "outputs_copy": [cage.bird("outputs under another key")],
    }


def _markdown_cell(cage: Cage) -> dict[str, Any]:
    picture = base64.b64encode(cage.bird("attachment").encode()).decode()
    return {
        "cell_type": "markdown",
        "id": cage.bird("cell id that is no id") + " !",
        "metadata": {"user_expressions": [cage.bird("user expressions")]},
        "source": ["# Kept"],
        "attachments": {cage.bird("attachment name") + ".png": {"image/png": picture}},
        "outputs": [{"output_type": "stream", "name": "stdout", "text": cage.bird("output on markdown")}],
        "execution_count": 3,
    }


def _raw_cell(cage: Cage) -> dict[str, Any]:
    return {
        "cell_type": "raw",
        "metadata": {"raw_mimetype": cage.bird("raw mimetype")},
        "source": "kept",
        "output": cage.bird("output key"),
    }


def old_hiding_notebook(cage: Cage) -> dict[str, Any]:
    """The same in format 3."""
    code = {
        "cell_type": "code",
        "input": "print 'kept'",
        "language": "python",
        "collapsed": False,
        "prompt_number": 3,
        "metadata": {"x": cage.bird("format 3 cell metadata")},
        "outputs": [
            {
                "output_type": "pyout",
                "prompt_number": 3,
                "text": cage.bird("pyout"),
                "html": cage.bird("pyout html"),
                "metadata": {},
            },
            {
                "output_type": "pyerr",
                "ename": cage.bird("pyerr"),
                "evalue": "x",
                "traceback": [cage.bird("pyerr traceback")],
            },
        ],
    }
    return {
        "nbformat": 3,
        "nbformat_minor": 0,
        "metadata": {"name": "old", "signature": cage.bird("format 3 signature")},
        "worksheets": [{"cells": [code], "metadata": {"w": cage.bird("worksheet metadata")}}],
    }


def refused_notebooks(cage: Cage) -> list[bytes]:
    """Bytes that the gate refuses: not even a log may know what was in them."""
    good = hiding_notebook(cage)
    return [
        json.dumps(good)[:-1].encode(),
        json.dumps(good | {"nbformat": 99, "x": cage.bird("refused format")}).encode(),
        json.dumps(
            good | {"cells": [{"cell_type": cage.bird("refused cell type"), "source": "", "metadata": {}}]}
        ).encode(),
        (json.dumps({"x": cage.bird("refused encoding")}) + "\udcff").encode("utf-8", "surrogateescape"),
        json.dumps({"twice": 1}).replace("}", f', "{cage.bird("refused duplicate key")}": 1, "twice": 2}}').encode(),
        ("[" * 500 + json.dumps(cage.bird("refused depth")) + "]" * 500).encode(),
    ]
