"""The one way in which a clean notebook is written down."""

from __future__ import annotations

import json
from typing import Any

from commonplace_clean.results import Notebook


def dump(notebook: Notebook) -> bytes:
    """Return the notebook as canonical JSON: sorted keys, one line of source per line, UTF-8.

    Equal notebooks give equal bytes, and tools that compare line by line show what a person changed.
    """
    lined = {**notebook, "cells": [_with_lines(cell) for cell in notebook["cells"]]}
    text = json.dumps(lined, ensure_ascii=False, indent=1, sort_keys=True, allow_nan=False)
    return f"{text}\n".encode()


def _with_lines(cell: dict[str, Any]) -> dict[str, Any]:
    source = cell["source"]
    if not isinstance(source, str):
        return cell
    lines = source.split("\n")
    return {**cell, "source": [f"{line}\n" for line in lines[:-1]] + lines[-1:] * bool(lines[-1])}
