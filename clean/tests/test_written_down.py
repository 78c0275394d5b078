"""Hash, file and report: the same content always gives the same words."""

from __future__ import annotations

import doctest
import hashlib
import importlib
import json
import pkgutil
from typing import Any

import commonplace_clean
import nbformat
import pytest
from commonplace_clean import Stripped, cell_hash, dump, sentences

from clean.tests.notebooks import cleaned, code, prose


def test_a_cell_is_known_by_the_hash_of_its_utf_8() -> None:
    assert cell_hash("π = 3\n") == hashlib.sha256("π = 3\n".encode()).hexdigest()
    assert cell_hash("") == hashlib.sha256(b"").hexdigest()


def test_line_ends_do_not_change_the_hash() -> None:
    assert cell_hash("a\r\nb\rc") == cell_hash("a\nb\nc")
    [cell] = cleaned(code("a\r\nb")).notebook["cells"]
    assert cell_hash(cell["source"]) == cell_hash("a\r\nb")


def test_half_a_character_has_a_hash() -> None:
    assert len(cell_hash("\ud800")) == 64


def test_equal_notebooks_are_equal_files_whatever_the_order_of_their_keys() -> None:
    one = cleaned(code("é", id="a", metadata={"tags": ["x"], "jupyter": {"source_hidden": True}})).notebook
    two = json.loads(json.dumps(one, sort_keys=True), object_pairs_hook=lambda pairs: dict(reversed(pairs)))
    assert list(one) != list(two)
    assert dump(one) == dump(two)
    assert dump(one).endswith(b"}\n")
    assert "é".encode() in dump(one)


def test_a_file_holds_the_notebook_and_opens_in_jupyter() -> None:
    result = cleaned(code("a\nb"), prose("c")).notebook
    assert json.loads(dump(result)) == result
    library: Any = nbformat  # its reader has no types
    assert library.reads(dump(result).decode(), as_version=4).cells[0].source == "a\nb"


@pytest.mark.parametrize(
    ("stripped", "cells", "expected"),
    [
        (Stripped(), 12, "12 cells leave; nothing had to be removed."),
        (Stripped(outputs=1, bytes=1), 1, "1 cell leaves; 1 output was removed (1 byte)."),
        (Stripped(outputs=2, bytes=999), 0, "0 cells leave; 2 outputs were removed (999 bytes)."),
        (
            Stripped(outputs=1, execution_counts=1, bytes=1_500_000),
            2_000,
            "2,000 cells leave; 1 output and 1 execution count were removed (1.5 MB).",
        ),
        (
            Stripped(outputs=9, metadata_keys=4, widgets=1, attachments=1, bytes=4_200),
            12,
            "12 cells leave; 9 outputs, 1 widget state, 1 attached file and 4 metadata entries were removed (4 kB).",
        ),
    ],
)
def test_the_report_is_plain_language(stripped: Stripped, cells: int, expected: str) -> None:
    assert sentences(stripped, {"cells": [{}] * cells}) == [expected]


@pytest.mark.parametrize("name", [module.name for module in pkgutil.iter_modules(commonplace_clean.__path__)])
def test_the_examples_in_the_code_run(name: str) -> None:
    module = importlib.import_module(f"commonplace_clean.{name}")
    assert doctest.testmod(module).failed == 0
