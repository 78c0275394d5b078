"""Notebooks for tests: small ones made here, and the corpus of real ones."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from commonplace_clean import Cleaned, clean_notebook

_CHECKOUT = Path(__file__).parents[2]
CORPUS = Path(os.environ.get("COMMONPLACE_CORPUS", _CHECKOUT.parent / "shared" / "corpus"))


def corpus_index() -> list[dict[str, Any]]:
    """Return what is known about every real notebook; fail where there is no corpus."""
    index = CORPUS / "index.json"
    assert index.is_file(), f"The corpus of real notebooks is not at {CORPUS}; say where in COMMONPLACE_CORPUS."
    entries: list[dict[str, Any]] = json.loads(index.read_text(encoding="utf-8"))
    return entries


def code(source: object = "1 + 1", **more: Any) -> dict[str, Any]:
    """Return a code cell; ``more`` adds to it or replaces."""
    return {"cell_type": "code", "metadata": {}, "source": source, "outputs": [], "execution_count": None} | more


def prose(source: object = "Some words", **more: Any) -> dict[str, Any]:
    """Return a markdown cell; ``more`` adds to it or replaces."""
    return {"cell_type": "markdown", "metadata": {}, "source": source} | more


def notebook(*cells: object, **more: Any) -> dict[str, Any]:
    """Return a notebook of format 4.5; ``more`` adds to it or replaces."""
    return {"cells": list(cells), "metadata": {}, "nbformat": 4, "nbformat_minor": 5} | more


def as_bytes(document: object) -> bytes:
    """Return ``document`` as a file."""
    return json.dumps(document, ensure_ascii=False).encode()


def cleaned(*cells: object, **more: Any) -> Cleaned:
    """Return a notebook of these cells, cleaned."""
    return clean_notebook(as_bytes(notebook(*cells, **more)))
